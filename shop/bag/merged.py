"""Two listings have become one: what lies in a bag becomes the one that stays."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Least

from catalog.models import Product
from recommender.duplicates.merging import merged
from shop.bag.models import BagLine
from shop.bag.models.bag import MOST_OF_ONE


def connect() -> None:
    merged.connect(follow, dispatch_uid="bags follow a merge")


def follow(sender: Any, gone: Product, kept: Product, **others: Any) -> None:
    to = dict(kept.variants.values_list("size", "pk"))
    lines = BagLine.objects.filter(variant__product=gone).select_related("variant")
    for line in lines.order_by("bag", "pk"):
        variant = to[line.variant.size_id]
        there = BagLine.objects.filter(bag=line.bag_id, variant=variant)
        more = Least(F("quantity") + line.quantity, Value(MOST_OF_ONE))
        if there.update(quantity=more):
            line.delete()
        else:
            BagLine.objects.filter(pk=line.pk).update(variant=variant)
