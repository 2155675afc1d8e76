"""A made-up assortment of any size: types with styles, sizes in and out of stock, photos, vectors.

Written the way an import writes: in bulk, in transactions of some thousands, with every trigger of
the shop at work. The photos are rows without files.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.utils.timezone import now
from pgvector import Vector
from pgvector.psycopg import register_vector

from catalog.models import Brand, Product, ProductImage, ProductType, SizeScale, Variant
from catalog.models.words import OF_ALL
from recommender.models import EncoderVersion

BATCH = 2_500
TYPES, STYLES, BRANDS = 40, 60, 200
IN_STOCK = 0.7  # of all sizes
COLOURS = ("Black", "White", "Navy Blue", "Red", "Green", "Beige", "Grey", "Pink", "Brown", "Teal")
GENDERS = ("Women", "Women", "Men", "Men", "Girls", "Boys", "Unisex")
SEASONS = ("Summer", "Winter", "Fall", "Spring")
SCALES = {
    "bench-letters": ("XS", "S", "M", "L", "XL"),
    "bench-shoes": ("37", "38", "39", "40", "41"),
    "bench-one": ("One size",),
}
FAMILIES = (
    ("clothing", "Topwear", "bench-letters"),
    ("clothing", "Bottomwear", "bench-letters"),
    ("clothing", "Dress", "bench-letters"),
    ("shoes", "Shoes", "bench-shoes"),
    ("accessories", "Bags", "bench-one"),
)
WORDS = (
    "linen",
    "wool",
    "pleated",
    "quilted",
    "striped",
    "soft",
    "slim",
    "loose",
    "long",
    "cropped",
)


class Assortment:
    """Seeded: the same rows every time. `encoder` decides how long the vectors are."""

    def __init__(self, encoder: EncoderVersion, seed: int = 4) -> None:
        self.encoder, self.chance = encoder, np.random.default_rng(seed)
        self.kinds = [kind(number) for number in range(TYPES)]
        self.sizes = {scale.pk: list(scale.sizes.all()) for scale in scales()}
        self.brands = brands()
        self.popular = self.shares()
        self.types = self.directions(TYPES)
        self.styles = self.directions(TYPES, STYLES)
        self.colours = self.directions(len(COLOURS))

    def shares(self) -> np.ndarray:
        """A shop has a few large types and many small ones."""
        weights = 1 / np.arange(2, TYPES + 2)
        return weights / weights.sum()

    def directions(self, *shape: int) -> np.ndarray:
        rows = self.chance.normal(size=(*shape, self.encoder.dimension or 256))
        return rows / np.linalg.norm(rows, axis=-1, keepdims=True)

    def write(self, rows: int, report: Callable[[int], object] = lambda done: None) -> None:
        for start in range(0, rows, BATCH):
            with triggers_at_rest():
                self.write_some(range(start, min(start + BATCH, rows)))
            report(min(start + BATCH, rows))

    def write_some(self, numbers: Sequence[int]) -> None:
        chosen = self.chance.choice(TYPES, size=len(numbers), p=self.popular)
        products = Product.objects.bulk_create(
            self.product(number, self.kinds[k]) for number, k in zip(numbers, chosen, strict=True)
        )
        ProductImage.objects.bulk_create(self.photo(product) for product in products)
        Variant.objects.bulk_create(itertools.chain.from_iterable(map(self.variants, products)))
        note_words([product.pk for product in products])
        open_ledger([product.pk for product in products])
        colours = np.array([COLOURS.index(product.colour) for product in products])
        store(self.encoder, products, self.vectors(chosen, colours))

    def product(self, number: int, kind: ProductType) -> Product:
        colour, word = self.one(COLOURS), self.one(WORDS)
        return Product(
            external_id=f"bench-{number}",
            slug=f"bench-{number}",
            title=f"{word.capitalize()} {colour.lower()} {kind.name.lower()} {number}",
            description=f"A {word} piece for every day.",
            brand=self.one(self.brands),
            product_type=kind,
            style_code=f"BENCH-{number // 3}",
            gender=self.one(GENDERS),
            colour=colour,
            season=self.one(SEASONS),
            year=int(self.chance.integers(2019, 2027)),
            usage="Casual",
            price=Decimal(int(self.chance.integers(10, 400))),
            status="active",
        )

    def photo(self, product: Product) -> ProductImage:
        return ProductImage(
            product=product,
            image=f"products/be/{product.external_id}.jpg",
            width=1000,
            height=1500,
            digest=product.external_id,
            alt_text=product.title,
            colours=[
                {
                    "lab": [float(10 * COLOURS.index(product.colour)), 20.0, -10.0],
                    "share": 0.9,
                    "name": product.colour.lower(),
                    "base": product.colour,
                }
            ],
        )

    def variants(self, product: Product) -> Iterator[Variant]:
        for size in self.sizes[product.product_type.size_scale_id]:
            there = self.chance.random() < IN_STOCK
            pieces = int(self.chance.integers(1, 16)) if there else 0
            sku = f"{product.external_id}-{size.label}"
            yield Variant(product=product, size=size, sku=sku, on_hand=pieces)

    def vectors(self, kinds: np.ndarray, colours: np.ndarray) -> np.ndarray:
        """(n, d) float32 with cosines like the shipped encoder's: of one type and colour about .7,
        of one style .85, of one type in another colour .5."""
        styles = self.styles[kinds, self.chance.integers(STYLES, size=len(kinds))]
        rows = 0.68 * self.types[kinds] + 0.5 * self.colours[colours]
        rows += 0.35 * styles + 0.4 * self.directions(len(kinds))
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def one(self, several: Sequence[Any]) -> Any:
        return several[int(self.chance.integers(len(several)))]


def kind(number: int) -> ProductType:
    section, family, scale = FAMILIES[number % len(FAMILIES)]
    facts = {
        "slug": f"bench-kind-{number}",
        "section": section,
        "family": family,
        "size_scale": SizeScale.objects.get_or_create(name=scale, defaults={"title": scale})[0],
    }
    return ProductType.objects.get_or_create(name=f"{family} kind {number}", defaults=facts)[0]


def scales() -> list[SizeScale]:
    for name, labels in SCALES.items():
        scale = SizeScale.objects.get(name=name)
        for label in labels:
            scale.size(label)
    return list(SizeScale.objects.filter(name__in=SCALES).prefetch_related("sizes"))


def brands() -> list[Brand]:
    rows = [Brand(name=f"Brand {number}", slug=f"bench-{number}") for number in range(BRANDS)]
    Brand.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Brand.objects.filter(slug__startswith="bench-"))


@contextmanager
def triggers_at_rest() -> Iterator[None]:
    """For this transaction and this connection alone: what triggers write, `write_some` writes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield


def note_words(products: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO catalog_productwords (product_id, document)"
            f" SELECT p.id, {OF_ALL} FROM catalog_product p WHERE p.id = ANY(%s)",
            [list(products)],
        )


def open_ledger(products: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog_stockmovement (variant_id, change, reason, note, at)"
            " SELECT id, on_hand, 'opening', '', now() FROM catalog_variant"
            " WHERE product_id = ANY(%s) AND on_hand > 0",
            [list(products)],
        )


COLUMNS = (
    "product_id, encoder_id, state, vector, wanted_digest, photo_digest, attempts,"
    " next_attempt_at, error, embedded_at"
)


def store(encoder: EncoderVersion, products: Sequence[Product], vectors: np.ndarray) -> None:
    register_vector(connection.connection)  # before the cursor, which takes what it knows from it
    moment = now()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY recommender_productembedding ({COLUMNS}) FROM STDIN") as copy,
    ):
        for product, vector in zip(products, vectors, strict=True):
            digest = product.external_id
            facts = (product.pk, encoder.pk, "embedded", Vector(vector), digest, digest)
            copy.write_row((*facts, 0, moment, "", moment))
