"""Hats and scarves."""

from catalog.demo.garments.hats import Beanie, BrimHat
from catalog.demo.garments.scarves import Scarf
from catalog.demo.model import Model, dyed
from catalog.demo.palette import COLOURS
from catalog.demo.prints import Plaid, Stripes

C = COLOURS


HATS = (
    Model(
        "Bobble",
        "bobble beanie",
        "Tolvmark",
        "Unisex",
        "Hats",
        "35.00",
        "Winter",
        "Casual",
        Beanie(C["Cream"]),
        (
            dyed("Red", words="with a cream bobble"),
            dyed("Navy Blue", words="with a cream bobble"),
            dyed("Green", words="with a mustard bobble", pompom=C["Mustard"]),
        ),
        "a deep ribbed cuff",
        "A bobble the size of a snowball and a cuff that covers both ears. Knitted in one piece.",
        texture="knit",
    ),
    Model(
        "Dock",
        "fisherman beanie",
        "Oakby",
        "Unisex",
        "Hats",
        "25.00",
        "Fall",
        "Casual",
        Beanie(cuff=96),
        ("Charcoal", "Mustard", "Olive", "Rust"),
        "a ribbed cuff",
        (
            "Short, ribbed and worn above the ears by people who know why. Lambswool, one weight "
            "for all winter."
        ),
        texture="rib",
    ),
    Model(
        "Sandbar",
        "bucket hat",
        "Marelle",
        "Unisex",
        "Hats",
        "32.00",
        "Summer",
        "Casual",
        BrimHat(),
        ("Beige", "Black", dyed("White", Stripes("Blue", 8, 12))),
        "a stitched brim",
        "A stitched brim with some drop to it. Folds into a pocket and comes out a hat.",
    ),
    Model(
        "Ranger",
        "felt hat",
        "Ferrant",
        "Women",
        "Hats",
        "79.00",
        "Fall",
        "Casual",
        BrimHat(bucket=False, band=C["Black"]),
        ("Rust", "Grey", dyed("Black", band=C["Burgundy"])),
        "a wide brim and a ribbon",
        "Wool felt, a pinched crown, a ribbon set by hand. Steam it and it forgives you.",
        texture="wool",
    ),
)

SCARVES = (
    Model(
        "Glen",
        "plaid scarf",
        "Tolvmark",
        "Unisex",
        "Scarves",
        "49.00",
        "Winter",
        "Casual",
        Scarf(),
        (
            dyed("Grey", Plaid("Navy Blue", "Red")),
            dyed("Beige", Plaid("Brown", "Rust")),
            dyed("Green", Plaid("Navy Blue", "Mustard")),
        ),
        "fringed ends",
        (
            "Two metres of brushed lambswool with a fringe you will plait on trains. Big enough to"
            " be a blanket."
        ),
    ),
    Model(
        "Solveig",
        "ribbed scarf",
        "Tolvmark",
        "Unisex",
        "Scarves",
        "45.00",
        "Winter",
        "Casual",
        Scarf(fringe=False, width=172),
        ("Mustard", "Burgundy", "Cream"),
        "plain ends and deep ribs",
        (
            "A deep rib that traps warm air and springs back. Wraps twice, and still reaches the "
            "pockets."
        ),
        texture="rib",
    ),
)
