"""The pool that an answer is chosen from: what the ladder finds, with its facts and its rungs.

All that is in it keeps every hard promise, except that it may be the garment itself under another
number, or miss what may not be missed: what is left out for that is told apart (`may_stand_in`), so
that more can be looked for in its place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from recommender.ladder.modes import Mode, is_asked_for
from recommender.ladder.places import Places, unmet
from recommender.ladder.rungs import FEWEST, NAMES, Rung, below
from recommender.ladder.settings import LadderSettings
from recommender.ladder.sizes import Fit, beside
from recommender.ranking.candidates import NOWHERE, Candidate
from recommender.ranking.facts import candidates_of, facts_beside
from recommender.ranking.same_model import is_same_listing, is_same_model
from recommender.ranking.wanted import Wanted
from recommender.rules import pinned
from recommender.scoring import Scorer
from recommender.search import Neighbour, Step, nearest, nearest_in_turn

#: From this score on, what states no colour counts as of the garment's own.
LIKELY = 0.5
#: The order in which wishes are told.
USUALLY = LadderSettings().wishes


@dataclass(frozen=True)
class Climb:
    """Whose ladder is climbed, and how far."""

    wanted: Wanted
    rungs: tuple[Rung, ...]
    mode: Mode = Mode.CLOSEST
    further: int = 0  # rungs that are left out from above

    @property
    def widest(self) -> Rung:
        """The last one that is not of her model alone."""
        return next(rung for rung in reversed(self.rungs) if not rung.is_of_its_model)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Keys of those that are hers, the asked one first."""
        return self.widest.step.where.sizes

    @property
    def is_strict(self) -> bool:
        """Whether no wish is given up."""
        return not self.widest.relaxed

    @property
    def steps(self) -> list[Step]:
        return below(self.rungs, self.further, self.wanted.product)


@dataclass(frozen=True)
class Pool:
    candidates: tuple[Candidate, ...]  # by rung, and by likeness
    rungs: tuple[Rung, ...]
    sizes: tuple[Fit, ...] = ()  # beside hers, of those on the last rung
    is_full: bool = False  # of the ladder's rungs: there may be more


def gather(climb: Climb, size: int, exclude: Collection[int]) -> Pool:
    """Some `size` products, those of rungs that are left out and the excluded ones not among them.

    Her model's other colours stand on its own rung, whatever else they miss.
    """
    wanted, exclude = climb.wanted, {climb.wanted.product.pk, *exclude}
    found = searched(climb, climb.steps, size, exclude)
    is_full = len(found) >= size
    if not climb.further:
        found += pins(climb, {*exclude, *(each.product_id for each in found)})
    facts = candidates_of(wanted.query, found, climb.sizes)
    facts += of_any_colour(climb, facts, size, exclude)
    on_all = on_rungs(climb, facts)
    candidates = tuple(each for each in on_all if not 0 <= each.rung < climb.further)
    pool = Pool(candidates, climb.rungs, is_full=is_full)
    standing_in = islice((each for each in candidates if may_stand_in(climb, each)), FEWEST)
    if climb.is_strict or len(list(standing_in)) == FEWEST:
        return pool
    return with_sizes_beside(climb, pool, size, {*exclude, *(each.product_id for each in on_all)})


def more_by_others(
    climb: Climb, size: int, exclude: Collection[int], brands: Collection[int]
) -> list[Candidate]:
    """What the same rungs hold besides: not the excluded products, nor these brands."""
    exclude = {climb.wanted.product.pk, *exclude}
    steps = [
        replace(step, where=replace(step.where, other_brands=tuple(brands))) for step in climb.steps
    ]
    found = searched(climb, steps, size, exclude)
    on_all = on_rungs(climb, candidates_of(climb.wanted.query, found, climb.sizes))
    return [each for each in on_all if each.rung >= climb.further]


def searched(
    climb: Climb, steps: Sequence[Step], size: int, exclude: Collection[int]
) -> list[Neighbour]:
    if not steps:
        return []
    query = climb.wanted.query
    found = nearest_in_turn(query, steps, size, exclude, facts_beside(query, climb.sizes))
    return [each for some in found for each in some]


def may_stand_in(climb: Climb, candidate: Candidate) -> bool:
    """Whether it is another thing than the garment, what was asked for, and on a rung."""
    if candidate.rung == NOWHERE or is_same_listing(climb.wanted.facts, candidate):
        return False
    return is_asked_for(climb.wanted.variant, climb.mode, candidate)


def of_any_colour(
    climb: Climb, found: Sequence[Candidate], size: int, exclude: Collection[int]
) -> list[Candidate]:
    """The nearest of its type whose colour nobody states: a photo's one name for its colour is a
    guess, and the score knows better."""
    query = climb.wanted.query
    if all(is_colour_certain(climb.wanted.facts, each) for each in found):
        return []
    if Scorer.shipped(query.version).tellers is None:
        return []  # a cosine alone sees shapes
    wide = replace(climb.widest.step.where, colours=())
    free = next((step.where for step in climb.steps if not step.where.colours), wide)
    known = {*exclude, *(each.product_id for each in found)}
    return candidates_of(query, nearest(query, free, size, known), climb.sizes)


def is_colour_certain(one: Candidate, other: Candidate) -> bool:
    """Whether the shop states the colours of both."""
    return one.is_colour_stated and other.is_colour_stated


def with_sizes_beside(climb: Climb, pool: Pool, size: int, exclude: Collection[int]) -> Pool:
    """Too little in her size: the same type one size up and down, as the last rung."""
    wanted = climb.wanted
    fits = beside(wanted)
    if not fits:
        return pool
    widest = climb.widest
    sizes = tuple(fit.size_id for fit in fits)
    where = replace(
        widest.step.where, sizes=sizes, types=(wanted.product.product_type_id,), families=()
    )
    rungs = (*pool.rungs, Rung(NAMES["size"], (*widest.relaxed, "size"), Step(where)))
    near = nearest(wanted.query, where, size, exclude)
    found = candidates_of(wanted.query, near, (*climb.sizes, *sizes))
    more = on_rungs(climb, [each for each in found if each.size_id in sizes])
    for each in more:
        each.rung = len(pool.rungs)  # her model too: a size beside hers comes last
        each.missed = (*each.missed, "size")
    return replace(pool, candidates=(*pool.candidates, *more), rungs=rungs, sizes=fits)


def pins(climb: Climb, exclude: Collection[int]) -> list[Neighbour]:
    """Those that keep every promise, and what the shopper asks for, of what a rule puts first."""
    ids = tuple(product for product in pinned(climb.wanted.rules) if product not in exclude)
    if not ids:
        return []
    widest = climb.widest.step
    where = replace(widest.where, products=ids)
    if not climb.is_strict:
        where = replace(where, types=(), families=())
    found = nearest(climb.wanted.query, where, len(ids))
    return [each for each in found if each.similarity >= widest.least]


def on_rungs(climb: Climb, candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """The candidates with their scores, what they miss and their rungs, best first."""
    wanted, places = climb.wanted, Places(climb.rungs)
    scorer = Scorer.shipped(wanted.query.version)
    kind = wanted.product.product_type.name
    scores = scorer.probability(wanted.facts, candidates, kind).tolist()
    by_picture = scorer.tellers is not None
    for candidate, score in zip(candidates, scores, strict=True):
        candidate.score = score
        candidate.missed = missed(climb, candidate, by_picture)
        candidate.rung = place_of(climb, places, candidate)
    return tuple(sorted(candidates, key=best_first))


def best_first(candidate: Candidate) -> tuple[int, float, int]:
    return candidate.rung, -candidate.score, candidate.product_id


def missed(climb: Climb, candidate: Candidate, by_picture: bool) -> tuple[str, ...]:
    """The wishes that it does not meet; a colour that nobody states is judged by the picture,
    where the score can."""
    wanted = climb.wanted
    wishes = unmet(wanted.facts, candidate, climb.mode, wanted.least)
    if not by_picture or is_colour_certain(wanted.facts, candidate):
        return wishes
    left = {*wishes} - {"shade", "colour"}
    if candidate.score < LIKELY and climb.mode != Mode.OTHER_COLOUR:
        left |= {"colour"}
    return tuple(wish for wish in USUALLY if wish in left)


def place_of(climb: Climb, places: Places, candidate: Candidate) -> int:
    """A pin from elsewhere stands on the last rung, unless no wish is to be given up."""
    place = places.of(candidate.missed, is_same_model(climb.wanted.facts, candidate))
    if (
        place != NOWHERE
        or climb.is_strict
        or candidate.product_id not in pinned(climb.wanted.rules)
    ):
        return place
    return climb.rungs.index(climb.widest)
