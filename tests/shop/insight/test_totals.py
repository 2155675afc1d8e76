"""Events go, the figures stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate

from shop.insight.models import DailySalt, DailyTotal, Event
from shop.insight.totals import clear_events, total_up
from shop.insight.visits import most_visited_sold_out
from tests.factories import make_product
from tests.shop.insight.happenings import happened
from tests.shop.shopping import in_size

pytestmark = pytest.mark.django_db


def totals() -> list[tuple]:
    rows = DailyTotal.objects.order_by("day", "kind").values_list("day", "kind", "rung", "count")
    return [((localdate() - day).days, *rest) for day, *rest in rows]


@pytest.fixture
def a_week(sold_out_dress, its_lookalike) -> None:
    for days_ago, shown in ((6, 4), (2, 5), (0, 7)):
        happened("shown", sold_out_dress, its_lookalike, shown, days_ago)
        happened("looked", sold_out_dress, None, 1, days_ago)


def test_a_day_that_is_over_is_counted(a_week):
    total_up()
    assert totals() == [
        (6, "looked", "", 1),
        (6, "shown", "closest", 4),
        (2, "looked", "", 1),
        (2, "shown", "closest", 5),
    ]


def test_counting_again_changes_nothing_and_counts_what_came_late(
    a_week, sold_out_dress, its_lookalike
):
    total_up()
    before = totals()
    total_up()
    assert totals() == before
    happened("shown", sold_out_dress, its_lookalike, 1, days_ago=2)
    total_up()
    assert totals()[-1] == (2, "shown", "closest", 6)


def test_old_events_go_but_their_figures_stay(a_week):
    assert clear_events(days=5) == 5
    assert Event.objects.count() == 6 + 8
    assert (6, "shown", "closest", 4) in totals()
    call_command("clear_events", "--older-than", "1")
    assert Event.objects.count() == 8
    assert (2, "shown", "closest", 5) in totals()


def test_yesterdays_salt_is_thrown_away_even_if_nobody_comes(db):
    DailySalt.objects.of(localdate() - timedelta(days=1))
    clear_events()
    assert not DailySalt.objects.exists()


def test_the_most_visited_sold_out_sizes_come_first(sold_out_dress, its_lookalike):
    coat = in_size(make_product("Solveig coat", stock={"M": 0}), "M")
    skirt = in_size(make_product("Runa skirt", stock={"M": 0}, status="discontinued"), "M")
    happened("looked", sold_out_dress, times=2)
    happened("looked", coat, times=3)
    happened("looked", skirt, times=9)
    happened("looked", in_size(its_lookalike, "M"), times=9)  # back in stock since
    happened("looked", sold_out_dress, times=9, days_ago=40)
    assert most_visited_sold_out(5) == [coat, sold_out_dress]
    assert most_visited_sold_out(1) == [coat]
