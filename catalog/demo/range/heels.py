"""Heels and flats."""

from catalog.demo.garments.heels import Heel
from catalog.demo.model import Model, dyed
from catalog.demo.palette import COLOURS

C = COLOURS


HEELS = (
    Model(
        "Ava",
        "pumps",
        "Sole Parade",
        "Women",
        "Heels",
        "129.00",
        "Winter",
        "Formal",
        Heel(),
        (dyed("Red", texture="patent"), "Black", dyed("Beige", texture="patent")),
        "a pointed toe and slender heel",
        (
            "A pointed pump on a slender heel, balanced so that you forget it. Cushioned under the"
            " ball."
        ),
        texture="leather",
    ),
    Model(
        "Camille",
        "block-heel sandals",
        "Sole Parade",
        "Women",
        "Heels",
        "115.00",
        "Summer",
        "Party",
        Heel(116, block=True, toe="round", strap="ankle"),
        ("Tan", "Black", "Lavender"),
        "an ankle strap and block heel",
        (
            "An ankle strap, a round toe and a heel broad enough for grass. Suede, in colours that"
            " go with dancing."
        ),
        texture="suede",
    ),
    Model(
        "Lido",
        "slingbacks",
        "Marelle",
        "Women",
        "Heels",
        "109.00",
        "Spring",
        "Party",
        Heel(92, strap="slingback"),
        ("Cream", "Black", "Pink", "Teal"),
        "a kitten heel and open back",
        "A kitten heel and a strap that stays up. Nice with jeans, nicer with a tea dress.",
        texture="leather",
    ),
    Model(
        "Margot",
        "bow pumps",
        "Sole Parade",
        "Women",
        "Heels",
        "119.00",
        "Fall",
        "Party",
        Heel(100, block=True, toe="round", bow=True),
        (dyed("Burgundy", texture="patent"), dyed("Black", texture="patent"), "Navy Blue"),
        "a bow and block heel",
        "A round toe, a small bow and a block heel. For school reunions you intend to win.",
        texture="leather",
    ),
)

FLATS = (
    Model(
        "Giselle",
        "ballet flats",
        "Sole Parade",
        "Women",
        "Flats",
        "79.00",
        "Spring",
        "Casual",
        Heel(34, toe="round", bow=True),
        ("Black", "Red", "Beige", "Pink"),
        "a small bow",
        "A ballet flat with a hidden centimetre of cushion. Folds in half, lives in a bag.",
        texture="leather",
    ),
    Model(
        "Nico",
        "pointed flats",
        "Ferrant",
        "Women",
        "Flats",
        "99.00",
        "Fall",
        "Formal",
        Heel(38),
        ("Navy Blue", dyed("Brown", texture="suede"), "Mustard"),
        "a pointed toe",
        "All the point of a pump and none of the height. Soft nappa, stitched on a flexible sole.",
        texture="leather",
    ),
)
