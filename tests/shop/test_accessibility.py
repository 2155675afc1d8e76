"""Every page of the storefront, looked over by axe-core."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from catalog.models import Look, LookItem, MovementReason, Status
from shop.bag.models import BagLine
from tests.catalog.admin_pages import give_photo
from tests.factories import make_product
from tests.shop.shopping import ADDRESS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERIOUS = ("serious", "critical")


@pytest.fixture
def furnished_shop(sold_out_dress, its_lookalike, same_dress_in_red):
    """Something on every page: photos and none, a look, enough for a second page."""
    give_photo(sold_out_dress.product)
    give_photo(its_lookalike)
    look = Look.objects.create(title="Harbour walk", slug="harbour-walk", description="Salt air.")
    for product in (sold_out_dress.product, make_product("Oxford shirt", "Shirt")):
        LookItem.objects.create(look=look, product=product)
    for number in range(26):
        make_product(f"Dress {number}", price=20 + number, season="Summer")
    gone = {"stock": {"S": 0, "M": 0}, "vector": [1, 0, 0.1]}
    make_product("Sold out gown", slug="sold-out-gown", colour="Gold", **gone)
    discontinued = {"status": Status.DISCONTINUED, **gone}
    make_product("Old gown", slug="old-gown", colour="Silver", **discontinued)
    make_product("Removed gown", slug="removed-gown", **gone).delete()
    return sold_out_dress


PAGES = {
    "home": "/",
    "listing": "/shop/?in_stock=1&size=M",
    "listing, nothing found": "/shop/?price_min=9999",
    "search": "/search/?q=dress",
    "search, sold out in hers": "/search/?q=sold+out+gown&size=M",
    "search, nothing found": "/search/?q=umbrella",
    "search, understood": "/search/?q=black+dress+in+M,+under+90&ignore=black&season=Summer",
    "search, none of that in stock": "/search/?q=black+dress+under+5",
    "looks": "/looks/",
    "look": "/looks/harbour-walk/",
    "empty bag": "/bag/",
    "not found": "/nowhere/",
    "sold out in every size": "/product/sold-out-gown/",
    "sold out in hers": "/product/sold-out-gown/?size=M",
    "discontinued": "/product/old-gown/?size=M",
    "removed": "/product/removed-gown/",
    "all found is sold out": "/shop/?colour=Gold",
}


def faults(page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [
        (fault["id"], [node["html"][:150] for node in fault["nodes"]])
        for fault in found
        if fault["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_has_a_serious_fault(shopper, furnished_shop, width):
    shopper.set_viewport_size({"width": width, "height": 900})
    found = {}
    for name, address in PAGES.items():
        shopper.goto(address)
        found[name] = faults(shopper)
    assert found == {name: [] for name in PAGES}


@pytest.mark.parametrize("width", [390, 1280])
def test_no_step_to_an_order_has_a_serious_fault(shopper, furnished_shop, its_lookalike, width):
    shopper.set_viewport_size({"width": width, "height": 900})
    found = {}
    shopper.goto(furnished_shop.product.get_absolute_url())
    found["product"] = faults(shopper)
    shopper.locator(".size--gone").first.click()
    expect(shopper.locator("#similar")).to_be_visible()
    found["substitutes"] = faults(shopper)
    shopper.locator("#similar").get_by_role("button").first.click()
    expect(shopper.locator(".toast")).to_be_visible()
    found["added"] = faults(shopper)
    shopper.goto("/bag/checkout/")
    found["checkout"] = faults(shopper)
    shopper.evaluate("document.querySelector('.till').noValidate = true")
    shopper.get_by_role("button", name="Order for").click()
    expect(shopper.get_by_role("alert")).to_be_visible()
    found["checkout with gaps"] = faults(shopper)
    bagged = BagLine.objects.get().variant
    bagged.move(-bagged.on_hand, MovementReason.DAMAGED)
    shopper.goto("/looks/")
    expect(shopper.get_by_role("button", name="Swap for this")).to_be_visible()
    found["a piece lost from the bag"] = faults(shopper)
    shopper.goto("/bag/")
    found["bag with a lost piece"] = faults(shopper)
    shopper.get_by_role("button", name="Swap for this").first.click()
    expect(shopper.get_by_role("button", name="Check out")).to_be_visible()
    found["bag"] = faults(shopper)
    shopper.goto("/bag/checkout/")
    for name in ("name", "email", "street", "postcode", "city"):
        shopper.locator(f"#id_{name}").fill(ADDRESS[name])
    shopper.locator("#id_country").select_option("GB")
    shopper.get_by_role("button", name="Order for").click()
    expect(shopper.get_by_role("heading", level=1)).to_contain_text("Thank you")
    found["order"] = faults(shopper)
    assert found == {name: [] for name in found}


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/shop/",
        f"/search/?q=black+dress+under+5,+{'x' * 90}&colour={'y' * 90}",
        "/looks/harbour-walk/",
        "/bag/",
        "/nowhere/",
        "/product/sold-out-gown/?size=M",
        "/product/removed-gown/",
    ],
)
def test_no_page_is_wider_than_a_small_telephone(shopper, furnished_shop, address):
    shopper.set_viewport_size({"width": 320, "height": 640})
    shopper.goto(address)
    assert shopper.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_would_find_a_fault(shopper, furnished_shop):
    shopper.goto("/")
    shopper.evaluate("document.querySelector('#main img').removeAttribute('alt')")
    assert [name for name, _ in faults(shopper)] == ["image-alt"]
