"""Which sold-out sizes shoppers look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.db.models import Count
from django.utils.timezone import localdate

from catalog.models import Status, Variant
from shop.insight.models import Event

DAYS = 30
BATCH = 500  # variants looked up at once


def looks_by_variant(days: int = DAYS) -> dict[int, int]:
    """How many looked at each variant while it was sold out; the most looked at first."""
    looks = Event.objects.looks().since(localdate() - timedelta(days=days))
    counts = looks.order_by().values_list("wanted").annotate(people=Count("pk"))
    return dict(counts.order_by("-people", "wanted"))


def most_visited_sold_out(n: int) -> list[Variant]:
    """Up to `n` variants that are sold out now, of products for sale, the most visited first."""
    return list(islice(sold_out_among(iter(looks_by_variant())), n))


def sold_out_among(keys: Iterator[int]) -> Iterator[Variant]:
    """In the order of the keys, of which no more are looked up than are needed."""
    gone = Variant.objects.sold_out().filter(product__status=Status.ACTIVE)
    goods = gone.select_related("product__product_type", "product__brand", "size")
    while batch := list(islice(keys, BATCH)):
        found = goods.in_bulk(batch)
        yield from (found[pk] for pk in batch if pk in found)
