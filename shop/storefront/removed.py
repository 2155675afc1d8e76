"""A product that is no longer in the shop, as its history remembers it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Abs

from catalog.models import Gender, Product, ProductType, Status
from catalog.models.product import ProductQuerySet
from recommender.ranking.candidates import Candidate
from recommender.ranking.facts import as_candidate
from recommender.rules import pinned, rules_in_force, steered
from shop.storefront.alike import AlikeCard, reason

#: Fewer than so many of its own type, and those of its family are offered as well.
FEWEST, SHOWN = 4, 8


def remembered(slug: str) -> Any | None:
    """What the product of that address was when it was last there; None if it was never for sale.

    A row of simple_history's: a product's fields, and its key as `id`.
    """
    last = Product.history.filter(slug=slug).order_by("-history_date", "-history_id").first()
    return last if last and last.status != Status.DRAFT else None


def in_stock_instead(was: Any, size: str = "") -> list[AlikeCard]:
    """Like it in kind, colour and price, best first; in that size where one is named.

    It has no vector any more, so what it was in words decides, and merchandisers' rules as they
    do elsewhere: its type and its family are the rungs.
    """
    kind = ProductType.objects.filter(pk=was.product_type_id).first()
    if kind is None:
        return []
    rules = rules_in_force(was.instance)
    found: dict[int, Product] = {}

    def look(count: int, out: Collection[int]) -> list[Candidate]:
        products = like(was, size).exclude(pk__in=out)
        rungs = list(of_its_kind(products, kind, count))
        known = [product.pk for rung in rungs for product in rung]
        rungs.append(list(products.filter(pk__in=pinned(rules)).exclude(pk__in=known)))
        found.update((product.pk, product) for rung in rungs for product in rung)
        return [each for place, rung in enumerate(rungs) for each in candidates(rung, place)]

    best = steered(look, rules, SHOWN, SHOWN).left[:SHOWN]
    shown = (found[each.product_id] for each in best)
    return [AlikeCard(product, reason(was.instance, product)) for product in shown]


def of_its_kind(
    products: ProductQuerySet, kind: ProductType, count: int
) -> Iterator[list[Product]]:
    """Its type's, and while these are few its family's."""
    own = list(products.filter(product_type=kind)[:count])
    yield own
    if len(own) < FEWEST and kind.family:
        others = products.filter(product_type__family=kind.family).exclude(product_type=kind)
        yield list(others[: count - len(own)])


def candidates(products: list[Product], rung: int) -> Iterator[Candidate]:
    """In their order: nobody can tell how much better one is than the next, so each counts for a
    place."""
    for place, product in enumerate(products, start=1):
        yield replace(as_candidate(product), rung=rung, score=1 / place)


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
