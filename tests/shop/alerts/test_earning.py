"""What alerts earn: an order of what a letter told of, by whoever followed its link."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from shop.alerts.following import COOKIE, token_for
from shop.alerts.models import Delivery, Earning
from tests.shop.alerts.letters import ADA, post_comes, waiting
from tests.shop.alerts.test_planning import arrive
from tests.shop.shopping import check_out, in_size, put_in_bag, words_of

pytestmark = pytest.mark.django_db

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture(autouse=True)
def no_grace(settings) -> None:
    settings.ALERT_GRACE = 0


@pytest.fixture
def shopper() -> Client:
    return Client(headers=BROWSER)


def link_to_the_shop(mail) -> str:
    parts = urlsplit(re.search(r"https?://\S+/product/\S+", str(mail.body))[0])
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def her_letter(sold_out_dress, mailoutbox) -> str:
    """The link in the letter that says that the dress is back."""
    waiting(sold_out_dress, ADA)
    arrive(sold_out_dress, 3)
    post_comes()
    return link_to_the_shop(mailoutbox[0])


def buys(shopper: Client, variant) -> None:
    put_in_bag(shopper, variant)
    assert check_out(shopper).status_code == 302


def test_an_order_after_the_letter_is_its_doing(shopper, her_letter, sold_out_dress, admin_client):
    shopper.get(her_letter)
    buys(shopper, sold_out_dress)
    earned = Earning.objects.get()
    assert (earned.kind, earned.order_line.sku) == ("back_in_stock", sold_out_dress.sku)
    page = words_of(admin_client.get("/admin/alerts/earning/"))
    assert "Back in stock 1 €60.00" in page


def test_of_what_costs_less_any_size_counts(shopper, its_lookalike, mailoutbox):
    waiting(None, ADA, kind="price_drop", product=its_lookalike)
    Product.objects.filter(pk=its_lookalike.pk).update(price=40)
    post_comes()
    shopper.get(link_to_the_shop(mailoutbox[0]))
    buys(shopper, in_size(its_lookalike, "M"))
    assert Earning.objects.get().kind == "price_drop"


def test_what_the_letter_did_not_tell_of_is_not_its_doing(shopper, her_letter, its_lookalike):
    shopper.get(her_letter)
    buys(shopper, in_size(its_lookalike, "M"))
    assert not Earning.objects.exists()


def test_whoever_did_not_follow_it_is_not_counted(shopper, her_letter, sold_out_dress):
    shopper.get(her_letter.partition("&")[0])
    buys(shopper, sold_out_dress)
    assert not Earning.objects.exists()


def test_after_a_week_it_is_not_the_letters_doing_any_more(
    shopper, her_letter, sold_out_dress, monkeypatch
):
    from shop.alerts import following

    shopper.get(her_letter)
    later = following.time.time() + timedelta(days=7, minutes=1).total_seconds()
    monkeypatch.setattr("shop.alerts.following.time.time", lambda: later)
    buys(shopper, sold_out_dress)
    assert not Earning.objects.exists()


def test_following_the_link_writes_nothing_at_the_shop(shopper, her_letter):
    """A mail scanner follows it too. Who asks for privacy is not remembered."""
    with CaptureQueriesContext(connection) as queries:
        assert COOKIE in shopper.get(her_letter).cookies
    assert not [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE"))]
    quiet = Client(headers={**BROWSER, "Sec-GPC": "1"})
    assert COOKIE not in quiet.get(her_letter).cookies
    assert not Earning.objects.exists()


@pytest.mark.parametrize("token", ["1", "1.x", "", "x" * 5000, "\0"])
def test_a_link_nobody_wrote_is_not_remembered(shopper, her_letter, token):
    path = her_letter.partition("&")[0]
    answer = shopper.get(path, {"size": "M", "back": token})
    assert (answer.status_code, COOKIE in answer.cookies) == (200, False)


def test_a_cookie_somebody_made_is_not_believed(shopper, her_letter, sold_out_dress):
    shopper.cookies[COOKIE] = f"{Delivery.objects.get().pk}.9999999999"
    buys(shopper, sold_out_dress)
    assert not Earning.objects.exists()


def test_twenty_letters_are_remembered_and_no_more(shopper, her_letter):
    path = her_letter.partition("&")[0]
    for number in range(1, 26):
        shopper.get(path, {"size": "M", "told": token_for(Delivery(pk=number))})
    letters, _, _ = shopper.cookies[COOKIE].value.partition(":")
    assert [each.partition(".")[0] for each in letters.split("-")] == [str(n) for n in range(6, 26)]
