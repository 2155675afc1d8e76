"""A model of the range: one cut in its colourways, as a buyer would write it down."""

from dataclasses import dataclass, replace
from typing import Any, Protocol
from zlib import crc32

from catalog.demo.brands import INITIALS
from catalog.demo.cloth import Cloth
from catalog.demo.easel import Easel
from catalog.demo.kinds import KINDS, Kind
from catalog.demo.palette import COLOURS, RGB, WASHES
from catalog.demo.prints import Print


class Cut(Protocol):
    """A silhouette that can be drawn in any cloth."""

    def draw(self, easel: Easel, cloth: Cloth) -> None: ...


@dataclass(frozen=True)
class Dye:
    """A colourway: a colour of the filter list, perhaps printed, perhaps with other trims."""

    colour: str
    print: Print | None = None
    shade: RGB | None = None  # where the cloth is not the list's own shade of the colour
    texture: str | None = None
    trims: tuple[tuple[str, Any], ...] = ()  # fields of the cut that change with the colour
    words: str = ""  # what one sees of the above: "with green heels", "in a light wash"


def dyed(
    colour: str,
    print_: Print | None = None,
    words: str = "",
    *,
    shade: RGB | None = None,
    texture: str | None = None,
    **trims: Any,
) -> Dye:
    return Dye(colour, print_, shade, texture, tuple(trims.items()), words)


def washed(wash: str, **trims: Any) -> Dye:
    """Denim in a wash; shoppers look for it under Blue or Navy Blue."""
    colour = "Navy Blue" if wash == "dark wash" else "Blue"
    return dyed(colour, words=f"in a {wash}", shade=WASHES[wash], **trims)


@dataclass(frozen=True)
class Model:
    name: str
    noun: str
    brand: str
    gender: str
    type: str
    price: str  # EUR
    season: str
    usage: str
    cut: Cut
    dyes: tuple[Dye | str, ...]
    seen: str  # what the picture shows besides colour and print
    description: str
    texture: str = "plain"
    year: int = 2026

    @property
    def title(self) -> str:
        return f"{self.name} {self.noun}"

    @property
    def kind_of_product(self) -> Kind:
        return KINDS[self.type]

    @property
    def style_code(self) -> str:
        """Stays the same when the range grows, since it hangs on brand and title alone."""
        return (
            f"{INITIALS[self.brand]}-{crc32(f'{self.brand} {self.title}'.encode()) % 9000 + 1000}"
        )

    @property
    def colourways(self) -> tuple[Dye, ...]:
        return tuple(dyed(dye) if isinstance(dye, str) else dye for dye in self.dyes)

    def cloth_in(self, dye: Dye) -> Cloth:
        shade = dye.shade or COLOURS[dye.colour]
        return Cloth(shade, dye.print, dye.texture or self.texture)

    def cut_in(self, dye: Dye) -> Cut:
        return replace(self.cut, **dict(dye.trims)) if dye.trims else self.cut  # type: ignore[type-var]

    def alt_text(self, dye: Dye) -> str:
        """One sentence of what one sees: colour, garment, print, cut."""
        second = f" {dye.words}" if dye.words.startswith("and ") else ""
        text = f"{dye.colour.capitalize()}{second} {self.noun}"
        if dye.words and not second:
            text += f" {dye.words}"
        if dye.print:
            text += f" {'and' if ' with ' in text else 'with'} {dye.print.words}"
        return f"{text}, {self.seen}" if " with " in text else f"{text} with {self.seen}"
