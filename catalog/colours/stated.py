"""A photo's colours as they are kept with it: numbers for comparing, words for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from .naming import colour_names, named_as_base
from .palette import Colour, Palette


class Stated(TypedDict):
    """One colour as JSON: CIELAB to a tenth, share to a thousandth, fine and base name."""

    lab: list[float]
    share: float
    name: str
    base: str


def stated_colours(palette: Palette) -> list[Stated]:
    if not palette:
        return []
    labs = [colour.lab for colour in palette]
    named = zip(palette, colour_names(labs), named_as_base(labs), strict=True)
    return [
        Stated(
            lab=[round(value, 1) for value in colour.lab],
            share=round(colour.share, 3),
            name=name,
            base=base,
        )
        for colour, name, base in named
    ]


def read_palette(stated: Iterable[Stated | dict[str, Any]] | None) -> Palette:
    """Empty where a photo's colours were not read yet."""
    return tuple(Colour(tuple(colour["lab"]), colour["share"]) for colour in stated or ())
