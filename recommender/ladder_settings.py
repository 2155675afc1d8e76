"""What a product type's ladder is set to: the order of its rungs, from where on things look alike,
and which types stand beside it. They come with the garment, in its own statement.
"""

from __future__ import annotations

from dataclasses import dataclass

MODEL = "model"
#: The usual order. MODEL is where the same model in another colour stands; the others are wishes,
#: in the order in which they are given up.
ORDER = (MODEL, "price", "season", "use", "shade", "colour", "type")
#: The cosine from which on the shipped encoder's vectors look alike to a person; read off products
#: it had not seen (docs/architecture.md).
SIMILAR = 0.68


@dataclass(frozen=True)
class LadderSettings:
    order: tuple[str, ...] = ORDER
    least: float = SIMILAR  # the cosine below which another colour comes first
    neighbours: tuple[int, ...] = ()  # types; empty for all of the family
