"""Outfits a stylist put together from the range."""

from dataclasses import dataclass

from catalog.demo.assortment import demo_products
from catalog.demo.product import DemoLook

Piece = tuple[str, int]  # title of a model, number of its colourway


@dataclass(frozen=True)
class _Outfit:
    slug: str
    title: str
    description: str
    pieces: tuple[Piece, ...]


OUTFITS: tuple[_Outfit, ...] = (
    _Outfit(
        "harbour-morning",
        "Harbour morning",
        (
            "A striped boat-neck, easy jeans and a tote big enough for the fish market. The slip-"
            "ons are for the wet planks."
        ),
        (
            ("Brise Breton tee", 1),
            ("Frankie mom jeans", 1),
            ("Jetty slip-on shoes", 1),
            ("Market canvas tote", 1),
        ),
    ),
    _Outfit(
        "first-monday",
        "First Monday",
        "The Marche suit with a silk blouse, and loafers that can run for a train.",
        (
            ("Marche blazer", 2),
            ("Marche tailored trousers", 2),
            ("Isolde silk blouse", 1),
            ("Penn penny loafers", 1),
            ("Atelier leather tote", 2),
        ),
    ),
    _Outfit(
        "garden-wedding",
        "Garden wedding",
        "A dotted wrap dress, a heel broad enough for lawns and a bag with room for confetti.",
        (("Linnea wrap dress", 1), ("Camille block-heel sandals", 1), ("Luna half-moon bag", 2)),
    ),
    _Outfit(
        "late-table",
        "Late table",
        "Emerald satin, a quilted bag and the leather jacket you never check in.",
        (
            ("Esme cowl slip dress", 1),
            ("Blaze biker jacket", 1),
            ("Ava pumps", 2),
            ("Soiree quilted bag", 1),
        ),
    ),
    _Outfit(
        "first-frost",
        "First frost",
        "Cables, corduroy and a bobble: the whole of October in four pieces.",
        (
            ("Skerry cable jumper", 1),
            ("Maud corduroy skirt", 2),
            ("Bailey Chelsea boots", 2),
            ("Bobble bobble beanie", 1),
        ),
    ),
    _Outfit(
        "gallery-sunday",
        "Gallery Sunday",
        "A long open cardigan over wide trousers, with white sneakers to keep it honest.",
        (
            ("Runa open cardigan", 1),
            ("Delphine wide-leg trousers", 1),
            ("Ines fitted tee", 2),
            ("Court sneakers", 2),
        ),
    ),
    _Outfit(
        "rain-forecast",
        "Rain forecast",
        "Yellow on top, dark denim below, and boots that do not mind.",
        (
            ("Gale rain jacket", 1),
            ("Nell skinny jeans", 1),
            ("Storm combat boots", 1),
            ("Ferry roll-top backpack", 2),
        ),
    ),
    _Outfit(
        "picnic",
        "Picnic",
        "Gingham, denim shorts and flats that fold into the basket.",
        (
            ("Petra gingham shirt", 3),
            ("Hazel denim shorts", 1),
            ("Giselle ballet flats", 2),
            ("Sandbar bucket hat", 1),
        ),
    ),
    _Outfit(
        "winter-walk",
        "Winter walk",
        "A wrap coat over a knitted dress, felt hat, tall boots. Walk slowly.",
        (
            ("Sibyl wrap coat", 3),
            ("Ingrid knitted dress", 1),
            ("Storm combat boots", 3),
            ("Ranger felt hat", 3),
        ),
    ),
    _Outfit(
        "tea-at-four",
        "Tea at four",
        "Small flowers, a cropped cardigan and a pair of slingbacks.",
        (
            ("Clementine tea dress", 2),
            ("Dot cropped cardigan", 2),
            ("Lido slingbacks", 1),
            ("Ringo ring-clasp bag", 1),
        ),
    ),
    _Outfit(
        "city-interview",
        "City interview",
        "A navy suit cut from one cloth, a white shirt, and nothing that squeaks.",
        (
            ("Regent blazer", 2),
            ("Regent suit trousers", 2),
            ("Aldwych dress shirt", 1),
            ("Fennimore Chelsea boots", 2),
        ),
    ),
    _Outfit(
        "saturday-workshop",
        "Saturday workshop",
        "Clothes that get better when they are leaned on: chore jacket, pocket tee, selvedge.",
        (
            ("Foreman chore jacket", 1),
            ("Quay pocket tee", 2),
            ("Rigg straight jeans", 1),
            ("Ironbridge lace-up boots", 1),
        ),
    ),
    _Outfit(
        "island-hopping",
        "Island hopping",
        "An open collar, linen-weight shorts and moccasins without socks.",
        (
            ("Sola camp shirt", 1),
            ("Cove chino shorts", 1),
            ("Deck moccasins", 1),
            ("Sandbar bucket hat", 1),
        ),
    ),
    _Outfit(
        "long-way-home",
        "The long way home",
        "A Nordic yoke under a duffle coat, and corduroys for the bench by the lake.",
        (
            ("Torsten Nordic jumper", 1),
            ("Lorne duffle coat", 2),
            ("Wick corduroy trousers", 1),
            ("Ironbridge lace-up boots", 3),
            ("Glen plaid scarf", 2),
        ),
    ),
    _Outfit(
        "tempo-run",
        "Tempo run",
        "For twelve kilometres before coffee.",
        (("Relay raglan tee", 1), ("Interval running shorts", 1), ("Split running shoes", 1)),
    ),
    _Outfit(
        "recovery-day",
        "Recovery day",
        "The cropped hoodie, soft trousers and runners in teal: nobody need know you are resting.",
        (("Juno cropped hoodie", 2), ("Stride track trousers", 2), ("Kilo running shoes", 1)),
    ),
    _Outfit(
        "smart-friday",
        "Smart Friday",
        "A cotton blazer over a polo, chinos, and tassels for the mood.",
        (
            ("Portside cotton blazer", 2),
            ("Harrow polo shirt", 2),
            ("Stowe chinos", 2),
            ("Vesper tassel loafers", 3),
        ),
    ),
    _Outfit(
        "encore",
        "Encore",
        "Denim jacket, dotted circle skirt and high-tops, since there will be dancing.",
        (
            ("June cropped denim jacket", 1),
            ("Belle circle skirt", 2),
            ("Ines fitted tee", 1),
            ("Hoop high-top sneakers", 1),
        ),
    ),
)


def demo_looks() -> list[DemoLook]:
    """Every look, its products by external id. Raises KeyError for a piece not in the range."""
    ids = {(p.title, int(p.external_id[-2:])): p.external_id for p in demo_products()}
    return [
        DemoLook(o.slug, o.title, o.description, tuple(ids[piece] for piece in o.pieces))
        for o in OUTFITS
    ]
