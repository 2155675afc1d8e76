"""Jumpers."""

from catalog.demo.garments.bodice import Frame
from catalog.demo.garments.jumpers import KNIT_SLEEVE, LOOSE, Jumper
from catalog.demo.garments.sleeves import Sleeve
from catalog.demo.model import Model, dyed
from catalog.demo.palette import COLOURS
from catalog.demo.prints import Blocks, Stripes

C = COLOURS

NEAT = Frame(neck=64, shoulder=150, chest=160, waist=150, hem=152, length=830, armhole=160)

CROPPED = Frame(neck=70, shoulder=186, chest=206, waist=206, hem=186, length=760, armhole=196)

SLIM = Sleeve(length=490, width=76, cuff=46, ribbed=True, angle=14)

BALLOON = Sleeve(length=465, width=92, angle=13, cuff=56, ribbed=True, fullness=38)

RAGLAN = Sleeve(length=490, width=98, angle=13, cuff=56, ribbed=True, fullness=8, raglan=True)

JUMPERS = (
    Model(
        "Skerry",
        "cable jumper",
        "Tolvmark",
        "Women",
        "Jumpers",
        "119.00",
        "Winter",
        "Casual",
        Jumper(cables=True),
        ("Cream", "Grey", "Rust"),
        "three cables down the front",
        (
            "Three cables, one ball of wool after another, and a rib that stays put. Knitted in "
            "undyed and dyed lambswool."
        ),
        texture="knit",
    ),
    Model(
        "Yrsa",
        "roll-neck jumper",
        "Tolvmark",
        "Women",
        "Jumpers",
        "109.00",
        "Winter",
        "Casual",
        Jumper(CROPPED, BALLOON, "roll"),
        ("Mustard", "Off White", "Charcoal"),
        "a roll neck and balloon sleeves",
        (
            "Chunky, cropped and warm to the ears. The sleeves balloon a little and then behave at"
            " the cuff."
        ),
        texture="chunky knit",
    ),
    Model(
        "Signe",
        "fine-knit jumper",
        "Tolvmark",
        "Women",
        "Jumpers",
        "79.00",
        "Fall",
        "Formal",
        Jumper(NEAT, SLIM, "v", 120, hem=40),
        ("Navy Blue", "Lavender", "Black", "Burgundy"),
        "a V-neck and slim sleeves",
        (
            "Extra-fine merino you can wear against the skin and under a jacket. The V is deep "
            "enough for a shirt collar."
        ),
        texture="wool",
    ),
    Model(
        "Maris",
        "striped jumper",
        "Marelle",
        "Women",
        "Jumpers",
        "85.00",
        "Spring",
        "Casual",
        Jumper(LOOSE, KNIT_SLEEVE, "boat", 42),
        (
            dyed("Off White", Stripes("Navy Blue", 26, 30)),
            dyed("Pink", Stripes("Red", 26, 30)),
            dyed("Navy Blue", Stripes("Teal", 26, 30)),
        ),
        "a boat neck and loose fit",
        (
            "Broad stripes in dry cotton for the first ferry of the year. It is cut straight and "
            "falls easily."
        ),
        texture="knit",
    ),
    Model(
        "Torsten",
        "Nordic jumper",
        "Tolvmark",
        "Men",
        "Jumpers",
        "139.00",
        "Winter",
        "Casual",
        Jumper(yoke=C["Off White"]),
        (
            "Navy Blue",
            dyed("Charcoal", yoke=C["Rust"], words="with a rust yoke"),
            dyed("Burgundy", yoke=C["Cream"]),
        ),
        "a patterned round yoke",
        (
            "Rings of diamonds around the yoke, worked from the neck down. The wool is from island"
            " sheep and keeps off drizzle."
        ),
        texture="wool",
    ),
    Model(
        "Ansel",
        "crew jumper",
        "Oakby",
        "Men",
        "Jumpers",
        "65.00",
        "Fall",
        "Casual",
        Jumper(),
        (dyed("Grey", texture="heather"), "Green", "Navy Blue", "Rust"),
        "a crew neck and ribbed cuffs",
        (
            "A lambswool crew in a weight that suits eight months of twelve. Saddle-stitched "
            "shoulders, generous ribs."
        ),
        texture="wool",
    ),
    Model(
        "Ridge",
        "mock-neck jumper",
        "Tolvmark",
        "Men",
        "Jumpers",
        "95.00",
        "Winter",
        "Casual",
        Jumper(Frame(shoulder=180, chest=194, waist=190, hem=182, length=880), KNIT_SLEEVE, "mock"),
        ("Brown", "Black", "Cream"),
        "a short stand-up collar",
        (
            "A short collar that keeps the wind out without folding. Fisherman's rib, knitted on "
            "slow machines."
        ),
        texture="rib",
    ),
    Model(
        "Harbour",
        "sweatshirt",
        "Paceline",
        "Unisex",
        "Jumpers",
        "54.00",
        "Spring",
        "Casual",
        Jumper(sleeve=RAGLAN),
        (dyed("Grey", texture="heather"), dyed("Cream", Blocks("Navy Blue", 620)), "Olive", "Pink"),
        "raglan sleeves",
        "Loop-back cotton with raglan sleeves and a dry, heavy hand. It is better after a year.",
    ),
)
