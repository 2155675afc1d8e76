"""Why a product is offered in a garment's place, or why not: the first thing that decided it.

It asks for the answer itself and reads off what each stage did, so it cannot say otherwise than
what is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from catalog.models import Gender, Product, Variant
from recommender.ladder.modes import Mode, is_asked_for
from recommender.ladder.rungs import FEWEST, NAMES
from recommender.ladder.settings import LIKENESS
from recommender.ranking.candidates import NOWHERE, Candidate
from recommender.ranking.diversity import Variety, standing
from recommender.ranking.facts import as_candidate, candidates_of
from recommender.ranking.grouping import MOST_SWATCHES, Group
from recommender.ranking.pool import Climb, on_rungs
from recommender.ranking.same_model import is_same_listing
from recommender.ranking.shopper import ANYBODY, Shopper
from recommender.ranking.stages import Asked, Ranking, rank, shown_of
from recommender.ranking.wanted import Wanted, wanted
from recommender.rules import ruling
from recommender.search import Neighbour, Where, nearest
from recommender.substitutes import Substitute, present


@dataclass(frozen=True)
class Why:
    is_shown: bool  # as a card or a swatch of one
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
        facts = as_candidate(variant.product), as_candidate(candidate)
        broken = broken_promises(variant, candidate, *facts)
        return next(broken, no_vector(variant.product))
    asked = Asked(k, strict, Mode(mode), shopper or ANYBODY)
    return Case(garment, asked, candidate, rank(garment, asked)).verdict()


def no_vector(product: Product) -> Why:
    return Why(False, "vector", f"“{product}” has no vector yet: is its photo embedded?")


def broken_promises(
    variant: Variant, candidate: Product, wanted: Candidate, offered: Candidate
) -> Iterator[Why]:
    """Each promise that offering it would break. wanted, offered: the facts of the two."""
    gender = variant.product.gender
    if offered.product_id == wanted.product_id:
        yield Why(False, "self", "It is the garment itself.")
    if not candidate.is_active:
        status = candidate.get_status_display().lower()
        yield Why(False, "inactive", f"It is not for sale: {status}.")
    if is_same_listing(wanted, offered):
        its = "the same" if offered.colour and wanted.colour else "no other known"
        text = f"It is the same model in {its} colour under another number."
        yield Why(False, "same_model", text)
    if candidate.gender not in (gender, Gender.UNISEX):
        yield Why(False, "gender", f"It is for {candidate.gender}, the garment for {gender}.")


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
    ranking: Ranking

    @cached_property
    def answer(self) -> tuple[Substitute, ...]:
        return present(self.garment, self.ranking)

    @cached_property
    def found(self) -> Sequence[Neighbour]:
        """Itself as a search sees it, whatever is in stock; empty unless it is for sale and has a
        vector."""
        where = Where(products=(self.candidate.pk,), in_stock=False)
        return nearest(self.garment.query, where, 1)

    @cached_property
    def facts(self) -> Candidate:
        """What the ranking knows of it, its rung as well."""
        known = candidates_of(self.garment.query, self.found)
        facts = known or [as_candidate(self.candidate, 0.0)]
        if not self.ranking.rungs:
            return facts[0]
        return on_rungs(Climb(self.garment, self.ranking.rungs, self.asked.mode), facts)[0]

    @cached_property
    def group(self) -> Group | None:
        """The card that it is on, or would be, shown or not."""
        groups = (group for group in self.ranking.groups if self.candidate.pk in group.ids)
        return next(groups, None)

    def verdict(self) -> Why:
        similarity = self.found[0].similarity if self.found else None
        return replace(next(self.reasons()), similarity=similarity)

    def reasons(self) -> Iterator[Why]:
        """In the order in which they decide; the last one always applies."""
        variant = self.garment.variant
        yield from self.shown()
        yield from broken_promises(variant, self.candidate, self.garment.facts, self.facts)
        sizes = [fit.size_id for fit in self.ranking.fits] or [variant.size_id]
        yield from not_in_her_size(variant, self.candidate, sizes)
        if not self.found:
            yield no_vector(self.candidate)
        yield from self.not_asked_for()
        yield from self.ruled_out()
        yield from self.off_its_card()
        yield from self.gave_way()
        yield from self.off_the_ladder()
        yield self.outrun()

    def shown(self) -> Iterator[Why]:
        for place, each in enumerate(self.answer, start=1):
            if each.product.pk == self.candidate.pk:
                ruled = f" The rule “{each.ruled_by}” placed it." if each.ruled_by else ""
                text = f"Shown in place {place}, on the rung “{each.rung}”: {each.reason}.{ruled}"
                yield Why(True, each.rung, text)
            if self.candidate in each.swatches:
                text = f"Shown in place {place} as a swatch of “{each.product}”: one card a model."
                yield Why(True, "swatch", text)

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

    def off_its_card(self) -> Iterator[Why]:
        if self.group and self.group in self.ranking.shown:
            title = Product.objects.values_list("title", flat=True).get(
                pk=self.group.best.product_id
            )
            text = f"The card of “{title}” has room for {MOST_SWATCHES} swatches; others are first."
            yield Why(False, "swatch", text)

    def gave_way(self) -> Iterator[Why]:
        """Its card would have been shown but for its brand, or for its look."""
        if self.group is None:
            return
        best, variety = self.group.best, self.ranking.variety
        shown = [each.best for each in self.ranking.shown if not each.best.is_pinned]
        # Its rung is left for a lower one only while the brands that stand there have had turns.
        is_passed_over = any(standing(each) > standing(best) for each in shown)
        if is_passed_over or self.would_be_shown(replace(variety, brands_take_turns=False)):
            brand = self.brand_of(best)
            yield Why(False, "brand", f"No three of four in a row are by {brand}: it gave way.")
        is_by_score = self.group in self.ranking.groups[: self.asked.k]
        if is_by_score or self.would_be_shown(replace(variety, likeness=1.0)):
            text = "It looks much like those shown: it gave way to another look."
            yield Why(False, "variety", text)

    def would_be_shown(self, variety: Variety) -> bool:
        return self.group in shown_of(self.ranking.groups, self.asked.k, variety)

    def brand_of(self, best: Candidate) -> object:
        """Of the product that its card is by: mostly itself."""
        if best.product_id == self.candidate.pk:
            return self.candidate.brand
        return Product.objects.select_related("brand").get(pk=best.product_id).brand

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
        facts, rungs = self.facts, self.ranking.rungs
        if facts.rung == NOWHERE:
            return Why(False, "ladder", "It stands on no rung of the ladder.")
        similarity, rung = facts.similarity, rungs[facts.rung].name
        text = f"It stands on the rung “{rung}” with a similarity of {similarity:.2f}"
        if LIKENESS in facts.missed:
            text = (
                f"It hardly looks like it ({similarity:.2f}; alike from {self.garment.least:.2f})"
            )
        return Why(False, rung, f"{text}, and the {len(self.answer)} shown come before it.")
