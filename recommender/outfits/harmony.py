"""Colours that go together, as a table that can be read and told."""

from __future__ import annotations

from functools import lru_cache

from catalog.colours.families import colour_family
from recommender.outfits.garment import Garment

#: Quiet colours go with anything.
NEUTRALS = frozenset({
    "Black", "White", "Off White", "Grey", "Grey Melange", "Charcoal", "Beige", "Cream",
    "Navy Blue", "Brown", "Coffee Brown", "Mushroom Brown", "Tan", "Nude", "Skin", "Taupe",
    "Khaki", "Silver", "Gold", "Steel",
})  # fmt: skip
#: Pairs that stylists call safe, beyond the quiet ones; each is meant both ways.
CLASSICS = frozenset(
    frozenset(pair)
    for pair in (
        ("Blue", "Orange"), ("Blue", "Red"), ("Blue", "Yellow"), ("Blue", "Pink"),
        ("Blue", "Rust"), ("Blue", "Mustard"), ("Teal", "Rust"), ("Teal", "Mustard"),
        ("Teal", "Copper"), ("Olive", "Rust"), ("Olive", "Burgundy"), ("Olive", "Mustard"),
        ("Green", "Pink"), ("Green", "Mustard"), ("Burgundy", "Pink"), ("Maroon", "Pink"),
        ("Purple", "Mustard"), ("Purple", "Pink"), ("Lavender", "Blue"), ("Red", "Pink"),
        ("Peach", "Turquoise Blue"), ("Peach", "Teal"), ("Orange", "Pink"),
    )
)  # fmt: skip
SAME, QUIET, CLASSIC, BRAVE = 0.8, 1.0, 0.9, 0.0


@lru_cache(maxsize=4_096)
def harmony(one: str, other: str) -> float:
    """0 to 1, of two base colours; an unknown one ("") is neither good nor bad."""
    if not (one and other):
        return 0.5
    if frozenset((one, other)) in CLASSICS:
        return CLASSIC
    if one == other:
        return SAME
    if other in NEUTRALS:
        return QUIET
    return 0.6 if one in NEUTRALS else BRAVE


@lru_cache(maxsize=16_384)
def harmony_of(worn: tuple[str, ...], one: tuple[str, ...]) -> float:
    """0 to 1, of two garments' colours: all of them count the same."""
    pairs = [(its, other) for its in worn for other in one]
    return sum(harmony(*pair) for pair in pairs) / len(pairs)


def colours_of(garment: Garment) -> tuple[str, ...]:
    """Both, where its photo shows another colour than it is sold as."""
    return (garment.visible_colour,) if is_sure(garment) else (garment.colour, garment.seen)


def is_sure(garment: Garment) -> bool:
    """Whether its photo does not contradict the colour it is sold as."""
    stated, seen = garment.colour, garment.seen
    return not (stated and seen) or colour_family(stated) == colour_family(seen)


def told(worn: Garment, one: Garment) -> str:
    """ "Navy blue goes with tan"; "" where colours are no reason, or one of them is doubtful."""
    mine, its = worn.visible_colour, one.visible_colour
    if not (mine and its and is_sure(worn) and is_sure(one)) or mine == its:
        return ""
    if harmony(mine, its) < CLASSIC:
        return ""
    return f"{mine.capitalize()} goes with {its.lower()}"
