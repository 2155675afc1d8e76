"""Base colours that a shopper takes for much the same: fourteen families of them."""

from __future__ import annotations

FAMILIES: dict[str, tuple[str, ...]] = {
    "black": ("Black", "Charcoal"),
    "white": ("White", "Off White", "Cream"),
    "grey": ("Grey", "Grey Melange"),
    "beige": ("Beige", "Nude", "Skin", "Khaki", "Tan", "Taupe", "Mushroom Brown"),
    "brown": ("Brown", "Coffee Brown", "Rust"),
    "red": ("Red", "Maroon", "Burgundy"),
    "pink": ("Pink", "Magenta", "Rose", "Peach", "Mauve"),
    "orange": ("Orange",),
    "yellow": ("Yellow", "Mustard", "Gold"),
    "green": ("Green", "Olive", "Sea Green", "Lime Green", "Fluorescent Green"),
    "blue": ("Blue", "Navy Blue", "Turquoise Blue", "Teal"),
    "purple": ("Purple", "Lavender"),
    "metallic": ("Silver", "Bronze", "Copper", "Steel", "Metallic"),
    "multi": ("Multi",),
}
_FAMILY_OF = {colour: family for family, colours in FAMILIES.items() for colour in colours}


def colour_family(colour: str) -> str:
    """The family of a base colour; the colour itself where it is in none, "" for none."""
    return _FAMILY_OF.get(colour, colour.casefold())


def its_family(colour: str) -> tuple[str, ...]:
    """The colours of its family, itself first."""
    others = FAMILIES.get(colour_family(colour), ())
    return (colour, *(other for other in others if other != colour))
