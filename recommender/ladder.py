"""The ladder from the same thing to the closest thing: which wishes are given up, in which order.

Never given up: in stock in the asked size, the same gender or unisex, active. Each rung gives up
one wish more than the one above it, by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from catalog.colours.families import colour_family, its_family
from catalog.models import Gender, Product, Variant
from recommender.search import Step, Where

#: Fewer than so many of the garment's own type, and a neighbouring one is offered as well.
FEWEST = 4
#: The cosine from which on the shipped encoder's vectors look alike to a person; read off products
#: it had not seen (docs/architecture.md).
SIMILAR = 0.68
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


def ladder(variant: Variant, mode: Mode = Mode.CLOSEST) -> tuple[Rung, ...]:
    """The rungs for this garment, each wider than the one before; none where the mode asks for
    what cannot be: its own brand of a product without one.
    """
    where = asked(variant, mode)
    return tuple(rungs(variant.product, where, mode)) if where else ()


def modes_for(variant: Variant) -> tuple[Mode, ...]:
    """The modes that can be asked for of this garment."""
    return tuple(mode for mode in Mode if asked(variant, mode))


def rungs(product: Product, where: Where, mode: Mode) -> Iterator[Rung]:
    relaxed: tuple[str, ...] = ()
    yield Rung("closest", relaxed, Step(where, least(where)))
    for wish, wider in given_up_in_turn(product, where, mode):
        relaxed, where = (*relaxed, wish), wider
        while_fewer = FEWEST if wish == "type" else 1_000_000
        yield Rung(NAMES[wish], relaxed, Step(where, least(where), while_fewer))


def least(where: Where) -> float:
    """Another colour comes before one that hardly looks alike."""
    return SIMILAR if where.colours else -1.0


NAMES = {
    "price": "any price",
    "use": "any use",
    "shade": "any shade",
    "colour": "any colour",
    "type": "neighbouring type",
}


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


def closest(variant: Variant) -> Where:
    """Everything wished for; what the product does not say is not asked for."""
    product, colour = variant.product, variant.product.visible_colour
    low, high = much_the_same(product.price)
    return Where(
        genders=tuple(dict.fromkeys((product.gender, Gender.UNISEX.value))),
        sizes=(variant.size_id,),
        types=(product.product_type_id,),
        colours=(colour,) if colour else (),
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


def given_up_in_turn(product: Product, where: Where, mode: Mode) -> Iterator[tuple[str, Where]]:
    """Each wish, and what is asked for without it and those before it."""
    if mode != Mode.CHEAPER:
        where = replace(where, price_from=None, price_to=None)
        yield "price", where
    if where.usages and mode not in (Mode.DRESSIER, Mode.SPORTIER):
        where = replace(where, usages=())
        yield "use", where
    if where.colours:
        shades = its_family(where.colours[0])
        if len(shades) > 1:
            where = replace(where, colours=shades)
            yield "shade", where
        where = replace(where, colours=())
        yield "colour", where
    if family := product.product_type.family:
        yield "type", replace(where, types=(), families=(family,))


def unmet(wanted: Product, offered: Product) -> tuple[str, ...]:
    """The wishes that this product does not meet, in the order in which they are given up."""
    low, high = much_the_same(wanted.price)
    wanted_colour, colour = wanted.visible_colour, offered.visible_colour
    same_family = colour_family(wanted_colour) == colour_family(colour)
    missed = {
        "price": not low <= offered.price <= high,
        "use": wanted.usage not in ("", offered.usage),
        "shade": wanted_colour not in ("", colour) and same_family,
        "colour": wanted_colour not in ("", colour) and not same_family,
        "type": wanted.product_type_id != offered.product_type_id,
    }
    return tuple(wish for wish, is_so in missed.items() if is_so)
