"""Which types stand beside which, learned from what they look like and whom they are for.

Without rows, a type's neighbours are all of its family: caps for helmets. Learned, they are those
whose pictures are alike in the mean, made for the same people, and hang in the same section. The
worker learns them once of each type that has none; `train_substitutes` learns all anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from pgvector import Vector

from catalog.models import ProductType
from catalog.prepared import fetch
from recommender.models import NeighbouringType
from recommender.product_search import reading
from recommender.search.nearest import see_own_changes
from recommender.search.sampling import percent_of

#: Of fewer products nothing is learned.
FEWEST_PRODUCTS = 5
#: From where on two types are neighbours: of one family, and of two families of a section. By eye:
#: jeans and trousers come to .20, jackets and sweatshirts .82, shorts and trunks .42.
NEAR, NEAR_ACROSS = 0.2, 0.6
MOST = 6
#: Products of a large shop that are looked at, as good as.
SAMPLE = 200_000
MEANS = """
    SELECT product_type_id, gender, count(*), avg(e::vector)::text
    FROM product_search TABLESAMPLE SYSTEM (%b::real) REPEATABLE (7)
    WHERE encoder_id = (SELECT id FROM recommender_encoderversion WHERE is_active)
    GROUP BY product_type_id, gender
"""


@dataclass(frozen=True)
class Neighbour:
    to_type: ProductType
    similarity: float  # cosine of the mean pictures times the share of people in common, -1 to 1


@dataclass(frozen=True)
class Looks:
    """Types with enough products to tell. means: (n, d) unit, what all goods share taken off;
    genders: (n, g) shares."""

    types: tuple[ProductType, ...]
    means: np.ndarray
    genders: np.ndarray

    @property
    def similarities(self) -> np.ndarray:
        """(n, n), -1 to 1."""
        shared = np.minimum(self.genders[:, None], self.genders[None]).sum(2)
        return (self.means @ self.means.T) * shared

    def neighbours(self, row: int) -> Iterator[Neighbour]:
        """The nearest first, of what may be worn in its place."""
        mine, near = self.types[row], self.similarities[row]
        for at in np.argsort(-near):
            kind = self.types[at]
            least = NEAR if kind.family == mine.family else NEAR_ACROSS
            if at != row and kind.section == mine.section and near[at] >= least:
                yield Neighbour(kind, float(near[at]))


def learn_neighbours() -> int:
    """Writes what is learned of the active encoder's vectors in place of what was learned before;
    what a person has set is left alone. How many rows there are of it now."""
    rows = list(learned(read_looks()))
    with transaction.atomic():
        NeighbouringType.objects.filter(is_learned=True).delete()
        NeighbouringType.objects.bulk_create(rows, ignore_conflicts=True)
    return NeighbouringType.objects.filter(is_learned=True).count()


def fill_in_neighbours() -> int:
    """Learns them of the types that have none, so that none that a person took out comes back. How
    many rows were written."""
    told = set(NeighbouringType.objects.values_list("from_type", flat=True))
    rows = [row for row in learned(read_looks()) if row.from_type_id not in told]
    return len(NeighbouringType.objects.bulk_create(rows, ignore_conflicts=True))


def learned(looks: Looks) -> Iterator[NeighbouringType]:
    for row, kind in enumerate(looks.types):
        for each in list(looks.neighbours(row))[:MOST]:
            yield NeighbouringType(
                from_type=kind, to_type=each.to_type, similarity=each.similarity, is_learned=True
            )


def read_looks() -> Looks:
    see_own_changes()
    rows = fetch(reading(), MEANS, [percent_of(SAMPLE, reading())])
    kinds = ProductType.objects.in_bulk({row[0] for row in rows})
    genders = sorted({row[1] for row in rows})
    counts = np.zeros((len(kinds), len(genders)))
    sums: dict[int, np.ndarray] = {}
    places = {pk: place for place, pk in enumerate(kinds)}
    for pk, gender, count, mean in rows:
        counts[places[pk], genders.index(gender)] = count
        sums[pk] = sums.get(pk, 0) + count * Vector.from_text(mean).to_numpy()
    return looks_of(tuple(kinds.values()), np.array([sums[pk] for pk in kinds]), counts)


def looks_of(kinds: tuple[ProductType, ...], sums: np.ndarray, counts: np.ndarray) -> Looks:
    """sums: (n, d) of the unit vectors; counts: (n, g) of products."""
    total = counts.sum(1, keepdims=True)
    enough = total[:, 0] >= FEWEST_PRODUCTS
    if not enough.any():
        return Looks((), np.zeros((0, 0)), np.zeros((0, 0)))
    means = sums / total - sums.sum(0) / total.sum()
    means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-9
    kept = tuple(kind for kind, is_kept in zip(kinds, enough, strict=True) if is_kept)
    return Looks(kept, means[enough], (counts / total)[enough])
