"""The looks that a stylist made: advice as they are, and outfits to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import connections, router

from catalog.models import Look, LookItem, Product
from catalog.prepared import fetch
from recommender.outfits.garment import Garment

#: Looks that one garment is advised from; the latest are asked.
MOST_LOOKS = 4
LATEST_LOOKS = """
    SELECT look.id, look.title, item.product_id
    FROM (
        SELECT id, title, created_at FROM catalog_look l WHERE is_published AND EXISTS (
            SELECT FROM catalog_lookitem WHERE look_id = l.id AND product_id = ANY(%b::bigint[]))
        ORDER BY created_at DESC, id LIMIT %b
    ) AS look
    JOIN catalog_lookitem item ON item.look_id = look.id
    JOIN catalog_product p ON p.id = item.product_id AND p.status <> 'draft'
    WHERE item.product_id <> ALL(%b::bigint[])
    ORDER BY look.created_at DESC, look.id, item.position, item.id
"""


@dataclass(frozen=True)
class Styled:
    """A published look that holds what is worn, less what is worn. Some of it may be gone."""

    title: str
    product_ids: tuple[int, ...]  # in the stylist's own order

    @property
    def reason(self) -> str:
        return f"From the look “{self.title}”"


def styled(worn: Sequence[Product]) -> list[Styled]:
    """The latest looks that hold one of these, in one prepared statement."""
    there = [product.pk for product in worn]
    connection = connections[router.db_for_read(Look)]
    rows = fetch(connection, LATEST_LOOKS, [there, MOST_LOOKS, there])
    looks = groupby(rows, key=itemgetter(0, 1))
    return [Styled(title, tuple(pk for *_, pk in pieces)) for (_, title), pieces in looks]


def looks_as_outfits() -> Iterator[tuple[int, dict[str, str]]]:
    """Each published look's key, and the name of its first garment in each slot."""
    items = LookItem.objects.filter(look__is_published=True).order_by("look_id", "position", "pk")
    found: dict[int, dict[str, str]] = {}
    for item in items.select_related("product__product_type").prefetch_related("product__images"):
        slot, name = Garment.of(item.product).heard
        found.setdefault(item.look_id, {}).setdefault(slot, name)
    return ((look, worn) for look, worn in found.items() if len(worn) > 1)
