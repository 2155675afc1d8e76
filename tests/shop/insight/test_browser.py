"""A shopper takes a substitute, a merchandiser reads of it; privacy that is asked for is kept."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from shop.bag.models import Order, OrderLine
from shop.insight.gaps import find_gaps
from shop.insight.models import DailySalt, Event
from tests.catalog.admin_pages import give_photo
from tests.factories import make_product
from tests.shop.conftest import PROGRAMS, QUIETLY
from tests.shop.insight.conftest import BROWSER
from tests.shop.insight.happenings import happened, waits_for, was_ordered
from tests.shop.shopping import in_size
from tests.shop.test_story_browser import fill_in_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOARD = "/admin/insight/demand/"
FUNNEL = "/admin/insight/dailytotal/"
GAPS = "/admin/insight/gap/"
WIDTHS = [390, 1280]


@pytest.fixture
def visit(browser, live_server) -> Iterator[Callable[..., Page]]:
    """Opens the shop in a browser that does not say it is driven, not in its beacons either (which
    Playwright's own `user_agent` leaves out); with these wishes."""
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    launched = browser.browser_type.launch(
        executable_path=program, args=[*QUIETLY, f"--user-agent={BROWSER}"]
    )

    def opening(**wishes) -> Page:
        size = {"width": 390, "height": 844}
        page = launched.new_context(base_url=live_server.url, viewport=size, **wishes).new_page()
        page.set_default_timeout(60_000)
        return page

    yield opening
    launched.close()


def told() -> list[str]:
    return sorted(Event.objects.values_list("kind", flat=True))


def wait_until_told(*kinds: str) -> None:
    """Events are stored after the answers, and beacons take their time."""
    until = time.monotonic() + 15
    while told() != sorted(kinds) and time.monotonic() < until:
        time.sleep(0.1)
    assert told() == sorted(kinds)


def take_the_substitute(page: Page, address: str) -> None:
    """From the sold-out size by its substitute's own page to an order."""
    page.goto(address)
    page.get_by_role("link", name=re.compile("^M")).click()
    similar = page.get_by_role("region", name="Similar in stock in your size, M")
    similar.get_by_role("article").first.scroll_into_view_if_needed()
    similar.get_by_role("link", name="Alva dress").click()
    page.get_by_role("button", name="Add to bag").click()
    expect(page.get_by_text("Alva dress in M is in your bag").first).to_be_visible()
    page.goto("/bag/")
    page.get_by_role("button", name="Check out").click()
    fill_in_address(page)
    page.get_by_role("button", name="Order for").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Lovelace.")


def test_a_substitute_taken_is_read_on_the_board_and_in_the_funnel(
    visit, desk, sold_out_dress, its_lookalike, complaints
):
    take_the_substitute(visit(), sold_out_dress.product.get_absolute_url())
    wait_until_told("looked", "shown", "clicked", "bagged")
    assert OrderLine.objects.get().stands_in_for == sold_out_dress

    desk.goto("/admin/")
    desk.get_by_role("link", name="Funnel", exact=True).first.click()
    funnel = desk.get_by_role("row", name="closest 1 1 100.0% 1 100.0% 1 100.0% 0 up, 0 down")
    expect(funnel).to_be_visible()
    expect(desk.get_by_text("Ordered in the place of something sold out: €55.00")).to_be_visible()
    desk.get_by_text("Ordered as numbers").click()
    expect(desk.get_by_role("region", name="Ordered, day by day")).to_be_visible()

    waits_for(sold_out_dress, "bob", days_ago=40)
    desk.goto(BOARD)
    row = desk.get_by_role("row", name=re.compile("Linnea dress, M .* €65 1 1 €60.00 €120 €55"))
    row.get_by_role("link", name="Substitutes of Linnea dress in M").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("What stands in for")
    assert complaints == []


def test_without_javascript_all_but_the_sight_is_told(visit, sold_out_dress, its_lookalike):
    page = visit(java_script_enabled=False)
    page.goto(f"{sold_out_dress.product.get_absolute_url()}?size=M")
    page.get_by_role("button", name="Yes, like it").first.click()
    expect(page.get_by_text("Thank you. That helps us to choose better.")).to_be_visible()
    take_the_substitute(page, sold_out_dress.product.get_absolute_url())
    wait_until_told("looked", "thumb_up", "clicked", "bagged")


@pytest.mark.parametrize(
    "wish",
    [
        ({"DNT": "1"}, "Object.defineProperty(navigator, 'doNotTrack', {value: '1'})"),
        (
            {"Sec-GPC": "1"},
            "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})",
        ),
    ],
)
def test_who_asks_for_privacy_leaves_no_trace(visit, sold_out_dress, its_lookalike, wish):
    headers, script = wish
    page = visit(extra_http_headers=headers)
    page.add_init_script(script)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    take_the_substitute(page, sold_out_dress.product.get_absolute_url())
    page.goto("/")
    assert not [address for address in asked if address.endswith("/seen/")]
    assert Order.objects.count() == 1
    assert OrderLine.objects.get().stands_in_for is None
    assert told() == []
    assert not DailySalt.objects.exists()


@pytest.fixture
def busy_shop(sold_out_dress, its_lookalike, same_dress_in_red) -> None:
    """Two months of figures, two pages of demand."""
    give_photo(sold_out_dress.product)
    coat = make_product("Solveig coat", "Jeans", price="300.00", stock={"32": 0}, vector=[0, 1, 0])
    waits_for(sold_out_dress, "ada", "bob")
    happened("looked", sold_out_dress, times=5)
    happened("looked", in_size(coat, "32"), times=3)
    for number in range(50):
        title = f"Dress with rather a long name, number {number}"
        happened("looked", in_size(make_product(title, stock={"M": 0}), "M"))
    was_ordered(its_lookalike, sold_out_dress)
    rungs = ["closest", "any price", "any use", "any colour", "neighbouring type"]
    for days_ago in range(0, 60, 3):
        for number, rung in enumerate(rungs, start=1):
            for kind, times in (("shown", 40), ("clicked", 9), ("bagged", 3), ("ordered", 1)):
                many = times * (1 + days_ago % 4) // number
                happened(kind, sold_out_dress, its_lookalike, many, days_ago, rung=rung)
    find_gaps(60)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("desk", ["with JavaScript", "without JavaScript"], indirect=True)
def test_the_pages_work_for_everybody(desk, busy_shop, width, request, complaints):
    desk.set_viewport_size({"width": width, "height": 900})
    with_script = "without" not in request.node.callspec.params["desk"]
    for address in (BOARD, FUNNEL, GAPS, f"{BOARD}?p=2&o=-title", "/admin/insight/event/"):
        desk.goto(address)
        assert desk.get_by_role("table").count()
        if with_script:
            assert faults(desk) == []
            assert desk.evaluate("document.documentElement.scrollWidth") <= width
    desk.goto(BOARD)
    desk.get_by_label("Section").select_option("Clothing")
    desk.get_by_role("button", name="Show").click()
    expect(desk.get_by_text("52 sizes")).to_be_visible()
    looks = desk.get_by_role("columnheader", name="Looks")
    looks.get_by_role("link").click()
    expect(looks).to_have_attribute("aria-sort", "descending")
    expect(desk.get_by_label("Section")).to_have_value("clothing")
    assert complaints == []


def faults(page: Page) -> list[tuple[str, list[str]]]:
    return [
        (fault["id"], [node["html"][:150] for node in fault["nodes"]])
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
