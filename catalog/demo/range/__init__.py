"""The demo range: every model the shop carries, department by department."""

from catalog.demo.model import Model
from catalog.demo.range.bags import BACKPACKS, SHOULDER_BAGS, TOTES
from catalog.demo.range.blazers import BLAZERS
from catalog.demo.range.blouses import BLOUSES
from catalog.demo.range.boots import BOOTS, LOAFERS
from catalog.demo.range.cardigans import CARDIGANS, HOODIES
from catalog.demo.range.coats import COATS
from catalog.demo.range.dresses import DRESSES
from catalog.demo.range.hats import HATS, SCARVES
from catalog.demo.range.heels import FLATS, HEELS
from catalog.demo.range.jackets import JACKETS
from catalog.demo.range.jeans import JEANS
from catalog.demo.range.jumpers import JUMPERS
from catalog.demo.range.shirts import SHIRTS
from catalog.demo.range.shorts import SHORTS
from catalog.demo.range.skirts import SKIRTS
from catalog.demo.range.sneakers import SNEAKERS
from catalog.demo.range.trousers import JOGGERS, TROUSERS
from catalog.demo.range.tshirts import TSHIRTS

CLOTHING: tuple[Model, ...] = (
    *TSHIRTS,
    *SHIRTS,
    *BLOUSES,
    *JUMPERS,
    *CARDIGANS,
    *HOODIES,
    *DRESSES,
    *SKIRTS,
    *JEANS,
    *TROUSERS,
    *JOGGERS,
    *SHORTS,
    *BLAZERS,
    *JACKETS,
    *COATS,
)
SHOES: tuple[Model, ...] = (*SNEAKERS, *BOOTS, *LOAFERS, *HEELS, *FLATS)
ACCESSORIES: tuple[Model, ...] = (*TOTES, *SHOULDER_BAGS, *BACKPACKS, *HATS, *SCARVES)
RANGE: tuple[Model, ...] = CLOTHING + SHOES + ACCESSORIES
