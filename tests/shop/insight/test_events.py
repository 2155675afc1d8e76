"""What is counted of a shopper, once; and what is not."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.signals import request_finished
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.timezone import localdate

from catalog.models import Product, Variant
from shop.bag.models import BagLine, Order, OrderLine
from shop.insight import funnel
from shop.insight.marks import mark
from shop.insight.models import DailySalt, Event
from shop.insight.noting import NotingMiddleware, looked
from tests.factories import make_variant
from tests.shop.insight.conftest import BROWSER
from tests.shop.shopping import check_out, filled_in, in_size, put_in_bag, text_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(sold_out_dress: Variant, its_lookalike: Product) -> str:
    """The Alva dress, shown instead of the Linnea dress in M."""
    return mark(sold_out_dress.pk, its_lookalike.pk, "closest", 1, "closest")


def told() -> list[str]:
    return sorted(Event.objects.values_list("kind", flat=True))


def see(client: Client, *offers: str, **headers: str):
    return client.post("/seen/", "\n".join(offers), content_type="text/plain", headers=headers)


def page_of(variant: Variant) -> str:
    return f"{variant.product.get_absolute_url()}?size={variant.size}"


def click(client: Client, product: Product, offer: str, **headers: str):
    return client.get(f"{product.get_absolute_url()}?size=M&u={offer}", headers=headers)


def test_a_shopper_is_counted_on_every_step(ada, sold_out_dress, its_lookalike, offer):
    ada.get(page_of(sold_out_dress))
    see(ada, offer)
    click(ada, its_lookalike, offer)
    put_in_bag(ada, in_size(its_lookalike, "M"), u=offer)
    ada.post("/bag/checkout/start/")
    check_out(ada)
    ada.post("/thumbs/", {"u": offer, "thumb": "up"})
    assert told() == ["bagged", "clicked", "looked", "shown", "thumb_up"]
    shown = Event.objects.get(kind="shown")
    assert (shown.wanted, shown.offered) == (sold_out_dress, its_lookalike)
    assert (shown.rung, shown.mode, shown.place) == ("closest", "closest", 1)
    line = OrderLine.objects.get()
    assert (line.stands_in_for, line.rung, line.place) == (sold_out_dress, "closest", 1)
    assert line.pieces_instead == 1


def test_each_counts_once_a_visitor_and_day(ada, bob, sold_out_dress, its_lookalike, offer):
    for client in (ada, ada, bob):
        ada.get(page_of(sold_out_dress))
        see(client, offer, offer)
        click(client, its_lookalike, offer)
    assert told() == ["clicked", "clicked", "looked", "shown", "shown"]


def test_the_next_day_she_is_somebody_else(ada, sold_out_dress, offer, monkeypatch):
    see(ada, offer)
    tomorrow = localdate() + timedelta(days=1)
    monkeypatch.setattr("shop.insight.models.salt.localdate", lambda: tomorrow)
    see(ada, offer)
    assert told() == ["shown", "shown"]
    assert [salt.day for salt in DailySalt.objects.all()] == [tomorrow]


def test_nothing_of_her_lies_in_the_table(ada, sold_out_dress, offer):
    see(ada, offer)
    ada.get(page_of(sold_out_dress))
    with connection.cursor() as cursor:
        cursor.execute("SELECT insight_event::text FROM insight_event")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert "127.0.0.1" not in rows
    assert "Firefox" not in rows
    assert len(set(Event.objects.values_list("once", flat=True))) == 2
    assert "sessionid" not in ada.cookies


@pytest.mark.parametrize("wish", [{"DNT": "1"}, {"Sec-GPC": "1"}])
def test_who_asks_for_it_is_not_counted(wish, sold_out_dress, its_lookalike, offer):
    cora = Client(headers={"User-Agent": BROWSER, **wish})
    cora.get(page_of(sold_out_dress))
    see(cora, offer)
    click(cora, its_lookalike, offer)
    put_in_bag(cora, in_size(its_lookalike, "M"), u=offer)
    assert BagLine.objects.get().stands_in_for is None
    cora.post("/bag/checkout/start/")
    check_out(cora)
    thanked = cora.post("/thumbs/", {"u": offer, "thumb": "up"}, follow=True)
    assert "asks that nothing be kept" in words_of(thanked)
    assert Order.objects.count() == 1
    assert told() == []
    assert not DailySalt.objects.exists()


@pytest.mark.parametrize("wish", [{"DNT": "1"}, {"Sec-GPC": "1"}])
def test_who_asks_for_it_at_the_till_leaves_an_order_that_remembers_nothing(
    ada, its_lookalike, offer, wish
):
    put_in_bag(ada, in_size(its_lookalike, "M"), u=offer)
    ada.post("/bag/checkout/", filled_in(ada), headers=wish)
    line = OrderLine.objects.get()
    assert (line.stands_in_for, line.rung, line.mode, line.place) == (None, "", "", None)
    assert funnel.recovered(funnel.Asked()) == "nothing yet"


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "python-requests/2.32",
        "curl/8.5.0",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0 Safari/537.36",
    ],
)
def test_programs_are_not_counted(agent, sold_out_dress, its_lookalike, offer):
    program = Client(headers={"User-Agent": agent})
    program.get(page_of(sold_out_dress))
    see(program, offer)
    click(program, its_lookalike, offer)
    assert told() == []


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
        " Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 15; CUBOT X90) AppleWebKit/537.36 Chrome/140 Mobile",
    ],
)
def test_people_are(agent, sold_out_dress):
    Client(headers={"User-Agent": agent}).get(page_of(sold_out_dress))
    assert told() == ["looked"]


def test_a_page_fetched_ahead_was_not_looked_at(ada, sold_out_dress):
    ada.get(page_of(sold_out_dress), headers={"Sec-Purpose": "prefetch;prerender"})
    ada.head(page_of(sold_out_dress))
    assert told() == []


def test_a_size_in_stock_is_no_demand(ada, its_lookalike):
    ada.get(f"{its_lookalike.get_absolute_url()}?size=M")
    assert told() == []


def test_forged_and_foreign_marks_are_passed_over(ada, its_lookalike, same_dress_in_red, offer):
    assert see(ada, "41.7.1.closest.closest", offer[:-1] + "!", "ä\0", offer).status_code == 204
    assert click(ada, its_lookalike, offer + "x").status_code == 200
    assert click(ada, same_dress_in_red, offer).status_code == 200
    put_in_bag(ada, in_size(same_dress_in_red, "M"), u=offer)
    assert BagLine.objects.get().stands_in_for is None
    assert told() == ["shown"]


def test_the_page_of_an_offer_remembers_it_for_its_form(ada, its_lookalike, offer):
    page = f"http://testserver{its_lookalike.get_absolute_url()}?size=M&u={offer}"
    ada.post("/bag/add/", {"variant": in_size(its_lookalike, "M").pk}, headers={"Referer": page})
    assert BagLine.objects.get().rung == "closest"
    assert told() == ["bagged"]


@pytest.mark.parametrize("page", ["", "http://[", "nonsense", "http://testserver/?u=", "//?u=%00"])
def test_any_other_page_means_nothing(ada, its_lookalike, page):
    put = {"variant": in_size(its_lookalike, "M").pk}
    assert ada.post("/bag/add/", put, headers={"Referer": page}).status_code == 302
    assert told() == []


def test_a_line_keeps_the_first_offer_it_came_from(ada, sold_out_dress, its_lookalike, offer):
    later = mark(sold_out_dress.pk, its_lookalike.pk, "any colour", 5, "closest")
    for each in (offer, later):
        put_in_bag(ada, in_size(its_lookalike, "M"), u=each)
    assert BagLine.objects.get().rung == "closest"


def test_only_the_pieces_that_came_by_an_offer_are_counted_as_such(ada, its_lookalike, offer):
    """The dress of 55 lies in her bag twice before it is offered to her."""
    dress = in_size(its_lookalike, "M")
    for fields in ({}, {}, {"u": offer}):
        put_in_bag(ada, dress, **fields)
    check_out(ada)
    line = OrderLine.objects.get()
    assert (line.quantity, line.pieces_instead) == (3, 1)
    assert funnel.recovered(funnel.Asked()) == line.order.total_text.replace("165", "55")
    assert "1 of them in the place of" in words_of(ada.get(line.order.get_absolute_url()))


def test_fewer_pieces_are_no_more_than_there_are(ada, its_lookalike, offer):
    for _ in range(3):
        put_in_bag(ada, in_size(its_lookalike, "M"), u=offer)
    line = BagLine.objects.get()
    line.change_to(2)
    assert (line.quantity, line.pieces_instead) == (2, 2)


def test_an_offer_goes_with_her_to_another_size(ada, its_lookalike, offer):
    make_variant(its_lookalike, "L", 1)
    page = text_of(click(ada, its_lookalike, offer))
    ways = re.findall(r'(?:href|hx-get)="([^"]*\?size=L[^"]*)"', page)
    assert [unescape(way).partition("?")[2] for way in ways] == [f"size=L&u={offer}"] * 2
    assert "&u=" not in unescape(text_of(click(ada, its_lookalike, "")))
    assert "&u=" not in unescape(text_of(click(ada, its_lookalike, offer + "x")))


def test_a_swap_in_the_bag_is_remembered(ada, sold_out_dress, its_lookalike, offer):
    Variant.objects.filter(pk=sold_out_dress.pk).update(on_hand=1)
    put_in_bag(ada, sold_out_dress)
    Variant.objects.filter(pk=sold_out_dress.pk).update(on_hand=0)
    lost = BagLine.objects.get()
    put_in_bag(ada, in_size(its_lookalike, "M"), u=offer, instead_of=lost.pk)
    assert BagLine.objects.get().stands_in_for == sold_out_dress


def test_who_changes_her_mind_is_counted_as_she_thinks_now(ada, offer):
    for thumb in ("up", "down", "down"):
        ada.post("/thumbs/", {"u": offer, "thumb": thumb})
    assert told() == ["thumb_down"]


def test_a_thumb_leads_back_to_where_it_was_given(ada, sold_out_dress, offer):
    page = f"http://testserver{page_of(sold_out_dress)}"
    given = ada.post("/thumbs/", {"u": offer, "thumb": "up"}, headers={"Referer": page})
    assert given.url == f"{page_of(sold_out_dress)}#similar"
    foreign = {"Referer": "https://elsewhere.example/?a=1"}
    assert ada.post("/thumbs/", {"u": offer, "thumb": "up"}, headers=foreign).url == "/"
    quietly = ada.post("/thumbs/", {"u": offer, "thumb": "up"}, headers={"HX-Request": "true"})
    assert quietly.content.decode() == "Thank you. That helps us to choose better."


@pytest.mark.parametrize("sent", [{}, {"thumb": "up"}, {"u": "x", "thumb": "up"}])
def test_a_thumb_for_nothing_is_refused(ada, sent):
    assert ada.post("/thumbs/", sent).status_code == 400


def test_a_thumb_needs_her_own_form(sold_out_dress, offer):
    strict = Client(headers={"User-Agent": BROWSER}, enforce_csrf_checks=True)
    assert strict.post("/thumbs/", {"u": offer, "thumb": "up"}).status_code == 403


def test_a_message_may_not_be_long_nor_come_from_elsewhere(ada, offer):
    assert see(ada, *[offer] * 400).status_code == 413
    assert see(ada, offer, **{"Sec-Fetch-Site": "cross-site"}).status_code == 204
    assert told() == []


def test_nobody_tells_without_end(ada, bob, offer, settings):
    settings.SEEN_RATE = "3/min"
    assert [see(ada, offer).status_code for _ in range(4)] == [204, 204, 204, 429]
    assert see(bob, offer).status_code == 204


def test_only_posts_tell(ada):
    assert ada.get("/seen/").status_code == 405
    assert ada.get("/thumbs/").status_code == 405


def test_a_page_works_while_nothing_can_be_stored(ada, sold_out_dress, its_lookalike, offer):
    """As on a standby that takes no writes."""

    def refuse(execute, sql, params, many, context):
        if "insight_" in sql:
            raise OperationalError("cannot execute INSERT in a read-only transaction")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        assert ada.get(page_of(sold_out_dress)).status_code == 200
        assert click(ada, its_lookalike, offer).status_code == 200
        assert see(ada, offer).status_code == 204
    assert told() == []


def test_the_page_itself_waits_for_nothing(sold_out_dress, monkeypatch):
    """What is noted is stored as the server closes the answer, which it does after sending it."""
    monkeypatch.setattr(request_finished, "send", lambda **kwargs: None)  # keeps the connection
    request = RequestFactory().get(page_of(sold_out_dress), headers={"User-Agent": BROWSER})

    def page(request: HttpRequest) -> HttpResponse:
        looked(request, sold_out_dress)
        return HttpResponse("Sold out.")

    response = NotingMiddleware(page)(request)
    assert told() == []
    response.close()
    assert told() == ["looked"]


def test_what_a_deleted_product_did_is_no_hindrance(ada, sold_out_dress, its_lookalike, offer):
    see(ada, offer)
    its_lookalike.delete()
    sold_out_dress.product.delete()
    assert told() == ["shown"]
