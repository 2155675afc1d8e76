"""Reading from a streaming replica that really runs: what it may answer; it never sells."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import Product, Reservation, Variant
from recommender.search import estimate
from shop.bag.models import Order
from shop.embedded import Home
from shop.replica import REPLICA, lag, pages
from tests.factories import make_product
from tests.shop.shopping import check_out, in_size, put_in_bag, words_of
from tests.shop.standby import Standby, wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", REPLICA]),
]

IN_M = "/search/?q=black&size=M&in_stock=1"


@pytest.fixture(scope="module")
def standby(django_db_setup) -> Iterator[Standby]:
    home = Path(tempfile.mkdtemp(prefix="understudy-replica-"))
    replica = Standby(Home.at(home))
    replica.start()
    connections.settings[REPLICA] = replica.settings
    yield replica
    del connections[REPLICA]
    del connections.settings[REPLICA]
    replica.stop()
    shutil.rmtree(home)


@pytest.fixture
def replica(standby, transactional_db, settings, monkeypatch) -> Iterator[Standby]:
    """The shop as it runs with REPLICA_URL; no answer is too old unless a story says so."""
    settings.REPLICA_URL = "postgres://the-replica/understudy"
    settings.REPLICA_MAX_LAG = 3600.0
    settings.DATABASE_ROUTERS = ["shop.replica.router.ReplicaRouter"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "shop.replica.pages.OwnChangesMiddleware"]
    monkeypatch.setattr(pages, "watch", lag.Watch())
    estimate.forget_samples()
    wait_until(pages.watch.is_fit)
    yield standby
    standby.go_on()
    connections[REPLICA].close()


@pytest.fixture
def last_lookalike(replica, sold_out_dress, its_lookalike) -> Variant:
    """The last Alva dress in M, on both servers, and a jacket that the same words find."""
    make_product("Edda jacket for a dress", product_type="Jacket", stock={"M": 3}, vector=[0, 1, 0])
    Variant.objects.filter(product=its_lookalike).update(on_hand=1)
    replica.catch_up()
    return in_size(its_lookalike, "M")


def asked(alias: str, client: Client, address: str) -> str:
    """The statements that the page sends to one of the two servers."""
    with CaptureQueriesContext(connections[alias]) as queries:
        assert client.get(address).status_code == 200
    return " ".join(query["sql"] for query in queries)


def sell_to_somebody(variant: Variant) -> None:
    assert variant.take(1)


@pytest.mark.parametrize("address", ["/", "/shop/", "/search/?q=dress", "/looks/"])
def test_pages_that_show_the_shop_ask_the_primary_nothing(last_lookalike, address):
    assert "catalog_" not in asked("default", Client(), address)
    assert "catalog_" in asked(REPLICA, Client(), address)


def test_substitutes_are_searched_for_on_the_replica(last_lookalike, sold_out_dress):
    address = f"{sold_out_dress.product.get_absolute_url()}?size=M"
    assert "product_search" not in asked("default", Client(), address)
    assert "product_search" in asked(REPLICA, Client(), address)


def test_bag_and_admin_and_api_ask_the_replica_nothing(last_lookalike, admin_client):
    put_in_bag(admin_client, last_lookalike)
    del admin_client.cookies[pages.ACTED]
    for address in ("/bag/", "/bag/checkout/", "/admin/catalog/product/", "/api/v1/products/"):
        assert asked(REPLICA, admin_client, address) == ""


def test_a_stale_offer_is_never_sold(replica, last_lookalike, sold_out_dress):
    early, late = Client(), Client()
    put_in_bag(early, last_lookalike)
    replica.hold_up()
    sell_to_somebody(last_lookalike)
    sold_out = f"{sold_out_dress.product.get_absolute_url()}?size=M"

    assert "Alva dress" in words_of(late.get(IN_M))
    assert "Alva dress" in words_of(late.get(sold_out))
    refused = put_in_bag(late, last_lookalike)
    assert refused.url == f"{last_lookalike.product.get_absolute_url()}?size=M"
    assert "just sold out" in words_of(late.get(refused.url))
    assert not Reservation.objects.hold(
        last_lookalike, 1, "bag 9", timezone.now() + timedelta(hours=1)
    )
    early.post("/bag/checkout/start/")
    check_out(early)
    assert Order.objects.count() == 0
    assert Variant.objects.get(pk=last_lookalike.pk).on_hand == 0

    replica.go_on()
    replica.catch_up()
    for address in (IN_M, sold_out):
        assert "Alva dress" not in words_of(Client().get(address))


def test_whoever_was_refused_is_not_offered_it_again(replica, last_lookalike):
    replica.hold_up()
    sell_to_somebody(last_lookalike)
    shopper, stranger = Client(), Client()
    put_in_bag(shopper, last_lookalike)
    assert "Alva dress" not in words_of(shopper.get(IN_M))
    assert "Alva dress" in words_of(stranger.get(IN_M))


def test_the_bag_that_a_page_tells_of_is_never_stale(replica, last_lookalike):
    shopper = Client()
    replica.hold_up()
    put_in_bag(shopper, last_lookalike)
    del shopper.cookies[pages.ACTED]
    assert "Bag, 1 piece" in words_of(shopper.get("/shop/"))


def test_a_page_that_gives_back_a_hold_shows_that_it_did(replica, last_lookalike):
    Reservation.objects.hold(last_lookalike, 1, "bag 9", timezone.now() - timedelta(seconds=1))
    replica.hold_up()
    page = words_of(Client().get(f"{last_lookalike.product.get_absolute_url()}?size=M"))
    assert "Only 1 left" in page
    assert not Reservation.objects.exists()


def test_a_replica_that_falls_behind_is_left(replica, last_lookalike, settings, monkeypatch):
    settings.REPLICA_MAX_LAG = 0.5
    monkeypatch.setattr(lag, "LOOK_EVERY", 0.1)
    replica.hold_up()
    sell_to_somebody(last_lookalike)
    time.sleep(0.7)
    assert "Alva dress" not in words_of(Client().get(IN_M))
    replica.go_on()
    wait_until(pages.watch.is_fit)
    assert "catalog_" in asked(REPLICA, Client(), "/looks/")


def test_no_page_breaks_when_the_replica_goes_away(replica, last_lookalike, monkeypatch):
    monkeypatch.setattr(lag, "LOOK_EVERY", 3600.0)  # it is believed to be there
    monkeypatch.setattr(lag, "PAUSE", 0.5)
    assert "catalog_" in asked(REPLICA, Client(), "/shop/")
    connections[REPLICA].close()
    replica.stop()
    try:
        for address in ("/shop/", IN_M, "/"):
            assert "Alva dress" in words_of(Client().get(address))
    finally:
        replica.start()
    monkeypatch.setattr(lag, "LOOK_EVERY", 0.1)  # at the first look it may not have caught up
    wait_until(pages.watch.is_fit)
    assert "catalog_" in asked(REPLICA, Client(), "/shop/")


def test_a_server_that_is_no_replica_is_not_read(replica, last_lookalike, monkeypatch):
    connections[REPLICA].close()
    with monkeypatch.context() as wrong:
        wrong.setitem(connections[REPLICA].settings_dict, "HOST", connection.settings_dict["HOST"])
        assert not lag.Watch().is_fit()
        connections[REPLICA].close()


def test_what_came_from_the_replica_is_saved_on_the_primary(replica, last_lookalike):
    with pages.replica_reads():
        dress = Variant.objects.select_related("product").get(pk=last_lookalike.pk)
    assert dress._state.db == REPLICA
    dress.product.title = "Alva dress, long"
    dress.product.save()
    sell_to_somebody(dress)
    assert Product.objects.get(pk=dress.product_id).title == "Alva dress, long"
    assert Variant.objects.get(pk=dress.pk).on_hand == 0
