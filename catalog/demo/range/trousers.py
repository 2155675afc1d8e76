"""Trousers and joggers."""

from catalog.demo.garments.legs import Legs
from catalog.demo.garments.trousers import Trousers
from catalog.demo.model import Model, dyed
from catalog.demo.prints import Gingham, Stripes, Windowpane
from catalog.demo.range.jeans import HIS, HIS_SLIM, STRAIGHT

SLIM = Legs(knee=116, foot=92)


WIDE = Legs(knee=180, foot=206, hip=172, waist=116, stance=124)


CROPPED = Legs(knee=132, foot=110, length=990, stance=104)


TAPERED = Legs(waist=130, hip=178, crotch=480, knee=134, foot=88, stance=100)


TROUSERS = (
    Model(
        "Marche",
        "tailored trousers",
        "Bastion & Reed",
        "Women",
        "Trousers",
        "89.00",
        "Fall",
        "Formal",
        Trousers(SLIM),
        ("Black", "Navy Blue", dyed("Grey", Windowpane("White", 64)), "Burgundy"),
        "a pressed crease and slim leg",
        (
            "Slim wool-blend trousers with a crease that survives the commute. The other half of "
            "the Marche blazer."
        ),
        texture="wool",
    ),
    Model(
        "Delphine",
        "wide-leg trousers",
        "Bastion & Reed",
        "Women",
        "Trousers",
        "95.00",
        "Spring",
        "Formal",
        Trousers(WIDE, pleats=True),
        ("Cream", "Black", "Rust", "Teal"),
        "pleats and a wide leg",
        (
            "Two pleats, a high waist and a leg that pours to the floor. In crêpe heavy enough to "
            "hang straight."
        ),
    ),
    Model(
        "Palma",
        "linen trousers",
        "Marelle",
        "Women",
        "Trousers",
        "69.00",
        "Summer",
        "Casual",
        Trousers(WIDE, "drawstring"),
        ("Off White", "Beige", dyed("Blue", Stripes("White", 5, 15, True))),
        "a drawstring waist and wide leg",
        (
            "Washed linen with a cord at the waist and air everywhere else. The holiday begins "
            "when you tie it."
        ),
        texture="linen",
    ),
    Model(
        "Avery",
        "cropped trousers",
        "Oakby",
        "Women",
        "Trousers",
        "59.00",
        "Spring",
        "Casual",
        Trousers(CROPPED, "chino"),
        ("Olive", "Pink", dyed("White", Gingham("Black", 9))),
        "a cropped straight leg",
        (
            "Cotton stretch twill that stops above the ankle. They go to the office in loafers and"
            " out in sandals."
        ),
    ),
    Model(
        "Stowe",
        "chinos",
        "Oakby",
        "Men",
        "Trousers",
        "62.00",
        "Spring",
        "Casual",
        Trousers(HIS_SLIM, "chino"),
        ("Beige", "Navy Blue", "Olive", "Rust"),
        "a slim tapered leg",
        (
            "The pair that settles the argument between jeans and suit. Garment-dyed twill with a "
            "soft waistband."
        ),
    ),
    Model(
        "Regent",
        "suit trousers",
        "Bastion & Reed",
        "Men",
        "Trousers",
        "99.00",
        "Fall",
        "Formal",
        Trousers(HIS),
        ("Charcoal", "Navy Blue", dyed("Grey", Stripes("White", 2, 26, True))),
        "a pressed crease and straight leg",
        (
            "Half-lined wool with a straight leg and a proper crease. Cut to match the Regent "
            "blazer, cloth for cloth."
        ),
        texture="wool",
    ),
    Model(
        "Tarn",
        "cargo trousers",
        "Strandgut",
        "Men",
        "Trousers",
        "79.00",
        "Fall",
        "Casual",
        Trousers(HIS, "cargo"),
        ("Olive", "Black", "Tan"),
        "two flap pockets on the thighs",
        "Ripstop with two pockets that close and four that do not need to. Dries on you.",
    ),
    Model(
        "Wick",
        "corduroy trousers",
        "Oakby",
        "Men",
        "Trousers",
        "72.00",
        "Winter",
        "Casual",
        Trousers(STRAIGHT, "chino", turn_up=34),
        ("Brown", "Mustard", "Navy Blue"),
        "a straight leg with turn-ups",
        (
            "Wide-wale corduroy, straight through the leg and turned up at the hem. For libraries "
            "and long lunches."
        ),
        texture="corduroy",
    ),
)


JOGGERS = (
    Model(
        "Cadence",
        "joggers",
        "Paceline",
        "Unisex",
        "Joggers",
        "52.00",
        "Spring",
        "Sports",
        Trousers(TAPERED, "drawstring", ribbed=True),
        (dyed("Grey", texture="heather"), "Black", "Navy Blue"),
        "a drawstring waist and ribbed cuffs",
        (
            "Loop-back joggers tapered enough to wear in the street. The cuffs stay where you push"
            " them."
        ),
    ),
    Model(
        "Stride",
        "track trousers",
        "Paceline",
        "Women",
        "Joggers",
        "48.00",
        "Fall",
        "Sports",
        Trousers(Legs(knee=126, foot=98, hip=160, waist=116), "drawstring", ribbed=True),
        ("Burgundy", "Teal", "Charcoal"),
        "a drawstring waist and slim leg",
        (
            "Smooth woven trousers with a slim knee and a bit of stretch. Two zipped pockets for "
            "the keys."
        ),
    ),
)
