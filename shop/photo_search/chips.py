"""Words to tap beside a picture: what is asked for can be tapped away again."""

from __future__ import annotations

from dataclasses import dataclass

from shop.photo_search.asking import Asked

OFFERED = (
    "in red", "in black", "in white", "in blue", "in green", "in beige",
    "long sleeves", "sleeveless", "striped", "flowered", "plain", "for the evening", "under 60",
)  # fmt: skip


@dataclass(frozen=True)
class Chip:
    words: str
    address: str
    is_on: bool

    @property
    def id(self) -> str:
        """Of one that is always there, on or off: htmx leaves the focus on it."""
        return f"chip-{self.words.replace(' ', '-')}" if self.words in OFFERED else ""


def chips(asked: Asked) -> list[Chip]:
    """Those that are on first. Her own words, where they are no chip's, are one chip."""
    on = said_chips(asked.words)
    free = " ".join(part for part in parts(asked.words) if part not in on)
    chosen = [*([free] if free else []), *on]
    return [
        *(Chip(each, asked.address(words=joined(chosen, without=each)), True) for each in chosen),
        *(
            Chip(each, asked.address(words=joined(chosen, each)), False)
            for each in OFFERED
            if each not in on
        ),
    ]


def parts(words: str) -> list[str]:
    return [part.strip() for part in words.split(",") if part.strip()]


def said_chips(words: str) -> list[str]:
    return [part for part in parts(words) if part in OFFERED]


def joined(chosen: list[str], added: str = "", without: str = "") -> str:
    """A colour takes the place of the colour before it."""
    is_colour = added.startswith("in ")
    kept = [
        each for each in chosen if each != without and not (is_colour and each.startswith("in "))
    ]
    return ", ".join([*kept, *([added] if added else [])])
