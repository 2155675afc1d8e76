"""The ladder from the same thing to the closest thing: which wishes are given up, in which order.

Never given up: in stock in the asked size, the same gender or unisex, active. Each rung gives up
one wish more than the one above it, by name. The order is the product type's own
(`LadderSettings`), so it is data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from catalog.colours.families import colour_family, its_family
from catalog.models import Gender, Product, Variant
from recommender.candidates import Candidate
from recommender.ladder_settings import MODEL, SIMILAR, LadderSettings
from recommender.search import Step, Where

#: Fewer than so many of the garment's own type, and a neighbouring one is offered as well.
FEWEST = 4
#: A price is much the same from so many times the garment's own up to so many times.
PRICE_BAND = (Decimal("0.6"), Decimal("1.5"))


CENT = Decimal("0.01")
#: From what one moves in to what one is looked at in.
USES_BY_DRESSINESS = (
    ("Sports", "Travel"),
    ("Casual", "Home"),
    ("Smart Casual",),
    ("Formal", "Party", "Ethnic"),
)


class Mode(StrEnum):
    """What the shopper would rather have; what she asks for is never given up."""

    CLOSEST = "closest"
    CHEAPER = "cheaper"
    SAME_BRAND = "same_brand"
    OTHER_COLOUR = "other_colour"
    DRESSIER = "dressier"
    SPORTIER = "sportier"

    @property
    def words(self) -> str:
        """For people: "Other colour"."""
        return self.value.replace("_", " ").capitalize()

    @classmethod
    def named(cls, text: str) -> Mode:
        """The mode of that name; the closest where there is none."""
        return cls(text) if text in list(cls) else cls.CLOSEST


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
    "type": "neighbouring type",
    "size": "neighbouring size",
}


def ladder(
    variant: Variant,
    mode: Mode = Mode.CLOSEST,
    settings: LadderSettings | None = None,
    least: float = SIMILAR,
    sizes: tuple[int, ...] = (),
) -> tuple[Rung, ...]:
    """The rungs for this garment, each wider than the one before it, but for that of its own model,
    which stands wherever the type's order has it.

    least: the cosine below which another colour comes first. sizes: keys of the Sizes that count as
    the asked one; that one alone where none is given. Empty where the mode asks for what cannot be:
    its own brand of a product without one.
    """
    settings = settings or LadderSettings()
    where = asked(variant, mode)
    if where is None:
        return ()
    where = replace(where, sizes=sizes or where.sizes)
    found = list(rungs(variant.product, where, mode, settings, least))
    if variant.product.style_code:
        above = settings.order[: settings.order.index(MODEL)]
        place = sum(set(rung.relaxed) <= set(above) for rung in found) if above else 0
        found.insert(place, of_its_model(variant.product, found[-1]))
    return tuple(found)


def rungs(
    product: Product, where: Where, mode: Mode, settings: LadderSettings, least: float
) -> Iterator[Rung]:
    relaxed: tuple[str, ...] = ()
    yield Rung(CLOSEST, relaxed, Step(where, least_of(where, least)))
    for wish in settings.order:
        wider = without(wish, where, product, mode, settings)
        if wider is None:
            continue
        relaxed, where = (*relaxed, wish), wider
        is_last_resort = wish == "type" == settings.order[-1]
        while_fewer = FEWEST if is_last_resort else Step.while_fewer
        yield Rung(NAMES[wish], relaxed, Step(where, least_of(where, least), while_fewer))


def of_its_model(product: Product, widest: Rung) -> Rung:
    """Every colour of the model, whatever its price and use; what the mode asks for is kept."""
    where = replace(widest.step.where, types=(), families=(), models=(product.style_code,))
    return Rung(NAMES[MODEL], widest.relaxed, Step(where))


def least_of(where: Where, least: float) -> float:
    """Another colour comes before one that hardly looks alike."""
    return least if where.colours else -1.0


def asked(variant: Variant, mode: Mode) -> Where | None:
    """Everything wished for at first, and what the mode asks for."""
    where, product = closest(variant), variant.product
    if mode == Mode.CHEAPER:
        return replace(where, price_from=None, price_to=product.price - CENT)
    if mode == Mode.SAME_BRAND:
        return replace(where, brands=(product.brand_id,)) if product.brand_id else None
    if mode == Mode.OTHER_COLOUR:
        return replace(where, colours=(), other_than=where.colours) if where.colours else None
    if mode in (Mode.DRESSIER, Mode.SPORTIER):
        uses = neighbouring_uses(product.usage, more=mode == Mode.DRESSIER)
        return replace(where, usages=uses) if uses else None
    return where


def is_asked_for(variant: Variant, mode: Mode, offered: Candidate) -> bool:
    """Whether a product meets what the mode asks for."""
    where = asked(variant, mode)
    if where is None or mode == Mode.CLOSEST:
        return where is not None
    return {
        Mode.CHEAPER: offered.price < variant.product.price,
        Mode.SAME_BRAND: offered.brand_id in where.brands,
        Mode.OTHER_COLOUR: offered.colour not in where.other_than,
    }.get(mode, offered.usage in where.usages)


def modes_for(variant: Variant) -> tuple[Mode, ...]:
    """The modes that can be asked for of this garment."""
    return tuple(mode for mode in Mode if asked(variant, mode))


def closest(variant: Variant) -> Where:
    """Everything wished for; what the product does not say is not asked for."""
    product, colour = variant.product, variant.product.visible_colour
    low, high = much_the_same(product.price)
    return Where(
        genders=tuple(dict.fromkeys((product.gender, Gender.UNISEX.value))),
        sizes=(variant.size_id,),
        types=(product.product_type_id,),
        colours=(colour,) if colour else (),
        seasons=(product.season,) if product.season else (),
        usages=(product.usage,) if product.usage else (),
        price_from=low,
        price_to=high,
    )


def much_the_same(price: Decimal) -> tuple[Decimal, Decimal]:
    """The lowest and the highest price of its band."""
    least, most = PRICE_BAND
    return price * least, price * most


def neighbouring_uses(usage: str, more: bool) -> tuple[str, ...]:
    """All that is dressier, or sportier; none where the usage is not known or at the end."""
    places = [place for place, uses in enumerate(USES_BY_DRESSINESS) if usage in uses]
    if not places:
        return ()
    beyond = USES_BY_DRESSINESS[places[0] + 1 :] if more else USES_BY_DRESSINESS[: places[0]]
    return tuple(use for uses in beyond for use in uses)


def without(
    wish: str, where: Where, product: Product, mode: Mode, settings: LadderSettings
) -> Where | None:
    """What is asked for once this wish is given up as well; None where it asks for no more."""
    if wish == "price" and mode != Mode.CHEAPER:
        return replace(where, price_from=None, price_to=None)
    if wish == "season" and where.seasons:
        return replace(where, seasons=())
    if wish == "use" and where.usages and mode not in (Mode.DRESSIER, Mode.SPORTIER):
        return replace(where, usages=())
    if wish == "shade" and where.colours:
        shades = its_family(where.colours[0])
        return replace(where, colours=shades) if len(shades) > 1 else None
    if wish == "colour" and where.colours:
        return replace(where, colours=())
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
        return [rung.step for rung in rungs]
    return [replace(rung.step, where=only_here(rung, product)) for rung in rungs[further:]]


def only_here(rung: Rung, product: Product) -> Where:
    """What misses the wish that this rung gives up: it stands on none of those above."""
    where = rung.step.where
    if rung.is_of_its_model or not rung.relaxed:
        return where
    colours = its_family(product.visible_colour)
    missing: dict[str, dict[str, Any]] = {
        "price": {"price_outside": much_the_same(product.price)},
        "season": {"other_seasons": (product.season,)},
        "use": {"other_usages": (product.usage,)},
        "shade": {"other_than": colours[:1]},
        "colour": {"other_than": colours},
        "type": {"other_types": (product.product_type_id,)},
    }
    return replace(where, **missing[rung.relaxed[-1]])


@dataclass(frozen=True)
class Places:
    """Where on a ladder a product stands, by the wishes that it misses."""

    rungs: tuple[Rung, ...]

    @cached_property
    def given_up(self) -> frozenset[str]:
        return frozenset(wish for rung in self.rungs for wish in rung.relaxed)

    @cached_property
    def least(self) -> float:
        """The cosine below which nothing looks alike, whatever its colour is called."""
        return max((rung.step.least for rung in self.rungs), default=-1.0)

    def of(self, missed: Collection[str], is_of_its_model: bool = False) -> int:
        """The number of the first rung that takes it; the last one for what stands on none, which
        is a pin from elsewhere."""
        missed = self.given_up.intersection(missed)
        for place, rung in enumerate(self.rungs):
            if is_of_its_model if rung.is_of_its_model else missed.issubset(rung.relaxed):
                return place
        return len(self.rungs) - 1


def unmet(wanted: Candidate, offered: Candidate) -> tuple[str, ...]:
    """The wishes that this product does not meet, in the order in which they are given up."""
    low, high = much_the_same(wanted.price)
    is_other = wanted.colour not in ("", offered.colour)
    same_family = colour_family(wanted.colour) == colour_family(offered.colour)
    missed = {
        "price": not low <= offered.price <= high,
        "season": wanted.season not in ("", offered.season),
        "use": wanted.usage not in ("", offered.usage),
        "shade": is_other and same_family,
        "colour": is_other and not same_family,
        "type": wanted.product_type_id != offered.product_type_id,
    }
    return tuple(wish for wish, is_so in missed.items() if is_so)
