"""Totes, shoulder bags and backpacks."""

from catalog.demo.garments.backpacks import Backpack
from catalog.demo.garments.shoulder_bags import ShoulderBag
from catalog.demo.garments.totes import Tote
from catalog.demo.model import Model, dyed
from catalog.demo.palette import BRASS, COLOURS, STEEL
from catalog.demo.prints import Stripes

C = COLOURS


TOTES = (
    Model(
        "Market",
        "canvas tote",
        "Marelle",
        "Unisex",
        "Tote bags",
        "45.00",
        "Summer",
        "Casual",
        Tote(handles=C["Tan"]),
        (
            dyed("Off White", words="with tan handles"),
            dyed("Navy Blue", words="with tan handles"),
            dyed("Off White", Stripes("Navy Blue", 22, 30), "with tan handles"),
        ),
        "a wide open top",
        (
            "Heavy canvas, leather handles, an inside pocket for the phone. It stands up when you "
            "put it down."
        ),
        texture="linen",
    ),
    Model(
        "Atelier",
        "leather tote",
        "Ferrant",
        "Women",
        "Tote bags",
        "189.00",
        "Fall",
        "Formal",
        Tote(drop=200, top=470, metal=BRASS),
        ("Brown", "Black", "Burgundy", "Tan"),
        "short handles on brass rings",
        (
            "Takes a laptop, a lunch and a change of plan. Vegetable-tanned leather that darkens "
            "where you hold it."
        ),
        texture="leather",
    ),
    Model(
        "Dockside",
        "two-tone tote",
        "Ferrant",
        "Women",
        "Tote bags",
        "129.00",
        "Spring",
        "Casual",
        Tote(drop=240, base=C["Brown"], handles=C["Brown"]),
        (
            dyed("Beige", words="with a brown base"),
            dyed("Olive", words="with a brown base"),
            dyed("Pink", words="with a burgundy base", base=C["Burgundy"], handles=C["Burgundy"]),
        ),
        "contrast handles",
        "Canvas above, leather below, so it can sit on any floor. Long handles for the shoulder.",
        texture="linen",
    ),
    Model(
        "Errand",
        "pocket tote",
        "Oakby",
        "Unisex",
        "Tote bags",
        "35.00",
        "Spring",
        "Casual",
        Tote(drop=290, upper=236, lower=226, pocket=True),
        ("Black", "Mustard", "Green", "Lavender"),
        "a front pocket",
        (
            "The bag for the bag you forgot. One outside pocket, handles long enough for a winter "
            "coat."
        ),
        texture="linen",
    ),
)

SHOULDER_BAGS = (
    Model(
        "Cleo",
        "shoulder bag",
        "Ferrant",
        "Women",
        "Shoulder bags",
        "159.00",
        "Fall",
        "Casual",
        ShoulderBag(),
        ("Tan", "Black", "Teal"),
        "a flap with a turn lock",
        (
            "A tidy rectangle with a flap and a turn lock. Room for a paperback, a phone and your "
            "better sunglasses."
        ),
        texture="leather",
    ),
    Model(
        "Soiree",
        "quilted bag",
        "Ferrant",
        "Women",
        "Shoulder bags",
        "179.00",
        "Winter",
        "Party",
        ShoulderBag(half=190, top=590, bottom=820, strap="chain", quilted=True),
        ("Black", "Cream", "Red"),
        "quilting and a chain strap",
        (
            "Quilted lambskin on a woven chain that shortens for dancing. Lined in a colour we "
            "will not give away."
        ),
        texture="leather",
    ),
    Model(
        "Hunter",
        "saddle bag",
        "Ferrant",
        "Women",
        "Shoulder bags",
        "149.00",
        "Fall",
        "Casual",
        ShoulderBag(half=186, top=540, bottom=840, saddle=True, clasp="buckle"),
        (dyed("Brown", texture="suede"), dyed("Olive", texture="suede"), "Tan"),
        "a rounded base and a buckle",
        "Rounded like a saddle and buckled like one. The strap is long enough to cross the body.",
        texture="leather",
    ),
    Model(
        "Luna",
        "half-moon bag",
        "Ferrant",
        "Women",
        "Shoulder bags",
        "119.00",
        "Spring",
        "Party",
        ShoulderBag(
            half=220, top=590, bottom=820, saddle=True, strap="short", clasp="none", flap=0.4
        ),
        ("Lavender", "White", "Black", "Green"),
        "a short strap and rounded base",
        "A half moon that tucks under the arm. Zipped, lined and lighter than it looks.",
        texture="leather",
    ),
    Model(
        "Ringo",
        "ring-clasp bag",
        "Juniper Lane",
        "Women",
        "Shoulder bags",
        "89.00",
        "Summer",
        "Casual",
        ShoulderBag(half=176, top=560, bottom=850, round=60, clasp="ring", metal=STEEL),
        ("Yellow", "Pink", "Navy Blue"),
        "a large ring on the flap",
        (
            "A small square bag shut by a ring you can hook a finger through. Vegan leather with a"
            " matte hand."
        ),
        texture="leather",
    ),
)

BACKPACKS = (
    Model(
        "Scout",
        "backpack",
        "Strandgut",
        "Unisex",
        "Backpacks",
        "89.00",
        "Fall",
        "Casual",
        Backpack(straps=C["Brown"]),
        ("Teal", "Navy Blue", "Rust"),
        "a zipped front pocket and leather straps",
        (
            "A day pack with leather where it rubs. Laptop sleeve, bottle pocket, a zip that opens"
            " flat."
        ),
        texture="linen",
    ),
    Model(
        "Ferry",
        "roll-top backpack",
        "Strandgut",
        "Unisex",
        "Backpacks",
        "109.00",
        "Winter",
        "Casual",
        Backpack(roll_top=True),
        ("Mustard", "Black", "Olive"),
        "a roll top and two buckles",
        "Rolls down for a book and up for a weekend. Waterproof cloth, welded seams.",
    ),
)
