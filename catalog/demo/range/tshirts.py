"""T-shirts and polos."""

from catalog.demo.garments.bodice import Frame
from catalog.demo.garments.sleeves import CAP, ELBOW, Sleeve
from catalog.demo.garments.tshirts import TShirt
from catalog.demo.model import Model, dyed
from catalog.demo.palette import COLOURS
from catalog.demo.prints import Blocks, Stripes

NAVY, WHITE, BLACK = COLOURS["Navy Blue"], COLOURS["Off White"], COLOURS["Black"]
FITTED = Frame(neck=70, shoulder=148, chest=156, waist=144, hem=160, length=850, armhole=158)
BOXY = Frame(neck=72, shoulder=190, chest=206, waist=204, hem=206, length=850, armhole=190)

TSHIRTS = (
    Model(
        "Brise",
        "Breton tee",
        "Marelle",
        "Women",
        "T-shirts",
        "39.00",
        "Spring",
        "Casual",
        TShirt(FITTED, ELBOW, "boat", 44),
        (
            dyed("Off White", Stripes("Navy Blue", 13, 25)),
            dyed("Navy Blue", Stripes("Off White", 10, 26)),
            dyed("White", Stripes("Red", 13, 25)),
            dyed("Cream", Stripes("Olive", 13, 25)),
        ),
        "elbow-length sleeves and a boat neck",
        (
            "The stripe we began with, knitted in a dense cotton that holds its shape. The neck is"
            " cut wide enough to sit just off the collarbone."
        ),
    ),
    Model(
        "Ines",
        "fitted tee",
        "Oakby",
        "Women",
        "T-shirts",
        "24.00",
        "Summer",
        "Casual",
        TShirt(FITTED, CAP, "crew", 84),
        ("White", "Black", "Pink", "Lavender"),
        "cap sleeves and a round neck",
        (
            "A close-cut tee in soft ribbed jersey that tucks in without a ridge. Wear it alone in"
            " July and under everything in October."
        ),
    ),
    Model(
        "Fern",
        "V-neck tee",
        "Oakby",
        "Women",
        "T-shirts",
        "26.00",
        "Summer",
        "Casual",
        TShirt(FITTED, neck="v", depth=126),
        (dyed("Grey", texture="heather"), "Teal", "Rust"),
        "short sleeves and a deep V-neck",
        (
            "Light slub jersey with a neckline that leaves room for a necklace. It washes well and"
            " dries overnight."
        ),
    ),
    Model(
        "Alder",
        "crew tee",
        "Oakby",
        "Men",
        "T-shirts",
        "25.00",
        "Summer",
        "Casual",
        TShirt(),
        ("White", "Navy Blue", dyed("Grey", texture="heather"), "Olive"),
        "short sleeves and a crew neck",
        (
            "Our everyday crew in mid-weight organic cotton. The collar is taped, so it will not "
            "wave after ten washes."
        ),
    ),
    Model(
        "Quay",
        "pocket tee",
        "Kestrel Works",
        "Men",
        "T-shirts",
        "32.00",
        "Summer",
        "Casual",
        TShirt(BOXY, Sleeve(length=180, width=150, angle=26), pocket=True),
        ("Rust", "Cream", "Charcoal", "Mustard"),
        "a chest pocket and a boxy cut",
        (
            "Heavy jersey with a square body and a pocket that takes a pencil. It softens with "
            "every wear."
        ),
    ),
    Model(
        "Marlow",
        "striped tee",
        "Marelle",
        "Men",
        "T-shirts",
        "36.00",
        "Spring",
        "Casual",
        TShirt(sleeve=Sleeve(length=176, width=140, angle=31)),
        (
            dyed("White", Stripes("Green", 22, 30)),
            dyed("Navy Blue", Stripes("White", 6, 30)),
            dyed("Off White", Stripes("Burgundy", 30, 34)),
        ),
        "short sleeves and a crew neck",
        "Wide yarn-dyed stripes on a loose summer body. The hem is straight and meant to hang out.",
    ),
    Model(
        "Relay",
        "raglan tee",
        "Paceline",
        "Unisex",
        "T-shirts",
        "34.00",
        "Summer",
        "Sports",
        TShirt(sleeve=Sleeve(length=270, width=122, angle=24, raglan=True), contrast=NAVY),
        (
            dyed("White", words="and navy"),
            dyed("Grey", words="and red", texture="heather", contrast=COLOURS["Red"]),
            dyed("Yellow", words="and charcoal", contrast=COLOURS["Charcoal"]),
        ),
        "contrast raglan sleeves",
        (
            "A baseball cut with sleeves set into the neck, so nothing pulls when you reach. "
            "Quick-drying jersey with a dry hand."
        ),
    ),
    Model(
        "Bloc",
        "colour-block tee",
        "Paceline",
        "Unisex",
        "T-shirts",
        "35.00",
        "Summer",
        "Casual",
        TShirt(BOXY, Sleeve(length=184, width=150, angle=26)),
        (
            dyed("Cream", Blocks("Teal", 560)),
            dyed("Pink", Blocks("Red", 560)),
            dyed("Blue", Blocks("Navy Blue", 560)),
        ),
        "a boxy cut",
        (
            "Two colours meet just under the ribs in one clean seam. Cut wide and short for both "
            "of you."
        ),
    ),
    Model(
        "Harrow",
        "polo shirt",
        "Oakby",
        "Men",
        "T-shirts",
        "42.00",
        "Summer",
        "Casual",
        TShirt(polo=True),
        (
            "Black",
            dyed("Off White", words="with a navy collar", contrast=NAVY),
            "Green",
            "Burgundy",
        ),
        "short sleeves and a two-button placket",
        (
            "A piqué polo with a collar that stands up by itself. Mother-of-pearl buttons, side "
            "vents, nothing on the chest."
        ),
    ),
    Model(
        "Loop",
        "ringer tee",
        "Paceline",
        "Women",
        "T-shirts",
        "29.00",
        "Spring",
        "Casual",
        TShirt(FITTED, contrast=COLOURS["Red"]),
        (
            dyed("White", words="with red trims"),
            dyed("Yellow", words="with brown trims", contrast=COLOURS["Brown"]),
            dyed("Lavender", words="with navy trims", contrast=NAVY),
        ),
        "short sleeves and a contrast neckband",
        (
            "A gym-class classic, made a size smaller than you remember. The rings at neck and "
            "sleeve are knitted in, not sewn on."
        ),
    ),
)
