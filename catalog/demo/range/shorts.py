"""Shorts."""

from catalog.demo.garments.legs import Legs
from catalog.demo.garments.trousers import Trousers
from catalog.demo.model import Model, dyed, washed
from catalog.demo.palette import COPPER_THREAD
from catalog.demo.prints import Stripes

SHORT = Legs(top=330, waist=126, hip=172, crotch=590, knee=164, foot=158, length=760, stance=96)


LONG_SHORT = Legs(
    top=300, waist=138, hip=176, crotch=560, knee=160, foot=148, length=850, stance=104
)


FULL_SHORT = Legs(
    top=330, waist=114, hip=184, crotch=596, knee=196, foot=206, length=750, stance=114
)


SHORTS = (
    Model(
        "Cove",
        "chino shorts",
        "Oakby",
        "Men",
        "Shorts",
        "45.00",
        "Summer",
        "Casual",
        Trousers(LONG_SHORT, "chino"),
        ("Beige", "Navy Blue", "Pink", "Green"),
        "a knee-length leg",
        "To the top of the knee, in washed twill. The waistband has a little give for ice cream.",
    ),
    Model(
        "Bay",
        "linen shorts",
        "Marelle",
        "Women",
        "Shorts",
        "42.00",
        "Summer",
        "Casual",
        Trousers(FULL_SHORT, "drawstring"),
        ("White", "Rust", dyed("Blue", Stripes("White", 6, 14, True))),
        "a drawstring waist and full leg",
        (
            "Wide linen shorts that read as a skirt from across the street. Cord at the waist, "
            "pockets in the seams."
        ),
        texture="linen",
    ),
    Model(
        "Hazel",
        "denim shorts",
        "Kestrel Works",
        "Women",
        "Shorts",
        "49.00",
        "Summer",
        "Casual",
        Trousers(SHORT, "jeans", COPPER_THREAD, 0.36, turn_up=30),
        (washed("light wash"), washed("mid wash"), dyed("White", fade=0.0, stitch=(206, 198, 184))),
        "turned-up hems",
        "Cut from our straight jeans and turned up twice. They sit high and stay put.",
        texture="denim",
    ),
    Model(
        "Fell",
        "cargo shorts",
        "Strandgut",
        "Men",
        "Shorts",
        "55.00",
        "Summer",
        "Casual",
        Trousers(LONG_SHORT, "cargo"),
        ("Olive", "Charcoal", "Tan"),
        "two flap pockets",
        "Map pocket, knife pocket, two more for luck. Light ripstop that sheds a shower.",
    ),
    Model(
        "Interval",
        "running shorts",
        "Paceline",
        "Unisex",
        "Shorts",
        "36.00",
        "Summer",
        "Sports",
        Trousers(
            Legs(
                top=350, waist=126, hip=178, crotch=560, knee=172, foot=178, length=690, stance=100
            ),
            "drawstring",
        ),
        ("Black", "Red", "Blue"),
        "a short leg and drawstring waist",
        (
            "A featherweight five-inch short with a cord that cannot slip inside. Vents at the "
            "side, lined with mesh."
        ),
    ),
    Model(
        "Verity",
        "tailored shorts",
        "Bastion & Reed",
        "Women",
        "Shorts",
        "58.00",
        "Summer",
        "Formal",
        Trousers(
            Legs(
                top=316, waist=116, hip=172, crotch=580, knee=170, foot=166, length=800, stance=100
            ),
            pleats=True,
        ),
        ("Black", "Cream", "Navy Blue"),
        "pleats and a pressed crease",
        (
            "A city short with pleats, a crease and a hem at mid-thigh. With a blazer it counts as"
            " a suit."
        ),
    ),
)
