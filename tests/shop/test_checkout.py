"""From the bag to an order, and every way it may not come to one."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import connections
from django.db.models import Sum
from django.test import Client

from catalog.models import MovementReason, Status, StockMovement, Variant
from shop.bag.models import BagLine, Order
from tests.factories import make_product
from tests.shop.shopping import (
    ADDRESS,
    check_out,
    filled_in,
    in_size,
    put_in_bag,
    text_of,
    words_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dress_in_m(its_lookalike) -> Variant:
    return in_size(its_lookalike, "M")


def on_hand(variant: Variant) -> int:
    return Variant.objects.get(pk=variant.pk).on_hand


def test_an_order_is_written_down_as_it_was_placed(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    put_in_bag(client, dress_in_m)
    answer = check_out(client)
    order = Order.objects.get()
    assert answer.url == f"/bag/order/{order.token}/"
    [line] = order.lines.all()
    assert (line.title, line.size, line.quantity) == ("Alva dress", "M", 2)
    assert (line.unit_price, order.total) == (Decimal("55.00"), Decimal("110.00"))
    assert (order.name, order.country, order.payment_method) == (
        "Ada Lovelace", "GB", "on_delivery",
    )  # fmt: skip
    assert on_hand(dress_in_m) == 1
    assert StockMovement.objects.get(reason="sold").note == str(order)
    assert not BagLine.objects.exists()


def test_the_confirmation_shows_the_prices_paid(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    page_address = check_out(client).url
    dress_in_m.product.price = Decimal("99.00")
    dress_in_m.product.save()
    page = client.get(page_address)
    assert "Total €55.00" in words_of(page)
    assert "Pay on delivery" in words_of(page)
    assert "12 St James's Square" in words_of(page)
    dress_in_m.product.delete()
    assert "Alva dress, M" in words_of(client.get(page_address))


def test_the_confirmation_is_found_by_its_token_alone(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    check_out(client)
    order = Order.objects.get()
    assert len(order.token) >= 32
    for guess in (order.pk, order.number, order.checkout_key, order.token[:-1]):
        assert Client().get(f"/bag/order/{guess}/").status_code == 404
    assert Client().get(f"/bag/order/{order.token}/").status_code == 200


def test_sending_the_form_twice_orders_once(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    form = filled_in(client)
    first, second = (client.post("/bag/checkout/", form) for _ in range(2))
    assert first.url == second.url
    assert Order.objects.count() == 1
    assert on_hand(dress_in_m) == 2


def test_an_order_made_in_one_tab_leaves_the_other_an_empty_bag(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    one_tab, other_tab = filled_in(client), filled_in(client)
    client.post("/bag/checkout/", one_tab)
    answer = client.post("/bag/checkout/", other_tab)
    assert answer.url == "/bag/"
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name", "", "Full name"),
        ("email", "no-address", "valid email"),
        ("street", "", "Street and number"),
        ("postcode", "9" * 40, "at most 16 characters"),
        ("city", "\x00", "Null characters"),
        ("country", "XX", "Country"),
        ("payment_method", "barter", "Payment"),
        ("key", "not-a-key", ""),
        ("agreed_total", "NaN", ""),
    ],
)
def test_a_form_with_a_gap_is_shown_again(client, dress_in_m, field, value, complaint):
    put_in_bag(client, dress_in_m)
    page = check_out(client, **{field: value})
    assert page.status_code == 422
    assert complaint in words_of(page)
    assert not Order.objects.exists()
    assert on_hand(dress_in_m) == 3


def test_what_was_typed_stays_in_the_form(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    page = check_out(client, city="")
    assert 'value="Ada Lovelace"' in text_of(page)
    assert "This field is required." in words_of(page)


def test_an_empty_bag_has_no_till(client):
    assert client.get("/bag/checkout/").url == "/bag/"
    assert client.post("/bag/checkout/", ADDRESS).url == "/bag/"


def test_lines_that_lost_their_stock_are_named_and_nothing_is_sold(
    client, dress_in_m, sold_out_dress
):
    large = in_size(sold_out_dress.product, "L")
    put_in_bag(client, large)
    put_in_bag(client, dress_in_m)
    form = filled_in(client)
    dress_in_m.move(-3, MovementReason.DAMAGED)
    page = client.post("/bag/checkout/", form, follow=True)
    words = words_of(page)
    assert "Nothing was ordered: Alva dress in M sold out while you were at the till" in words
    assert "Sold out in M while it was in your bag." in words
    assert not Order.objects.exists()
    assert on_hand(large) == 1
    assert not StockMovement.objects.filter(reason="sold").exists()
    assert BagLine.objects.count() == 2


def test_the_address_needs_no_typing_again_after_a_loss(client, dress_in_m, sold_out_dress):
    put_in_bag(client, in_size(sold_out_dress.product, "L"))
    put_in_bag(client, dress_in_m)
    form = filled_in(client)
    dress_in_m.move(-3, MovementReason.DAMAGED)
    client.post("/bag/checkout/", form)
    assert client.get("/bag/checkout/").url == "/bag/"
    client.post(f"/bag/lines/{BagLine.objects.get(variant=dress_in_m).pk}/remove/")
    assert 'value="Ada Lovelace"' in text_of(client.get("/bag/checkout/"))
    assert check_out(client).url.startswith("/bag/order/")


def test_a_discontinued_product_is_not_sold(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    form = filled_in(client)
    type(dress_in_m.product).objects.update(status=Status.DISCONTINUED)
    assert client.post("/bag/checkout/", form).url == "/bag/"
    assert not Order.objects.exists()


def test_a_price_that_rose_is_shown_before_it_is_paid(client, dress_in_m):
    put_in_bag(client, dress_in_m)
    form = filled_in(client)
    dress_in_m.product.price = Decimal("75.00")
    dress_in_m.product.save()
    page = client.post("/bag/checkout/", form)
    assert page.status_code == 409
    assert "Prices have changed" in words_of(page)
    assert "Order for €75.00" in words_of(page)
    assert not Order.objects.exists()
    assert check_out(client).url.startswith("/bag/order/")


class PayInAdvance:
    code = "advance"
    label = "Pay in advance"
    description = "At the bank."

    def begin(self, order: Order) -> str:
        return f"https://bank.example/pay?order={order.number}"


class AwayProvider(PayInAdvance):
    def begin(self, order: Order) -> str:
        raise ConnectionError("provider away")


def test_a_shop_may_add_its_own_payment_method(client, dress_in_m, settings):
    settings.PAYMENT_METHODS = [*settings.PAYMENT_METHODS, f"{__name__}.PayInAdvance"]
    put_in_bag(client, dress_in_m)
    assert "Pay in advance" in words_of(client.get("/bag/checkout/"))
    answer = check_out(client, payment_method="advance")
    assert answer.url == f"https://bank.example/pay?order={Order.objects.get().number}"


def test_how_she_pays_is_not_chosen_for_her_once_an_order_is_refused(client, dress_in_m, settings):
    settings.PAYMENT_METHODS = [*settings.PAYMENT_METHODS, f"{__name__}.PayInAdvance"]
    put_in_bag(client, dress_in_m)
    form = filled_in(client, payment_method="advance")
    dress_in_m.product.price = Decimal("75.00")
    dress_in_m.product.save()
    chosen = 'value="advance" required checked'
    assert chosen in text_of(client.post("/bag/checkout/", form))
    form = filled_in(client, payment_method="advance")
    dress_in_m.move(-dress_in_m.on_hand, MovementReason.DAMAGED)
    assert client.post("/bag/checkout/", form).url == "/bag/"
    dress_in_m.move(1, MovementReason.RECEIVED)
    assert chosen in text_of(client.get("/bag/checkout/"))


def test_a_payment_provider_that_is_away_hides_no_order(client, dress_in_m, settings):
    settings.PAYMENT_METHODS = [f"{__name__}.AwayProvider"]
    put_in_bag(client, dress_in_m)
    page = client.post("/bag/checkout/", filled_in(client, payment_method="advance"), follow=True)
    assert "Your order is placed; payment could not be started" in words_of(page)
    assert Order.objects.exists()
    settings.PAYMENT_METHODS = ["shop.bag.payment.PayOnDelivery"]
    assert "advance" in words_of(client.get(Order.objects.get().get_absolute_url()))


def test_orders_can_be_read_in_the_admin_but_not_rewritten(admin_client, client, dress_in_m):
    put_in_bag(client, dress_in_m)
    check_out(client)
    order = Order.objects.get()
    listing = admin_client.get("/admin/bag/order/?q=Ada")
    assert order.number in words_of(listing)
    page = admin_client.get(f"/admin/bag/order/{order.pk}/change/")
    assert "Alva dress" in words_of(page)
    assert 'name="total"' not in text_of(page)
    assert 'name="name"' not in text_of(page)
    assert admin_client.get("/admin/bag/order/add/").status_code == 403
    assert admin_client.post(f"/admin/bag/order/{order.pk}/delete/").status_code == 403


ROUNDS, BUYERS, PIECES = 20, 6, 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_rounds_of_parallel_buyers_never_oversell():
    """Six buyers at once want one of each of two dresses, of which there are three and four."""
    for round_number in range(ROUNDS):
        pair = [
            in_size(make_product(f"Round {round_number}, dress {n}", stock={"M": PIECES + n}), "M")
            for n in range(2)
        ]
        answers = buy_in_parallel(pair)
        sold = sum(url.startswith("/bag/order/") for url in answers)
        assert sold == PIECES, answers
        assert [on_hand(variant) for variant in pair] == [0, 1]
        for variant in pair:
            ledger = variant.movements.aggregate(total=Sum("change"))["total"]
            assert ledger == on_hand(variant)
    assert Order.objects.count() == ROUNDS * PIECES


def buy_in_parallel(pair: list[Variant]) -> list[str]:
    """Where each buyer ends up. Every other one has the two in her bag the other way round."""
    buyers = [Client() for _ in range(BUYERS)]
    forms = []
    for number, buyer in enumerate(buyers):
        for variant in pair if number % 2 else reversed(pair):
            put_in_bag(buyer, variant)
        forms.append(filled_in(buyer))
    start = threading.Barrier(BUYERS)
    answers: list[str] = []

    def buy(buyer: Client, form: dict[str, str]) -> None:
        try:
            start.wait(timeout=30)
            answers.append(buyer.post("/bag/checkout/", form).url)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=buy, args=pair) for pair in zip(buyers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_in_parallel_orders_once():
    variant = in_size(make_product(stock={"M": 5}), "M")
    shopper = Client()
    put_in_bag(shopper, variant)
    form = filled_in(shopper)
    cookies = shopper.cookies
    answers: list[str] = []

    def send() -> None:
        tab = Client()
        tab.cookies = cookies
        try:
            answers.append(tab.post("/bag/checkout/", form).url)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == 5
    assert len(set(answers)) == 1
    assert Order.objects.count() == 1
    assert on_hand(variant) == 4
