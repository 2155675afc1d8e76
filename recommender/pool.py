"""The pool that an answer is chosen from: what the ladder finds, with its facts and its rungs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from recommender.candidate_facts import candidates_of
from recommender.candidates import Candidate
from recommender.ladder import Rung, place_of, unmet
from recommender.search import nearest_in_turn
from recommender.wanted import Wanted


def climb_down(
    wanted: Wanted, rungs: Sequence[Rung], size: int, exclude: Collection[int]
) -> list[Candidate]:
    """Some `size` products by rung and then likeness, without those excluded by their keys and
    without the garment itself under another number."""
    steps = [rung.step for rung in rungs]
    found = nearest_in_turn(wanted.query, steps, size, exclude=[wanted.product.pk, *exclude])
    candidates = candidates_of(wanted.query, [each for some in found for each in some])
    return [
        on_its_rung(wanted, rungs, candidate)
        for candidate in candidates
        if not is_same_listing(wanted.facts, candidate)
    ]


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
