"""The looks that a stylist made: advice as they are, and outfits to learn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from catalog.models import Look, LookItem, Product
from recommender.outfits.complement import Complement
from recommender.outfits.slots import name_of, slot_of


def from_looks(products: Sequence[Product], k: int) -> Iterable[Complement]:
    """The other pieces of the looks that hold one of these, in each stylist's own order."""
    companions = Product.objects.active().in_stock().for_card()
    seen = {product.pk for product in products}
    most = len(seen) + k
    for look in Look.objects.published().filter(products__in=products).distinct()[:k]:
        # The same relation in both, so that the order is this look's and not another's.
        worn = companions.filter(look_items__look=look).order_by("look_items__position")
        for companion in worn:
            if companion.pk not in seen and len(seen) < most:
                seen.add(companion.pk)
                yield Complement(companion, f"From the look “{look.title}”")


def looks_as_outfits() -> Iterator[tuple[int, dict[str, str]]]:
    """Each published look's key, and the name of its first garment in each slot."""
    items = LookItem.objects.filter(look__is_published=True).order_by("look_id", "position", "pk")
    found: dict[int, dict[str, str]] = {}
    for item in items.select_related("product__product_type").prefetch_related("product__images"):
        found.setdefault(item.look_id, {}).setdefault(slot_of(item.product), name_of(item.product))
    return ((look, worn) for look, worn in found.items() if len(worn) > 1)
