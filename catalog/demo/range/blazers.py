"""Blazers."""

from dataclasses import replace

from catalog.demo.garments.bodice import Frame
from catalog.demo.garments.sleeves import Sleeve
from catalog.demo.garments.tailoring import BLAZER, Tailored
from catalog.demo.model import Model, dyed
from catalog.demo.prints import Plaid, Stripes, Windowpane

HERS = Frame(
    shoulder=154, chest=164, waist=144, hem=174, length=860, slope=36, armhole=168, neck=56
)


ROOMY = Frame(
    shoulder=176, chest=186, waist=182, hem=190, length=900, slope=38, armhole=182, neck=58
)


BLAZERS = (
    Model(
        "Marche",
        "blazer",
        "Bastion & Reed",
        "Women",
        "Blazers",
        "149.00",
        "Fall",
        "Formal",
        Tailored(HERS, Sleeve(length=480, width=78, angle=13), close=540, lapel=104, rows=1),
        ("Black", "Navy Blue", dyed("Grey", Windowpane("White", 64)), "Burgundy"),
        "one button and a nipped waist",
        (
            "One button, a nipped waist and shoulders that are yours, not the coat's. The other "
            "half of the Marche trousers."
        ),
        texture="wool",
    ),
    Model(
        "Sloane",
        "double-breasted blazer",
        "Bastion & Reed",
        "Women",
        "Blazers",
        "169.00",
        "Spring",
        "Formal",
        Tailored(
            ROOMY,
            Sleeve(length=490, width=88, angle=13),
            close=520,
            lapel=124,
            double=True,
            peak=True,
            rounded=False,
            buttons=(186, 154, 92),
        ),
        ("Beige", "White", "Green"),
        "peaked lapels and gold buttons",
        "Peaked lapels, gold buttons and a long, square line. Borrowed from his side and improved.",
        texture="linen",
    ),
    Model(
        "Regent",
        "blazer",
        "Bastion & Reed",
        "Men",
        "Blazers",
        "189.00",
        "Fall",
        "Formal",
        Tailored(),
        ("Charcoal", "Navy Blue", dyed("Grey", Stripes("White", 2, 26, True))),
        "two buttons and flap pockets",
        (
            "Half-canvassed wool, two buttons, a soft roll to the lapel. Cut to match the Regent "
            "trousers, cloth for cloth."
        ),
        texture="wool",
    ),
    Model(
        "Thorpe",
        "tweed blazer",
        "Bastion & Reed",
        "Men",
        "Blazers",
        "179.00",
        "Winter",
        "Casual",
        Tailored(pocket="patch", buttons=(98, 66, 44)),
        (
            dyed("Brown", Plaid("Rust", "Olive", 84)),
            dyed("Olive", texture="tweed"),
            dyed("Grey", texture="herringbone"),
        ),
        "patch pockets and leather buttons",
        (
            "A country jacket for people who take the tram. Leather buttons, patch pockets, elbow "
            "room."
        ),
        texture="tweed",
    ),
    Model(
        "Portside",
        "cotton blazer",
        "Marelle",
        "Men",
        "Blazers",
        "129.00",
        "Summer",
        "Casual",
        Tailored(replace(BLAZER, length=850), pocket="patch", rows=2, buttons=(232, 226, 214)),
        ("Off White", dyed("Blue", Stripes("White", 6, 12, True)), "Tan"),
        "patch pockets and pale buttons",
        (
            "An unlined cotton jacket you can roll into a bag. Three patch pockets and no padding "
            "at all."
        ),
    ),
)
