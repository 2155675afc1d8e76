"""Products with what a card shows of them, in one statement.

Photos and sizes come as arrays in the product's own row, and fill what `prefetch_related` would
have filled with three statements more. Most of a small page's time goes into statements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef
from django.db.models.functions import JSONArray
from django.db.models.query import ModelIterable

if TYPE_CHECKING:
    from catalog.models.photo import ProductImage
    from catalog.models.product import ProductQuerySet
    from catalog.models.stock import Variant

PHOTOS, SIZES = "photos_of_card", "sizes_of_card"
#: Fields that JSON keeps as they are; any other is fetched if somebody asks for it.
PHOTO = [
    "id",
    "product_id",
    "image",
    "width",
    "height",
    "digest",
    "colours",
    "alt_text",
    "position",
]
VARIANT = ["id", "product_id", "size_id", "sku", "on_hand", "reserved"]
SIZE = ["id", "scale_id", "label", "rank"]


class WithCards(ModelIterable):
    """Yields products whose `images`, `variants` and their sizes cost no further query."""

    def __iter__(self) -> Iterator[Any]:
        database = self.queryset.db
        for product in super().__iter__():
            facts = product.__dict__
            hang(product, "images", photos(database, facts.pop(PHOTOS)))
            hang(product, "variants", sizes(database, facts.pop(SIZES)))
            yield product


def with_cards(products: ProductQuerySet) -> ProductQuerySet:
    from catalog.models.photo import ProductImage
    from catalog.models.stock import Variant

    of_product = {"product": OuterRef("pk")}
    pictures = ProductImage.objects.filter(**of_product).order_by("position", "pk")
    variants = Variant.objects.filter(**of_product)
    row_of_photo = JSONArray(*PHOTO)
    row_of_size = JSONArray(*VARIANT, *(f"size__{name}" for name in SIZE))
    cards = products.select_related("brand", "product_type").annotate(
        **{
            PHOTOS: ArraySubquery(pictures.values(row=row_of_photo)),
            SIZES: ArraySubquery(variants.values(row=row_of_size)),
        }
    )
    cards._iterable_class = WithCards  # type: ignore[attr-defined]
    return cards


def photos(database: str, rows: Sequence[list]) -> list[ProductImage]:
    from catalog.models.photo import ProductImage

    return [ProductImage.from_db(database, PHOTO, row) for row in rows]


def sizes(database: str, rows: Sequence[list]) -> list[Variant]:
    from catalog.models.size import Size
    from catalog.models.stock import Variant

    variants = []
    for row in rows:
        variant = Variant.from_db(database, VARIANT, row[: len(VARIANT)])
        variant.size = Size.from_db(database, SIZE, row[len(VARIANT) :])
        variants.append(variant)
    return variants


def hang(product: Any, relation: str, rows: Sequence[Model]) -> None:
    """As a prefetch does it: what is asked of the relation later still narrows to the product."""
    for row in rows:
        row.product = product  # type: ignore[attr-defined]
    related = getattr(product, relation).get_queryset()
    related._result_cache, related._prefetch_done = rows, True
    product.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = related
