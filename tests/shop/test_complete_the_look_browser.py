"""Complete the look in a browser: sizes chosen, one tap, all of it in the bag."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Look, LookItem, Product
from shop.bag.models import BagLine
from tests.factories import give_photo, make_product
from tests.shop.test_accessibility import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shirt(db) -> Product:
    make_product("Jeans", "Jeans", colour="Blue", stock={"30": 3}, price="70.00")
    make_product("Boots", "Ankle boots", stock={"38": 2, "39": 1}, price="120.00")
    give_photo(make_product("Tote", "Tote bag", stock={"One size": 4}, price="80.00"))
    return make_product("Oxford shirt", "Shirt", colour="White", price="50.00")


def look_on(page: Page):
    return page.get_by_role("form", name="Look 1")


@pytest.mark.parametrize("shopper", ["with JavaScript", "without JavaScript"], indirect=True)
def test_one_tap_puts_a_whole_look_in_the_bag(shopper, shirt, complaints):
    shopper.goto(f"{shirt.get_absolute_url()}?size=M")
    look = look_on(shopper)
    expect(look).to_contain_text("4 pieces, €320.00")
    look.get_by_label("Size of Boots").select_option(label="39")
    look.get_by_role("button", name="Add all 4 to bag").click()
    expect(shopper.get_by_text("4 pieces are in your bag.")).to_be_visible()
    expect(shopper.locator("#bag-link")).to_contain_text("4")
    lines = BagLine.objects.select_related("variant__product", "variant__size")
    assert {f"{line.variant}" for line in lines} == {
        "Oxford shirt, M", "Jeans, 30", "Boots, 39", "Tote, One size",
    }  # fmt: skip
    assert complaints == []


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_a_forgotten_size_is_asked_for_by_the_browser(shopper, shirt):
    shopper.goto(f"{shirt.get_absolute_url()}?size=M")
    look = look_on(shopper)
    look.get_by_role("button", name="Add all").click()
    expect(look.get_by_label("Size of Boots")).to_be_focused()
    assert not BagLine.objects.exists()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_looks_have_no_serious_fault_and_fit_the_screen(shopper, shirt, width):
    evening = Look.objects.create(title="Opening night", slug="opening-night")
    for product in Product.objects.all():
        LookItem.objects.create(look=evening, product=product)
    shopper.set_viewport_size({"width": width, "height": 900})
    found = {}
    shopper.goto(f"{shirt.get_absolute_url()}?size=M")
    found["product"] = faults(shopper)
    shopper.get_by_role("button", name="Add to bag", exact=True).click()
    expect(shopper.locator(".toast")).to_be_visible()
    shopper.goto("/bag/")
    expect(shopper.get_by_role("heading", name="Goes with your bag")).to_be_visible()
    found["bag"] = faults(shopper)
    shopper.goto(evening.get_absolute_url())
    expect(shopper.get_by_role("form", name="The pieces")).to_be_visible()
    found["look"] = faults(shopper)
    assert found == {name: [] for name in found}
    assert shopper.evaluate("document.documentElement.scrollWidth") <= width
