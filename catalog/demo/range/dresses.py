"""Dresses."""

from catalog.demo.garments.bodice import Frame
from catalog.demo.garments.dresses import FALL, PUFF, Dress
from catalog.demo.garments.jumpers import Jumper
from catalog.demo.garments.skirt_shape import SkirtShape
from catalog.demo.garments.sleeves import CAP, Sleeve
from catalog.demo.garments.slips import Slip
from catalog.demo.model import Model, dyed, washed
from catalog.demo.palette import COLOURS
from catalog.demo.prints import Dots, Floral, Gingham, Stripes, Strokes

C = COLOURS
HALF = Sleeve(length=222, width=92, angle=22)
SHIRT_SLEEVE = Sleeve(length=390, width=64, cuff=32, angle=14)
BISHOP = Sleeve(length=372, width=60, fullness=32, cuff=30, crown=12, angle=15)
KNEE = SkirtShape(top=462, waist=112, hip=190, hem=262, length=850, dip=26)
FULL = SkirtShape(top=462, waist=112, hip=206, hem=296, length=880, dip=34, swell=10)
MAXI = SkirtShape(top=462, waist=112, hip=178, hem=262, length=1060, dip=24)
SLIM = SkirtShape(top=462, waist=112, hip=154, hem=146, length=960, dip=8)
MINI = SkirtShape(top=462, waist=112, hip=166, hem=206, length=760, dip=16)
EMPIRE = Frame(
    top=168,
    neck=58,
    shoulder=126,
    slope=34,
    armhole=132,
    chest=136,
    waist=126,
    hem=124,
    length=410,
    dip=6,
)
SMOCK = SkirtShape(top=404, waist=124, hip=212, hem=270, length=830, dip=24)
KNITTED = Frame(
    top=178,
    neck=56,
    shoulder=132,
    slope=36,
    armhole=146,
    chest=140,
    waist=126,
    hem=152,
    length=990,
    dip=6,
)

DRESSES = (
    Model(
        "Linnea",
        "wrap dress",
        "Juniper Lane",
        "Women",
        "Dresses",
        "89.00",
        "Summer",
        "Casual",
        Dress(front="wrap", depth=150, waist="sash", sleeve=HALF),
        (
            dyed("Navy Blue", Dots("White", 5, 40)),
            dyed("Red", Floral("Cream", "Mustard", "Olive", 13, 120)),
            "Green",
            dyed("Black", Dots("Off White", 5, 40)),
        ),
        "half sleeves and a tied waist",
        (
            "A true wrap that ties at the side and stays shut on a bicycle. The viscose is weighty"
            " enough to swing and light enough to pack."
        ),
    ),
    Model(
        "Paloma",
        "wrap dress",
        "Marelle",
        "Women",
        "Dresses",
        "95.00",
        "Spring",
        "Party",
        Dress(
            front="wrap",
            depth=158,
            waist="sash",
            sleeve=Sleeve(length=130, width=140, angle=32, fullness=16),
            skirt=KNEE,
            frill=True,
        ),
        ("Rust", dyed("Off White", Floral("Rust", "Mustard", "Olive", 16, 140)), "Teal"),
        "a frilled neck and flutter sleeves",
        (
            "Knee-length, with a frill that follows the wrap from shoulder to waist. It likes "
            "weddings with dancing."
        ),
    ),
    Model(
        "Greta",
        "shirt dress",
        "Oakby",
        "Women",
        "Dresses",
        "79.00",
        "Fall",
        "Casual",
        Dress(front="shirt", waist="belt", belt=C["Brown"], sleeve=SHIRT_SLEEVE),
        ("Olive", "Navy Blue", dyed("Blue", Stripes("White", 5, 15, True)), "Beige"),
        "a collar, long sleeves and a brown belt",
        (
            "All the sense of a shirt, all the ease of a dress. The belt is leather and comes off "
            "in the heat."
        ),
    ),
    Model(
        "Wilma",
        "denim shirt dress",
        "Kestrel Works",
        "Women",
        "Dresses",
        "92.00",
        "Spring",
        "Casual",
        Dress(
            front="shirt", waist="sash", sleeve=Sleeve(length=236, width=88, angle=21), skirt=KNEE
        ),
        (washed("light wash"), washed("mid wash"), washed("dark wash")),
        "a collar, half sleeves and a tied belt",
        "Soft five-ounce denim, buttoned from hem to collar. It wears in like a favourite jacket.",
        texture="denim",
    ),
    Model(
        "Sabine",
        "slip dress",
        "Juniper Lane",
        "Women",
        "Dresses",
        "84.00",
        "Summer",
        "Party",
        Slip(),
        ("Black", "Lavender", "Rust", "Navy Blue"),
        "thin straps and a V-neck",
        (
            "Bias-cut satin that follows you out of the door. The straps adjust and the hem "
            "brushes the calf."
        ),
        texture="satin",
    ),
    Model(
        "Esme",
        "cowl slip dress",
        "Juniper Lane",
        "Women",
        "Dresses",
        "99.00",
        "Winter",
        "Party",
        Slip(neck="cowl", slit=230, length=1030, hem=176),
        ("Green", "Burgundy", "Cream"),
        "a draped neckline and a side slit",
        (
            "The neckline falls in three soft folds and does the work of a necklace. Lined, with a"
            " slit for stairs."
        ),
        texture="satin",
    ),
    Model(
        "Lisbet",
        "lace-trim slip",
        "Juniper Lane",
        "Women",
        "Dresses",
        "76.00",
        "Summer",
        "Party",
        Slip(length=860, hem=180, lace=C["Black"]),
        ("Pink", dyed("Charcoal", lace=C["Grey"]), dyed("Off White", lace=C["Tan"])),
        "thin straps and lace edges",
        (
            "Short, light and edged with scalloped lace. Wear it under a jumper until May and "
            "alone after that."
        ),
        texture="satin",
    ),
    Model(
        "Clementine",
        "tea dress",
        "Juniper Lane",
        "Women",
        "Dresses",
        "82.00",
        "Spring",
        "Casual",
        Dress(sleeve=PUFF, neck="square", depth=74, skirt=FALL),
        (
            dyed("Yellow", Floral("White", "Mustard", "Green", 12, 110)),
            dyed("Blue", Floral("Off White", "Mustard", "Olive", 12, 110)),
            dyed("Black", Floral("Pink", "Mustard", "Green", 12, 110)),
        ),
        "puff sleeves and a square neck",
        (
            "Small flowers, puffed sleeves and a square neck, after a pattern from 1943. There are"
            " pockets, since you ask."
        ),
    ),
    Model(
        "Dahlia",
        "fit-and-flare dress",
        "Marelle",
        "Women",
        "Dresses",
        "88.00",
        "Summer",
        "Party",
        Dress(sleeve=CAP, neck="sweetheart", depth=84, skirt=FULL, waist="belt"),
        (dyed("Red", Dots("White", 8, 58)), "Navy Blue", dyed("White", Gingham("Black", 16))),
        "cap sleeves and a full skirt",
        "A fitted bodice over a skirt with four metres of hem. It turns well.",
    ),
    Model(
        "Oriel",
        "pleated dress",
        "Bastion & Reed",
        "Women",
        "Dresses",
        "119.00",
        "Fall",
        "Formal",
        Dress(sleeve=BISHOP, neck="crew", depth=48, pleats=17, bow=True, skirt=MAXI),
        ("Teal", "Burgundy", "Black"),
        "a bow neck, full sleeves and a pleated skirt",
        (
            "Knife pleats from waist to ankle, set once and for good. The bow unties into two long"
            " ribbons."
        ),
    ),
    Model(
        "Marguerite",
        "tiered maxi dress",
        "Marelle",
        "Women",
        "Dresses",
        "98.00",
        "Summer",
        "Casual",
        Dress(
            sleeve=Sleeve(length=140, width=150, angle=31, fullness=14),
            neck="v",
            depth=110,
            tiers=(0.32, 0.66),
            skirt=MAXI,
        ),
        (
            dyed("Off White", Floral("Blue", "Mustard", "Green", 15, 130)),
            "Mustard",
            dyed("Navy Blue", Strokes("Cream")),
        ),
        "short sleeves and a tiered skirt",
        (
            "Three gathered tiers of crinkled cotton for slow breakfasts. Nothing to iron, nothing"
            " to zip."
        ),
    ),
    Model(
        "Hedy",
        "pencil dress",
        "Bastion & Reed",
        "Women",
        "Dresses",
        "109.00",
        "Winter",
        "Formal",
        Dress(sleeve=Sleeve(length=250, width=82, angle=17), neck="boat", depth=40, skirt=SLIM),
        ("Black", "Charcoal", "Maroon"),
        "a boat neck and narrow skirt",
        (
            "Double-faced jersey with a boat neck and a vent at the back. It goes from the first "
            "meeting to the last train."
        ),
        texture="wool",
    ),
    Model(
        "Poppy",
        "smock dress",
        "Oakby",
        "Women",
        "Dresses",
        "62.00",
        "Summer",
        "Casual",
        Dress(EMPIRE, SMOCK, PUFF, "crew", 64, tiers=(0.58,)),
        ("Pink", dyed("White", Gingham("Blue", 14)), "Olive"),
        "puff sleeves and a gathered skirt",
        (
            "A loose smock gathered under the bust, with room for a second helping. Cotton poplin,"
            " washed once for you."
        ),
    ),
    Model(
        "Ingrid",
        "knitted dress",
        "Tolvmark",
        "Women",
        "Dresses",
        "129.00",
        "Winter",
        "Casual",
        Jumper(
            KNITTED, Sleeve(length=420, width=70, cuff=44, ribbed=True, angle=13), "roll", hem=44
        ),
        ("Cream", "Rust", "Charcoal"),
        "a roll neck and long sleeves",
        (
            "A jumper that kept going to the calf. Ribbed merino with enough weight to hang "
            "straight over boots."
        ),
        texture="rib",
    ),
    Model(
        "Faye",
        "collared mini dress",
        "Juniper Lane",
        "Women",
        "Dresses",
        "74.00",
        "Fall",
        "Party",
        Dress(front="shirt", waist="seam", sleeve=BISHOP, skirt=MINI, contrast=C["White"]),
        (
            dyed("Black", words="with a white collar"),
            dyed("Green", words="with a white collar"),
            dyed("Burgundy", Dots("Cream", 4, 32), "with a white collar"),
        ),
        "full sleeves and a short skirt",
        (
            "A white collar, a short skirt and full sleeves: the school play, grown up. The collar"
            " unbuttons for the wash."
        ),
    ),
)
