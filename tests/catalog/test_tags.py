"""A shop's own words for its products, and what it pays for them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.models import Product
from catalog.tags import read_tags
from tests.catalog.admin_pages import PRODUCTS, change_page, product_form, titles
from tests.catalog.imports import run_import, table
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def test_words_become_tags_in_the_order_they_were_typed():
    assert read_tags("Staff pick, autumn window | staff-pick;  Grün ") == [
        "staff-pick",
        "autumn-window",
        "grün",
    ]
    assert read_tags(" ,  ") == []


@pytest.mark.parametrize("text", ["!!!", "x" * 41, ",".join(f"tag {n}" for n in range(21))])
def test_what_is_no_tag_is_said(text):
    with pytest.raises(ValueError, match=r"no letter|longer than 40|20 at most"):
        read_tags(text)


def test_a_merchandiser_types_tags_and_finds_by_them(admin_client):
    dress = make_product("Linnea dress")
    make_product("Alva dress", tags=["staff-pick"])
    admin_client.post(change_page(dress), product_form(dress, tags="Autumn window, new", cost="21"))
    dress.refresh_from_db()
    assert (dress.tags, dress.cost) == (["autumn-window", "new"], Decimal(21))
    assert 'value="autumn-window, new"' in admin_client.get(change_page(dress)).content.decode()
    page = admin_client.get(f"{PRODUCTS}?tag=autumn-window")
    assert titles(page) == {"Linnea dress"}
    for tag in ("autumn-window", "new", "staff-pick"):
        assert f"tag={tag}" in page.content.decode()


def test_a_word_that_is_no_tag_is_refused_on_the_page(admin_client):
    dress = make_product()
    page = admin_client.post(change_page(dress), product_form(dress, tags="new, ???"))
    assert "“???” has no letter or digit to make a tag of." in page.content.decode()


def test_a_cost_below_nothing_is_refused(admin_client):
    dress = make_product()
    page = admin_client.post(change_page(dress), product_form(dress, cost="-1"))
    assert "greater than or equal to 0" in page.content.decode()


def test_shoppers_and_integrators_are_told_neither(client):
    dress = make_product(cost=Decimal("13.37"), tags=["clearance-soon"])
    for page in (dress.get_absolute_url(), f"/api/v1/products/{dress.pk}/", "/api/v1/products/"):
        told = client.get(page).content.decode()
        assert "Linnea dress" in told
        assert "13.37" not in told
        assert "clearance-soon" not in told


def test_an_import_brings_both_and_leaves_what_it_does_not_name(tmp_path):
    def bring(header: str, row: str) -> tuple[Decimal | None, list[str]]:
        run_import(table(tmp_path / "goods.csv", f"id,title,type,gender,price{header}", [row]))
        product = Product.objects.get()
        return product.cost, product.tags

    both = (Decimal("20.50"), ["staff-pick", "new"])
    assert bring(",cost,tags", "L-1,Linnea,Dress,Women,60,20.50,Staff pick|new") == both
    assert bring("", "L-1,Linnea,Dress,Women,59") == both
    assert bring(",cost,tags", "L-1,Linnea,Dress,Women,59,,") == (Decimal("20.50"), [])


def test_a_cell_that_is_no_cost_or_tag_is_refused_by_name(tmp_path):
    header = "id,title,type,gender,price,cost,tags"
    rows = ["L-1,Linnea,Dress,Women,60,dear,", "L-2,Alva,Dress,Women,60,,???"]
    outcome = run_import(table(tmp_path / "goods.csv", header, rows))
    assert outcome.reason(2) == "cost: 'dear' is no price such as 19.90"
    assert outcome.reason(3).startswith("tags: “???” has no letter")
