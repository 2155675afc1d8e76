"""How often a consumer's photo finds the product in it: consumer-to-shop retrieval."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, lgamma

import numpy as np
import torch
from PIL import Image

from recommender.photos.views import View, crop, cutout, pooled, raw
from recommender.training.floors import FLOORS, unit_rows
from recommender.training.gallery import Advance
from recommender.training.pictures import NoPictures, PictureSource

Views = Callable[[Image.Image], list[View]]
MODES: dict[str, Views] = {"raw": raw, "crop": crop, "cutout": cutout}
AT = (1, 5, 20)
BATCH = 32


@dataclass
class Sight:
    """Pictures as the encoder sees them, and as the floors do.

    rows: (v, d) unit rows of views, by "encoder" and the names of FLOORS. of: (v,) which of `ids`
    each view shows. doubts: (v,) of the views.
    """

    ids: list[str]
    of: np.ndarray
    doubts: np.ndarray
    rows: dict[str, torch.Tensor]


@dataclass
class _Rows:
    ids: list[str] = field(default_factory=list)
    of: list[int] = field(default_factory=list)
    doubts: list[float] = field(default_factory=list)
    rows: dict[str, list[np.ndarray]] = field(default_factory=dict)

    def add(self, name: str, rows: Sequence[np.ndarray]) -> None:
        self.rows.setdefault(name, []).extend(rows)


def as_it_is(picture: Image.Image) -> list[View]:
    """One view: of a product, whose own picture needs no others."""
    return [View(picture)]


def sight(
    encode: Callable[[list[Image.Image]], np.ndarray],
    source: PictureSource,
    ids: Sequence[str],
    seen_by: Views = as_it_is,
    advance: Advance = lambda done: None,
) -> Sight:
    """Of the readable ones. Raises NoPictures where there is none."""
    found = _Rows()
    for start in range(0, len(ids), BATCH):
        shown: list[Image.Image] = []
        for name, some in readable(ids[start : start + BATCH], source, seen_by):
            found.of.extend([len(found.ids)] * len(some))
            found.ids.append(name)
            found.doubts.extend(view.doubt for view in some)
            shown.extend(view.picture for view in some)
        if shown:
            found.add("encoder", list(encode(shown)))
            for name, floor in FLOORS.items():
                found.add(name, [floor(picture) for picture in shown])
        advance(len(ids[start : start + BATCH]))
    if not found.ids:
        raise NoPictures(f"{source.path}: not one picture can be read")
    rows = {name: unit_rows(rows) for name, rows in found.rows.items()}
    return Sight(found.ids, np.array(found.of), np.array(found.doubts), rows)


def readable(
    ids: Sequence[str], source: PictureSource, seen_by: Views
) -> Iterator[tuple[str, list[View]]]:
    for name in ids:
        try:
            picture = source.open(name)
        except Exception:  # noqa: S112 - Pillow raises many kinds; `queries` counts the rest
            continue
        yield name, seen_by(picture)


def figures(queries: Sight, gallery: Sight, pairs: Mapping[str, set[str]]) -> dict[str, object]:
    """r1, r5, r20, mrr of the encoder, and of the floors. Ties count against us.

    The gallery has one view of each; a query's views count together.
    """
    asked = [at for at, name in enumerate(queries.ids) if name in pairs]
    place = {name: at for at, name in enumerate(gallery.ids)}
    own = [[place[name] for name in pairs[queries.ids[at]] if name in place] for at in asked]
    kept = [(at, true) for at, true in zip(asked, own, strict=True) if true]
    if not kept:
        raise NoPictures("Not one query has a readable picture of its product in the gallery.")
    own_views = [np.flatnonzero(queries.of == at) for at, _ in kept]
    doubts = [queries.doubts[some] for some in own_views]
    measured = {
        name: retrieval(
            first_places([rows[some] for some in own_views], doubts, gallery.rows[name], kept)
        )
        for name, rows in queries.rows.items()
    }
    found: dict[str, object] = dict(measured.pop("encoder"))
    chance = by_chance([len(true) for _, true in kept], len(gallery.ids))
    counts = {"queries": len(kept), "gallery": len(gallery.ids)}
    return {**counts, **found, "floors": {**measured, "chance": chance}}


def first_places(
    queries: Sequence[torch.Tensor],
    doubts: Sequence[np.ndarray],
    gallery: torch.Tensor,
    kept: Sequence[tuple[int, list[int]]],
) -> list[int]:
    """At which place, 1 the best, each query, (its views, d), has the first of its true ones."""
    places = []
    for rows, doubt, (_, true) in zip(queries, doubts, kept, strict=True):
        row = torch.from_numpy(pooled((rows @ gallery.T).double().numpy(), doubt))  # (m,)
        best = row[true].max()
        others = torch.ones(len(row), dtype=torch.bool)
        others[true] = False
        # What is no number beats nothing, and nothing beats it.
        places.append(1 + int((~(row[others] < best)).sum()))
    return places


def retrieval(places: Sequence[int]) -> dict[str, float]:
    n = len(places)
    found = {f"r{k}": sum(place <= k for place in places) / n for k in AT}
    return {**found, "mrr": sum(1 / place for place in places) / n}


def by_chance(true: Sequence[int], gallery: int) -> dict[str, float]:
    """What a shuffled gallery gives on the average, with so many true ones for each query."""
    n = len(true)
    found = {f"r{k}": sum(1 - none_among(m, gallery, k) for m in true) / n for k in AT}
    return {**found, "mrr": sum(mean_reciprocal(m, gallery) for m in true) / n}


def none_among(true: int, gallery: int, k: int) -> float:
    """How probable it is that the first k hold none of them."""
    if k > gallery - true:
        return 0.0
    return exp(log_comb(gallery - true, k) - log_comb(gallery, k))


def mean_reciprocal(true: int, gallery: int) -> float:
    """Of the first true one's place: it is k where k - 1 wrong ones come before it."""
    places = range(1, gallery - true + 2)
    ways = (exp(log_comb(gallery - k, true - 1) - log_comb(gallery, true)) / k for k in places)
    return sum(ways)


def log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
