"""Which sold-out sizes shoppers look at."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count
from django.utils.timezone import localdate

from catalog.models import Status, Variant
from shop.insight.models import Event

DAYS = 30


def looks_by_variant(days: int = DAYS) -> dict[int, int]:
    """How many looked at each variant while it was sold out; the most looked at first."""
    looks = Event.objects.looks().since(localdate() - timedelta(days=days))
    counts = looks.order_by().values_list("wanted").annotate(people=Count("pk"))
    return dict(counts.order_by("-people", "wanted"))


def most_visited_sold_out(n: int) -> list[Variant]:
    """Up to `n` variants that are sold out now, of products for sale, the most visited first."""
    looks = looks_by_variant()
    gone = Variant.objects.sold_out().filter(pk__in=looks, product__status=Status.ACTIVE)
    wanted = sorted(gone.values_list("pk", flat=True), key=lambda pk: (-looks[pk], pk))[:n]
    goods = Variant.objects.select_related("product__product_type", "product__brand", "size")
    found = goods.in_bulk(wanted)
    return [found[pk] for pk in wanted]
