"""The pool that an answer is chosen from: what the ladder finds, with its facts and its rungs.

All that is in it keeps every hard promise, except that it may be the garment itself under another
number: what is left out for that is told apart, so that more can be looked for in its place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from recommender.ladder.places import Places, unmet
from recommender.ladder.rungs import FEWEST, NAMES, Rung, below
from recommender.ladder.settings import ORDER
from recommender.ladder.sizes import Fit, beside
from recommender.ranking.candidates import Candidate
from recommender.ranking.facts import candidates_of
from recommender.ranking.wanted import Wanted
from recommender.rules import pinned
from recommender.scoring import Scorer
from recommender.search import Neighbour, Step, nearest, nearest_in_turn

#: From this score on, what states no colour counts as of the garment's own.
LIKELY = 0.5


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
    facts = candidates_of(wanted.query, found)
    facts += of_any_colour(wanted, steps, facts, size, exclude)
    # Her model's other colours stand on its own rung, whatever else they miss.
    on_all = on_rungs(wanted, rungs, facts)
    candidates = tuple(each for each in on_all if each.rung >= further)
    if len(candidates) >= FEWEST or not rungs[-1].relaxed:
        return Pool(candidates, rungs)
    known = {*exclude, *(each.product_id for each in on_all)}
    return with_sizes_beside(wanted, Pool(candidates, rungs), size, known)


def of_any_colour(
    wanted: Wanted,
    steps: Sequence[Step],
    found: Sequence[Candidate],
    size: int,
    exclude: Collection[int],
) -> list[Candidate]:
    """The nearest of its type whose colour nobody states: a photo's one name for its colour is a
    guess, and the score knows better."""
    if all(is_colour_certain(wanted.facts, each) for each in found):
        return []
    free = next((step.where for step in steps if not step.where.colours), None)
    if free is None or Scorer.shipped(wanted.query.version).tellers is None:
        return []  # a cosine alone sees shapes
    known = {*exclude, *(each.product_id for each in found)}
    return candidates_of(wanted.query, nearest(wanted.query, free, size, known))


def is_colour_certain(one: Candidate, other: Candidate) -> bool:
    """Whether the shop states the colours of both."""
    return one.is_colour_stated and other.is_colour_stated


def with_sizes_beside(wanted: Wanted, pool: Pool, size: int, exclude: Collection[int]) -> Pool:
    """Too little in her size: the same type one size up and down, as the last rung."""
    fits = beside(wanted)
    if not fits:
        return pool
    widest = pool.rungs[-1]
    sizes = tuple(fit.size_id for fit in fits)
    where = replace(
        widest.step.where, sizes=sizes, types=(wanted.product.product_type_id,), families=()
    )
    rungs = (*pool.rungs, Rung(NAMES["size"], (*widest.relaxed, "size"), Step(where)))
    found = candidates_of(wanted.query, nearest(wanted.query, where, size, exclude))
    more = on_rungs(wanted, rungs, found, beside_hers=("size",))
    for each in more:
        each.rung = len(pool.rungs)  # her model too: a size beside hers comes last
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
    wanted: Wanted,
    rungs: tuple[Rung, ...],
    candidates: list[Candidate],
    beside_hers: tuple[str, ...] = (),
) -> tuple[Candidate, ...]:
    """The candidates with their scores, what they miss and their rungs, best first.

    beside_hers: a wish that all of them miss.
    """
    scorer, places = Scorer.shipped(wanted.query.version), Places(rungs)
    kind = wanted.product.product_type.name
    scores = scorer.probability(wanted.facts, candidates, kind).tolist()
    by_picture = scorer.tellers is not None
    for candidate, score in zip(candidates, scores, strict=True):
        candidate.score = score
        candidate.missed = missed(wanted, candidate, by_picture) + beside_hers
        candidate.rung = place_of(wanted, places, candidate)
    return tuple(sorted(candidates, key=lambda each: (each.rung, -each.score, each.product_id)))


def missed(wanted: Wanted, candidate: Candidate, by_picture: bool) -> tuple[str, ...]:
    """The wishes that it does not meet; a colour that nobody states is judged by the picture,
    where the score can."""
    wishes = unmet(wanted.facts, candidate)
    if not by_picture or is_colour_certain(wanted.facts, candidate):
        return wishes
    left = {*wishes} - {"shade", "colour"} | ({"colour"} if candidate.score < LIKELY else set())
    return tuple(wish for wish in ORDER if wish in left)


def place_of(wanted: Wanted, places: Places, candidate: Candidate) -> int:
    missed = candidate.missed
    if candidate.similarity < places.least:
        missed += ("colour",)
    return places.of(missed, is_same_model(wanted.facts, candidate))


def is_same_model(one: Candidate, other: Candidate) -> bool:
    return bool(one.style_code) and one.style_code == other.style_code


def is_same_listing(one: Candidate, other: Candidate) -> bool:
    """Whether it is the garment itself under another number: the same model in the same colour."""
    return is_same_model(one, other) and one.colour == other.colour
