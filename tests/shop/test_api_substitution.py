"""An integrator asks by SKU: substitutes by mode, and staff ask why."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from catalog.models import Status
from tests.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> APIClient:
    return APIClient()


def titles(api: APIClient, sku: str, **asked: object) -> list[str]:
    answer = api.get(f"/api/v1/variants/{sku}/substitutes/", asked)
    assert answer.status_code == 200, answer.content
    return [each["product"]["title"] for each in answer.json()["results"]]


def test_the_sku_is_enough(api, sold_out_dress, its_lookalike, same_dress_in_red):
    answer = api.get(f"/api/v1/variants/{sold_out_dress.sku}/substitutes/").json()
    assert (answer["product"], answer["size"]) == (sold_out_dress.product_id, "M")
    assert not answer["in_stock"]
    first, second = answer["results"]
    model = "same model, another colour"
    assert (first["rung"], first["relaxed"]) == (model, ["colour"])
    assert (second["rung"], second["relaxed"]) == ("closest", [])


def test_a_mode_and_strictness_are_kept(api, sold_out_dress, its_lookalike, same_dress_in_red):
    sku = sold_out_dress.sku
    assert titles(api, sku, mode="other_colour") == ["Linnea dress in red"]
    assert titles(api, sku, mode="cheaper") == ["Alva dress"]
    assert titles(api, sku, strict="true") == ["Alva dress"]
    assert titles(api, sku, strict="false", limit=1) == ["Linnea dress in red"]
    by_size = f"/api/v1/products/{sold_out_dress.product_id}/substitutes/?size=M&mode=cheaper"
    assert [r["product"]["title"] for r in api.get(by_size).json()["results"]] == ["Alva dress"]


@pytest.mark.parametrize("asked", [{"mode": "best"}, {"strict": "maybe"}, {"limit": "0"}])
def test_nonsense_is_named(api, sold_out_dress, asked):
    answer = api.get(f"/api/v1/variants/{sold_out_dress.sku}/substitutes/", asked)
    assert answer.status_code == 400
    assert next(iter(asked)) in answer.content.decode()


def test_what_is_not_for_sale_is_not_found(api, sold_out_dress):
    assert api.get("/api/v1/variants/NO-SUCH-SKU/substitutes/").status_code == 404
    sold_out_dress.product.status = Status.DRAFT
    sold_out_dress.product.save()
    assert api.get(f"/api/v1/variants/{sold_out_dress.sku}/substitutes/").status_code == 404


def test_what_is_discontinued_is_stood_in_for(api, admin_user, sold_out_dress, its_lookalike):
    garment = sold_out_dress.product
    garment.status = Status.DISCONTINUED
    garment.save()
    assert titles(api, sold_out_dress.sku) == ["Alva dress"]
    api.force_login(admin_user)
    asked = {"candidate": its_lookalike.pk}
    assert api.get(f"/api/v1/variants/{sold_out_dress.sku}/why/", asked).json()["is_shown"]


def test_why_is_asked_of_as_many_answers_as_substitutes(
    api, admin_user, sold_out_dress, its_lookalike, same_dress_in_red
):
    api.force_login(admin_user)
    address, asked = f"/api/v1/variants/{sold_out_dress.sku}/why/", {"candidate": its_lookalike.pk}
    assert api.get(address, asked).json()["is_shown"]
    assert not api.get(address, {**asked, "limit": 1}).json()["is_shown"]
    assert api.get(address, {**asked, "limit": "0"}).status_code == 400


def test_staff_are_told_why(api, admin_user, django_user_model, sold_out_dress, its_lookalike):
    address = f"/api/v1/variants/{sold_out_dress.sku}/why/"
    asked = {"candidate": its_lookalike.pk}
    assert api.get(address, asked).status_code in (401, 403)
    api.force_login(django_user_model.objects.create_user("ada"))
    assert api.get(address, asked).status_code == 403
    api.force_login(admin_user)
    answer = api.get(address, asked).json()
    assert answer["is_shown"]
    assert answer["text"].startswith("Shown in place 1, on the rung “closest”")
    dressier = api.get(address, {**asked, "mode": "dressier"}).json()
    assert (dressier["is_shown"], dressier["decided_by"]) == (False, "mode")
    assert api.get(address, {**asked, "mode": "nonsense"}).status_code == 400
    for nonsense in ("", "x", "9" * 30):
        assert api.get(address, {"candidate": nonsense}).status_code == 400
    assert api.get(address, {"candidate": 10**9}).status_code == 404


def test_a_size_beside_hers_says_so(api, sold_out_dress):
    wider = make_product("Alva dress", stock={"L": 2}, vector=[0.95, 0.3, 0])
    (only,) = api.get(f"/api/v1/variants/{sold_out_dress.sku}/substitutes/").json()["results"]
    assert only["product"]["id"] == wider.pk
    assert (only["variant"]["size"], only["rung"]) == ("L", "neighbouring size")
    assert only["size_note"] == "In L, one size larger"
    assert (
        api.get(f"/api/v1/variants/{sold_out_dress.sku}/substitutes/?strict=true").json()["results"]
        == []
    )


def test_another_colour_of_an_answer_is_its_swatch(api, sold_out_dress):
    grey, green = (
        make_product("Alva dress", colour=colour, stock={"M": 2}, vector=vector, style_code="ALVA")
        for colour, vector in (("Black", [0.95, 0.3, 0]), ("Green", [0.9, 0.4, 0]))
    )
    for number in range(4):  # with fewer there would be a card for each
        make_product(
            f"Other {number}", stock={"M": 1}, vector=[0.5, number / 10, 0.8], brand=f"B{number}"
        )
    results = api.get(f"/api/v1/variants/{sold_out_dress.sku}/substitutes/").json()["results"]
    swatches = {each["product"]["id"]: each["swatches"] for each in results}
    assert swatches[grey.pk] == [green.pk]
    assert green.pk not in swatches
    assert all(0 <= each["score"] <= 1 for each in results)
