"""A whole outfit put into a bag at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from catalog.models import Variant
from shop.bag.models import Bag, BagLine


@dataclass(frozen=True)
class Added:
    lines: tuple[BagLine, ...]
    gone: tuple[Variant, ...]  # sold out by now, so they are not in the bag


def add_outfit(bag: Bag, variants: Sequence[Variant]) -> Added:
    """Puts one piece of each in, in one step; what is gone is left out and told.

    A size that lies in the bag already stays as it is: two taps are one outfit. Raises
    MixedCurrencies; nothing was put in then.
    """
    there = [variant for variant in variants if variant.make_room()]
    with transaction.atomic():
        Bag.objects.select_for_update().get(pk=bag.pk)
        lines = tuple(put_in(bag, variant) for variant in there)
    return Added(lines, tuple(variant for variant in variants if variant not in there))


def put_in(bag: Bag, variant: Variant) -> BagLine:
    return bag.lines.filter(variant=variant).first() or bag.add(variant)
