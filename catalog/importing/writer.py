"""The one writer: rows of any source become products, a chunk in a transaction.

Everything is compared before it is written, so a source that says nothing new writes nothing,
and an import that was cut off is completed by running it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from catalog.hints import send_hint
from catalog.importing.photographs import Photographer, Photos, images_for
from catalog.importing.products import free_slugs, new_product, stated_facts, take_over
from catalog.importing.references import References
from catalog.importing.row import BadCell, Refusal, Row
from catalog.importing.stocking import Stocking
from catalog.models import Product, ProductImage
from catalog.signals import products_imported
from catalog.tasks import read_colours

PHOTO_FIELDS = (
    "image", "digest", "width", "height", "position",
    "colours", "colours_due_at", "colours_tries",
)  # fmt: skip


@dataclass
class Written:
    """What became of a chunk. A refused row is in none of the three counts."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def add(self, other: Written) -> None:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.refusals += other.refusals


@dataclass
class Chunk:
    """The rows that go in together, and what the database had of them before."""

    products: dict[str, Product]
    images: dict[int, list[ProductImage]]
    photos: dict[str, Photos]
    new: list[Product] = field(default_factory=list)
    changed: dict[str, Product] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    pairs: list[tuple[Row, Product]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


class Writer:
    """Use as a context manager: it holds the threads that develop photos.

    `stock_seed` None: sizes nobody counted open with none on hand. `origin` is what the history
    and the ledger name as the reason: "Import of styles.csv".
    """

    def __init__(
        self,
        origin: str,
        stock_seed: int | None = None,
        on_photo: Callable[[int], object] = lambda photos: None,
    ) -> None:
        self.origin = origin[:100]
        self.price_seed = stock_seed or 0
        self.references = References()
        self.stocking = Stocking(self.references, stock_seed, self.origin)
        self.photographer = Photographer(on_photo)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *error: object) -> None:
        self.photographer.__exit__(*error)
        # Not chunk by chunk: the import and the vectors of what it brings come first.
        send_hint(read_colours)

    def write(self, rows: list[Row]) -> Written:
        """Write these rows, whose external ids are all different.

        Where the database refuses the chunk, each row is tried alone, so that one row costs one.
        """
        chunk = self._prepare(rows)
        try:
            return self._write(rows, chunk)
        except (DataError, IntegrityError) as error:
            self.references.forget()
            if len(rows) == 1:
                return Written(refusals=[refused_by_database(rows[0], error)])
        written = Written()
        for row in rows:
            written.add(self.write([row]))
        return written

    def _prepare(self, rows: list[Row]) -> Chunk:
        ids = [row.external_id for row in rows]
        found = Product.objects.select_related("product_type__size_scale", "brand")
        products = {product.external_id: product for product in found.filter(external_id__in=ids)}
        images = images_of(products.values())
        known = {
            external_id: {image.digest for image in images[product.pk]}
            for external_id, product in products.items()
        }
        return Chunk(products, images, self.photographer.develop(rows, known))

    def _write(self, rows: list[Row], chunk: Chunk) -> Written:
        facts = {row.external_id: stated_facts(row, self.references) for row in rows}
        with transaction.atomic():
            for row in rows:
                self._settle(row, facts[row.external_id], chunk)
            self._write_products(chunk)
            touched = self._write_images(chunk)
            created = {product.pk for product in chunk.new}
            touched |= self.stocking.stock(chunk.pairs, created)
            written = count(chunk, created, touched)
            announce(written.created + written.updated)
        return written

    def _settle(self, row: Row, facts: dict, chunk: Chunk) -> None:
        """Decide whether the row's product is new, changed, or as it was."""
        product = chunk.products.get(row.external_id)
        try:
            if product is None:
                product = new_product(row, facts, self.price_seed)
                chunk.new.append(product)
                chunk.refusals += note_on_price(row, product)
            elif fields := take_over(product, facts):
                chunk.fields |= fields
                chunk.changed[row.external_id] = product
        except BadCell as bad:
            chunk.refusals.append(Refusal(row.line, row.external_id, bad.field, bad.reason))
            return
        chunk.pairs.append((row, product))
        chunk.refusals += chunk.photos[row.external_id].refusals

    def _write_products(self, chunk: Chunk) -> None:
        if chunk.new:
            free_slugs(chunk.new)
            bulk_create_with_history(chunk.new, Product, default_change_reason=self.origin)
        if chunk.changed:
            for product in chunk.changed.values():
                product.updated_at = timezone.now()
            bulk_update_with_history(
                list(chunk.changed.values()),
                Product,
                [*chunk.fields, "updated_at"],
                default_change_reason=self.origin,
            )

    def _write_images(self, chunk: Chunk) -> set[int]:
        """Returns the ids of the products that got a photo."""
        new: list[ProductImage] = []
        changed: list[ProductImage] = []
        for row, product in chunk.pairs:
            photos = chunk.photos[row.external_id]
            of_row = images_for(product.pk, row, photos, chunk.images.get(product.pk, []))
            new += of_row[0]
            changed += of_row[1]
        ProductImage.objects.bulk_create(new)
        if changed:
            ProductImage.objects.bulk_update(changed, PHOTO_FIELDS)
        return {image.product_id for image in (*new, *changed)}


def note_on_price(row: Row, product: Product) -> list[Refusal]:
    if product.price:
        return []
    reason = "is zero: taken in as a draft, to be priced before it is sold"
    return [Refusal(row.line, row.external_id, "price", reason, note_only=True)]


def images_of(products: Iterable[Product]) -> dict[int, list[ProductImage]]:
    images: dict[int, list[ProductImage]] = defaultdict(list)
    for image in ProductImage.objects.filter(product__in=list(products)).order_by("position", "pk"):
        images[image.product_id].append(image)
    return images


def count(chunk: Chunk, created: set[int], touched: set[int]) -> Written:
    news = touched | {product.pk for product in chunk.changed.values()}
    updated = len(news - created)
    unchanged = len(chunk.pairs) - len(created) - updated
    return Written(len(created), updated, unchanged, chunk.refusals)


def announce(products: int) -> None:
    """Tell whoever listens, once the rows can be seen."""
    if products:
        transaction.on_commit(lambda: products_imported.send(sender=Writer, products=products))


def refused_by_database(row: Row, error: Exception) -> Refusal:
    reason = str(error).splitlines()[0]
    return Refusal(row.line, row.external_id, "row", f"the database refuses it: {reason}")
