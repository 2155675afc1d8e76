"""A piece in the bag sells out while she shops: every page says so, and one tap swaps it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import MovementReason, Reservation, Status, Variant
from shop.bag.models import Bag, BagLine, MixedCurrencies, Order
from shop.bag.models.order import OrderStatus
from shop.bag.rescue import MOST_RESCUED
from shop.bag.swapping import swap
from tests.factories import make_product
from tests.shop.shopping import check_out, filled_in, in_size, put_in_bag, text_of, words_of

pytestmark = pytest.mark.django_db

SOLD_OUT = "sold out while it was in your bag"


@pytest.fixture
def alva(its_lookalike) -> Variant:
    """In M, three pieces, the best that can stand in for the red dress and the other way round."""
    return in_size(its_lookalike, "M")


@pytest.fixture
def red(same_dress_in_red) -> Variant:
    return in_size(same_dress_in_red, "M")


def lose(variant: Variant) -> None:
    """Somebody else buys all there are."""
    variant.move(-variant.on_hand, MovementReason.SOLD)


def asked_by_a_page(client: Client, page: str, on: str = "/shop/"):
    """What an open page asks for next, and what it is told."""
    address = re.search(r'id="bag-notice"[^>]* hx-get="([^"]+)"', page)
    assert address, "this page asks for nothing"
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{on}"}
    return client.get(address[1], headers=headers)


def test_the_next_page_says_it(client, alva, red):
    put_in_bag(client, alva)
    assert "sold out" not in words_of(client.get("/looks/"))
    lose(alva)
    page = client.get("/looks/")
    assert "A piece in your bag has sold out. See what can stand in" in words_of(page)
    assert 'hx-trigger="load, every 25s' in text_of(page)


def test_an_open_page_is_told_once_with_the_best_understudy(client, alva, red):
    put_in_bag(client, alva)
    page = text_of(client.get("/looks/"))
    assert asked_by_a_page(client, page).status_code == 204
    lose(alva)
    told = asked_by_a_page(client, page)
    assert f"Alva dress in M {SOLD_OUT}" in words_of(told)
    assert "Swap for this: Linnea dress in red" in text_of(told)
    assert "Linnea dress in red can take its place" in words_of(told)  # said aloud
    assert asked_by_a_page(client, text_of(told)).status_code == 204
    lose(red)
    assert "Linnea" not in words_of(asked_by_a_page(client, text_of(told)))


def test_the_same_garment_in_another_colour_is_told_by_its_colour(client, alva, red):
    type(red.product).objects.filter(pk=red.product_id).update(title="Alva dress", style_code="A")
    type(red.product).objects.filter(pk=alva.product_id).update(style_code="A")
    put_in_bag(client, alva)
    page = text_of(client.get("/looks/"))
    lose(alva)
    told = asked_by_a_page(client, page)
    assert "Alva dress in red can take its place" in words_of(told)
    assert 'aria-label="Swap for this: Alva dress in red"' in text_of(told)
    assert "The same model in red" in words_of(told)
    assert "in the same spirit" not in words_of(told)


def test_what_comes_back_takes_the_notice_away(client, alva, red):
    put_in_bag(client, alva)
    lose(alva)
    told = asked_by_a_page(client, text_of(client.get("/looks/")))
    alva.move(1, MovementReason.RETURNED)
    assert SOLD_OUT not in words_of(asked_by_a_page(client, text_of(told)))


def test_an_empty_bag_asks_for_nothing_more(client, alva):
    put_in_bag(client, alva)
    page = text_of(client.get("/looks/"))
    BagLine.objects.all().delete()
    assert "hx-get" not in text_of(asked_by_a_page(client, page))
    assert "/bag/notice/" not in text_of(client.get("/looks/"))
    assert "/bag/notice/" not in text_of(Client().get("/looks/"))


def test_the_bags_own_page_shows_itself_anew(client, alva, red):
    put_in_bag(client, alva)
    page = text_of(client.get("/bag/"))
    assert asked_by_a_page(client, page, on="/bag/").status_code == 204
    lose(alva)
    told = asked_by_a_page(client, page, on="/bag/")
    assert "bag-changed" in told["HX-Trigger"]
    assert asked_by_a_page(client, text_of(told), on="/bag/").status_code == 204
    assert asked_by_a_page(client, text_of(client.get("/bag/")), on="/bag/").status_code == 204


def queries_of(client: Client) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        client.get("/looks/")
    return [query["sql"] for query in queries]


def test_it_costs_nothing_without_a_bag_and_one_query_with_one(client, alva):
    strangers = queries_of(Client())
    assert not [sql for sql in strangers if "bag_" in sql]
    put_in_bag(client, alva)
    client.get("/bag/")  # reads the message away
    lose(alva)
    hers = [sql for sql in queries_of(client) if "django_session" not in sql]
    assert len(hers) == len(strangers) + 1


def is_marked(client: Client) -> bool:
    return "has sold out" in words_of(client.get("/looks/"))


def test_it_is_marked_exactly_when_she_cannot_buy_it(client, alva):
    put_in_bag(client, alva)
    bag, soon = Bag.objects.get(), timezone.now() + timedelta(minutes=5)
    Reservation.objects.hold(alva, 3, "another bag", soon)
    assert is_marked(client)
    Reservation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert not is_marked(client)
    Reservation.objects.hold(alva, 3, bag.holder, soon)
    assert not is_marked(client)
    alva.product.status = Status.DISCONTINUED
    alva.product.save()
    assert is_marked(client)


def test_a_swap_keeps_the_pieces_as_far_as_there_are_any(client, alva, red):
    put_in_bag(client, red)
    bag = Bag.objects.get()
    bag.lines.update(quantity=5)
    line = swap(bag, bag.lines.get().pk, alva)
    assert [(line.variant, line.quantity) for line in bag.lines.all()] == [(alva, 3)]
    assert line.quantity == 3


def test_a_second_tap_changes_nothing(client, alva, red):
    put_in_bag(client, red)
    number = BagLine.objects.get().pk
    for _ in range(3):
        put_in_bag(client, alva, instead_of=number)
    assert [(line.variant, line.quantity) for line in BagLine.objects.all()] == [(alva, 1)]


def test_a_swap_gives_back_what_was_held_at_the_till(client, alva, red):
    put_in_bag(client, red)
    client.post("/bag/checkout/start/")
    put_in_bag(client, alva, instead_of=BagLine.objects.get().pk)
    assert not Reservation.objects.exists()


def test_a_swap_that_cannot_be_leaves_the_bag_as_it_was(client, alva, red):
    put_in_bag(client, alva)
    put_in_bag(client, red)
    first, second = BagLine.objects.all()
    dollars = in_size(make_product("Imported", currency="USD"), "M")
    with pytest.raises(MixedCurrencies):
        swap(first.bag, first.pk, dollars)
    lose(red)
    page = client.post("/bag/add/", {"variant": red.pk, "instead_of": first.pk}, follow=True)
    assert "Linnea dress in red, M has just sold out too." in words_of(page)
    assert list(BagLine.objects.all()) == [first, second]


def test_with_htmx_a_swap_stays_on_the_page_and_ends_the_notice(client, alva, red):
    put_in_bag(client, alva)
    lose(alva)
    swapped = client.post(
        "/bag/add/",
        {"variant": red.pk, "instead_of": BagLine.objects.get().pk},
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/looks/"},
    )
    assert "Linnea dress in red in M is in your bag" in words_of(swapped)
    assert 'id="bag-notice" hx-swap-oob="true"' in text_of(swapped)
    assert "has sold out" not in words_of(swapped)


def test_on_the_bags_page_a_swap_shows_the_bag(client, alva, red):
    put_in_bag(client, alva)
    swapped = client.post(
        "/bag/add/",
        {"variant": red.pk, "instead_of": BagLine.objects.get().pk},
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/bag/"},
    )
    assert swapped["HX-Redirect"] == "/bag/"


def test_the_notice_is_a_piece_of_a_page_and_none_itself(client):
    assert client.get("/bag/notice/")["Location"] == "/bag/"


@pytest.fixture
def five_alike(encoder_version) -> list[Variant]:
    """In M, each the next best instead of those before and after it."""
    names = ("Alva", "Berit", "Cilla", "Dagny", "Ebba")
    return [
        in_size(make_product(name, stock={"M": 1}, vector=[1, number / 20, 0]), "M")
        for number, name in enumerate(names)
    ]


def offered(client: Client) -> list[list[str]]:
    rescues = client.get("/bag/").context["rescues"]
    return [[card.title for card in r.stand_ins.cards] for r in rescues if r.stand_ins]


def test_every_lost_line_has_another_best_and_none_that_lies_in_the_bag(client, five_alike):
    alva, berit, cilla, *_ = five_alike
    for variant in (alva, berit, cilla):
        put_in_bag(client, variant)
    lose(alva)
    lose(berit)
    assert offered(client) == [["Dagny", "Ebba"], ["Ebba"]]
    lose(cilla)
    first, second, third = offered(client)
    assert (first[0], second[0], third) == ("Dagny", "Ebba", [])


def test_a_bag_of_lost_lines_costs_no_more_than_so_many(client, five_alike):
    for number in range(20):
        variant = in_size(make_product(f"Gone {number}", vector=[1, 0, number / 99]), "M")
        put_in_bag(client, variant)
    for line in BagLine.objects.select_related("variant"):
        lose(line.variant)
    client.get("/bag/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/bag/")
    looked_for = [r for r in page.context["rescues"] if r.stand_ins]
    assert len(looked_for) == MOST_RESCUED
    assert [len(r.stand_ins.cards) for r in looked_for] == [4, 4, 3, 1, 1, 0, 0, 0]
    assert words_of(page).count("See on its own page what can stand in for it") == 12
    assert len(queries) < 30 + 8 * MOST_RESCUED
    told = asked_by_a_page(client, text_of(client.get("/bag/")), on="/bag/")
    assert told.status_code == 204


def test_an_order_says_what_was_swapped_for_what(alva, red):
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    put_in_bag(client, alva)
    lose(alva)
    token = re.search(r'name="u" value="([^"]+)"', text_of(client.get("/bag/")))
    put_in_bag(client, red, instead_of=BagLine.objects.get().pk, u=token[1])
    page = client.get(check_out(client)["Location"])
    assert "in the place of Alva dress, M" in words_of(page)


def test_the_confirmation_offers_what_can_stand_in_for_what_sold_out_before_it(
    client, alva, red, five_alike
):
    """She bags two, loses one at the till, takes it out and orders the other."""
    kept = five_alike[0]
    for variant in (alva, kept):
        put_in_bag(client, variant)
    form = filled_in(client)
    lose(alva)
    assert client.post("/bag/checkout/", form)["Location"] == "/bag/"
    client.post(f"/bag/lines/{BagLine.objects.get(variant=alva).pk}/remove/")
    address = check_out(client)["Location"]
    page = client.get(address)
    words = words_of(page)
    heading = words.index("Sold out before you could order")
    assert words.index("Thank you, Ada Lovelace.") < heading < words.index("In stock in M instead")
    (strip,) = page.context["missed"]
    assert (strip.title, strip.size) == ("Alva dress", "M")
    assert strip.cards
    assert kept.product_id not in {card.product for card in strip.cards}
    assert "Sold out before" not in words_of(Client().get(address))
    alva.move(1, MovementReason.RETURNED)
    assert "Sold out before" not in words_of(client.get(address))


def test_what_was_swapped_or_could_be_had_was_not_missed(client, alva, red):
    put_in_bag(client, red)
    lose(red)
    put_in_bag(client, alva, instead_of=BagLine.objects.get().pk)
    other = in_size(make_product("Smilla", vector=[1, 0.1, 0]), "M")
    make_product("Its understudy", vector=[1, 0.2, 0])
    put_in_bag(client, other)
    client.post(f"/bag/lines/{BagLine.objects.get(variant=other).pk}/remove/")
    lose(other)
    assert "Sold out before" not in words_of(client.get(check_out(client)["Location"]))


def test_a_cancelled_order_shows_what_is_in_stock_instead(client, alva, red):
    put_in_bag(client, alva)
    address = check_out(client)["Location"]
    assert "instead" not in words_of(client.get(address))
    Order.objects.update(status=OrderStatus.CANCELLED)
    words = words_of(client.get(address))
    assert "Your order was cancelled." in words
    assert words.index("In stock in M instead") < words.index("Linnea dress in red")
