"""What a shopper may rather have than the closest, and what is asked of the catalogue for it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from catalog.models import Gender, Product, Variant
from recommender.ranking.candidates import Candidate
from recommender.search import Where

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


#: The wishes that a mode replaces by its own: who asks for another colour has not given hers up.
REPLACED = {
    Mode.CHEAPER: frozenset({"price"}),
    Mode.OTHER_COLOUR: frozenset({"shade", "colour"}),
    Mode.DRESSIER: frozenset({"use"}),
    Mode.SPORTIER: frozenset({"use"}),
}


def replaced_by(mode: Mode) -> frozenset[str]:
    return REPLACED.get(mode, frozenset())


def asked(variant: Variant, mode: Mode) -> Where | None:
    """Everything wished for at first, and what the mode asks for."""
    return rather(closest(variant), variant.product, mode)


def rather(where: Where, product: Product, mode: Mode) -> Where | None:
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
    where = None if mode == Mode.CLOSEST else asked(variant, mode)
    if where is None:
        return mode == Mode.CLOSEST
    wanted = variant.product
    hers = {colour.casefold() for colour in ("", *where.other_than)}  # a colour that is not known
    return {
        Mode.CHEAPER: offered.currency == wanted.currency and offered.price < wanted.price,
        Mode.SAME_BRAND: offered.brand_id in where.brands,
        Mode.OTHER_COLOUR: offered.colour.casefold() not in hers,
    }.get(mode, offered.usage in where.usages)


def modes_for(variant: Variant) -> tuple[Mode, ...]:
    """The modes that can be asked for of this garment."""
    where = closest(variant)
    return tuple(mode for mode in Mode if rather(where, variant.product, mode))


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


@lru_cache(maxsize=1_024)  # a whole pool is compared with one garment
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
