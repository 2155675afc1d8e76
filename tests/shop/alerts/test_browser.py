"""Asking and saying yes in a browser, with and without JavaScript, looked over by axe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shop.alerts.models import Subscription
from tests.shop.alerts.letters import ADA, link_in, post_comes
from tests.shop.shopping import in_size
from tests.shop.test_accessibility import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ask(shopper: Page, what: str = "") -> None:
    form = shopper.locator("#tell-me")
    if what:
        form.get_by_label("Tell me when").select_option(what)
    form.locator("[type=email]").fill(ADA)
    form.get_by_role("button", name="Tell me").click()
    expect(shopper.get_by_text("Look into your mail: we have written to")).to_be_visible()


@pytest.mark.parametrize("shopper", ["with JavaScript", "without JavaScript"], indirect=True)
def test_she_asks_says_yes_and_stops(
    shopper, sold_out_dress, its_lookalike, mailoutbox, complaints
):
    shopper.goto(f"{sold_out_dress.product.get_absolute_url()}?size=M")
    expect(shopper.get_by_label("Tell me when")).to_have_value("back_in_stock")
    ask(shopper)
    post_comes()
    shopper.goto(link_in(mailoutbox[0]))
    shopper.get_by_role("button", name="Yes, tell me").click()
    expect(shopper.get_by_text("Noted: we tell you")).to_be_visible()
    assert Subscription.objects.get().is_active
    shopper.get_by_role("link", name=re.compile("what can stand in for it")).click()
    expect(shopper.get_by_role("region", name="Similar in stock in your size, M")).to_be_visible()
    shopper.go_back()
    shopper.get_by_role("button", name="Stop: Linnea dress, M").click()
    expect(shopper.get_by_text("Stopped. You will hear no more of it.")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("shopper", ["with JavaScript", "without JavaScript"], indirect=True)
def test_she_chooses_what_she_is_told_of(shopper, sold_out_dress, its_lookalike, complaints):
    in_size(sold_out_dress.product, "S").move(5, "received")
    shopper.goto(f"{sold_out_dress.product.get_absolute_url()}?size=M")
    ask(shopper, "something like it arrives in M")
    shopper.goto(f"{sold_out_dress.product.get_absolute_url()}?size=S")
    shopper.get_by_text("Tell me when it is nearly gone or costs less").click()
    ask(shopper, "only 3 are left in S")
    shopper.goto(its_lookalike.get_absolute_url())
    shopper.locator("summary").get_by_text("Tell me when it costs less").click()
    ask(shopper)
    kinds = Subscription.objects.values_list("kind", flat=True)
    assert list(kinds) == ["similar_in_stock", "low_stock", "price_drop"]
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_has_a_serious_fault(
    shopper, sold_out_dress, its_lookalike, mailoutbox, width, tmp_path
):
    shopper.set_viewport_size({"width": width, "height": 900})
    found = {}

    def look(name: str) -> None:
        found[name] = faults(shopper)
        shopper.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)

    shopper.goto(f"{sold_out_dress.product.get_absolute_url()}?size=M")
    look("form")
    ask(shopper)
    look("noted")
    shopper.goto(its_lookalike.get_absolute_url())
    shopper.locator("summary").get_by_text("Tell me when it costs less").click()
    look("folded away")
    post_comes()
    shopper.goto(link_in(mailoutbox[0]))
    look("asked")
    shopper.get_by_role("button", name="Yes, tell me").click()
    expect(shopper.get_by_text("Noted: we tell you")).to_be_visible()
    look("waiting")
    shopper.get_by_role("button", name="Never write to me again").click()
    expect(shopper.get_by_role("button", name="You may write to me again")).to_be_visible()
    look("never")
    shopper.goto("/alerts/")
    look("ask")
    shopper.goto("/alerts/mine/nothing/")
    look("gone")
    Path(tmp_path / "letter.html").write_text(mailoutbox[0].alternatives[0].content)
    shopper.goto(f"file://{tmp_path}/letter.html")
    look("letter")
    assert found == {name: [] for name in found}
