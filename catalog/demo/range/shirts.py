"""Shirts."""

from catalog.demo.garments.bodice import Frame
from catalog.demo.garments.shirts import Shirt
from catalog.demo.garments.sleeves import Sleeve
from catalog.demo.model import Model, dyed, washed
from catalog.demo.prints import Floral, Gingham, Plaid, Stripes, Windowpane

HERS = Frame(neck=62, shoulder=152, chest=164, waist=152, hem=170, length=880, armhole=164)
EASY = Frame(shoulder=186, chest=200, waist=198, hem=198, length=905)
ROLLED = Sleeve(length=270, width=116, angle=24)
LONG = Sleeve(length=505, width=80, cuff=46, angle=14)
CAMP = Sleeve(length=196, width=146, angle=27)

SHIRTS = (
    Model(
        "Calder",
        "Oxford shirt",
        "Bastion & Reed",
        "Men",
        "Shirts",
        "69.00",
        "Fall",
        "Casual",
        Shirt(),
        ("Blue", "White", "Pink"),
        "a button-through front, chest pocket and curved hem",
        (
            "Basketweave cotton that looks right with a tie and better without one. The collar "
            "rolls softly and needs no ironing to do it."
        ),
    ),
    Model(
        "Aldwych",
        "dress shirt",
        "Bastion & Reed",
        "Men",
        "Shirts",
        "79.00",
        "Fall",
        "Formal",
        Shirt(
            collar="cutaway", pocket="none", frame=Frame(chest=176, waist=162, hem=170, length=900)
        ),
        (
            "White",
            dyed("White", Stripes("Blue", 3, 13, True)),
            dyed("Lavender", texture=None),
            "Charcoal",
        ),
        "a cutaway collar and slim body",
        (
            "Two-ply poplin with a cutaway collar and a slim, darted back. Made for long days that"
            " end at a table."
        ),
    ),
    Model(
        "Bracken",
        "flannel shirt",
        "Kestrel Works",
        "Men",
        "Shirts",
        "64.00",
        "Winter",
        "Casual",
        Shirt(EASY, pocket="two"),
        (
            dyed("Red", Plaid("Black", "Cream")),
            dyed("Olive", Plaid("Navy Blue", "Mustard")),
            dyed("Blue", Plaid("Navy Blue", "White", 80)),
        ),
        "two flap pockets",
        (
            "Brushed on both sides and heavy enough for the first frosts. Wear it open over a tee "
            "until November."
        ),
    ),
    Model(
        "Sola",
        "camp shirt",
        "Marelle",
        "Men",
        "Shirts",
        "58.00",
        "Summer",
        "Casual",
        Shirt(EASY, CAMP, collar="camp", hem="straight", pocket="none"),
        (
            dyed("Teal", Floral("Cream", "Mustard", "Olive", 24, 190)),
            dyed("Off White", Floral("Rust", "Mustard", "Olive", 22, 180)),
            "Mustard",
        ),
        "short sleeves and an open collar",
        (
            "An open collar, a straight hem and nowhere to be. The print is drawn by hand and "
            "matched across the front."
        ),
    ),
    Model(
        "Denholm",
        "denim shirt",
        "Kestrel Works",
        "Men",
        "Shirts",
        "74.00",
        "Spring",
        "Casual",
        Shirt(EASY, pocket="two", buttons=(232, 226, 214)),
        (washed("mid wash"), washed("dark wash"), washed("light wash")),
        "two flap pockets and pearl snaps",
        (
            "Seven-ounce denim with pearl snaps and a yoke that points the old way. It fades along"
            " the seams first."
        ),
        texture="denim",
    ),
    Model(
        "Linden",
        "band-collar shirt",
        "Oakby",
        "Men",
        "Shirts",
        "55.00",
        "Summer",
        "Casual",
        Shirt(
            collar="band",
            pocket="none",
            popover=True,
            sleeve=Sleeve(length=500, width=88, angle=13),
        ),
        ("Off White", "Olive", "Navy Blue"),
        "a band collar and half placket",
        (
            "A linen pullover with three buttons and no collar to fuss with. It creases, and that "
            "is the point."
        ),
        texture="linen",
    ),
    Model(
        "Adela",
        "boyfriend shirt",
        "Oakby",
        "Women",
        "Shirts",
        "52.00",
        "Spring",
        "Casual",
        Shirt(
            Frame(neck=62, shoulder=166, chest=182, waist=180, hem=184, length=920, armhole=172),
            LONG,
        ),
        ("White", dyed("Blue", Stripes("White", 5, 13, True)), "Pink"),
        "long sleeves and a loose body",
        (
            "Borrowed proportions in crisp poplin, cut long enough for leggings. Roll the cuffs "
            "twice and it is finished."
        ),
    ),
    Model(
        "Petra",
        "gingham shirt",
        "Juniper Lane",
        "Women",
        "Shirts",
        "56.00",
        "Summer",
        "Casual",
        Shirt(HERS, ROLLED, pocket="none", hem="straight"),
        (
            dyed("White", Gingham("Green", 15)),
            dyed("White", Gingham("Black", 15)),
            dyed("Cream", Gingham("Red", 15)),
        ),
        "half-length sleeves",
        (
            "A picnic in shirt form, with sleeves that stop at the elbow. Shell buttons and a "
            "neat, straight hem."
        ),
    ),
    Model(
        "Wren",
        "fitted shirt",
        "Bastion & Reed",
        "Women",
        "Shirts",
        "66.00",
        "Fall",
        "Formal",
        Shirt(HERS, LONG, pocket="none", collar="cutaway"),
        ("White", "Navy Blue", dyed("Grey", Windowpane("White", 60))),
        "a darted waist and long sleeves",
        (
            "Stretch poplin with bust darts, so the buttons lie flat. The collar keeps its line "
            "under a blazer."
        ),
    ),
)
