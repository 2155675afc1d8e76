"""A merchandiser in a shop too large to be counted or read through."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from catalog import paging
from catalog.admin.finding import find
from catalog.models import Brand, Product
from tests.catalog.admin_pages import PRODUCTS, titles
from tests.factories import make_many_alike, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def four_products(monkeypatch) -> None:
    """Which this shop takes for more than it counts."""
    monkeypatch.setattr(paging, "MOST", 2)
    for name in ("First", "Second", "Third", "Fourth"):
        make_product(name, stock={"M": 1})


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lin", {"Linen T-shirt", "Shirt"}),
        ("LINEN shirt", {"Linen T-shirt"}),
        ("t-shirt", {"Linen T-shirt"}),
        ("navy havn", {"Linen T-shirt"}),
        ("navy fjell", set()),
        ("linen-9", {"Shirt"}),
        ("LINEN-9-m", {"Shirt"}),
        ("LINEN-9-M", {"Shirt"}),
        ("en", set()),
        ("blåbær", {"Blåbær"}),
        ("'; -- & ! :* \\ (", set()),
        ("'linen' | !shirt", {"Linen T-shirt"}),
        ("  ", {"Linen T-shirt", "Shirt", "Blåbær"}),
    ],
)
def test_words_are_found_by_their_beginnings_and_ids_too(admin_client, typed, found):
    make_product("Linen T-shirt", "T-shirt", colour="Navy Blue", brand="Havn")
    make_product("Shirt", "Shirt", external_id="LINEN-9")
    make_product("Blåbær", "Tote bag", stock={"One size": 1}, external_id="100%")
    page = admin_client.get(PRODUCTS, {"q": typed})
    assert titles(page) == found


def test_finding_reads_indexes_alone():
    make_many_alike(4_000)
    make_product("Linen shirt")
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('words_of_products')")  # as VACUUM does
        cursor.execute("ANALYZE catalog_product, catalog_variant, catalog_productwords")
    plan = find(Product.objects.all(), "linen").explain()
    assert "words_of_products" in plan
    assert plan.count("Index Cond") >= 3
    assert "Seq Scan" not in plan


def test_the_list_says_that_there_are_more_than_it_counts(admin_client, four_products):
    make_product("First again")
    make_product("First for the third time")
    page = admin_client.get(PRODUCTS).content.decode()
    assert "More than 2 products" in page
    assert 'class="question' not in page  # whether all of them are meant
    found = admin_client.get(f"{PRODUCTS}?q=first").content.decode()
    assert "More than 2 results" in " ".join(found.split())


def test_what_is_counted_is_told_and_can_be_chosen_all_at_once(
    admin_client, four_products, monkeypatch
):
    monkeypatch.setattr(paging, "MOST", 4)
    monkeypatch.setattr("catalog.admin.products.ProductAdmin.list_per_page", 3)
    page = admin_client.get(PRODUCTS).content.decode()
    assert "4 products" in page
    assert "More than" not in page
    assert "Select all 4 products" in page


def test_the_newest_stand_first(admin_client, four_products):
    shown = [product.title for product in admin_client.get(PRODUCTS).context["cl"].result_list]
    assert shown == ["Fourth", "Third", "Second", "First"][: len(shown)]


def test_brands_and_types_say_how_many_products_they_have(admin_client, four_products):
    make_product("Bag", "Tote bag", brand="Havn", stock={"One size": 1})
    Brand.objects.create(name="Nobody's", slug="nobodys")
    brands = admin_client.get(reverse("admin:catalog_brand_changelist")).context["cl"].result_list
    assert {b.name: b.product_count for b in brands} == {"Fjellro": 4, "Havn": 1, "Nobody's": 0}
    types = admin_client.get(reverse("admin:catalog_producttype_changelist") + "?q=dress")
    assert [t.product_count for t in types.context["cl"].result_list] == [4]


def test_movements_are_listed_as_they_were_written_and_counted_so_far(admin_client, four_products):
    page = admin_client.get(reverse("admin:catalog_stockmovement_changelist"))
    shown = [movement.variant.product.title for movement in page.context["cl"].result_list]
    assert shown == ["Fourth", "Third", "Second", "First"]
    assert "More than 2 results" in " ".join(page.content.decode().split())
