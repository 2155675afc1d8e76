"""Substitutes filtered inside the query, against fetching 500 neighbours and filtering in Python.

The second is what one writes first: ask for the nearest, then drop what is sold out. It reads and
ships rows nobody sees, and comes back short when few of the neighbours are in stock. Both run on
2,000 made-up products with 256 numbers each, in a database of their own that is dropped after.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from recommender.search import QueryVector

PRODUCTS, DIMENSION, QUERIES, K = 2000, 256, 100, 8


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as home:
        os.environ["UNDERSTUDY_HOME"] = home
        from shop.surroundings import surroundings

        with surroundings(["manage.py", "bench"], os.environ):
            compare()


def compare() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    stock()
    inside, inside_short = timed(filtered_inside)
    after, after_short = timed(filtered_after)
    print(f"filter in the query   {inside:6.2f} ms median, {inside_short} of {QUERIES} short")
    print(f"filter in Python      {after:6.2f} ms median, {after_short} of {QUERIES} short")
    print(f"ratio                 {inside / after:6.2f}")
    connection.close()


def stock() -> None:
    """Products of one type; one in twenty has the size on hand."""
    from catalog.models import Product, ProductType, SizeScale, Status, Variant
    from recommender.models import EncoderVersion, ProductEmbedding

    scale = SizeScale.objects.create(name="alpha", title="Letters")
    kind = ProductType.objects.create(
        name="Dress", slug="dress", section="clothing", size_scale=scale
    )
    facts = {"product_type": kind, "gender": "Women", "price": 50, "status": Status.ACTIVE}
    products = Product.objects.bulk_create(
        Product(external_id=str(n), slug=str(n), title=f"Dress {n}", **facts)
        for n in range(PRODUCTS)
    )
    size = scale.size("M")
    Variant.objects.bulk_create(
        Variant(product=product, size=size, sku=str(n), on_hand=int(n % 20 == 0))
        for n, product in enumerate(products)
    )
    encoder = EncoderVersion.objects.create(version="bench", name="bench", is_active=True)
    rows = np.random.default_rng(7).normal(size=(PRODUCTS, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    embeddings = {e.product_id: e for e in encoder.embeddings.all()}
    for product, vector in zip(products, rows, strict=True):
        embeddings[product.pk].vector, embeddings[product.pk].state = vector, "embedded"
    ProductEmbedding.objects.bulk_update(embeddings.values(), ["vector", "state"], 500)


def timed(search: Callable) -> tuple[float, int]:
    from catalog.models import Product
    from recommender.search import vector_of

    queries = [vector_of(product) for product in Product.objects.all()[:QUERIES]]
    milliseconds, short = [], 0
    for query in queries:
        started = time.perf_counter()
        short += len(search(query)) < K
        milliseconds.append((time.perf_counter() - started) * 1000)
    return statistics.median(milliseconds), short


def filtered_inside(query: QueryVector) -> list[int]:
    from catalog.models import Size
    from recommender.search import Where, nearest

    where = Where(sizes=(Size.objects.get().pk,))
    return [neighbour.product_id for neighbour in nearest(query, where, K)]


def filtered_after(query: QueryVector) -> list[int]:
    from catalog.models import Variant
    from recommender.search import Where, nearest

    found = [n.product_id for n in nearest(query, Where(in_stock=False), 500)]
    there = set(
        Variant.objects.in_stock()
        .in_size("M")
        .filter(product__in=found)
        .values_list("product_id", flat=True)
    )
    return [product for product in found if product in there][:K]


if __name__ == "__main__":
    main()
