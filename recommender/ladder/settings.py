"""What a product type's ladder is set to: the order of its rungs, from where on things look alike,
and which types and sizes stand beside it. It comes with the garment, in its own statement.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from recommender.scoring import least_of

MODEL = "model"
#: The usual order. MODEL is where the same model in another colour stands; the others are wishes,
#: in the order in which they are given up.
ORDER = (MODEL, "price", "season", "use", "shade", "colour", "type")
#: The wish that it looks like the garment at all: given up right after the colour, for it is the
#: threshold below which another colour comes first.
LIKENESS = "likeness"
#: The cosine from which on the shipped encoder's vectors look alike to a person, where nothing was
#: measured for the type; read off products it had not seen (docs/architecture.md).
SIMILAR = 0.68

#: Of the product p, for `read_settings`. Sizes are told for those it is made in.
SETTINGS = """(
    SELECT json_build_object(
        'order', l."order", 'least', l.least, 'encoder', l.least_encoder,
        'neighbours', ARRAY(
            SELECT to_type_id FROM recommender_neighbouringtype
            WHERE from_type_id = p.product_type_id ORDER BY to_type_id),
        'equivalents', ARRAY(
            SELECT json_build_array(mine.id, trim(mine_on.prefix || ' ' || mine.label),
                                    its.id, trim(its_on.prefix || ' ' || its.label))
            FROM (SELECT one_id, other_id, gender FROM catalog_sizeequivalent
                  UNION ALL
                  SELECT other_id, one_id, gender FROM catalog_sizeequivalent) AS e
            JOIN catalog_size mine ON mine.id = e.one_id
            JOIN catalog_sizescale mine_on ON mine_on.id = mine.scale_id
            JOIN catalog_size its ON its.id = e.other_id
            JOIN catalog_sizescale its_on ON its_on.id = its.scale_id
            WHERE e.gender IN ('', p.gender) AND e.one_id = ANY(ARRAY(
                SELECT size_id FROM catalog_variant v WHERE v.product_id = p.id))
            ORDER BY its.scale_id, its.rank)
    )::text
    FROM (SELECT) AS one_row
    LEFT JOIN recommender_typeladder l ON l.product_type_id = p.product_type_id
)"""


@dataclass(frozen=True)
class Equivalent:
    """A size of another scale that fits who wears the size."""

    size_id: int
    name: str  # "UK 6"
    other_id: int
    other_name: str  # "EU 39"


@dataclass(frozen=True)
class LadderSettings:
    order: tuple[str, ...] = ORDER
    least: float | None = None  # set by a merchandiser; None for what was measured
    least_encoder: str = ""  # whose vectors that was set for
    neighbours: tuple[int, ...] = ()  # types; empty for all of the family
    equivalents: tuple[Equivalent, ...] = ()

    @property
    def wishes(self) -> tuple[str, ...]:
        """The order with all that is given up in it."""
        after = self.order.index("colour") + 1
        return (*self.order[:after], LIKENESS, *self.order[after:])

    def least_under(self, encoder: str, type_name: str) -> float:
        """The cosine below which another colour comes first: as set for this encoder, else as
        measured of it for the type. What was set for another says nothing of this one's vectors."""
        if self.least is not None and self.least_encoder == encoder:
            return self.least
        measured = least_of(type_name, encoder)
        return SIMILAR if measured is None else measured


@lru_cache(maxsize=1_024)
def read_settings(text: str) -> LadderSettings:
    """What SETTINGS gave; garments of a type mostly have the same, so the same is read once."""
    row = json.loads(text)
    return LadderSettings(
        order=tuple(row["order"] or ORDER),
        least=row["least"],
        least_encoder=row["encoder"] or "",
        neighbours=tuple(row["neighbours"]),
        equivalents=tuple(Equivalent(*each) for each in row["equivalents"]),
    )
