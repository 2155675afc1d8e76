"""What a garment is called where its title alone would not tell it from another."""

from __future__ import annotations


def with_colour(title: str, colour: str) -> str:
    """ "Gale rain jacket in green"; the title alone where it says the colour, or there is none."""
    is_said = not colour or colour.casefold() in title.casefold()
    return title if is_said else f"{title} in {colour.lower()}"
