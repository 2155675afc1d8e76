"""Which of a garment's sizes a shopper would take: her own, or what fits her as well."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from catalog.models import Product, Size, SizeEquivalent, Variant
from recommender.ranking.shopper import Shopper


@dataclass(frozen=True)
class Sizes:
    hers: tuple[Size, ...] = ()  # what she says first, then its equivalents on other scales

    @cached_property
    def ids(self) -> tuple[int, ...]:
        return tuple(size.pk for size in self.hers)

    @cached_property
    def scales(self) -> tuple[int, ...]:
        return tuple(size.scale_id for size in self.hers)

    def on_scale_of(self, product: Product) -> Size | None:
        """None where nobody knows what she wears of it."""
        scale = product.product_type.size_scale_id
        return next((size for size in self.hers if size.scale_id == scale), None)

    def on_offer(self, product: Product) -> list[Variant]:
        """In stock in her size; in any where that is not known. Nothing of what is not sold."""
        every = product.variants.all() if product.is_active else ()
        there = [variant for variant in every if variant.is_in_stock]
        fitting = [variant for variant in there if variant.size_id in self.ids]
        if fitting or self.on_scale_of(product):
            return sorted(fitting, key=lambda variant: self.ids.index(variant.size_id))
        return there

    def chosen(self, product: Product) -> Variant | None:
        """The one that she would buy; None where she has to choose, and where it is gone."""
        there = self.on_offer(product)
        is_hers = bool(there) and there[0].size_id in self.ids
        return there[0] if is_hers or (there and len(product.variants.all()) == 1) else None


def sizes_of(shopper: Shopper, gender: str) -> Sizes:
    """What she is known to wear, and its equivalents for garments of that gender where she has
    said nothing of their scale. One query; none for who has no size."""
    if not shopper.sizes:
        return Sizes()
    known = {size.pk for size in shopper.sizes}
    scales = {size.scale_id for size in shopper.sizes}
    charts = SizeEquivalent.objects.filter(Q(one__in=known) | Q(other__in=known))
    charts = charts.filter(gender__in=["", gender]).select_related("one", "other")
    fitting = (pair.other if pair.one_id in known else pair.one for pair in charts)
    also = dict.fromkeys(size for size in fitting if size.scale_id not in scales)
    return Sizes((*shopper.sizes, *also))
