"""Skirts."""

from catalog.demo.garments.skirt_shape import SkirtShape
from catalog.demo.garments.skirts import Skirt
from catalog.demo.model import Model, dyed, washed
from catalog.demo.palette import BRASS, COPPER_THREAD
from catalog.demo.prints import Dots, Floral, Plaid, Strokes

MIDI = SkirtShape()
PENCIL = SkirtShape(waist=118, hip=172, hem=152, length=880, dip=10)
MINI = SkirtShape(top=380, waist=124, hip=186, hem=206, length=790, dip=14)
CIRCLE = SkirtShape(top=330, waist=112, hip=226, hem=318, length=850, dip=40, swell=12)
MAXI = SkirtShape(top=236, waist=112, hip=176, hem=262, length=990, dip=22)

SKIRTS = (
    Model(
        "Tilda",
        "A-line skirt",
        "Oakby",
        "Women",
        "Skirts",
        "49.00",
        "Spring",
        "Casual",
        Skirt(),
        ("Tan", "Navy Blue", "Olive"),
        "a flat waistband and mid-calf hem",
        (
            "An honest A-line in brushed twill that ends mid-calf. Side zip, deep pockets, no "
            "lining to twist."
        ),
    ),
    Model(
        "Colette",
        "pleated skirt",
        "Bastion & Reed",
        "Women",
        "Skirts",
        "79.00",
        "Fall",
        "Formal",
        Skirt(pleats=17),
        ("Green", "Black", "Pink", "Burgundy"),
        "narrow pleats to the calf",
        (
            "Seventeen pleats across the front that swing and fall back into line. The waistband "
            "is flat and firm."
        ),
    ),
    Model(
        "Vera",
        "pencil skirt",
        "Bastion & Reed",
        "Women",
        "Skirts",
        "69.00",
        "Winter",
        "Formal",
        Skirt(PENCIL, slit=120, drape=0.5),
        ("Charcoal", "Black", dyed("Brown", Plaid("Black", "Cream", 72))),
        "a narrow cut with a slit",
        "A narrow wool skirt with just enough slit to catch a bus. Fully lined, sits at the waist.",
        texture="wool",
    ),
    Model(
        "Hattie",
        "denim mini skirt",
        "Kestrel Works",
        "Women",
        "Skirts",
        "55.00",
        "Summer",
        "Casual",
        Skirt(MINI, buttons=BRASS, stitch=COPPER_THREAD, drape=0.4),
        (
            washed("mid wash"),
            washed("light wash"),
            dyed("Black", texture="denim"),
            dyed("Off White", texture="denim"),
        ),
        "a buttoned front and short hem",
        (
            "Five shank buttons and a raw sort of charm. Rigid denim that gives a little by the "
            "second week."
        ),
        texture="denim",
    ),
    Model(
        "Soleil",
        "wrap skirt",
        "Marelle",
        "Women",
        "Skirts",
        "58.00",
        "Summer",
        "Casual",
        Skirt(SkirtShape(hem=250), wrap=True),
        (
            dyed("Rust", Floral("Cream", "Mustard", "Olive", 15, 130)),
            dyed("Black", Strokes("Tan")),
            "Yellow",
        ),
        "a wrapped front",
        (
            "Ties once, wraps twice, packs to nothing. The print runs across the overlap without a"
            " break."
        ),
    ),
    Model(
        "Romy",
        "tiered skirt",
        "Marelle",
        "Women",
        "Skirts",
        "64.00",
        "Summer",
        "Casual",
        Skirt(MAXI, tiers=(0.34, 0.68)),
        ("White", dyed("Off White", Floral("Blue", "Mustard", "Green", 13, 120)), "Pink"),
        "three gathered tiers to the ankle",
        "Three tiers of cotton voile with an elastic waist. Good with sand on it.",
    ),
    Model(
        "Belle",
        "circle skirt",
        "Juniper Lane",
        "Women",
        "Skirts",
        "62.00",
        "Spring",
        "Party",
        Skirt(CIRCLE, drape=1.2),
        ("Red", dyed("Black", Dots("White", 8, 56)), "Teal"),
        "a full cut to the knee",
        "A full circle that stands away from the knee. Made for spinning, fine for sitting.",
    ),
    Model(
        "Maud",
        "corduroy skirt",
        "Oakby",
        "Women",
        "Skirts",
        "56.00",
        "Fall",
        "Casual",
        Skirt(
            SkirtShape(top=350, waist=122, hip=182, hem=214, length=850, dip=16),
            buttons=(116, 84, 60),
            drape=0.6,
        ),
        ("Mustard", "Brown", "Green"),
        "a buttoned front",
        (
            "Eight-wale corduroy with horn buttons down the front. It makes a small sound when you"
            " walk."
        ),
        texture="corduroy",
    ),
)
