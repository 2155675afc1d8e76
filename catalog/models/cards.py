"""Products with what a card shows of them, in one statement.

Photos and sizes come in the product's own row, and stand for what `prefetch_related` would have
fetched with three statements more. `for_card()` does so for any query; `cards` is for pages that
wait for little else: its statement is prepared and never put together anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connections, router
from django.db.models import OuterRef
from django.db.models.functions import JSONArray
from django.db.models.query import ModelIterable

from catalog.models.card_rows import (
    OF_BRAND,
    OF_PRODUCT,
    OF_TYPE,
    PHOTO,
    SIZE,
    VARIANT,
    dress,
    know,
    shared,
)
from catalog.models.photo import ProductImage
from catalog.models.product import Brand, Product, ProductQuerySet, ProductType
from catalog.models.stock import Variant
from catalog.prepared import fetch

PHOTOS, SIZES = "photos_of_card", "sizes_of_card"


class WithCards(ModelIterable):
    """Yields products whose `images`, `variants` and their sizes cost no further query."""

    def __iter__(self) -> Iterator[Any]:
        for product in super().__iter__():
            facts = product.__dict__
            dress(product, self.queryset.db, facts.pop(PHOTOS), facts.pop(SIZES))
            yield product


def with_cards(products: ProductQuerySet) -> ProductQuerySet:
    of_product = {"product": OuterRef("pk")}
    photos = ProductImage.objects.filter(**of_product).order_by("position", "pk")
    photo = JSONArray(*PHOTO)
    size = JSONArray(*VARIANT, *(f"size__{name}" for name in SIZE))
    cards = products.select_related("brand", "product_type").annotate(
        **{
            PHOTOS: ArraySubquery(photos.values(row=photo)),
            SIZES: ArraySubquery(Variant.objects.filter(**of_product).values(row=size)),
        }
    )
    cards._iterable_class = WithCards  # type: ignore[attr-defined]
    return cards


def cards(where: str, values: Sequence[object], **beside: str) -> Iterator[Product]:
    """Products that meet a condition on `catalog_product p`, in no order.

    where: SQL with %b placeholders, one of a few texts. beside: what else each product brings
    along, as SQL, by the name of the attribute.
    """
    connection = connections[router.db_for_read(Product)]
    first, second = len(OF_PRODUCT), len(OF_PRODUCT) + len(OF_BRAND)
    third = second + len(OF_TYPE)
    for row in fetch(connection, statement(where, tuple(beside.values())), values):
        product = Product.from_db(connection.alias, OF_PRODUCT, row[:first])
        know(
            product,
            brand=shared(Brand, connection.alias, *row[first:second]),
            product_type=shared(ProductType, connection.alias, *row[second:third]),
        )
        dress(product, connection.alias, *row[third : third + 2])
        product.__dict__.update(zip(beside, row[third + 2 :], strict=True))
        yield product


@lru_cache(maxsize=64)
def statement(where: str, beside: tuple[str, ...]) -> str:
    """Photos and sizes as JSON in one text each, to be read at once or not at all.

    They come in no order, and each size by its key (OFFSET 0 sees to that): sorting, and hashing
    all sizes of the shop, for each product anew took a third of the statement's time.
    """
    more = "".join(f", {sql}" for sql in beside)
    return f"""
        SELECT {listed("p", OF_PRODUCT)}, {listed("b", OF_BRAND)}, {listed("t", OF_TYPE)},
            (SELECT coalesce(json_agg(json_build_array({listed("i", PHOTO)}))::text, '[]')
                FROM catalog_productimage i WHERE i.product_id = p.id),
            (SELECT coalesce(json_agg(json_build_array(
                    {listed("v", VARIANT)}, {listed("s", SIZE)}))::text, '[]')
                FROM catalog_variant v,
                    LATERAL (SELECT * FROM catalog_size WHERE id = v.size_id OFFSET 0) s
                WHERE v.product_id = p.id){more}
        FROM catalog_product p
        JOIN catalog_producttype t ON t.id = p.product_type_id
        LEFT JOIN catalog_brand b ON b.id = p.brand_id
        WHERE {where}
    """  # noqa: S608 - names of ours


def listed(table: str, names: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)
