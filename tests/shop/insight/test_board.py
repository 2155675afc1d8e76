"""What is missed most comes first, and the list to order from says the same."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.timezone import localdate

from catalog.models import Variant
from shop.alerts.models import AlertKind, SubscriptionState
from shop.api.models import ApiKey
from shop.bag.models.order import OrderStatus
from shop.insight.admin.asking import DemandForm
from shop.insight.board import ORDERS, Asked, how_many, missed
from shop.insight.totals import clear_events
from tests.catalog.admin_pages import queries_of
from tests.factories import make_product
from tests.shop.insight.happenings import happened, waits_for, was_ordered
from tests.shop.shopping import in_size, text_of, words_of

pytestmark = pytest.mark.django_db

BOARD = reverse("admin:insight_demand_changelist")
REORDER = reverse("admin:insight_demand_reorder")


@pytest.fixture
def coat(encoder_version) -> Variant:
    """Dear, and gone; one looked."""
    coat = make_product("Solveig coat", "Jeans", price="300.00", stock={"32": 0}, brand="Nordlys")
    return in_size(coat, "32")


@pytest.fixture
def demand(sold_out_dress, its_lookalike, coat) -> None:
    """The dress (60): two have waited for long and three looked, one took another for 55. The coat:
    one looked."""
    waits_for(sold_out_dress, "ada", "bob", days_ago=40)
    happened("looked", sold_out_dress, times=3)
    was_ordered(its_lookalike, sold_out_dress)
    happened("looked", coat)


def its_row(variant: Variant) -> tuple[int, int]:
    rows = missed(Asked(days=365))
    return next((row.looks, row.recovered) for row in rows if row.variant_id == variant.pk)


def board(**wishes) -> list[str]:
    return [row.title for row in missed(Asked(**wishes))]


def test_a_size_is_worth_what_its_people_would_have_paid(demand):
    coat, dress = missed(Asked())
    assert (coat.title, coat.looks, coat.demand, coat.lost) == ("Solveig coat", 1, 300, 300)
    assert (dress.waiting, dress.looks, dress.demand) == (2, 3, 300)
    assert (dress.recovered, dress.lost) == (55, 245)


@pytest.mark.parametrize(
    "wish",
    [
        {"state": SubscriptionState.PENDING},
        {"state": SubscriptionState.ENDED},
        {"kind": AlertKind.SIMILAR_IN_STOCK},
    ],
)
def test_who_never_said_yes_or_waits_for_something_else_is_not_counted(demand, coat, wish):
    waits_for(coat, "cora", **wish)
    assert next(missed(Asked())).waiting == 0


def test_what_is_back_or_no_longer_sold_is_not_on_it(demand, sold_out_dress, coat):
    Variant.objects.filter(pk=sold_out_dress.pk).update(on_hand=1)
    assert board() == ["Solveig coat"]
    coat.product.status = "discontinued"
    coat.product.save()
    assert board() == []


def test_only_orders_that_stand_and_in_the_same_money_are_taken_off(
    demand, sold_out_dress, its_lookalike
):
    was_ordered(its_lookalike, sold_out_dress, status=OrderStatus.CANCELLED)
    was_ordered(its_lookalike, sold_out_dress, currency="GBP")
    was_ordered(its_lookalike, sold_out_dress, days_ago=31)
    assert [row.recovered for row in missed(Asked())] == [0, 55]
    assert [row.recovered for row in missed(Asked(days=90))] == [0, 110]


def test_looks_of_other_days_are_left_out(demand, coat):
    happened("looked", coat, times=5, days_ago=10)
    assert next(missed(Asked(days=7))).looks == 1
    assert next(missed(Asked(days=30))).looks == 6


def test_who_looked_and_waits_now_counts_once(demand, coat):
    """Two of the three who looked asked to be told, and one who came by another shop's page."""
    happened("looked", coat, times=2)
    waits_for(coat, "cora", "dora")
    waits_for(coat, "eva", owner=ApiKey.objects.publish("Nordlys", ["https://nordlys.example"]))
    row = next(missed(Asked()))
    assert (row.waiting, row.looks, row.demand) == (3, 1, 4 * 300)


def test_orders_are_taken_off_no_further_back_than_looks_are_kept(
    demand, coat, its_lookalike, admin_client
):
    happened("looked", coat, days_ago=50)
    was_ordered(its_lookalike, coat, "99.00", days_ago=50)
    assert its_row(coat) == (2, 99)
    clear_events(days=10)
    assert its_row(coat) == (1, 0)
    page = words_of(admin_client.get(f"{BOARD}?days=90"))
    since = localdate() - timedelta(days=49)
    assert f"count since {since:%-d %B %Y}" in page
    clear_events(days=0)
    assert all(row.recovered <= row.demand for row in missed(Asked(days=365)))


@pytest.mark.parametrize(("kept", "offered"), [(90, [7, 30, 90]), (14, [7, 14])])
def test_no_more_days_can_be_asked_for_than_looks_are_kept(demand, settings, kept, offered):
    settings.EVENT_DAYS = kept
    form = DemandForm.of({"days": "365"})
    assert [days for days, _ in form.fields["days"].choices] == offered
    assert "days" not in form.wishes
    assert DemandForm.of({}).wishes["days"] == min(30, kept)
    assert Asked(days=365).since == Asked(days=kept).since


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("lost", "coat"),
        ("-lost", "dress"),
        ("waiting", "dress"),
        ("-waiting", "coat"),
        ("price", "coat"),
        ("recovered", "dress"),
        ("title", "dress"),
        ("-title", "coat"),
        ("looks", "dress"),
        ("nonsense", "coat"),
    ],
)
def test_it_is_sorted_by_any_of_its_numbers(demand, order, first):
    assert first in board(order=order)[0]
    assert set(ORDERS) >= {order.removeprefix("-")} or order == "nonsense"


def test_it_is_narrowed(demand, coat):
    assert board(type=coat.product.product_type_id) == ["Solveig coat"]
    assert board(brand="nord") == ["Solveig coat"]
    assert board(brand="%") == board(brand="_") == board(brand="\\") == []
    assert board(section="shoes") == []
    assert how_many(Asked(section="clothing")) == 2


def test_the_page_shows_it_with_ways_on(demand, admin_client, sold_out_dress):
    page = admin_client.get(BOARD)
    assert [row.title for row, _ in page.context["rows"]] == ["Solveig coat", "Linnea dress"]
    assert "2 sizes" in words_of(page)
    assert "€245" in words_of(page)
    stock = reverse("admin:catalog_product_stock", args=[sold_out_dress.product_id])
    assert f'{stock}?variant={sold_out_dress.pk}"' in text_of(page)
    substitutes = reverse("admin:catalog_product_substitutes", args=[sold_out_dress.product_id])
    assert f'{substitutes}?size=M"' in text_of(page)


@pytest.mark.parametrize(
    "query", ["?days=x&type=0&section=no&o=1;drop&p=99", "?brand=%00", "?type=9999999999999999999"]
)
def test_nonsense_in_the_address_is_left_out(demand, admin_client, query):
    assert "2 sizes" in words_of(admin_client.get(BOARD + query))


def test_it_is_paged_in_a_fixed_number_of_queries(demand, admin_client):
    few = queries_of(admin_client, BOARD)
    for number in range(60):
        happened("looked", in_size(make_product(f"Dress {number:02}", stock={"M": 0}), "M"))
    assert queries_of(admin_client, BOARD) == few
    page = admin_client.get(f"{BOARD}?p=2")
    assert len(page.context["rows"]) == 12
    assert "62 sizes" in words_of(page)


def test_the_list_to_order_from_cannot_run_formulas(demand, admin_client, coat):
    coat.product.title = '=HYPERLINK("http://evil.example")'
    coat.product.save()
    answer = admin_client.get(f"{REORDER}?o=price")
    assert answer.streaming
    assert answer["Content-Disposition"].startswith('attachment; filename="reorder-')
    sheet = b"".join(answer.streaming_content).decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(sheet))
    assert first["Title"] == '\'=HYPERLINK("http://evil.example")'
    assert (second["SKU"], second["People waiting"], second["Lost"]) == (
        in_sku(second),
        "2",
        "245.00",
    )


def in_sku(row: dict[str, str]) -> str:
    return Variant.objects.get(product__external_id=row["Product id"], size__label="M").sku


@pytest.mark.parametrize("address", [BOARD, REORDER])
def test_it_is_for_staff_who_may_see_it(demand, client, django_user_model, address):
    assert client.get(address).status_code == 302
    clerk = django_user_model.objects.create_user("clerk", password="x", is_staff=True)
    client.force_login(clerk)
    assert client.get(address).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="view_demand"))
    assert client.get(address).status_code == 200
    assert "Demand board" in words_of(client.get("/admin/"))
    assert "Funnel" not in words_of(client.get("/admin/"))
