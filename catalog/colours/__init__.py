"""A garment's own colours: found in its photo, named in words, compared as eyes compare them.

    palette = palette_of(picture)          # two or three colours of the garment, with shares
    palette = palette_within(photo, mask)  # the same where it is known which pixels are its
    colour_name(palette[0].lab)            # "dusty teal"
    base_colour(palette[0].lab)            # "Teal", a colour the shop files its products under
    suggest_colour(palette)                # Suggestion("Teal", .71)
    colour_distance(palette, another)      # CIEDE2000, share against share
    colour_distances(palette, others)      # the same to many at once

Knows nothing of Django, products or vectors. The tables in `data/` are learned from products by
`manage.py learn_colours`, but for the names, which are the xkcd survey's (CC0).
"""

from .comparing import colour_distance, colour_distances
from .features import base_colour_features
from .naming import base_colour, colour_name
from .palette import Colour, Palette, palette_of, palette_within
from .stated import Stated, read_palette, stated_colours
from .suggestion import Suggestion, likely_colours, suggest_colour

__all__ = [
    "Colour",
    "Palette",
    "Stated",
    "Suggestion",
    "base_colour",
    "base_colour_features",
    "colour_distance",
    "colour_distances",
    "colour_name",
    "likely_colours",
    "palette_of",
    "palette_within",
    "read_palette",
    "stated_colours",
    "suggest_colour",
]
