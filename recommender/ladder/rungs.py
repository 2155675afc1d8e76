"""The ladder from the same thing to the closest thing: which wishes are given up, in which order.

Never given up: in stock in the asked size, the same gender or unisex, active. Each rung gives up
one wish more than the one above it, by name. The order is the product type's own
(`LadderSettings`), so it is data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalog.colours.families import its_family
from catalog.models import Product, Variant
from recommender.ladder.modes import Mode, asked, modes_for, much_the_same, replaced_by
from recommender.ladder.settings import LIKENESS, MODEL, SIMILAR, LadderSettings
from recommender.search import Step, Where

__all__ = ["FEWEST", "NAMES", "Mode", "Rung", "below", "ladder", "modes_for"]

#: Fewer than so many of the garment's own type, and a neighbouring one is offered as well.
FEWEST = 4


@dataclass(frozen=True)
class Rung:
    name: str
    relaxed: tuple[str, ...]  # the wishes given up so far
    step: Step

    @property
    def is_of_its_model(self) -> bool:
        return self.name == NAMES[MODEL]


CLOSEST = "closest"
NAMES = {
    MODEL: "same model, another colour",
    "price": "any price",
    "season": "any season",
    "use": "any use",
    "shade": "any shade",
    "colour": "any colour",
    LIKENESS: "any look",
    "type": "neighbouring type",
    "size": "neighbouring size",
}


def ladder(
    variant: Variant,
    mode: Mode = Mode.CLOSEST,
    settings: LadderSettings | None = None,
    least: float = SIMILAR,
    sizes: tuple[int, ...] = (),
    model: tuple[int, ...] = (),
) -> tuple[Rung, ...]:
    """The rungs for this garment, each wider than the one before it, but for that of its own model,
    which stands wherever the type's order has it.

    least: the cosine below which another colour comes first. sizes: keys of the Sizes that count as
    the asked one; that one alone where none is given. model: keys of the products that are one
    model with it. Empty where the mode asks for what cannot be: its own brand of a product without
    one.
    """
    settings = settings or LadderSettings()
    where = asked(variant, mode)
    if where is None:
        return ()
    where = replace(where, sizes=sizes or where.sizes)
    found = list(rungs(variant.product, where, mode, settings, least))
    if model:
        above = settings.wishes[: settings.wishes.index(MODEL)]
        place = sum(set(rung.relaxed) <= set(above) for rung in found) if above else 0
        found.insert(place, of_its_model(model, found[-1]))
    return tuple(found)


def rungs(
    product: Product, where: Where, mode: Mode, settings: LadderSettings, least: float
) -> Iterator[Rung]:
    relaxed: tuple[str, ...] = ()
    yield Rung(CLOSEST, relaxed, Step(where, least))
    for wish in settings.wishes:
        wider = without(wish, where, product, mode, settings)
        if wider is None:
            continue
        least = Step.least if wish == LIKENESS else least
        relaxed, where = (*relaxed, wish), wider
        is_last_resort = wish == "type" == settings.order[-1]
        while_fewer = FEWEST if is_last_resort else Step.while_fewer
        yield Rung(NAMES[wish], relaxed, Step(where, least, while_fewer))


def of_its_model(model: tuple[int, ...], widest: Rung) -> Rung:
    """Every colour of the model, whatever its price and use; what the mode asks for is kept."""
    where = replace(widest.step.where, types=(), families=(), products=model)
    return Rung(NAMES[MODEL], widest.relaxed, Step(where))


def without(
    wish: str, where: Where, product: Product, mode: Mode, settings: LadderSettings
) -> Where | None:
    """What is asked for once this wish is given up as well; None where it asks for no more."""
    if wish in replaced_by(mode):
        return None
    if wish == "price":
        return replace(where, price_from=None, price_to=None)
    if wish == "season" and where.seasons:
        return replace(where, seasons=())
    if wish == "use" and where.usages:
        return replace(where, usages=())
    if wish == "shade" and where.colours:
        shades = its_family(where.colours[0])
        return replace(where, colours=shades) if len(shades) > 1 else None
    if wish == "colour" and where.colours:
        return replace(where, colours=())
    if wish == LIKENESS:
        return where  # it is no fact that a product states
    if wish == "type":
        return beyond_its_type(where, product, settings)
    return None


def beyond_its_type(where: Where, product: Product, settings: LadderSettings) -> Where | None:
    """Its neighbours as learned or edited; all of its family while there are none."""
    if settings.neighbours:
        return replace(where, types=(product.product_type_id, *settings.neighbours))
    family = product.product_type.family
    return replace(where, types=(), families=(family,)) if family else None


def below(rungs: Sequence[Rung], further: int, product: Product) -> list[Step]:
    """The steps of the rungs below the first so many, without what stands on those above."""
    if not further:
        return without_repeats([rung.step for rung in rungs])
    least = max(rung.step.least for rung in rungs)
    return [only_here(rung, product, least) for rung in rungs[further:]]


def without_repeats(steps: Sequence[Step]) -> list[Step]:
    """A step that finds no more than the next one does, for it differs in its threshold alone, is
    left out: what looks alike comes first there as well, since it is nearer."""
    following = [*(step.where for step in steps[1:]), None]
    return [step for step, where in zip(steps, following, strict=True) if step.where != where]


def only_here(rung: Rung, product: Product, least: float) -> Step:
    """What misses the wish that this rung gives up: it stands on none of those above."""
    if rung.is_of_its_model or not rung.relaxed:
        return rung.step
    if rung.relaxed[-1] == LIKENESS:
        return replace(rung.step, below=least)
    colours = its_family(product.visible_colour)
    missing: dict[str, dict[str, Any]] = {
        "price": {"price_outside": much_the_same(product.price)},
        "season": {"other_seasons": (product.season,)},
        "use": {"other_usages": (product.usage,)},
        "shade": {"other_than": colours[:1]},
        "colour": {"other_than": colours},
        "type": {"other_types": (product.product_type_id,)},
    }
    return replace(rung.step, where=replace(rung.step.where, **missing[rung.relaxed[-1]]))
