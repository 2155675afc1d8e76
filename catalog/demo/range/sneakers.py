"""Sneakers and running shoes."""

from catalog.demo.garments.sneakers import Sneaker
from catalog.demo.model import Model, dyed
from catalog.demo.palette import COLOURS, GUM, SOLE_WHITE
from catalog.demo.prints import Strokes

C = COLOURS


SNEAKERS = (
    Model(
        "Court",
        "sneakers",
        "Sole Parade",
        "Women",
        "Sneakers",
        "89.00",
        "Spring",
        "Casual",
        Sneaker(),
        (
            dyed("White", words="with green heels", accent=C["Green"]),
            dyed("White", words="with rust heels", accent=C["Rust"]),
            dyed("Off White", words="with navy heels", accent=C["Navy Blue"]),
            dyed("Pink", accent=C["Burgundy"], words="with burgundy heels"),
        ),
        "a flat white sole",
        (
            "A clean court shoe in full-grain leather with one bright idea at the heel. The sole "
            "is stitched, not just glued."
        ),
        texture="leather",
    ),
    Model(
        "Baseline",
        "sneakers",
        "Sole Parade",
        "Men",
        "Sneakers",
        "95.00",
        "Spring",
        "Casual",
        Sneaker(side="plain"),
        (
            dyed("White", accent=C["Navy Blue"], words="with navy heels"),
            dyed("Black", sole=SOLE_WHITE),
            dyed("Tan", sole=GUM, words="on a gum sole"),
            dyed("Navy Blue", sole=GUM, words="on a gum sole"),
        ),
        "a plain side and flat sole",
        "No stripe, no slogan, a very good last. Calf leather outside and in.",
        texture="leather",
    ),
    Model(
        "Split",
        "running shoes",
        "Paceline",
        "Men",
        "Sneakers",
        "119.00",
        "Summer",
        "Sports",
        Sneaker(runner=True, side="panels"),
        (
            dyed("Navy Blue", accent=C["Rust"], words="and rust"),
            dyed("Grey", accent=C["Yellow"], words="and yellow"),
            dyed(
                "Black",
                accent=C["Charcoal"],
                sole=(226, 224, 220),
                tread=C["Red"],
                words="and charcoal",
            ),
        ),
        "two-tone panels on a deep foam sole",
        "Eight millimetres of drop and a foam that remembers nothing. Mesh upper, welded panels.",
    ),
    Model(
        "Kilo",
        "running shoes",
        "Paceline",
        "Women",
        "Sneakers",
        "115.00",
        "Summer",
        "Sports",
        Sneaker(runner=True, side="panels", toe="plain"),
        (
            dyed("Teal", accent=C["Yellow"], words="and yellow"),
            dyed("Lavender", accent=C["Navy Blue"], words="and navy"),
            dyed("White", accent=C["Pink"], tread=C["Pink"], words="and pink"),
        ),
        "two-tone panels on a deep foam sole",
        (
            "Light, springy and a little loud, for people who run before breakfast. The heel is "
            "padded where it rubs."
        ),
    ),
    Model(
        "Hoop",
        "high-top sneakers",
        "Sole Parade",
        "Unisex",
        "Sneakers",
        "79.00",
        "Fall",
        "Casual",
        Sneaker(high=True, toe="cap", side="plain"),
        ("Red", "Black", "Off White", "Mustard"),
        "canvas sides and white toe caps",
        (
            "Canvas to the ankle, rubber over the toe, eight pairs of eyelets. They look best a "
            "bit beaten."
        ),
        texture="linen",
    ),
    Model(
        "Jetty",
        "slip-on shoes",
        "Marelle",
        "Unisex",
        "Sneakers",
        "59.00",
        "Summer",
        "Casual",
        Sneaker(slip_on=True, side="plain", toe="plain"),
        ("Navy Blue", dyed("White", Strokes("Black")), "Rust"),
        "elastic sides and no laces",
        (
            "In and out without bending down. Canvas upper, elastic gussets, a sole the colour of "
            "chalk."
        ),
    ),
    Model(
        "Trace",
        "retro runners",
        "Paceline",
        "Women",
        "Sneakers",
        "99.00",
        "Fall",
        "Casual",
        Sneaker(runner=True, side="band", toe="guard"),
        (
            dyed("Cream", accent=C["Burgundy"], words="with burgundy bands"),
            dyed("Olive", accent=C["Cream"], words="with cream bands"),
            dyed("Blue", accent=C["White"], words="with white bands"),
        ),
        "suede toes on a foam sole",
        (
            "A training shoe from the year the tracksuit left the gym. Suede at the toe, nylon in "
            "between."
        ),
        texture="suede",
    ),
)
