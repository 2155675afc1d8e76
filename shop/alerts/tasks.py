"""Celery wakes a worker up; the work is in the functions these call."""

from celery import shared_task

from shop.alerts.telling import call_for, tell_for

#: Seconds at a time; beat calls again. The claim on a letter (ALERT_LEASE) outlives the limit.
SPELL = 60
LIMIT = 150


@shared_task(time_limit=LIMIT, soft_time_limit=LIMIT - 10)
def tell() -> None:
    tell_for(SPELL)


@shared_task(time_limit=LIMIT, soft_time_limit=LIMIT - 10)
def call() -> None:
    call_for(SPELL)
