"""Colours that go together, as a table that can be read and told."""

from __future__ import annotations

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


def harmony(one: str, other: str) -> float:
    """0 to 1, of two base colours; an unknown one ("") is neither good nor bad."""
    if not (one and other):
        return 0.5
    if frozenset((one, other)) in CLASSICS:
        return CLASSIC
    if other in NEUTRALS:
        return QUIET
    if one == other:
        return SAME
    return 0.6 if one in NEUTRALS else BRAVE


def told(one: str, other: str) -> str:
    """ "Navy blue goes with tan"; "" where the colours are no reason."""
    if not (one and other) or one == other or harmony(one, other) < CLASSIC:
        return ""
    return f"{one.capitalize()} goes with {other.lower()}"
