"""What a card shows of a product beside its own columns: photos, and sizes with their stock.

They come as rows, and become objects when somebody asks for them. `images` and `variants` cost no
query then, and next to nothing where nobody asks.
"""

from __future__ import annotations

import json
from collections import UserDict
from collections.abc import Sequence
from functools import lru_cache
from inspect import ismethod
from operator import itemgetter
from typing import Any

from django.db.models import Model

from catalog.models.photo import ProductImage
from catalog.models.product import Brand, Product, ProductType
from catalog.models.size import Size
from catalog.models.stock import Variant
from catalog.picture import Picture

#: Columns that JSON keeps as they are; any other is fetched if somebody asks for it.
PHOTO = ("id", "product_id", "image", "width", "height", "colours", "alt_text", "position")
VARIANT = ("id", "product_id", "size_id", "sku", "on_hand", "reserved")
SIZE = ("id", "scale_id", "label", "rank")
OF_SIZE = VARIANT.index("size_id")
OF_PICTURE = itemgetter(*map(PHOTO.index, ("image", "width", "height", "alt_text")))
FIRST_PHOTO = itemgetter(*map(PHOTO.index, ("position", "id")))
OF_VARIANT_AND_SIZE = (*VARIANT, *(f"size_{name}" for name in SIZE))
SMALLEST_SIZE = itemgetter(*map(OF_VARIANT_AND_SIZE.index, ("size_rank", "size_label", "id")))

Row = Sequence[Any]


def columns(model: Any) -> tuple[str, ...]:
    return tuple(field.column for field in model._meta.concrete_fields)


OF_PRODUCT, OF_BRAND, OF_TYPE = columns(Product), columns(Brand), columns(ProductType)
NAMES = {Brand: OF_BRAND, ProductType: OF_TYPE, Size: SIZE}


class CardRows(UserDict[str, Any]):
    """Stands where `prefetch_related` keeps what it fetched: Django finds both relations here, as
    long as nothing is added to them or taken away."""

    def __init__(
        self,
        product: Product,
        database: str,
        photos: Sequence[Row] | str,
        sizes: Sequence[Row] | str,
    ) -> None:
        """photos: rows of PHOTO, sizes: rows of VARIANT + SIZE, in any order; or JSON of them."""
        self.product, self.database = product, database
        self.photos, self.sizes = photos, sizes
        self.data = {"images": self.make_images, "variants": self.make_variants}

    def __getitem__(self, relation: str) -> Any:
        found = self.data[relation]
        if ismethod(found):
            found = self.data[relation] = found()
        return found

    def make_images(self) -> Any:
        rows = sorted(read(self.photos), key=FIRST_PHOTO)
        images = [ProductImage.from_db(self.database, PHOTO, row) for row in rows]
        for image in images:
            know(image, product=self.product)
        return fetched(images, ProductImage, self.product)

    def make_variants(self) -> Any:
        rows = sorted(read(self.sizes), key=SMALLEST_SIZE)
        return fetched([self.variant(row) for row in rows], Variant, self.product)

    def variant(self, row: Row) -> Variant:
        variant = Variant.from_db(self.database, VARIANT, row[: len(VARIANT)])
        size = shared(Size, self.database, *row[len(VARIANT) :])
        know(variant, size=size, product=self.product)
        return variant


def dress(product: Product, database: str, photos: Any, sizes: Any) -> None:
    rows = CardRows(product, database, photos, sizes)
    product.__dict__["_prefetched_objects_cache"] = rows


def know(row: Model, **related: Model | None) -> None:
    """As `select_related` leaves it. The keys are in the row, and need not be set again."""
    row._state.fields_cache.update(related)


def variant_in(product: Product, size_id: int) -> Variant | None:
    """The variant of a dressed product in that size; no objects are made of its other sizes."""
    rows: CardRows = product.__dict__["_prefetched_objects_cache"]
    mine = (row for row in read(rows.sizes) if row[OF_SIZE] == size_id)
    return next(map(rows.variant, mine), None)


def picture_in(product: Product) -> Picture | None:
    """The cover of a dressed product as lists show it, no objects made of its photos."""
    rows: CardRows = product.__dict__["_prefetched_objects_cache"]
    first = min(read(rows.photos), key=FIRST_PHOTO, default=None)
    return Picture(*OF_PICTURE(first)) if first else None


def read(rows: Sequence[Row] | str) -> Sequence[Row]:
    return json.loads(rows) if isinstance(rows, str) else rows


@lru_cache(maxsize=4_096)
def shared(model: Any, database: str, *row: object) -> Any:
    """One object for rows that are the same to the letter: few brands hang on many products."""
    return None if row[0] is None else model.from_db(database, NAMES[model], row)


def fetched(rows: Sequence[Any], model: type[Model], product: Product) -> Any:
    """As a prefetch leaves it: what is asked of the relation later still narrows to the product."""
    related: Any = model._default_manager.all()
    related._deferred_filter = (False, (), {"product": product})
    related._result_cache, related._prefetch_done = rows, True
    return related
