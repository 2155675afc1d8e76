"""Pages for when something went wrong."""

from __future__ import annotations

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import path
from kombu.exceptions import OperationalError as BrokerAway

from shop import urls as shop_urls
from shop.urls import handler400, handler403, handler404, handler500  # noqa: F401
from tests.shop.shopping import words_of


def failing(error: Exception):
    def view(request):
        raise error

    return view


urlpatterns = [
    *shop_urls.urlpatterns,
    path("torn", failing(ZeroDivisionError())),
    path("broker-away", failing(BrokerAway("redis"))),
    path("database-away", failing(OperationalError("server closed"))),
    path("garbled", failing(SuspiciousOperation())),
]


@pytest.fixture
def shopper() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_an_address_that_leads_nowhere(shopper):
    page = shopper.get("/product/never-was/")
    assert page.status_code == 404
    assert "Not on this rail" in words_of(page)
    assert "See everything" in words_of(page)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/torn", 500, "Something tore"),
        ("/broker-away", 503, "Back in a moment"),
        ("/database-away", 503, "Back in a moment"),
        ("/garbled", 400, "We did not understand that"),
    ],
)
def test_what_is_broken_has_a_page_that_needs_no_database(shopper, address, status, words):
    # No django_db mark: pytest-django raises on any query.
    page = shopper.get(address)
    assert page.status_code == status
    assert words in words_of(page)
    assert "Understudy" in words_of(page)


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_the_shops_design():
    page = Client(enforce_csrf_checks=True).post("/bag/add/", {"variant": 1})
    assert page.status_code == 403
    assert "Please send that again" in words_of(page)
    assert "Nothing was changed or ordered" in words_of(page)


@pytest.mark.django_db
def test_pages_carry_no_inline_code(client, sold_out_dress, its_lookalike):
    policy = client.get("/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    for address in ("/", "/shop/", f"{sold_out_dress.product.get_absolute_url()}?size=M", "/bag/"):
        html = client.get(address).content.decode()
        assert " style=" not in html
        assert "onclick=" not in html
        assert "<script>" not in html


@pytest.mark.django_db
def test_a_visitor_who_puts_nothing_in_a_bag_gets_no_session(client, sold_out_dress):
    client.get("/")
    client.get("/shop/")
    client.get("/bag/")
    assert "sessionid" not in client.cookies
