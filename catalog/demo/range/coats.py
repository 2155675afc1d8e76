"""Coats."""

from dataclasses import replace

from catalog.demo.garments.jackets import Jacket
from catalog.demo.garments.sleeves import Sleeve
from catalog.demo.garments.tailoring import COAT, Tailored
from catalog.demo.model import Model, dyed
from catalog.demo.prints import Plaid
from catalog.demo.range.jackets import PARKA

COAT_SLEEVE = Sleeve(length=452, width=80, angle=13)


WIDE_COAT = replace(COAT, shoulder=166, chest=180, waist=184, hem=214)


SHORT_COAT = replace(COAT, hem=190, length=880, top=220)


COATS = (
    Model(
        "Aurelia",
        "wool coat",
        "Bastion & Reed",
        "Women",
        "Coats",
        "239.00",
        "Winter",
        "Formal",
        Tailored(COAT, COAT_SLEEVE, close=440, lapel=108, rounded=False, rows=3),
        ("Tan", "Black", "Pink"),
        "three buttons and flap pockets",
        (
            "A long single-breasted coat in brushed wool. It buttons high, so the scarf is your "
            "choice."
        ),
        texture="wool",
    ),
    Model(
        "Sibyl",
        "wrap coat",
        "Bastion & Reed",
        "Women",
        "Coats",
        "259.00",
        "Winter",
        "Casual",
        Tailored(
            WIDE_COAT,
            Sleeve(length=452, width=92, angle=13),
            close=520,
            lapel=140,
            rounded=False,
            rows=1,
            belt="sash",
            pocket="patch",
        ),
        (dyed("Grey", texture="herringbone"), "Cream", "Rust"),
        "wide lapels and a tied belt",
        (
            "A dressing gown that went to a good school. Wide lapels, patch pockets and a belt to "
            "knot, never buckle."
        ),
        texture="wool",
    ),
    Model(
        "Mackay",
        "trench coat",
        "Strandgut",
        "Women",
        "Coats",
        "199.00",
        "Spring",
        "Casual",
        Tailored(
            COAT,
            COAT_SLEEVE,
            close=400,
            lapel=112,
            rounded=False,
            double=True,
            storm=True,
            belt="buckle",
            rows=4,
            pocket="welt",
        ),
        ("Beige", "Navy Blue", "Olive"),
        "a storm flap and buckled belt",
        (
            "Storm flap, shoulder straps, ten buttons: everything a trench should have. "
            "Showerproof cotton gabardine."
        ),
    ),
    Model(
        "Lorne",
        "duffle coat",
        "Strandgut",
        "Men",
        "Coats",
        "219.00",
        "Winter",
        "Casual",
        Jacket(
            PARKA,
            Sleeve(length=460, width=92, cuff=0),
            collar="hood",
            closing="toggles",
            pocket="patch",
            metal=(206, 176, 130),
        ),
        ("Navy Blue", "Tan", "Charcoal"),
        "a hood and horn toggles",
        (
            "Horn toggles you can work in mittens and a hood that fits a hat. Double-faced wool, "
            "no lining needed."
        ),
        texture="wool",
    ),
    Model(
        "Ambrose",
        "overcoat",
        "Bastion & Reed",
        "Men",
        "Coats",
        "269.00",
        "Winter",
        "Formal",
        Tailored(
            replace(COAT, shoulder=172, chest=182, waist=176, hem=200),
            Sleeve(length=462, width=88, angle=13),
            close=440,
            lapel=116,
            rounded=False,
            rows=3,
        ),
        ("Charcoal", dyed("Brown", texture="herringbone"), "Navy Blue"),
        "notched lapels and three buttons",
        (
            "A straight overcoat long enough to matter. Room for a blazer beneath, and a pocket "
            "for gloves."
        ),
        texture="wool",
    ),
    Model(
        "Pier",
        "pea coat",
        "Marelle",
        "Men",
        "Coats",
        "179.00",
        "Fall",
        "Casual",
        Tailored(
            replace(SHORT_COAT, shoulder=174, chest=186, waist=180, hem=192),
            Sleeve(length=462, width=90, angle=13),
            close=430,
            lapel=132,
            rounded=False,
            double=True,
            rows=4,
            pocket="welt",
            buttons=(40, 40, 46),
        ),
        ("Navy Blue", "Black", "Olive"),
        "a short double-breasted front",
        "Short, double-breasted and dense as felt. The collar turns up and stays up.",
        texture="wool",
    ),
    Model(
        "Isla",
        "plaid coat",
        "Juniper Lane",
        "Women",
        "Coats",
        "189.00",
        "Fall",
        "Casual",
        Tailored(
            replace(COAT, length=980),
            COAT_SLEEVE,
            close=470,
            lapel=118,
            rounded=False,
            double=True,
            rows=2,
        ),
        (
            dyed("Beige", Plaid("Brown", "Red")),
            dyed("Grey", Plaid("Charcoal", "Mustard")),
            dyed("Green", Plaid("Navy Blue", "Cream")),
        ),
        "a double-breasted front",
        "A big, soft plaid matched at every seam. Goes over a hoodie as happily as over silk.",
    ),
)
