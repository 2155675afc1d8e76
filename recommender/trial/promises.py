"""The promises that an answer breaks, read from the database as it is now and not from what the
answer says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from catalog.models import Product, Size, SizeEquivalent, Variant
from recommender.substitutes import Substitute

KINDS = ("stock", "size", "gender", "self", "same_model", "inactive")


def violations(variant: Variant, answer: Substitute) -> list[str]:
    """Each promise that a card or one of its swatches breaks.

    Another size breaks none where it is hers on another scale or stands beside hers, and the answer
    says so. A swatch leads to the card's own size.
    """
    found = list(broken_by(variant, answer.product, answer.variant.size))
    if not is_size_kept(variant, answer):
        found.append("size")
    for swatch in answer.swatches:
        found += broken_by(variant, swatch, answer.variant.size)
    return found


def broken_by(variant: Variant, offered: Product, size: Size) -> Iterator[str]:
    """By offering this product in that size."""
    wanted, product = variant.product, Product.objects.get(pk=offered.pk)
    shelf = product.variants.filter(size=size).first()
    if shelf is None or shelf.on_hand <= shelf.reserved:
        yield "stock"
    if product.gender not in (wanted.gender, "Unisex"):
        yield "gender"
    if product.pk == wanted.pk:
        yield "self"
    if is_same_listing(wanted, product):
        yield "same_model"
    if not product.is_active:
        yield "inactive"


def is_same_listing(one: Product, other: Product) -> bool:
    """One style code of one brand, and no two colours that are known."""
    if not one.style_code or one.pk == other.pk:
        return False
    if (one.style_code, one.brand_id) != (other.style_code, other.brand_id):
        return False
    colours = {one.visible_colour.casefold(), other.visible_colour.casefold()}
    return len(colours - {""}) < 2


def is_size_kept(variant: Variant, answer: Substitute) -> bool:
    asked, offered = variant.size, answer.variant.size
    if asked == offered:
        return not answer.size_note
    is_said = offered.label in answer.size_note
    return is_said and (is_hers(variant, offered) or is_beside(variant, offered))


def is_hers(variant: Variant, offered: Size) -> bool:
    """The asked size, or what it is on another scale."""
    asked, gender = variant.size, variant.product.gender
    pair = Q(one=asked, other=offered) | Q(one=offered, other=asked)
    known = SizeEquivalent.objects.filter(pair, gender__in=("", gender))
    return asked == offered or known.exists()


def is_beside(variant: Variant, offered: Size) -> bool:
    """The next one of its scale that garments of the kind are made in."""
    asked, product = variant.size, variant.product
    if asked.scale_id != offered.scale_id:
        return False
    low, high = sorted((asked.rank, offered.rank))
    between = Variant.objects.filter(
        size__scale=asked.scale_id,
        size__rank__gt=low,
        size__rank__lt=high,
        product__product_type=product.product_type_id,
        product__gender=product.gender,
    )
    return not between.exists()
