"""The sold-out sizes that a rule is tried on: those that shoppers ask for most."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils.module_loading import import_string

from catalog.models import Status, Variant


def sold_out_to_try(count: int) -> list[Variant]:
    """The most visited first; while too few were visited, those of the newest products."""
    found = {variant.pk: variant for variant in most_visited(count)}
    for variant in newest(count):
        if len(found) == count:
            break
        found.setdefault(variant.pk, variant)
    return list(found.values())


def most_visited(count: int) -> list[Variant]:
    """As whoever counts visits tells; the recommender itself does not know its shoppers."""
    if not settings.MOST_VISITED_SOLD_OUT:
        return []
    ask: Callable[[int], list[Variant]] = import_string(settings.MOST_VISITED_SOLD_OUT)
    return ask(count)


def newest(count: int) -> Iterator[Variant]:
    variants = Variant.objects.sold_out().filter(product__status=Status.ACTIVE)
    variants = variants.select_related("product__product_type", "product__brand", "size")
    return variants.order_by("-product__created_at", "-product", "size__rank")[:count].iterator()
