"""Stock that is changed in every way at once, from eight connections: the read model keeps up."""

from __future__ import annotations

import random
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from catalog.models import Product, Status, Variant
from catalog.models.reservation import Reservation
from catalog.models.stock import MovementReason
from recommender.models import ProductEmbedding
from recommender.product_search import differences
from tests.factories import make_product

CONNECTIONS = 8

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]


def test_random_changes_end_as_a_rebuild_would(encoder_version, full, counts):
    """In many short storms: a later change of a product mends what an earlier one left wrong."""
    storms, changes = (100, 104) if full else (5, 80)
    products = [
        make_product(f"Dress {n}", stock={"S": 1, "M": 0, "L": n % 2}, vector=[1, n, 0])
        for n in range(4)
    ]
    variants = list(Variant.objects.filter(product__in=products).values_list("pk", flat=True))
    done: list[str] = []
    for number in range(storms):
        storm(number, changes, variants, products, done)
        assert differences() == [], f"storm {number}"
    kinds = ", ".join(f"{done.count(kind)} {kind}" for kind in sorted(set(done)))
    counts(f"{len(done)} changes in {storms} storms ({kinds}): no row differs from a rebuild")
    assert len(done) >= storms * (changes - CONNECTIONS)


def storm(
    number: int, changes: int, variants: list[int], products: list[Product], done: list[str]
) -> None:
    errors: list[Exception] = []
    workers = [
        threading.Thread(
            target=change_at_random,
            args=(8 * number + seed, changes // CONNECTIONS, variants, products, errors, done),
        )
        for seed in range(CONNECTIONS)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []


def change_at_random(
    seed: int, changes: int, variants: list[int], products: list[Product], errors: list, done: list
) -> None:
    chance = random.Random(seed)
    kinds = [moved, sold, held, counted, by_sql, taken_off, seen_anew]
    try:
        for _ in range(changes):
            kind = chance.choice(kinds)
            kind(chance, variants, products)
            done.append(kind.__name__)
    except Exception as error:
        errors.append(error)
    finally:
        connection.close()


def moved(chance: random.Random, variants: list[int], products: list[Product]) -> None:
    """As the admin does it."""
    Variant.objects.get(pk=chance.choice(variants)).move(1, MovementReason.RECEIVED)


def sold(chance: random.Random, variants: list[int], products: list[Product]) -> None:
    Variant.objects.get(pk=chance.choice(variants)).take(1)


def held(chance: random.Random, variants: list[int], products: list[Product]) -> None:
    shelf = Variant.objects.get(pk=chance.choice(variants))
    holder = f"bag {chance.randrange(5)}"
    if chance.random() < 0.5:
        Reservation.objects.hold(shelf, 1, holder, now() + timedelta(minutes=5))
    else:
        Reservation.objects.of(holder).filter(variant=shelf).release()


def counted(chance: random.Random, variants: list[int], products: list[Product]) -> None:
    """Several at once, locked in one order: so two of these never wait in a circle."""
    some = chance.sample(variants, 3)
    with transaction.atomic():
        rows = list(Variant.objects.filter(pk__in=some).locked_in_order())
        for row in rows:
            row.on_hand = row.reserved + chance.randrange(2)
        Variant.objects.bulk_update(rows, ["on_hand"])


def by_sql(chance: random.Random, variants: list[int], products: list[Product]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_variant SET on_hand = reserved + 1 - least(on_hand - reserved, 1)"
            " WHERE id = %s AND on_hand >= reserved",
            [chance.choice(variants)],
        )


def taken_off(chance: random.Random, variants: list[int], products: list[Product]) -> None:
    """A merchandiser takes a product off the shop or puts it back, at another price."""
    Product.objects.filter(pk=chance.choice(products).pk).update(
        status=chance.choice([Status.ACTIVE, Status.DRAFT]), price=chance.randrange(1, 99)
    )


def seen_anew(chance: random.Random, variants: list[int], products: list[Product]) -> None:
    """A new photo's vector arrives."""
    rows = ProductEmbedding.objects.filter(product=chance.choice(products))
    rows.update(vector=[1, chance.random(), 0])
