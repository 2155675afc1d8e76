"""One garment in the place of another, in one step."""

from __future__ import annotations

from django.db import transaction

from catalog.models import Variant
from shop.bag.holding import give_back_surplus
from shop.bag.models import Bag, BagLine


@transaction.atomic
def swap(bag: Bag, number: int, variant: Variant) -> BagLine:
    """Put `variant` in the place of that line of the bag, as many pieces as there are left.

    The bag's row stays locked to the end: a second tap waits here, finds the line gone and its
    stand-in there, and changes nothing. Raises MixedCurrencies; the bag is as it was then.
    """
    Bag.objects.select_for_update().get(pk=bag.pk)
    lost = bag.lines.exclude(variant=variant).filter(pk=number).first()
    there = bag.lines.filter(variant=variant).first()
    if lost is None and there:
        return there
    if lost:
        lost.delete()
    line = bag.add(variant, lost.quantity if lost else 1)
    give_back_surplus(bag)
    return line
