"""The Fashion Product Images layout: its table, its pictures, its simulated stock."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction

from catalog.importing.brands import Brands
from catalog.models import Product, ProductImage, StockMovement, Variant
from tests.catalog.imports import KAGGLE_HEADER, kaggle_row, photo, run_import, table, zipped
from tests.conftest import open_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def styles(tmp_path):
    """Writes a styles.csv of these rows."""
    return lambda *rows: table(tmp_path / "styles.csv", KAGGLE_HEADER, rows)


def test_a_row_becomes_a_product_with_its_photo(styles, tmp_path):
    pictures = zipped(tmp_path / "pictures.zip", {"images/101.jpg": photo("red")})
    outcome = run_import(styles(kaggle_row("101")), "--images", str(pictures))

    assert (outcome.status, outcome.counts["created"], outcome.report) == (0, 1, [])
    dress = Product.objects.get(external_id="101")
    assert dress.title == "Fjellro Women Linnea Red Dress"
    assert (dress.brand.name, dress.product_type.name) == ("Fjellro", "Dresses")
    assert (dress.product_type.section, dress.product_type.family) == ("clothing", "Dress")
    assert (dress.gender, dress.colour, dress.season) == ("Women", "Red", "Summer")
    assert (dress.year, dress.usage, dress.status) == (2012, "Casual", "active")
    assert (dress.cover.width, dress.cover.height) == (60, 80)
    assert dress.cover.image.storage.exists(dress.cover.image.name)


def test_commas_nobody_quoted_belong_to_the_name(styles):
    run_import(styles(kaggle_row("7", "Marrow Women Dress, Slim, Red")))
    assert Product.objects.get().title == "Marrow Women Dress, Slim, Red"


def test_without_simulation_the_sizes_are_there_and_sold_out(styles):
    run_import(styles(kaggle_row("1")))
    sizes = Variant.objects.order_by("size__rank").values_list("size__label", "on_hand")
    assert list(sizes) == [("XS", 0), ("S", 0), ("M", 0), ("L", 0), ("XL", 0)]
    assert not StockMovement.objects.exists()


@pytest.mark.parametrize(
    ("gender", "article", "sizes"),
    [
        ("Men", "Jeans", ["28", "30", "32", "34", "36", "38"]),
        ("Women", "Heels", ["36", "37", "38", "39", "40", "41"]),
        ("Girls", "Tshirts", ["2-3Y", "4-5Y", "6-7Y", "8-9Y", "10-11Y", "12-13Y"]),
        ("Unisex", "Backpacks", ["One size"]),
    ],
)
def test_a_garment_comes_in_the_sizes_of_its_type(styles, gender, article, sizes):
    run_import(styles(f"1,{gender},Apparel,Any,{article},Red,Summer,2012,Casual,A thing"))
    assert [variant.size.label for variant in Product.objects.get().variants.all()] == sizes


def test_about_three_sizes_in_ten_are_sold_out_by_the_draw(styles):
    run_import(styles(*(kaggle_row(str(n)) for n in range(200))), "--simulate-stock", "7")
    sold_out = Variant.objects.sold_out().count() / Variant.objects.count()
    assert 0.25 < sold_out < 0.35
    assert set(Variant.objects.values_list("on_hand", flat=True)) == set(range(13))


def test_the_draw_hangs_on_seed_and_id_and_not_on_the_order(styles):
    draws = []
    for seed, rows in (("7", ["1"]), ("7", ["2", "1"]), ("8", ["1"])):
        point = transaction.savepoint()
        run_import(styles(*map(kaggle_row, rows)), "--simulate-stock", seed)
        draws.append(drawn("1"))
        transaction.savepoint_rollback(point)
    assert draws[0] == draws[1] != draws[2]


def drawn(external_id: str) -> tuple[Decimal, list[int]]:
    product = Product.objects.get(external_id=external_id)
    return product.price, [variant.on_hand for variant in product.variants.all()]


def test_simulated_stock_leaves_alone_what_was_sold_since(styles):
    source = styles(kaggle_row("1"))
    run_import(source, "--simulate-stock", "7")
    variant = Variant.objects.in_stock().first()
    assert variant.take(1)
    before = list(Variant.objects.values_list("pk", "on_hand"))

    for seed in ("7", "8"):
        assert run_import(source, "--simulate-stock", seed).counts["unchanged"] == 1
    assert list(Variant.objects.values_list("pk", "on_hand")) == before


def test_simulated_stock_fills_a_shop_that_was_imported_without(styles):
    source = styles(kaggle_row("1"))
    run_import(source)
    assert run_import(source, "--simulate-stock", "7").counts["updated"] == 1
    assert Variant.objects.in_stock().exists()
    assert set(StockMovement.objects.values_list("reason", flat=True)) == {"opening"}


def test_limit_reads_that_many_rows(styles):
    source = styles(*(kaggle_row(str(number)) for number in range(10)))
    assert run_import(source, "--limit", "3").counts["read"] == 3
    assert Product.objects.count() == 3


def test_brands_are_the_words_before_the_word_for_whom():
    names = [
        "Peter England Men Party Blue Jeans",
        "FILA Men's Black Shoe",
        "Fila Women Grey Shoe",
        "Fila Men Blue Shoe",
        "Kiara Black Women Bag",
        "Menswear Co Unisex Hat",
    ]
    brands = Brands(names)
    found = [brands.brand_of(name) for name in names]
    assert found == ["Peter England", "Fila", "Fila", "Fila", "Kiara", "Menswear Co"]
    assert brands.brand_of("Fila Speed Boat Casual Shoe") == "Fila"
    assert brands.brand_of("Speed Boat Casual Shoe") == ""


@pytest.mark.slow
def test_three_hundred_real_products_come_in_whole_and_stay_as_they_are():
    folder = open_data("fashion-products")
    arguments = ["--images", str(folder / "images-224.zip"), "--simulate-stock", "7"]
    source = folder / "styles-224.csv"
    first = run_import(source, "--limit", "300", *arguments)
    assert (first.status, first.counts["created"]) == (0, 300)
    assert ProductImage.objects.count() == 300
    again = run_import(source, "--limit", "300", *arguments)
    assert (again.status, again.counts["unchanged"]) == (0, 300)
