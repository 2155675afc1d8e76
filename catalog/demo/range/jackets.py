"""Jackets."""

from catalog.demo.garments.biker import Biker
from catalog.demo.garments.bodice import Frame
from catalog.demo.garments.jackets import Jacket
from catalog.demo.garments.sleeves import Sleeve
from catalog.demo.model import Model, dyed, washed
from catalog.demo.palette import BRASS, COLOURS, COPPER_THREAD

C = COLOURS


PARKA = Frame(top=222, shoulder=164, chest=182, waist=182, hem=192, length=960, armhole=180)


BOMBER = Sleeve(length=480, width=102, cuff=56, ribbed=True, fullness=12, angle=13)


CROPPED = Frame(shoulder=166, chest=182, waist=174, hem=166, length=740, armhole=178, neck=64)


PUFFY = Frame(shoulder=186, chest=208, waist=206, hem=196, length=850, armhole=194, neck=70)


PUFFY_SLEEVE = Sleeve(length=470, width=106, cuff=40, fullness=14, angle=12)


JACKETS = (
    Model(
        "Trucker",
        "denim jacket",
        "Kestrel Works",
        "Men",
        "Jackets",
        "99.00",
        "Spring",
        "Casual",
        Jacket(closing="buttons", pocket="chest", hem="band", stitch=COPPER_THREAD, metal=BRASS),
        (washed("mid wash"), washed("dark wash"), dyed("Black", stitch=(98, 96, 100))),
        "chest pockets and copper stitching",
        (
            "The jacket every other jacket is compared with. Copper stitching, two chest pockets, "
            "a waist that adjusts."
        ),
        texture="denim",
    ),
    Model(
        "June",
        "cropped denim jacket",
        "Kestrel Works",
        "Women",
        "Jackets",
        "89.00",
        "Spring",
        "Casual",
        Jacket(
            CROPPED,
            Sleeve(length=450, width=88, cuff=46),
            closing="buttons",
            pocket="chest",
            hem="band",
            stitch=COPPER_THREAD,
            metal=BRASS,
        ),
        (washed("light wash"), washed("mid wash"), dyed("Off White", stitch=(214, 196, 166))),
        "chest pockets and a cropped body",
        "Short enough for high waists and wide enough for a jumper. Washed until it gave in.",
        texture="denim",
    ),
    Model(
        "Ace",
        "bomber jacket",
        "Strandgut",
        "Men",
        "Jackets",
        "119.00",
        "Fall",
        "Casual",
        Jacket(collar="ribbed", hem="ribbed", sleeve=BOMBER),
        ("Olive", "Black", "Navy Blue"),
        "a ribbed collar, cuffs and hem",
        (
            "A flight jacket without the badges. Matte nylon, warm lining, a zip that runs "
            "smoothly in gloves."
        ),
    ),
    Model(
        "Varsity",
        "college jacket",
        "Paceline",
        "Unisex",
        "Jackets",
        "129.00",
        "Fall",
        "Casual",
        Jacket(
            collar="ribbed",
            hem="ribbed",
            sleeve=BOMBER,
            closing="buttons",
            trim=C["Off White"],
            metal=(236, 230, 220),
        ),
        (
            dyed("Burgundy", words="and off-white"),
            dyed("Navy Blue", words="and off-white"),
            dyed("Green", words="and cream", trim=C["Cream"]),
        ),
        "pale sleeves and a snap front",
        "Boiled wool body, pale sleeves, snaps down the front. You may add the letter yourself.",
        texture="wool",
    ),
    Model(
        "Fulmar",
        "puffer jacket",
        "Strandgut",
        "Women",
        "Jackets",
        "159.00",
        "Winter",
        "Casual",
        Jacket(PUFFY, PUFFY_SLEEVE, collar="stand", quilt=84, pocket="none"),
        ("Mustard", "Black", "Lavender", "Teal"),
        "wide quilted channels",
        (
            "Recycled down in wide channels, with a collar you can hide in. It weighs less than a "
            "paperback."
        ),
        texture="satin",
    ),
    Model(
        "Eider",
        "light down jacket",
        "Strandgut",
        "Men",
        "Jackets",
        "139.00",
        "Winter",
        "Casual",
        Jacket(PUFFY, PUFFY_SLEEVE, collar="hood", quilt=46, pocket="welt"),
        ("Navy Blue", "Rust", "Olive"),
        "narrow quilting and a hood",
        (
            "Narrow channels, a close hood and a stuff sack. The layer that makes two others "
            "unnecessary."
        ),
        texture="satin",
    ),
    Model(
        "Blaze",
        "biker jacket",
        "Ferrant",
        "Women",
        "Jackets",
        "249.00",
        "Fall",
        "Party",
        Biker(Frame(shoulder=154, chest=162, waist=146, hem=156, length=750, armhole=166, neck=58)),
        ("Black", "Burgundy", "Tan"),
        "a slanting zip and wide lapels",
        (
            "Lamb leather, asymmetric zip, a belt for the look of it. It creaks for a week and "
            "then belongs to you."
        ),
        texture="leather",
    ),
    Model(
        "Foreman",
        "chore jacket",
        "Kestrel Works",
        "Men",
        "Jackets",
        "109.00",
        "Spring",
        "Casual",
        Jacket(
            closing="buttons",
            pocket="chore",
            metal=(96, 72, 56),
            frame=Frame(shoulder=182, chest=196, waist=194, hem=194, length=880, neck=66),
        ),
        ("Blue", "Tan", "Olive"),
        "three patch pockets",
        (
            "Three pockets, five buttons, no nonsense. Moleskin, cut square, as worn by people who"
            " mend things."
        ),
    ),
    Model(
        "Gale",
        "rain jacket",
        "Strandgut",
        "Women",
        "Jackets",
        "119.00",
        "Fall",
        "Casual",
        Jacket(PARKA, Sleeve(length=450, width=90), collar="hood", pocket="flap", metal=BRASS),
        ("Yellow", "Navy Blue", "Green"),
        "a hood and flap pockets",
        (
            "Taped seams, a storm-proof zip and a hood with a peak. It hangs by the door from "
            "September on."
        ),
    ),
)
