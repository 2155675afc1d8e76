"""The pool that an answer is chosen from: what the ladder finds, with its facts and its rungs.

All that is in it keeps every hard promise, except that it may be the garment itself under another
number: what is left out for that is told apart, so that more can be looked for in its place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from recommender.candidate_facts import candidates_of
from recommender.candidates import Candidate
from recommender.ladder import FEWEST, NAMES, Rung, below, place_of, unmet
from recommender.rules import pinned
from recommender.search import Neighbour, Step, nearest, nearest_in_turn
from recommender.sizes import Fit, beside
from recommender.wanted import Wanted


@dataclass(frozen=True)
class Pool:
    candidates: tuple[Candidate, ...]  # by rung, and by likeness
    rungs: tuple[Rung, ...]
    sizes: tuple[Fit, ...] = ()  # beside hers, of those on the last rung


def gather(
    wanted: Wanted, rungs: tuple[Rung, ...], size: int, further: int, exclude: Collection[int]
) -> Pool:
    """Some `size` products, those of the first `further` rungs and the excluded ones left out."""
    exclude = {wanted.product.pk, *exclude}
    steps = below(rungs, further, wanted.product)
    found = [each for some in nearest_in_turn(wanted.query, steps, size, exclude) for each in some]
    if not further:
        found += pins(wanted, rungs, {*exclude, *(each.product_id for each in found)})
    candidates = on_rungs(wanted, rungs, found)
    if len(candidates) >= FEWEST or not rungs[-1].relaxed:
        return Pool(candidates, rungs)
    return with_sizes_beside(wanted, Pool(candidates, rungs), size, exclude)


def with_sizes_beside(wanted: Wanted, pool: Pool, size: int, exclude: Collection[int]) -> Pool:
    """Too little in her size: the same type one size up and down, as the last rung."""
    fits = beside(wanted)
    if not fits:
        return pool
    where = replace(
        pool.rungs[-1].step.where,
        sizes=tuple(fit.size_id for fit in fits),
        types=(wanted.product.product_type_id,),
        families=(),
    )
    exclude = {*exclude, *(each.product_id for each in pool.candidates)}
    found = nearest(wanted.query, where, size, exclude)
    rungs = (*pool.rungs, Rung(NAMES["size"], (*pool.rungs[-1].relaxed, "size"), Step(where)))
    more = (
        replace(each, rung=len(pool.rungs), missed=(*each.missed, "size"))
        for each in on_rungs(wanted, pool.rungs, found)
    )
    return Pool((*pool.candidates, *more), rungs, fits)


def pins(wanted: Wanted, rungs: Sequence[Rung], exclude: Collection[int]) -> list[Neighbour]:
    """Those that keep every promise, and what the shopper asks for, of what a rule puts first."""
    ids = tuple(product for product in pinned(wanted.rules) if product not in exclude)
    if not ids:
        return []
    widest = rungs[-1].step
    where = replace(widest.where, products=ids)
    if rungs[-1].relaxed:
        where = replace(where, types=(), families=(), models=())
    found = nearest(wanted.query, where, len(ids))
    return [each for each in found if each.similarity >= widest.least]


def on_rungs(
    wanted: Wanted, rungs: Sequence[Rung], found: Sequence[Neighbour]
) -> tuple[Candidate, ...]:
    candidates = candidates_of(wanted.query, found)
    return tuple(on_its_rung(wanted, rungs, candidate) for candidate in candidates)


def on_its_rung(wanted: Wanted, rungs: Sequence[Rung], candidate: Candidate) -> Candidate:
    missed = unmet(wanted.facts, candidate)
    is_of_its_model = is_same_model(wanted.facts, candidate)
    judged = (*missed, "colour") if hardly_alike(rungs, candidate) else missed
    place = place_of(rungs, judged, is_of_its_model)
    return replace(candidate, rung=place, missed=missed)


def hardly_alike(rungs: Sequence[Rung], candidate: Candidate) -> bool:
    """The right colour alone brings nobody before what looks like the garment in another."""
    return candidate.similarity < max(rung.step.least for rung in rungs)


def is_same_model(one: Candidate, other: Candidate) -> bool:
    return bool(one.style_code) and one.style_code == other.style_code


def is_same_listing(one: Candidate, other: Candidate) -> bool:
    """Whether it is the garment itself under another number: the same model in the same colour."""
    return is_same_model(one, other) and one.colour == other.colour
