"""At the till: what is in the bag is held, for her alone, and given back in time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from catalog.models import MovementReason, Reservation, Variant
from shop.bag.models import BagLine, Order
from shop.bag.tasks import release_expired_reservations
from tests.at_once import at_once
from tests.factories import make_product
from tests.shop.shopping import check_out, filled_in, in_size, put_in_bag, text_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def last_dress(its_lookalike) -> Variant:
    """The last Alva dress in M."""
    dress = in_size(its_lookalike, "M")
    dress.move(-2, MovementReason.DAMAGED)
    return dress


def go_to_the_till(client: Client, **options):
    return client.post("/bag/checkout/start/", **options)


def held(variant: Variant) -> int:
    return Variant.objects.get(pk=variant.pk).reserved


def let_run_out() -> None:
    Reservation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def test_the_till_says_until_when_it_is_held(client, last_dress, settings):
    settings.RESERVATION_MINUTES = 15
    put_in_bag(client, last_dress)
    before = timezone.now()
    page = go_to_the_till(client, follow=True)
    assert page.redirect_chain == [("/bag/checkout/", 302)]
    until = Reservation.objects.get().expires_at
    assert timedelta(minutes=15) <= until - before < timedelta(minutes=16)
    assert f"Held for you until {until:%H:%M} ." in words_of(page)


def test_looking_around_holds_nothing(client, last_dress):
    put_in_bag(client, last_dress)
    for address in ("/bag/", "/bag/checkout/"):
        client.get(address)
        client.head(address)
    assert client.get("/bag/checkout/start/").status_code == 405
    assert held(last_dress) == 0
    assert "Not held for you" in words_of(client.get("/bag/checkout/"))


def test_what_she_holds_is_sold_out_for_others_with_what_can_stand_in(
    client, last_dress, same_dress_in_red
):
    put_in_bag(client, last_dress)
    stranger = Client()
    put_in_bag(stranger, last_dress)
    go_to_the_till(client)
    product_page = stranger.get(f"{last_dress.product.get_absolute_url()}?size=M")
    assert "Sold out." in words_of(product_page)
    assert "Linnea dress in red" in words_of(product_page)
    page = go_to_the_till(stranger, follow=True)
    assert page.redirect_chain == [("/bag/", 302)]
    assert "Alva dress in M sold out on your way to the till." in words_of(page)
    assert "In stock in M instead" in words_of(page)
    assert put_in_bag(stranger, last_dress).url.endswith("?size=M")
    api = stranger.get(f"/api/v1/variants/{last_dress.pk}/").json()
    assert api["in_stock"] is False


def test_she_who_held_it_orders_it(client, last_dress):
    put_in_bag(client, last_dress)
    go_to_the_till(client)
    assert check_out(client).url.startswith("/bag/order/")
    last_dress.refresh_from_db()
    assert (last_dress.on_hand, last_dress.reserved) == (0, 0)
    assert not Reservation.objects.exists()


def test_he_who_had_the_form_open_before_does_not_get_it(client, last_dress):
    stranger = Client()
    put_in_bag(stranger, last_dress)
    form = filled_in(stranger)
    put_in_bag(client, last_dress)
    go_to_the_till(client)
    page = stranger.post("/bag/checkout/", form, follow=True)
    assert "Nothing was ordered: Alva dress in M sold out" in words_of(page)
    assert not Order.objects.exists()
    assert held(last_dress) == 1


def test_her_own_bag_still_offers_what_she_holds(client, last_dress):
    put_in_bag(client, last_dress)
    go_to_the_till(client)
    page = client.get("/bag/")
    assert "Sold out" not in words_of(page)
    assert 'action="/bag/checkout/start/"' in text_of(page)
    page = client.post("/bag/add/", {"variant": last_dress.pk}, follow=True)
    assert "All that are left of it are in your bag already." in words_of(page)
    assert BagLine.objects.get().quantity == 1


def test_going_to_the_till_again_begins_the_time_anew(client, last_dress):
    put_in_bag(client, last_dress)
    go_to_the_till(client)
    let_run_out()
    assert "Not held for you" in words_of(client.get("/bag/checkout/"))
    assert "Held for you until" in words_of(go_to_the_till(client, follow=True))
    assert Reservation.objects.live().count() == 1


def first_held(**ago: int) -> None:
    BagLine.objects.update(held_since=timezone.now() - timedelta(**ago))


def test_nobody_holds_a_piece_for_ever_by_going_to_the_till_again(client, last_dress, settings):
    settings.RESERVATION_MINUTES, settings.RESERVATION_MINUTES_IN_ALL = 15, 60
    put_in_bag(client, last_dress)
    go_to_the_till(client)
    since = BagLine.objects.get().held_since
    go_to_the_till(client)
    assert BagLine.objects.get().held_since == since
    first_held(minutes=50)
    page = go_to_the_till(client, follow=True)
    until = Reservation.objects.get().expires_at
    assert until == BagLine.objects.get().held_since + timedelta(minutes=60)
    assert f"Held for you until {until:%H:%M} , and no longer." in words_of(page)
    first_held(minutes=60)
    let_run_out()
    page = go_to_the_till(client, follow=True)
    assert page.redirect_chain == [("/bag/checkout/", 302)]
    assert "nothing is held for longer than 60 minutes in all" in words_of(page)
    stranger = Client()
    put_in_bag(stranger, last_dress)
    assert "Held for you until" in words_of(go_to_the_till(stranger, follow=True))
    assert go_to_the_till(client, follow=True).redirect_chain[-1] == ("/bag/", 302)


def test_what_can_be_held_no_longer_is_hers_to_order_while_nobody_else_does(client, last_dress):
    put_in_bag(client, last_dress)
    first_held(hours=2)
    go_to_the_till(client)
    assert held(last_dress) == 0
    assert check_out(client).url.startswith("/bag/order/")


def test_a_day_later_it_is_held_anew(client, last_dress):
    put_in_bag(client, last_dress)
    first_held(days=1)
    assert "no longer" not in words_of(client.get("/bag/checkout/"))
    assert "Held for you until" in words_of(go_to_the_till(client, follow=True))
    assert BagLine.objects.get().held_since > timezone.now() - timedelta(minutes=1)


def test_a_piece_put_in_later_has_its_own_time(client, last_dress, same_dress_in_red):
    put_in_bag(client, last_dress)
    first_held(hours=2)
    red = in_size(same_dress_in_red, "M")
    put_in_bag(client, red)
    page = go_to_the_till(client, follow=True)
    assert (held(last_dress), held(red)) == (0, 1)
    assert "Not held for you any more" in words_of(page)


def test_what_leaves_the_bag_is_given_back(client, last_dress, same_dress_in_red):
    red = in_size(same_dress_in_red, "M")
    red.move(2, MovementReason.RECEIVED)
    put_in_bag(client, last_dress)
    for _ in range(3):
        put_in_bag(client, red)
    go_to_the_till(client)
    assert (held(last_dress), held(red)) == (1, 3)
    line = BagLine.objects.get(variant=red)
    client.post(f"/bag/lines/{line.pk}/quantity/", {"quantity": "2"})
    assert (held(last_dress), held(red)) == (1, 2)
    client.post(f"/bag/lines/{line.pk}/remove/")
    assert (held(last_dress), held(red)) == (1, 0)
    small = in_size(make_product("Stand-in"), "S")
    lost = BagLine.objects.get(variant=last_dress)
    put_in_bag(client, small, instead_of=lost.pk)
    assert not Reservation.objects.exists()


def test_more_of_it_is_held_only_at_the_till_again(client, last_dress):
    last_dress.move(1, MovementReason.RECEIVED)
    put_in_bag(client, last_dress)
    go_to_the_till(client)
    put_in_bag(client, last_dress)
    assert held(last_dress) == 1
    assert "Not held for you" in words_of(client.get("/bag/checkout/"))
    go_to_the_till(client)
    assert held(last_dress) == 2


def test_what_was_there_is_not_held_where_another_line_is_lost(
    client, last_dress, same_dress_in_red
):
    put_in_bag(client, in_size(same_dress_in_red, "M"))
    put_in_bag(client, last_dress)
    last_dress.move(-1, MovementReason.DAMAGED)
    page = go_to_the_till(client, follow=True)
    assert "Alva dress in M sold out on your way to the till." in words_of(page)
    assert not Reservation.objects.exists()


def test_the_sweep_gives_back_what_was_held_too_long(client, last_dress):
    put_in_bag(client, last_dress)
    go_to_the_till(client)
    release_expired_reservations()
    assert held(last_dress) == 1
    let_run_out()
    release_expired_reservations()
    assert held(last_dress) == 0


@pytest.mark.parametrize("way", ["from the product page", "from the bag", "with the form open"])
def test_without_a_sweep_a_hold_that_ran_out_still_stops_nobody(client, last_dress, way):
    stranger = Client()
    put_in_bag(stranger, last_dress)
    form = filled_in(stranger)
    put_in_bag(client, last_dress)
    go_to_the_till(client)
    let_run_out()
    if way == "from the product page":
        page = stranger.get(f"{last_dress.product.get_absolute_url()}?size=M")
        assert "Only 1 left." in words_of(page)
    if way == "from the bag":
        assert 'action="/bag/checkout/start/"' in text_of(stranger.get("/bag/"))
        assert "Held for you" in words_of(go_to_the_till(stranger, follow=True))
    assert stranger.post("/bag/checkout/", form).url.startswith("/bag/order/")


def test_an_empty_bag_goes_to_no_till(client):
    assert go_to_the_till(client, follow=True).redirect_chain[-1] == ("/bag/", 302)


def test_the_merchandiser_sees_what_is_held_and_can_give_it_back(admin_client, client, last_dress):
    put_in_bag(client, last_dress)
    go_to_the_till(client)
    listing = admin_client.get("/admin/catalog/reservation/?q=Alva")
    assert f"bag {client.session['bag']}" in words_of(listing)
    chips = words_of(admin_client.get("/admin/catalog/product/"))
    assert "M 1 (1 held)" in chips
    stock = admin_client.get(f"/admin/catalog/product/{last_dress.product_id}/stock/")
    assert "Held at the till" in words_of(stock)
    number = Reservation.objects.get().pk
    assert admin_client.get("/admin/catalog/reservation/add/").status_code == 403
    chosen = {"action": "release", "_selected_action": [number]}
    page = admin_client.post("/admin/catalog/reservation/", chosen, follow=True)
    assert "1 given back." in words_of(page)
    assert held(last_dress) == 0


def in_parallel(shoppers: list[Client], *deeds) -> list[object]:
    """Where each shopper ends up who does these one after the other, all at the same time."""

    def end_of(shopper: Client) -> str:
        return [deed(shopper).url for deed in deeds][-1]

    return at_once([partial(end_of, shopper) for shopper in shoppers])


@pytest.mark.django_db(transaction=True)
def test_twenty_want_the_last_piece_that_one_holds():
    last = in_size(make_product(stock={"M": 1}), "M")
    others, forms = [Client() for _ in range(20)], {}
    for other in others:
        put_in_bag(other, last)
        forms[other] = filled_in(other)
    holder = Client()
    put_in_bag(holder, last)
    go_to_the_till(holder)

    def order(shopper: Client):
        return shopper.post("/bag/checkout/", forms[shopper])

    assert in_parallel(others, go_to_the_till, order) == ["/bag/"] * 20
    assert held(last) == 1
    let_run_out()
    ends = in_parallel(others, go_to_the_till, order)
    assert sum(url.startswith("/bag/order/") for url in ends) == 1
    assert Order.objects.count() == 1
    assert holder.get("/bag/checkout/").url == "/bag/"
    last.refresh_from_db()
    assert (last.on_hand, last.reserved) == (0, 0)
