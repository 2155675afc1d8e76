"""Celery wakes a worker up; the work is in the functions these call."""

from celery import shared_task
from django.conf import settings

from shop.photo_search import drawing, taking_in

#: Seconds in which what is drawn too long is given up in good order.
GRACE = 20


@shared_task(time_limit=60, soft_time_limit=50)
def let_go_of_photos() -> None:
    taking_in.let_go()


@shared_task(
    time_limit=settings.DRAWING_TIME_LIMIT + GRACE, soft_time_limit=settings.DRAWING_TIME_LIMIT
)
def draw_waiting() -> None:
    """Draw what has waited longest. Whoever was behind it comes next."""
    if drawing.draw_next():
        drawing.wake_drawer()
