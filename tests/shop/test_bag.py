"""What a shopper does with her bag."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import MovementReason, Status
from shop.bag.models import Bag, BagLine, MixedCurrencies
from tests.factories import make_product
from tests.shop.shopping import in_size, put_in_bag, text_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dress_in_m(its_lookalike):
    return in_size(its_lookalike, "M")


def line() -> BagLine:
    return BagLine.objects.get()


def test_an_empty_bag_leads_back_to_the_shop(client):
    assert "There is nothing in it yet" in words_of(client.get("/bag/"))


def test_without_javascript_adding_leads_to_the_bag(client, dress_in_m):
    page = client.post("/bag/add/", {"variant": dress_in_m.pk}, follow=True)
    assert page.redirect_chain == [("/bag/", 302)]
    assert "Alva dress in M is in your bag." in words_of(page)
    assert "Total €55.00" in words_of(page)


def test_with_htmx_adding_stays_and_counts(client, dress_in_m):
    piece = client.post("/bag/add/", {"variant": dress_in_m.pk}, headers={"HX-Request": "true"})
    assert "Alva dress in M is in your bag" in words_of(piece)
    assert 'hx-swap-oob="true"' in text_of(piece)
    assert "Bag, 1 piece" in words_of(piece)


def test_the_same_piece_again_is_one_line_never_above_what_is_left(client, dress_in_m):
    for _ in range(5):
        put_in_bag(client, dress_in_m)
    assert line().quantity == 3 == dress_in_m.on_hand


def test_a_size_that_sold_out_meanwhile_leads_to_what_can_stand_in(
    client, sold_out_dress, its_lookalike
):
    page = client.post("/bag/add/", {"variant": sold_out_dress.pk}, follow=True)
    assert page.redirect_chain[-1][0].endswith("?size=M")
    assert "has just sold out" in words_of(page)
    assert "Similar in stock in your size, M" in words_of(page)
    answer = client.post(
        "/bag/add/", {"variant": sold_out_dress.pk}, headers={"HX-Request": "true"}
    )
    assert answer["HX-Redirect"].endswith("?size=M")
    assert not BagLine.objects.exists()


@pytest.mark.parametrize("variant", ["", "abc", "-1", "0", "999999", str(2**70)])
def test_what_does_not_exist_cannot_be_added(client, variant):
    assert client.post("/bag/add/", {"variant": variant}).status_code == 404


def test_what_is_not_for_sale_cannot_be_added(client):
    draft = in_size(make_product(status=Status.DRAFT), "M")
    assert put_in_bag(client, draft).status_code == 404


def test_adding_is_not_a_link(client, dress_in_m):
    assert client.get(f"/bag/add/?variant={dress_in_m.pk}").status_code == 405


def test_quantities_change_and_stay_within_reason(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    address = f"/bag/lines/{line().pk}/quantity/"
    for given, kept in [("2", 2), ("0", 1), ("99", 10), ("-3", 10), ("²", 10), ("abc", 10)]:
        client.post(address, {"quantity": given})
        assert line().quantity == kept


def test_removing_says_what_is_gone(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    page = client.post(f"/bag/lines/{line().pk}/remove/", follow=True)
    assert "Alva dress in M is out of your bag." in words_of(page)
    assert "There is nothing in it yet" in words_of(page)


def test_another_shoppers_line_is_out_of_reach(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    stranger = Client()
    put_in_bag(stranger, dress_in_m)
    mine = client.session["bag"]
    number = BagLine.objects.get(bag=mine).pk
    assert stranger.post(f"/bag/lines/{number}/remove/").status_code == 404
    assert stranger.post(f"/bag/lines/{number}/quantity/", {"quantity": "9"}).status_code == 404
    assert Client().post(f"/bag/lines/{number}/remove/").status_code == 404
    assert BagLine.objects.get(bag=mine).quantity == 1


def test_instead_of_does_not_reach_into_another_shoppers_bag(client, dress_in_m, sold_out_dress):
    put_in_bag(client, dress_in_m)
    mine = line().pk
    small = in_size(sold_out_dress.product, "S")
    put_in_bag(Client(), small, instead_of=mine)
    assert BagLine.objects.filter(pk=mine).exists()


def test_a_line_that_sold_out_shows_what_can_stand_in_and_takes_its_place(
    client, dress_in_m, same_dress_in_red
):
    put_in_bag(client, dress_in_m)
    dress_in_m.move(-3, MovementReason.DAMAGED)
    page = client.get("/bag/")
    assert "Sold out in M while it was in your bag." in words_of(page)
    assert "Linnea dress in red" in words_of(page)
    assert "Total €0.00" in words_of(page)
    assert 'action="/bag/checkout/start/"' not in text_of(page)
    red = in_size(same_dress_in_red, "M")
    page = client.post("/bag/add/", {"variant": red.pk, "instead_of": line().pk}, follow=True)
    assert line().variant == red
    assert 'action="/bag/checkout/start/"' in text_of(page)


def test_a_line_of_which_fewer_are_left_offers_those(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    client.post(f"/bag/lines/{line().pk}/quantity/", {"quantity": "3"})
    dress_in_m.move(-1, MovementReason.DAMAGED)
    words = words_of(client.get("/bag/"))
    assert "Only 2 left in M." in words
    assert "Take the 2 left" in words


def test_a_product_taken_out_of_the_shop_is_lost_too(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    dress_in_m.product.status = Status.DISCONTINUED
    dress_in_m.product.save()
    assert "Sold out in M while it was in your bag." in words_of(client.get("/bag/"))


def test_two_currencies_do_not_share_a_bag(client, dress_in_m):
    dollars = in_size(make_product("Imported", currency="USD"), "M")
    put_in_bag(client, dress_in_m)
    page = client.post("/bag/add/", {"variant": dollars.pk}, follow=True)
    assert "another currency" in words_of(page)
    assert line().variant == dress_in_m
    with pytest.raises(MixedCurrencies):
        Bag.objects.get().add(dollars)


def test_a_bag_that_was_cleared_away_is_an_empty_one(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    Bag.objects.all().delete()
    assert "There is nothing in it yet" in words_of(client.get("/bag/"))
    put_in_bag(client, dress_in_m)
    assert line().quantity == 1


def test_more_lines_cost_no_more_queries(client, its_lookalike):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/bag/")
        return len(seen)

    put_in_bag(client, in_size(its_lookalike, "M"))
    client.get("/bag/")  # reads the message away
    few = queries()
    for number in range(6):
        put_in_bag(client, in_size(make_product(f"Dress {number}"), "M"))
    client.get("/bag/")
    assert queries() == few


def test_forgotten_bags_are_cleared_away_and_no_other(client, dress_in_m, settings):
    weeks_ago = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE, days=1)
    put_in_bag(client, dress_in_m)
    in_use, forgotten = Bag.objects.get(), Bag.objects.create()
    BagLine.objects.create(bag=forgotten, variant=dress_in_m)
    forgotten.lines.update(added_at=weeks_ago)
    Bag.objects.update(created_at=weeks_ago)
    call_command("clear_bags", stdout=StringIO())
    assert list(Bag.objects.all()) == [in_use]


@pytest.mark.django_db(transaction=True)
def test_quick_taps_are_all_counted(its_lookalike):
    variant = make_product("Many", stock={"M": 50}).variants.get()
    bag = Bag.objects.create()

    def tap() -> None:
        try:
            bag.add(variant)
        finally:
            connections.close_all()

    taps = [threading.Thread(target=tap) for _ in range(8)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()
    assert bag.lines.get().quantity == 8


def wait_until_somebody_waits(patience: float = 30) -> None:
    """For a lock that this connection holds."""
    until = time.monotonic() + patience
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("Nobody waits.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tap", ["one more", "another number"])
def test_a_tap_while_her_order_is_placed_from_another_tab_is_no_fault(tap):
    shopper, dress = Client(), in_size(make_product(stock={"M": 5}), "M")
    put_in_bag(shopper, dress)
    number = line().pk

    def taps() -> int:
        try:
            if tap == "one more":
                return put_in_bag(shopper, dress).status_code
            return shopper.post(f"/bag/lines/{number}/quantity/", {"quantity": "2"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other_tab:
        with transaction.atomic():
            Bag.objects.select_for_update().get()
            BagLine.objects.all().delete()
            answer = other_tab.submit(taps)
            wait_until_somebody_waits()
        assert answer.result(timeout=30) == (302 if tap == "one more" else 404)
    assert [each.quantity for each in BagLine.objects.all()] == ([1] if tap == "one more" else [])
