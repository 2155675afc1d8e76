"""The shop's own CSV layout: every column, and stock as a count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.models import Product, StockMovement, Variant
from tests.catalog.imports import COLUMNS_HEADER, photo, run_import, table

pytestmark = pytest.mark.django_db

EVERY_COLUMN = (
    "id,title,type,gender,price,currency,description,brand,style_code,colour,season,year,usage,"
    "status,section,family,size_scale,stock,photos,alt_text"
)


@pytest.fixture
def goods(tmp_path):
    """Writes a goods.csv of these rows under that header."""
    return lambda *rows, header=COLUMNS_HEADER: table(tmp_path / "goods.csv", header, rows)


def stock() -> dict[str, int]:
    return dict(Variant.objects.values_list("size__label", "on_hand"))


def test_every_column_finds_its_field(goods, tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "front.JPG").write_bytes(photo("red"))
    (tmp_path / "images" / "back.jpg").write_bytes(photo("blue"))
    outcome = run_import(
        goods(
            'P-1,Linnea wrap dress,Wrap dresses,women,"59,90",EUR,"Wraps.\nTies.",Fjellro,LIN,Red,'
            "Autumn,2026,Casual,draft,clothing,Dress,alpha,M:2|S:0,front.JPG|back.jpg,A red dress",
            header=EVERY_COLUMN,
        )
    )
    assert outcome.status == 0, outcome.report
    dress = Product.objects.get()
    facts = (dress.external_id, dress.title, dress.description, dress.brand.name, dress.style_code)
    assert facts == ("P-1", "Linnea wrap dress", "Wraps.\nTies.", "Fjellro", "LIN")
    facts = (dress.gender, dress.colour, dress.season, dress.year, dress.usage, dress.status)
    assert facts == ("Women", "Red", "Fall", 2026, "Casual", "draft")
    assert (dress.price, dress.currency) == (Decimal("59.90"), "EUR")
    kind = dress.product_type
    assert (kind.section, kind.family, kind.size_scale.name) == ("clothing", "Dress", "alpha")
    assert stock() == {"S": 0, "M": 2}
    assert [image.alt_text for image in dress.images.all()] == ["A red dress"] * 2


def test_a_count_that_differs_is_a_line_of_the_ledger(goods):
    run_import(goods("1,Dress,Dresses,Women,20,S:3|M:4"))
    assert Variant.objects.get(size__label="S").take(1)

    outcome = run_import(goods("1,Dress,Dresses,Women,20,S:2|M:0|L:5"))

    assert outcome.counts["updated"] == 1
    assert stock() == {"S": 2, "M": 0, "L": 5}
    imported = StockMovement.objects.filter(reason="imported")
    assert list(imported.values_list("variant__size__label", "change")) == [("M", -4)]
    assert "goods.csv" in imported.get().note


def test_sizes_a_count_does_not_name_stay_as_they_are(goods):
    run_import(goods("1,Dress,Dresses,Women,20,S:3|M:4"))
    run_import(goods("1,Dress,Dresses,Women,20,M:1"))
    assert stock() == {"S": 3, "M": 1}


def test_without_a_stock_column_the_usual_sizes_are_there_and_sold_out(goods):
    run_import(goods("1,Dress,Dresses,Women,20", header="id,title,type,gender,price"))
    assert stock() == dict.fromkeys(["XS", "S", "M", "L", "XL"], 0)


def test_a_column_that_is_not_there_leaves_what_the_shop_has(goods):
    run_import(goods("1,Dress,Dresses,Women,20,S:1"))
    Product.objects.update(description="By hand", status="discontinued", colour="Red")
    run_import(goods("1,Better dress,Dresses,Women,25,S:1"))
    product = Product.objects.get()
    assert (product.title, product.price) == ("Better dress", 25)
    assert (product.description, product.status) == ("By hand", "discontinued")
    assert product.history.first().history_change_reason == "Import of goods.csv"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Dress,Dresses,Women,20,S:1", "id: is missing"),
        ("1,,Dresses,Women,20,S:1", "title: is missing"),
        ("1,Dress,,Women,20,S:1", "type: is missing"),
        ("1,Dress,Dresses,Cats,20,S:1", "gender: 'cats' is none of"),
        ("1,Dress,Dresses,Women,NaN,S:1", "price: 'NaN' is no price"),
        ("1,Dress,Dresses,Women,-5,S:1", "price: '-5' is no price"),
        ("1,Dress,Dresses,Women,1.999,S:1", "price: '1.999' is no price"),
        ("1,Dress,Dresses,Women,,S:1", "price: is missing"),
        ("1,Dress,Dresses,Women,20,S:-1", "stock: 'S:-1' is no size and count"),
        ("1,Dress,Dresses,Women,20,S:1|S:2", "stock: names size S twice"),
        ("1,Dress,Dresses,Women,20,S", "stock: "),
        ("1,Dress,Dresses,Women,20", "row: 5 cells, 6 columns"),
        ("1,Dress,Dresses,Women,20,S:1,more", "row: 7 cells, 6 columns"),
        ("1," + "x" * 256 + ",Dresses,Women,20,S:1", "title: 256 characters, 255 at most"),
        ("1," + "x" * 10_001 + ",Dresses,Women,20,S:1", "row: a cell of more than 10,000"),
        ("a/b,Dress,Dresses,Women,20,S:1", "id: may hold"),
    ],
)
def test_a_bad_row_is_refused_by_line_and_reason_and_the_good_ones_come_in(goods, row, reason):
    outcome = run_import(goods("8,Dress,Dresses,Women,20,S:1", row, "9,Dress,Dresses,Men,20,S:1"))
    assert (outcome.status, outcome.counts["created"], outcome.lines()) == (2, 2, [3])
    assert outcome.reason(3).casefold().startswith(reason.casefold())


def test_a_price_of_zero_makes_a_draft_that_cannot_be_sold_for_nothing(goods):
    outcome = run_import(goods("1,Dress,Dresses,Women,0,S:1"))
    assert (outcome.status, outcome.lines("note")) == (0, [2])
    assert Product.objects.get().status == "draft"

    Product.objects.update(price=30, status="active")
    outcome = run_import(goods("1,Dress,Dresses,Women,0,S:1"))
    assert (outcome.status, outcome.reason(2)) == (2, "price: is zero, and the product is on sale")
    assert Product.objects.get().price == 30


def test_a_product_cannot_move_to_a_type_of_other_sizes(goods):
    run_import(goods("1,Dress,Dresses,Women,20,S:1"))
    outcome = run_import(goods("1,Shoe,Heels,Women,20,38:1"))
    assert outcome.status == 2
    assert "measured in other sizes" in outcome.reason(2)
    assert Product.objects.get().title == "Dress"


def test_two_ids_that_make_one_slug_or_sku_are_told_apart(goods):
    outcome = run_import(
        goods(
            "b-c,A,Dresses,Women,20,M:1",
            "c,A b,Dresses,Women,20,M:1",
            "x-S,One,Dresses,Women,20,M:1",
            "x,Two,Dresses,Women,20,S-M:1",
            f"{'l' * 64},Long,Dresses,Women,20,{'m' * 20}:1",
        )
    )
    assert (outcome.status, outcome.counts["created"]) == (0, 5), outcome.report


def test_photos_the_file_names_and_nobody_has_are_named_in_the_report(goods, tmp_path):
    header = "id,title,type,gender,price,photos"
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "1.jpg").write_bytes(b"\xff\xd8 no picture at all")
    outcome = run_import(
        goods(
            "1,Dress,Dresses,Women,20,1.jpg",
            "2,Dress,Dresses,Women,20,../images/1.jpg",
            "3,Dress,Dresses,Women,20,",
            header=header,
        )
    )
    assert (outcome.status, outcome.counts["created"], outcome.counts["refused"]) == (2, 3, 0)
    assert outcome.counts["without_photo"] == 2
    assert outcome.lines("photo refused") == [2, 3]
    assert "../images/1.jpg: no such picture" in outcome.reason(3)
    assert Product.objects.filter(images=None).count() == 3
