"""Rung by rung: how many were shown, clicked, bagged and ordered."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from shop.bag.models import Order
from shop.bag.models.order import OrderStatus
from shop.insight.chart import Chart, Series
from shop.insight.funnel import Asked, counts, funnel, place_of
from shop.insight.totals import clear_events
from tests.shop.insight.happenings import happened, was_ordered
from tests.shop.shopping import text_of, words_of

pytestmark = pytest.mark.django_db

FUNNEL = reverse("admin:insight_dailytotal_changelist")


@pytest.fixture
def a_month(sold_out_dress, its_lookalike) -> None:
    for days_ago in (0, 3, 20):
        happened("shown", sold_out_dress, its_lookalike, 10, days_ago)
        happened("clicked", sold_out_dress, its_lookalike, 4, days_ago)
    happened("bagged", sold_out_dress, its_lookalike, 2)
    happened("ordered", sold_out_dress, its_lookalike, 5)  # as was noted once
    happened("thumb_down", sold_out_dress, its_lookalike, 3)
    happened("shown", sold_out_dress, its_lookalike, 8, rung="any colour", mode="cheaper")
    happened("looked", sold_out_dress, None, 50)
    was_ordered(its_lookalike, sold_out_dress)
    was_ordered(its_lookalike, sold_out_dress, status=OrderStatus.CANCELLED)


def rows(**wishes) -> dict[str, list[int]]:
    found = funnel(counts(Asked(**wishes)))
    return {row.rung: [number for number, _ in row.steps] for row in found}


def test_each_rung_has_its_funnel_in_the_order_of_the_ladder(a_month):
    assert rows() == {"closest": [30, 12, 2, 1], "any colour": [8, 0, 0, 0]}
    assert list(rows()) == ["closest", "any colour"]
    (closest, _) = funnel(counts(Asked()))
    assert [share for _, share in closest.steps] == ["", "40.0%", "6.7%", "3.3%"]
    assert closest.thumbs == "0 up, 3 down"


def test_an_order_that_is_cancelled_later_is_no_longer_counted(a_month):
    assert rows()["closest"][3] == 1
    Order.objects.update(status=OrderStatus.CANCELLED)
    assert rows()["closest"][3] == 0
    clear_events(days=0)
    assert rows()["closest"] == [30, 12, 2, 0]


def test_rungs_stand_as_on_the_ladder_and_unknown_ones_last():
    rungs = ["yesterday's rung", "neighbouring type", "any colour", "closest"]
    assert sorted(rungs, key=place_of) == list(reversed(rungs))


def test_it_is_narrowed_to_days_mode_and_type(a_month, sold_out_dress):
    assert rows(days=7)["closest"] == [20, 8, 2, 1]
    assert rows(mode="cheaper") == {"any colour": [8, 0, 0, 0]}
    dress = sold_out_dress.product.product_type_id
    assert rows(type=dress) == rows()
    assert rows(type=dress + 1) == {}


def test_it_is_the_same_once_the_events_are_gone(a_month):
    before = rows()
    clear_events(days=1)
    assert rows() == before


def test_the_page_tells_it_in_numbers_and_lines(a_month, admin_client):
    page = admin_client.get(FUNNEL)
    assert "closest 30 12 40.0% 2 6.7% 1 3.3% 0 up, 3 down" in words_of(page)
    assert "All 38 12 31.6%" in words_of(page)
    assert "Ordered in the place of something sold out: €55.00" in words_of(page)
    assert [chart.title for chart in page.context["charts"]] == [
        "Shown",
        "Clicked",
        "Bagged",
        "Ordered",
    ]
    assert "<style" not in text_of(page)
    assert not re.search(r'\sstyle="', text_of(page).partition("charts")[2])


def test_a_shop_without_a_past_has_an_empty_page(admin_client):
    assert "No substitute was shown" in words_of(admin_client.get(FUNNEL))
    assert admin_client.get(f"{FUNNEL}?days=9&mode=x&type=y").status_code == 200


def test_a_line_goes_through_its_numbers():
    line = Series("closest", (0, 50, 100), 1)
    assert line.points(top=100) == "0.0,200.0 320.0,100.0 640.0,0.0"


@pytest.mark.parametrize(("most", "top"), [(0, 4), (3, 4), (7, 8), (73, 80), (1001, 2000)])
def test_the_upper_edge_is_a_round_number(most, top):
    chart = Chart("shown", "Shown", ("1 May",), (Series("closest", (most,), 1),))
    assert chart.top == top
    assert [number for number, _ in chart.ticks] == [0, top // 4, top // 2, top * 3 // 4, top]


def test_many_days_are_drawn_in_few_points(a_month, admin_client):
    (shown, *_) = admin_client.get(f"{FUNNEL}?days=365").context["charts"]
    assert len(shown.times) == 31
    assert sum(shown.series[0].values) == 30
