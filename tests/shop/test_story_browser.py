"""From home to a sold-out size, to its substitute, to an order: in a browser, as shoppers do."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from catalog.models import MovementReason
from shop.bag.models import Order
from tests.factories import make_product
from tests.shop.shopping import ADDRESS, in_size

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIELDS = {
    "Full name": "name",
    "Email": "email",
    "Street and number": "street",
    "Postcode": "postcode",
    "City": "city",
}


def fill_in_address(page: Page) -> None:
    for label, name in FIELDS.items():
        page.get_by_label(label).fill(ADDRESS[name])
    page.get_by_label("Country").select_option("GB")


@pytest.mark.parametrize("shopper", ["with JavaScript", "without JavaScript"], indirect=True)
def test_a_sold_out_size_is_not_the_end_of_it(
    shopper, sold_out_dress, its_lookalike, complaints, request
):
    shopper.goto("/")
    shopper.get_by_role("link", name="Clothing").first.click()
    shopper.get_by_role("link", name="Linnea dress").click()
    shopper.get_by_role("link", name=re.compile("^M")).click()

    similar = shopper.get_by_role("region", name="Similar in stock in your size, M")
    expect(similar).to_be_visible()
    expect(similar.get_by_role("article")).to_have_count(1)
    expect(similar).to_contain_text("Alva dress")
    expect(similar).to_contain_text("In stock in M")
    expect(shopper).to_have_url(re.compile(r"\?size=M$"))
    similar.get_by_role("button", name="Add M to bag").click()

    expect(shopper.get_by_text("Alva dress in M is in your bag").first).to_be_visible()
    expect(shopper.locator("#bag-link")).to_contain_text("1")
    shopper.locator("#bag-link").click()
    shopper.get_by_role("button", name="Check out").click()
    fill_in_address(shopper)
    shopper.get_by_role("button", name="Order for €55.00").click()

    expect(shopper.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Lovelace.")
    order = Order.objects.get()
    expect(shopper.get_by_text(order.number)).to_be_visible()
    assert [str(line) for line in order.lines.all()] == ["1 × Alva dress, M"]
    assert in_size(its_lookalike, "M").on_hand == 2
    assert complaints == []


@pytest.mark.parametrize("shopper", ["with JavaScript", "without JavaScript"], indirect=True)
def test_a_piece_lost_at_the_till_is_replaced(
    shopper, sold_out_dress, its_lookalike, same_dress_in_red
):
    alva = in_size(its_lookalike, "M")
    shopper.goto(f"{its_lookalike.get_absolute_url()}?size=M")
    shopper.get_by_role("button", name="Add to bag").click()
    expect(shopper.get_by_text("Alva dress in M is in your bag").first).to_be_visible()
    shopper.goto("/bag/checkout/")
    alva.move(-3, MovementReason.DAMAGED)
    fill_in_address(shopper)
    shopper.get_by_role("button", name="Order for €55.00").click()

    expect(shopper.get_by_text("Nothing was ordered: Alva dress in M sold out")).to_be_visible()
    stand_ins = shopper.get_by_role("region", name="In stock in M instead of Alva dress")
    stand_ins.get_by_role("button", name="Swap for this: Linnea dress in red").click()
    expect(shopper.get_by_text("Linnea dress in red in M is in your bag.")).to_be_visible()
    shopper.get_by_role("button", name="Check out").click()
    expect(shopper.get_by_label("Full name")).to_have_value(ADDRESS["name"], timeout=5000)
    shopper.get_by_role("button", name="Order for €60.00").click()
    expect(shopper.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Lovelace.")


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_choosing_a_size_keeps_the_place_and_says_what_happened(
    shopper, sold_out_dress, its_lookalike, complaints
):
    shopper.goto(sold_out_dress.product.get_absolute_url())
    gone = shopper.get_by_role("link", name=re.compile("^M"))
    gone.focus()
    shopper.keyboard.press("Enter")
    expect(shopper.get_by_role("region", name="Similar in stock")).to_be_visible()
    expect(gone).to_be_focused()
    expect(gone).to_have_attribute("aria-current", "true")
    expect(shopper.locator("#announcement")).to_have_text(
        "Size M is sold out. 1 similar piece in stock in M below."
    )
    expect(shopper).to_have_title("Linnea dress, M · Understudy")
    shopper.go_back()
    expect(shopper.get_by_role("region", name="Similar in stock")).to_have_count(0)
    shopper.go_forward()
    expect(shopper.get_by_role("region", name="Similar in stock")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("shopper", ["with JavaScript", "without JavaScript"], indirect=True)
def test_a_listing_is_narrowed(shopper, request, sold_out_dress, its_lookalike):
    make_product("White shirt", "Shirt", colour="White", stock={"M": 1})
    shopper.goto("/shop/")
    with_javascript = "without" not in request.node.callspec.params["shopper"]
    shopper.get_by_text("Filter", exact=True).click()
    shopper.get_by_label("In stock only").check()
    if with_javascript:
        expect(shopper).to_have_url(re.compile("in_stock=1"))
    shopper.get_by_role("checkbox", name=re.compile("^White")).check()
    if not with_javascript:
        shopper.get_by_role("button", name="Show").click()
    expect(shopper.get_by_role("heading", name="1 product in stock")).to_be_visible()
    expect(shopper).to_have_url(re.compile("colour=White"))
    expect(shopper.get_by_role("article")).to_have_count(1)


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_quantities_change_in_place(shopper, its_lookalike):
    shopper.goto(f"{its_lookalike.get_absolute_url()}?size=M")
    shopper.get_by_role("button", name="Add to bag").click()
    expect(shopper.locator("#bag-link")).to_contain_text("1")
    shopper.goto("/bag/")
    shopper.get_by_label("Pieces of Alva dress").focus()
    shopper.get_by_label("Pieces of Alva dress").select_option("3")
    expect(shopper.locator(".bag__total")).to_contain_text("€165.00")
    expect(shopper.locator("#bag-link")).to_contain_text("3")
    expect(shopper.get_by_label("Pieces of Alva dress")).to_be_focused()


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_sizes_are_large_enough_for_a_thumb(shopper, sold_out_dress):
    shopper.goto(sold_out_dress.product.get_absolute_url())
    sizes = shopper.locator(".size")
    assert sizes.count() == 3
    for box in [size.bounding_box() for size in sizes.all()]:
        assert box["width"] >= 44
        assert box["height"] >= 44
