"""Celery wakes a worker up; the work is in the functions these call."""

from celery import shared_task

from catalog.models import Reservation


@shared_task(time_limit=60, soft_time_limit=50)
def release_expired_reservations() -> None:
    Reservation.objects.expired().release_one_by_one()
