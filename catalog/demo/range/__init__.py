"""The demo range: every model the shop carries, department by department."""

from catalog.demo.model import Model
from catalog.demo.range.accessories import BACKPACKS, HATS, SCARVES, SHOULDER_BAGS, TOTES
from catalog.demo.range.blouses import BLOUSES
from catalog.demo.range.bottoms import JEANS, JOGGERS, SHORTS, TROUSERS
from catalog.demo.range.dresses import DRESSES
from catalog.demo.range.knits import CARDIGANS, HOODIES, JUMPERS
from catalog.demo.range.outerwear import BLAZERS, COATS, JACKETS
from catalog.demo.range.shirts import SHIRTS
from catalog.demo.range.shoes import BOOTS, FLATS, HEELS, LOAFERS, SNEAKERS
from catalog.demo.range.skirts import SKIRTS
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
