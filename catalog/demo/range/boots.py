"""Ankle boots and loafers."""

from catalog.demo.garments.boots import AnkleBoot
from catalog.demo.garments.loafers import Loafer
from catalog.demo.model import Model, dyed
from catalog.demo.palette import COLOURS

C = COLOURS


BOOTS = (
    Model(
        "Bailey",
        "Chelsea boots",
        "Sole Parade",
        "Women",
        "Ankle boots",
        "139.00",
        "Fall",
        "Casual",
        AnkleBoot(),
        ("Black", "Brown", "Burgundy"),
        "elastic sides and a pull tab",
        "Elastic at the side, a tab at the back, a sole that grips. Pull on and go.",
        texture="leather",
    ),
    Model(
        "Fennimore",
        "Chelsea boots",
        "Sole Parade",
        "Men",
        "Ankle boots",
        "149.00",
        "Winter",
        "Formal",
        AnkleBoot(shaft=280),
        (dyed("Tan", texture="suede"), "Black", dyed("Navy Blue", texture="suede")),
        "elastic sides and a low heel",
        (
            "A lean boot on a low stacked heel, in suede or polished calf. It finishes a suit and "
            "starts a weekend."
        ),
        texture="leather",
    ),
    Model(
        "Ironbridge",
        "lace-up boots",
        "Kestrel Works",
        "Men",
        "Ankle boots",
        "159.00",
        "Winter",
        "Casual",
        AnkleBoot("laced", chunky=True, collar=C["Charcoal"]),
        ("Brown", "Black", dyed("Tan", texture="suede")),
        "laces, a padded collar and a lugged sole",
        (
            "Oiled leather on a lugged sole, with hooks for cold fingers. They can be resoled, and"
            " should be."
        ),
        texture="leather",
    ),
    Model(
        "Storm",
        "combat boots",
        "Sole Parade",
        "Women",
        "Ankle boots",
        "145.00",
        "Winter",
        "Casual",
        AnkleBoot("laced", shaft=350, chunky=True),
        ("Black", "Maroon", "Off White"),
        "a tall laced shaft and lugged sole",
        (
            "Tall, laced and ready for a concert in a field. Side zip inside, so the laces are "
            "done once."
        ),
        texture="leather",
    ),
    Model(
        "Odeon",
        "zip boots",
        "Sole Parade",
        "Women",
        "Ankle boots",
        "155.00",
        "Fall",
        "Party",
        AnkleBoot("zipped", shaft=310, heel=72),
        (dyed("Tan", texture="suede"), "Black", "Red"),
        "a side zip and stacked heel",
        (
            "A seven-centimetre stacked heel you can cross cobbles in. The zip is brass and runs "
            "the whole shaft."
        ),
        texture="leather",
    ),
)

LOAFERS = (
    Model(
        "Penn",
        "penny loafers",
        "Sole Parade",
        "Women",
        "Loafers",
        "119.00",
        "Spring",
        "Formal",
        Loafer(),
        ("Black", "Burgundy", "Brown"),
        "a strap across the vamp",
        (
            "A penny loafer with a slim waist and a low heel. Polished calf, leather sole, room "
            "for the penny."
        ),
        texture="leather",
    ),
    Model(
        "Vesper",
        "tassel loafers",
        "Sole Parade",
        "Men",
        "Loafers",
        "135.00",
        "Spring",
        "Formal",
        Loafer("tassel"),
        (dyed("Brown", texture="suede"), "Black", dyed("Navy Blue", texture="suede")),
        "leather tassels",
        "Two tassels, one piece of suede, no laces to undo at the end. Unlined, for bare ankles.",
        texture="leather",
    ),
    Model(
        "Corso",
        "horsebit loafers",
        "Ferrant",
        "Women",
        "Loafers",
        "165.00",
        "Fall",
        "Party",
        Loafer("horsebit"),
        ("Black", "Cream", "Green"),
        "a brass bit across the vamp",
        "A brass bit over buttery leather, on a sole that bends. It makes jeans look intended.",
        texture="leather",
    ),
    Model(
        "Deck",
        "moccasins",
        "Marelle",
        "Men",
        "Loafers",
        "95.00",
        "Summer",
        "Casual",
        Loafer("plain", heel=24, sole=(226, 214, 196)),
        ("Tan", "Navy Blue", "Olive"),
        "a hand-stitched apron",
        (
            "Hand-stitched around the toe and soft from the first day. The pale sole will not mark"
            " a deck."
        ),
        texture="suede",
    ),
)
