"""A merchandiser asks what stands in for a product, and why another does not."""

from __future__ import annotations

import html
import re

import pytest

from catalog.models import Variant
from recommender.substitutes import substitutes_for
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def words(client, variant: Variant, **asked: str) -> str:
    answer = client.get(f"/admin/catalog/product/{variant.product_id}/substitutes/", asked)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", answer.content.decode())))


def test_the_sold_out_size_is_explained_first(
    admin_client, sold_out_dress, its_lookalike, same_dress_in_red
):
    page = words(admin_client, sold_out_dress)
    assert "M (sold out)" in page
    assert "Alva dress Black closest – 0.95 (almost identical)" in page
    assert re.search(r"\) 0\.\d\d cosine \+\d+\.\d Same colour, €5\.00 less 3", page), page
    assert "Linnea dress in red Red same model, another colour colour 0.80" in page
    assert "Alva dress Black neighbouring size" in words(admin_client, sold_out_dress, size="S")


def test_it_is_told_where_shoppers_stop_seeing(admin_client, sold_out_dress):
    for number in range(14):
        facts = {"vector": [0.5, number % 5, 1 + number], "brand": f"Brand {number}"}
        make_product(f"Number {number:02}", stock={"M": 1}, **facts)
    shown, behind = words(admin_client, sold_out_dress).split(
        "Shoppers see no more than these 8. Next in line:"
    )
    for each in substitutes_for(sold_out_dress):
        assert each.product.title in shown
    assert behind.count("Number ") == 4


def test_a_mode_is_tried_before_a_shopper_does(
    admin_client, sold_out_dress, its_lookalike, same_dress_in_red
):
    page = words(admin_client, sold_out_dress, mode="other_colour")
    assert "Linnea dress in red" in page
    assert "Alva dress" not in page
    assert "by that wish" in words(admin_client, sold_out_dress, mode="dressier")
    assert "Alva dress" in words(admin_client, sold_out_dress, mode="nonsense")


def test_why_another_is_not_shown(admin_client, sold_out_dress, its_lookalike):
    gone = make_product("Gone as well", stock={"M": 0}, vector=[1, 0, 0])
    sku = gone.variants.get().sku
    for named in (gone.external_id, str(gone.pk), sku, f"https://shop.example/p/{gone.slug}/"):
        page = words(admin_client, sold_out_dress, candidate=named)
        assert "Gone as well : It is sold out in M." in page
    assert "No product has" in words(admin_client, sold_out_dress, candidate="\x00' OR 1=1")


def test_a_product_without_sizes_says_what_to_do(admin_client, encoder_version):
    bare = make_product("Bare", stock={})
    answer = admin_client.get(f"/admin/catalog/product/{bare.pk}/substitutes/")
    assert "Give it sizes" in answer.content.decode()


def test_the_page_is_linked_from_the_product_and_for_staff_alone(
    admin_client, client, sold_out_dress
):
    page = f"/admin/catalog/product/{sold_out_dress.product_id}/substitutes/"
    change = admin_client.get(f"/admin/catalog/product/{sold_out_dress.product_id}/change/")
    assert page in change.content.decode()
    assert client.get(page).status_code == 302
