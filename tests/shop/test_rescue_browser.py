"""Two shoppers and one last piece: who loses it from her bag is told, swaps it, and orders."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Product, Variant
from shop.bag.models import Order
from tests.factories import make_product
from tests.shop.shopping import in_size
from tests.shop.test_story_browser import fill_in_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_ENOUGH = 26_000  # milliseconds: a page asks every 25 seconds


@pytest.fixture
def last_piece(encoder_version) -> Variant:
    return in_size(make_product("Alva dress", price="55.00", stock={"M": 1}, vector=[1, 0, 0]), "M")


@pytest.fixture
def its_understudy(encoder_version) -> Product:
    return make_product("Brita dress", price="50.00", stock={"M": 1}, vector=[0.95, 0.3, 0])


@pytest.fixture
def rival(browser, live_server) -> Iterator[Page]:
    """Another shopper, in a browser of her own."""
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def put_in_bag(page: Page, variant: Variant) -> None:
    page.goto(f"{variant.product.get_absolute_url()}?size=M")
    page.get_by_role("button", name="Add to bag").click()
    expect(page.get_by_text(f"{variant.product} in M is in your bag").first).to_be_visible()


def order(page: Page) -> None:
    page.goto("/bag/")
    page.get_by_role("button", name="Check out").click()
    fill_in_address(page)
    page.get_by_role("button", name="Order for").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Lovelace.")


def orders() -> list[str]:
    return [str(line) for order in Order.objects.order_by("pk") for line in order.lines.all()]


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_a_loss_shows_on_the_open_page_and_one_tap_swaps_it(
    shopper, rival, last_piece, its_understudy, complaints
):
    shopper.clock.install()
    put_in_bag(shopper, last_piece)
    put_in_bag(rival, last_piece)
    order(rival)
    expect(shopper.get_by_role("region", name="Lost from your bag")).to_have_count(0)
    shopper.clock.fast_forward(LONG_ENOUGH)

    lost = shopper.get_by_role("region", name="Lost from your bag")
    expect(lost).to_contain_text("Alva dress in M sold out while it was in your bag.")
    expect(shopper.locator("#announcement")).to_contain_text("Brita dress can take its place.")
    expect(lost).to_be_in_viewport()
    expect(lost.get_by_text("Same colour, €5.00 less")).to_be_visible()
    swap = lost.get_by_role("button", name="Swap for this: Brita dress")
    assert swap.bounding_box()["height"] >= 44
    swap.focus()
    shopper.keyboard.press("Enter")
    expect(shopper.get_by_text("Brita dress in M is in your bag").first).to_be_visible()
    expect(shopper.get_by_role("link", name="View bag")).to_be_focused()
    expect(lost).to_have_count(0)
    order(shopper)

    assert orders() == ["1 × Alva dress, M", "1 × Brita dress, M"]
    last_piece.refresh_from_db()
    assert last_piece.on_hand == in_size(its_understudy, "M").on_hand == 0
    assert complaints == []


@pytest.mark.parametrize("shopper", ["without JavaScript"], indirect=True)
def test_without_javascript_the_next_page_says_it(shopper, rival, last_piece, its_understudy):
    put_in_bag(shopper, last_piece)
    put_in_bag(rival, last_piece)
    order(rival)
    shopper.goto("/shop/")
    lost = shopper.get_by_role("region", name="Lost from your bag")
    expect(lost).to_contain_text("A piece in your bag has sold out.")
    lost.get_by_role("link", name="See what can stand in").click()
    shopper.get_by_role("button", name="Swap for this: Brita dress").click()
    expect(shopper.get_by_text("Brita dress in M is in your bag.")).to_be_visible()
    order(shopper)
    assert orders() == ["1 × Alva dress, M", "1 × Brita dress, M"]


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_an_open_bag_marks_its_line_itself(shopper, rival, last_piece, its_understudy):
    shopper.clock.install()
    put_in_bag(shopper, last_piece)
    shopper.goto("/bag/")
    put_in_bag(rival, last_piece)
    order(rival)
    shopper.clock.fast_forward(LONG_ENOUGH)
    expect(shopper.get_by_text("Sold out in M while it was in your bag.")).to_be_visible()
    shopper.get_by_role("button", name="Swap for this: Brita dress").click()
    expect(shopper.get_by_role("button", name="Check out")).to_be_visible()
    expect(shopper.get_by_text("Sold out in M")).to_have_count(0)
    expect(shopper.locator("#bag-link")).to_contain_text("1")


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_a_page_that_nobody_looks_at_asks_for_nothing(shopper, last_piece):
    shopper.clock.install()
    put_in_bag(shopper, last_piece)
    asked: list[str] = []
    shopper.on("request", lambda request: asked.append(request.url))
    shopper.evaluate("Object.defineProperty(document, 'hidden', {value: true, writable: true})")
    shopper.clock.fast_forward(LONG_ENOUGH)
    assert asked == []
    shopper.evaluate("document.hidden = false")
    with shopper.expect_request("**/bag/notice/**"):
        shopper.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
