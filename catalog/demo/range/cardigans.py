"""Cardigans and hoodies."""

from catalog.demo.garments.bodice import Frame
from catalog.demo.garments.cardigans import Cardigan
from catalog.demo.garments.hoodies import Hoodie
from catalog.demo.garments.sleeves import Sleeve
from catalog.demo.model import Model, dyed
from catalog.demo.palette import COLOURS

C = COLOURS

LONGLINE = Frame(top=216, shoulder=160, chest=178, waist=180, hem=184, length=990, armhole=176)

SLIM = Sleeve(length=490, width=76, cuff=46, ribbed=True, angle=14)

CARDIGANS = (
    Model(
        "Elin",
        "grandad cardigan",
        "Tolvmark",
        "Women",
        "Cardigans",
        "99.00",
        "Fall",
        "Casual",
        Cardigan(),
        ("Mustard", "Grey", "Green"),
        "wooden buttons and two pockets",
        (
            "Five wooden buttons and two pockets that hold keys, notes and chestnuts. Relaxed "
            "through the shoulder."
        ),
        texture="knit",
    ),
    Model(
        "Runa",
        "open cardigan",
        "Tolvmark",
        "Women",
        "Cardigans",
        "129.00",
        "Winter",
        "Casual",
        Cardigan(LONGLINE, Sleeve(length=470, width=92, cuff=56, ribbed=True), 460, open=True),
        ("Beige", "Charcoal", "Rust"),
        "a long body and no buttons",
        (
            "A long, open knit that falls like a coat and weighs like a blanket. Deep ribbed edges"
            " all the way round."
        ),
        texture="chunky knit",
    ),
    Model(
        "Dot",
        "cropped cardigan",
        "Juniper Lane",
        "Women",
        "Cardigans",
        "69.00",
        "Spring",
        "Casual",
        Cardigan(
            Frame(neck=70, shoulder=146, chest=158, waist=152, hem=150, length=730, armhole=158),
            SLIM,
            370,
            (240, 234, 224),
            6,
            with_pockets=False,
        ),
        ("Pink", "Off White", "Red", "Lavender"),
        "pearl buttons and a cropped body",
        (
            "A neat little knit with pearl buttons up to the throat. It meets the waistband of a "
            "skirt and goes no further."
        ),
        texture="wool",
    ),
    Model(
        "Emmet",
        "shawl cardigan",
        "Oakby",
        "Men",
        "Cardigans",
        "89.00",
        "Winter",
        "Casual",
        Cardigan(close=540, count=4, buttons=(84, 62, 48)),
        ("Navy Blue", "Brown", "Olive"),
        "four leather buttons and patch pockets",
        "The one you reach for when the heating is late. Four leather buttons, two square pockets.",
        texture="chunky knit",
    ),
)

HOODIES = (
    Model(
        "Tempo",
        "pullover hoodie",
        "Paceline",
        "Unisex",
        "Hoodies",
        "59.00",
        "Spring",
        "Sports",
        Hoodie(),
        (dyed("Grey", texture="heather"), "Black", "Olive", "Lavender"),
        "a pouch pocket and drawcord hood",
        (
            "Brushed fleece with a hood that has its own shape. The pouch hides a pocket for the "
            "phone."
        ),
    ),
    Model(
        "Lap",
        "zip hoodie",
        "Paceline",
        "Men",
        "Hoodies",
        "64.00",
        "Fall",
        "Sports",
        Hoodie(zipped=True),
        ("Navy Blue", dyed("Charcoal", texture="heather"), "Burgundy"),
        "a full zip and pouch pockets",
        (
            "Zip up for the warm-up, zip down for the walk home. The cuffs are ribbed twice as "
            "deep as usual."
        ),
    ),
    Model(
        "Juno",
        "cropped hoodie",
        "Paceline",
        "Women",
        "Hoodies",
        "55.00",
        "Summer",
        "Sports",
        Hoodie(
            Frame(shoulder=166, chest=184, waist=182, hem=168, length=770, armhole=178, top=300),
            Sleeve(length=455, width=92, cuff=52, ribbed=True, fullness=10),
        ),
        ("Pink", "Cream", "Teal"),
        "a cropped body and drawcord hood",
        (
            "Cut to the hip bone and roomy above it. French terry inside, so it is light enough "
            "for June."
        ),
    ),
    Model(
        "Quarry",
        "heavy hoodie",
        "Kestrel Works",
        "Men",
        "Hoodies",
        "79.00",
        "Winter",
        "Casual",
        Hoodie(cords=(60, 54, 50)),
        ("Mustard", "Brown", "Green"),
        "a pouch pocket and dark cords",
        (
            "Twelve-ounce cotton, triple stitched, made for workshops without doors. It will "
            "outlast the logo we left off."
        ),
    ),
)
