"""The read model: what each change of the catalogue does to it, and that nothing gets past it."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.timezone import now

from catalog.models import Product, ProductType, Section, Status, Variant
from catalog.models.reservation import Reservation
from catalog.models.stock import MovementReason
from recommender.models import EncoderVersion, ProductEmbedding, ProductSearch
from recommender.product_search import differences
from tests.factories import give_vector, make_many_alike, make_product

pytestmark = pytest.mark.django_db


def caught_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS product_search_current IMMEDIATE")


def row_of(product: Product) -> ProductSearch:
    caught_up()
    return ProductSearch.objects.get(product_id=product.pk)


@pytest.fixture
def dress(encoder_version) -> Product:
    return make_product("Linnea dress", stock={"S": 2, "M": 0}, vector=[1, 0, 0])


def sizes_in_stock(product: Product) -> set[str]:
    bits = str(row_of(product).size_bits)
    return {v.size.label for v in product.variants.all() if bits[v.size_id : v.size_id + 1] == "1"}


def test_a_row_says_what_a_search_needs(dress):
    row = row_of(dress)
    assert row.product_type_id == dress.product_type_id
    assert (row.section, row.gender, row.colour) == ("clothing", dress.gender, dress.colour)
    assert row.price_cents == int(dress.price * 100)
    assert row.in_stock
    assert sizes_in_stock(dress) == {"S"}


def test_stock_that_comes_and_goes(dress):
    small, medium = dress.variants.order_by("size__rank")
    medium.move(1, MovementReason.RECEIVED)
    assert sizes_in_stock(dress) == {"S", "M"}
    Variant.objects.filter(pk=small.pk).update(on_hand=0)
    assert sizes_in_stock(dress) == {"M"}
    medium.take(1)
    assert sizes_in_stock(dress) == set()
    assert not row_of(dress).in_stock


def test_what_another_shopper_holds_is_not_in_stock(dress):
    small = dress.variants.get(size__label="S")
    assert Reservation.objects.hold(small, 2, "another bag", now() + timedelta(minutes=5))
    assert not row_of(dress).in_stock


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DISCONTINUED])
def test_only_active_products_have_a_row(dress, status):
    Product.objects.filter(pk=dress.pk).update(status=status)
    caught_up()
    assert not ProductSearch.objects.exists()
    Product.objects.filter(pk=dress.pk).update(status=Status.ACTIVE)
    assert row_of(dress).in_stock


def test_price_colour_type_and_section(dress):
    coats = ProductType.objects.create(
        name="Coats",
        slug="coats",
        section=Section.CLOTHING,
        size_scale=dress.product_type.size_scale,
    )
    Product.objects.filter(pk=dress.pk).update(
        price=Decimal("19.99"), colour="Teal", product_type=coats
    )
    row = row_of(dress)
    assert (row.price_cents, row.colour, row.product_type_id) == (1999, "Teal", coats.pk)
    ProductType.objects.filter(pk=coats.pk).update(section=Section.OTHER)
    assert row_of(dress).section == "other"


def test_a_new_vector_replaces_the_old_one(dress):
    ProductEmbedding.objects.filter(product=dress).update(vector=[0, 1, 0])
    assert row_of(dress).e == [0, 1, 0]
    ProductEmbedding.objects.filter(product=dress).update(state="waiting", vector=None)
    caught_up()
    assert not ProductSearch.objects.exists()


def test_a_deleted_product_leaves_nothing(dress):
    dress.delete()
    caught_up()
    assert not ProductSearch.objects.exists()


def test_two_encoders_side_by_side(dress):
    other = EncoderVersion.objects.create(version="two@1", name="two", dimension=2)
    ProductEmbedding.objects.filter(product=dress, encoder=other).update(
        vector=[0, 1], state="embedded"
    )
    caught_up()
    assert ProductSearch.objects.filter(product_id=dress.pk).count() == 2
    other.delete()
    assert row_of(dress)


@pytest.mark.parametrize(
    "table",
    [
        "catalog_variant",
        "catalog_productimage",
        "recommender_productembedding",
        "catalog_product",
    ],
)
def test_a_table_that_is_emptied_at_once(dress, table):
    dress.images.create(digest="red", width=3, height=4, colours=[{"base": "Red"}])
    Product.objects.update(colour="")
    assert row_of(dress).colour == "Red"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {table} CASCADE")
    assert differences() == []


def test_many_changes_of_a_transaction_are_caught_up_together(dress):
    """As many looks at what it touched as rows would make a reduction of all prices last hours."""
    coats = make_many_alike(30)
    for coat in coats:
        give_vector(coat, [0, 1, 0])
    caught_up()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS product_search_current DEFERRED")
        before = looks_at_what_was_touched()
        Product.objects.update(price=Decimal("9.99"))
        Product.objects.update(price=Decimal("8.99"))
        caught_up()
        assert looks_at_what_was_touched() == before + 1
    assert set(ProductSearch.objects.values_list("price_cents", flat=True)) == {899}


def looks_at_what_was_touched() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_scan + idx_scan FROM pg_stat_xact_user_tables"
            " WHERE relname = 'product_search_stale'"
        )
        return cursor.fetchone()[0]


def test_what_is_taken_back_is_caught_up_with(dress):
    """A savepoint that was caught up with what came before it, and given up."""
    caught_up()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS product_search_current DEFERRED")
        Product.objects.update(price=Decimal("9.99"))
        with transaction.atomic():
            Product.objects.update(price=Decimal("8.99"))
            assert row_of(dress).price_cents == 899
            transaction.set_rollback(True)
        assert row_of(dress).price_cents == 999
        Product.objects.update(price=Decimal("7.99"))
        assert row_of(dress).price_cents == 799


@pytest.mark.parametrize("option", [[], ["--concurrently"]])
@pytest.mark.django_db(transaction=True)
def test_a_rebuild_mends_what_was_broken(dress, option):
    ProductSearch.objects.update(in_stock=False)
    ghost = ProductSearch.objects.get()
    ghost.product_id = dress.pk + 1
    ghost.save(force_insert=True)
    assert len(differences()) == 2
    call_command("rebuild_search", *option)
    assert differences() == []
    assert ProductSearch.objects.get().in_stock


@pytest.mark.django_db(transaction=True)
def test_two_sizes_of_a_product_that_come_back_at_once(dress):
    """The later transaction sees what the earlier did, though it began before its end."""
    dress.variants.update(on_hand=0)
    small, medium = dress.variants.order_by("size__rank")

    def bring_back_medium() -> None:
        medium.move(1, MovementReason.RECEIVED)
        connection.close()

    with transaction.atomic():
        small.move(1, MovementReason.RECEIVED)
        caught_up()
        other = threading.Thread(target=bring_back_medium)
        other.start()
        other.join(0.5)
        assert other.is_alive()  # it waits for our end
    other.join(10)
    assert sizes_in_stock(dress) == {"S", "M"}
    assert differences() == []
