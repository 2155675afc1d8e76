"""Blouses."""

from catalog.demo.garments.blouses import Blouse
from catalog.demo.garments.bodice import Frame
from catalog.demo.garments.sleeves import Sleeve
from catalog.demo.model import Model, dyed
from catalog.demo.prints import Dots, Floral, Strokes

LOOSE = Frame(
    top=280, neck=64, shoulder=154, chest=172, waist=172, hem=190, length=850, armhole=166
)
FLUTTER = Sleeve(length=150, width=170, angle=32, fullness=20)
BELL = Sleeve(length=400, width=142, angle=13, fullness=6)
SHORT_PUFF = Sleeve(length=150, width=116, angle=28, fullness=40, cuff=24, crown=20)

BLOUSES = (
    Model(
        "Odette",
        "bow blouse",
        "Juniper Lane",
        "Women",
        "Blouses",
        "72.00",
        "Fall",
        "Formal",
        Blouse(tie=True, depth=80, neck="crew"),
        ("Cream", "Burgundy", dyed("Navy Blue", Dots("White", 4, 34)), "Teal"),
        "a bow at the neck and full sleeves",
        (
            "Fluid satin with a bow you can tie, knot or let hang. The sleeves gather into a two-"
            "button cuff."
        ),
        texture="satin",
    ),
    Model(
        "Mirabel",
        "floral blouse",
        "Juniper Lane",
        "Women",
        "Blouses",
        "64.00",
        "Spring",
        "Casual",
        Blouse(LOOSE, depth=150),
        (
            dyed("Pink", Floral("Red", "Mustard", "Olive", 13, 120)),
            dyed("Off White", Floral("Blue", "Mustard", "Green", 12, 110)),
            dyed("Black", Floral("Lavender", "Mustard", "Green", 15, 130)),
        ),
        "a V-neck and gathered sleeves",
        (
            "A small-flowered georgette that moves when you do. Lined at the front, sheer at the "
            "sleeve."
        ),
    ),
    Model(
        "Cosima",
        "frill blouse",
        "Juniper Lane",
        "Women",
        "Blouses",
        "69.00",
        "Summer",
        "Party",
        Blouse(frill=True, depth=140, sleeve=SHORT_PUFF),
        ("White", "Lavender", "Red"),
        "a frilled neckline and short puff sleeves",
        (
            "A soft frill runs from shoulder to shoulder and stops short of too much. Cotton "
            "voile, cool on the warmest evenings."
        ),
    ),
    Model(
        "Thea",
        "flutter blouse",
        "Marelle",
        "Women",
        "Blouses",
        "48.00",
        "Summer",
        "Casual",
        Blouse(LOOSE, FLUTTER, "crew", 84),
        ("Yellow", dyed("White", Strokes("Black")), "Green"),
        "loose flutter sleeves and a round neck",
        "Washed viscose with a loose sleeve that catches the breeze. Half tucked or not at all.",
    ),
    Model(
        "Noor",
        "bell-sleeve blouse",
        "Marelle",
        "Women",
        "Blouses",
        "59.00",
        "Spring",
        "Party",
        Blouse(LOOSE, BELL, "square", 90),
        ("Rust", "Off White", "Navy Blue"),
        "a square neck and bell sleeves",
        (
            "A square neck, wide sleeves and a clean front in heavy crêpe. It asks for plain "
            "trousers and good earrings."
        ),
    ),
    Model(
        "Isolde",
        "silk blouse",
        "Bastion & Reed",
        "Women",
        "Blouses",
        "98.00",
        "Fall",
        "Formal",
        Blouse(
            depth=130,
            buttons=(240, 234, 224),
            sleeve=Sleeve(length=480, width=66, angle=14, fullness=16, cuff=36),
        ),
        ("Off White", "Black", "Green"),
        "a button front and slim cuffs",
        (
            "Sand-washed silk with a low V and covered seams. It slips under a blazer and keeps "
            "its sheen at dinner."
        ),
        texture="satin",
    ),
)
