"""Celery wakes a worker up; the work is in the functions these call."""

from celery import shared_task

from shop.insight.gaps import find_gaps
from shop.insight.totals import clear_events

#: Seconds of each hour in which gaps are looked for; a cell's turn comes once a day.
SPELL = 200


@shared_task
def total_up_events() -> None:
    clear_events()


@shared_task
def look_for_gaps() -> None:
    find_gaps(SPELL)
