"""Why a product is offered in a garment's place, or why not: the first thing that decided it.

It asks for the answer itself and reads off what each stage did, so it cannot say otherwise than
what is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pgvector.django import CosineDistance

from catalog.models import Gender, Product, Variant
from recommender.ladder.modes import Mode, is_asked_for
from recommender.ladder.places import Places
from recommender.ladder.rungs import CLOSEST, FEWEST, NAMES
from recommender.models import ProductEmbedding
from recommender.ranking.candidates import Candidate
from recommender.ranking.facts import as_candidate
from recommender.ranking.grouping import Group
from recommender.ranking.pool import is_same_listing, on_rungs
from recommender.ranking.shopper import ANYBODY, Shopper
from recommender.ranking.stages import Asked, Ranking, rank, shown_of
from recommender.ranking.wanted import Wanted, wanted
from recommender.rules import ruling
from recommender.substitutes import Substitute, present


@dataclass(frozen=True)
class Why:
    is_shown: bool
    decided_by: str  # a promise, a rung, "mode", "rule", "swatch", "brand", "variety"…
    text: str
    similarity: float | None = None  # cosine, -1 to 1; None where a promise decided


def why(
    variant: Variant,
    candidate: Product,
    k: int = 8,
    mode: str = Mode.CLOSEST,
    strict: bool = False,
    shopper: Shopper | None = None,
) -> Why:
    """Whether `candidate` is among the `k` substitutes of the variant, and what decided that."""
    garment = wanted(variant)
    if garment is None:
        return next(broken_promises(variant, candidate), no_vector(variant.product))
    asked = Asked(k, strict, Mode(mode), shopper or ANYBODY)
    return Case(garment, asked, candidate).verdict()


def no_vector(product: Product) -> Why:
    return Why(False, "vector", f"“{product}” has no vector yet: is its photo embedded?")


def broken_promises(variant: Variant, candidate: Product) -> Iterator[Why]:
    """Each promise that offering it would break."""
    for promise, text in promises_broken(variant, candidate):
        yield Why(False, promise, text)


def promises_broken(variant: Variant, candidate: Product) -> Iterator[tuple[str, str]]:
    wanted = variant.product
    if candidate.pk == wanted.pk:
        yield "self", "It is the garment itself."
    if not candidate.is_active:
        yield "inactive", f"It is not for sale: {candidate.get_status_display().lower()}."
    if is_same_listing(as_candidate(wanted), as_candidate(candidate)):
        yield "same_model", "It is the same model in the same colour under another number."
    if candidate.gender not in (wanted.gender, Gender.UNISEX):
        yield "gender", f"It is for {candidate.gender}, the garment for {wanted.gender}."


def not_in_her_size(variant: Variant, candidate: Product, sizes: list[int]) -> Iterator[Why]:
    """sizes: keys of those that are hers."""
    shelves = list(candidate.variants.filter(size__in=sizes))
    label = variant.size.label
    if any(shelf.is_in_stock for shelf in shelves):
        return
    if not shelves:
        yield Why(False, "size", f"It does not come in {label}.")
    elif any(shelf.on_hand for shelf in shelves):
        yield Why(False, "stock", f"What is left of it in {label} is held at the till.")
    else:
        yield Why(False, "stock", f"It is sold out in {label}.")


@dataclass(frozen=True)
class Case:
    """One product, and the answer that it is in or not in."""

    garment: Wanted
    asked: Asked
    candidate: Product

    @cached_property
    def ranking(self) -> Ranking:
        return rank(self.garment, self.asked)

    @cached_property
    def answer(self) -> tuple[Substitute, ...]:
        return present(self.garment, self.ranking)

    @cached_property
    def facts(self) -> Candidate:
        facts = as_candidate(self.candidate, self.similarity or 0.0)
        return on_rungs(self.garment, self.ranking.rungs, [facts])[0]

    @cached_property
    def similarity(self) -> float | None:
        query = self.garment.query
        rows = ProductEmbedding.objects.filter(product=self.candidate, encoder=query.encoder_id)
        away = rows.values_list(CosineDistance("vector", query.numbers.tolist()), flat=True).first()
        return None if away is None else 1 - away

    @cached_property
    def group(self) -> Group | None:
        groups = (group for group in self.ranking.groups if self.facts.product_id in group.ids)
        return next(groups, None)

    def verdict(self) -> Why:
        return replace(next(self.reasons()), similarity=self.similarity)

    def reasons(self) -> Iterator[Why]:
        """In the order in which they decide; the last one always applies."""
        variant = self.garment.variant
        yield from self.shown()
        yield from self.swatch()
        yield from broken_promises(variant, self.candidate)
        sizes = [fit.size_id for fit in self.ranking.fits] or [variant.size_id]
        yield from not_in_her_size(variant, self.candidate, sizes)
        if self.similarity is None:
            yield no_vector(self.candidate)
        yield from self.not_asked_for()
        yield from self.ruled_out()
        yield from self.gave_way()
        yield from self.off_the_ladder()
        yield self.outrun()

    def shown(self) -> Iterator[Why]:
        for place, each in enumerate(self.answer, start=1):
            if each.product.pk == self.candidate.pk:
                ruled = f" The rule “{each.ruled_by}” placed it." if each.ruled_by else ""
                text = f"Shown in place {place}, on the rung “{each.rung}”: {each.reason}.{ruled}"
                yield Why(True, each.rung, text)

    def not_asked_for(self) -> Iterator[Why]:
        if self.candidate.pk in self.asked.shopper.leave_out:
            yield Why(False, "shopper", "She has it already, in her bag or from before.")
        mode = self.asked.mode
        if not is_asked_for(self.garment.variant, mode, self.facts):
            yield Why(False, "mode", f"It is not what was asked for: {mode.words.lower()}.")

    def ruled_out(self) -> Iterator[Why]:
        rule = ruling(self.facts, self.garment.rules)
        if rule and rule.action == "exclude":
            yield Why(False, "rule", f"The rule “{rule.name}” leaves it out.")

    def swatch(self) -> Iterator[Why]:
        if self.group and self.group.best.product_id != self.candidate.pk:
            title = Product.objects.values_list("title", flat=True).get(
                pk=self.group.best.product_id
            )
            yield Why(False, "swatch", f"It is a swatch of “{title}”: one card for each model.")

    def gave_way(self) -> Iterator[Why]:
        """Its score would have brought it in."""
        groups, k = self.ranking.groups, self.asked.k
        if self.group not in groups[:k]:
            return
        free = replace(self.ranking.variety, brands_take_turns=False)
        if self.group in shown_of(groups, k, free):
            brand = self.candidate.brand
            yield Why(False, "brand", f"No three of four in a row are by {brand}: it gave way.")
        yield Why(False, "variety", "It looks much like those shown: it gave way to another look.")

    def off_the_ladder(self) -> Iterator[Why]:
        if not self.ranking.rungs:
            yield Why(False, "mode", f"{self.asked.mode.words} cannot be asked for here.")
        elif self.asked.strict and self.facts.missed:
            missed = ", ".join(self.facts.missed)
            yield Why(False, "strict", f"No wish was to be given up, and it misses {missed}.")
        elif "type" in self.facts.missed:
            yield self.of_another_type()

    def of_another_type(self) -> Why:
        wanted, mine = self.garment.product.product_type, self.candidate.product_type
        neighbours = self.garment.settings.neighbours
        if mine.pk not in neighbours and (neighbours or mine.family != wanted.family):
            return Why(False, "family", f"{mine} are not worn in the place of {wanted}.")
        text = f"Another type is offered only while fewer than {FEWEST} of its own are found."
        return Why(False, NAMES["type"], text)

    def outrun(self) -> Why:
        similarity, rung = self.facts.similarity, self.ranking.rungs[self.facts.rung].name
        text = f"It stands on the rung “{rung}” with a similarity of {similarity:.2f}"
        if similarity < Places(self.ranking.rungs).least and "colour" not in self.facts.missed:
            rung = NAMES["colour"] if rung == CLOSEST else rung
            text = (
                f"It hardly looks like it ({similarity:.2f}; alike from {self.garment.least:.2f})"
            )
        return Why(False, rung, f"{text}, and the {len(self.answer)} shown come before it.")
