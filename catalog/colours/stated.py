"""A photo's colours as they are kept with it: numbers for comparing, words for people."""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot
from typing import Any, TypedDict

from .naming import colour_names, named_as_base
from .palette import Colour, Palette
from .suggestion import suggest_colour

#: From so sure on, what was learned of garments is believed more than the nearest name. It is right
#: for .58 of them all, the nearest name for .45.
SURE = 0.5
#: Chroma in CIELAB beyond which there are drawings and hardly a fabric to learn from.
MOST_VIVID = 60.0


class Stated(TypedDict):
    """One colour as JSON: CIELAB to a tenth, share to a thousandth, fine and base name.

    The base name of the first, the main one, is what the whole garment is likeliest filed under.
    """

    lab: list[float]
    share: float
    name: str
    base: str


def stated_colours(palette: Palette) -> list[Stated]:
    if not palette:
        return []
    labs = [colour.lab for colour in palette]
    bases = list(named_as_base(labs))
    bases[0] = learned_base(palette) or bases[0]
    named = zip(palette, colour_names(labs), bases, strict=True)
    return [
        Stated(
            lab=[round(value, 1) for value in colour.lab],
            share=round(colour.share, 3),
            name=name,
            base=base,
        )
        for colour, name, base in named
    ]


def learned_base(palette: Palette) -> str:
    """What garments that look so are filed under; "" where that is not sure enough."""
    _, a, b = palette[0].lab
    suggestion = suggest_colour(palette) if hypot(a, b) <= MOST_VIVID else None
    return suggestion.colour if suggestion and suggestion.confidence >= SURE else ""


def read_palette(stated: Iterable[Stated | dict[str, Any]] | None) -> Palette:
    """Empty where a photo's colours were not read yet."""
    return tuple(Colour(tuple(colour["lab"]), colour["share"]) for colour in stated or ())
