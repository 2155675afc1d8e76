"""A product that is no longer in the shop, as its history remembers it."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Abs

from catalog.models import Gender, Product, ProductType, Status
from catalog.models.product import ProductQuerySet
from shop.storefront.alike import Alike, beside

#: Fewer than so many of its own type, and those of its family are offered as well.
FEWEST, SHOWN = 4, 8


def remembered(slug: str) -> Any | None:
    """What the product of that address was when it was last there; None if it was never for sale.

    A row of simple_history's: a product's fields, and its key as `id`.
    """
    last = Product.history.filter(slug=slug).order_by("-history_date", "-history_id").first()
    return last if last and last.status != Status.DRAFT else None


def in_stock_instead(was: Any, size: str = "") -> list[Alike]:
    """Like it in kind, colour and price, best first; in that size where one is named.

    It has no vector any more, so what it was in words decides.
    """
    kind = ProductType.objects.filter(pk=was.product_type_id).first()
    if kind is None:
        return []
    found = list(like(was, size).filter(product_type=kind)[:SHOWN])
    if len(found) < FEWEST and kind.family:
        others = like(was, size).filter(product_type__family=kind.family)
        found += others.exclude(product_type=kind)[: SHOWN - len(found)]
    return beside([was.instance], found)


def like(was: Any, size: str) -> ProductQuerySet:
    products = Product.objects.active()
    products = products.in_size(size) if size else products.in_stock()
    in_colour = Q(colour=was.colour) & ~Q(colour="")
    of_its_model = Q(style_code=was.style_code) & ~Q(style_code="")
    return (
        products.filter(gender__in=(was.gender, Gender.UNISEX.value))
        .for_card()
        .order_by(first(of_its_model), first(in_colour), Abs(F("price") - was.price), "pk")
    )


def first(condition: Q) -> Case:
    return Case(When(condition, then=Value(0)), default=Value(1), output_field=IntegerField())
