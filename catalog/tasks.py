"""Celery wakes a worker up; the work is in the functions these call."""

from celery import shared_task

from catalog import colour_reading

#: Seconds at a time. Colours are never urgent: the worker's next spell is the next sweep's, and
#: vectors and mail have it in between.
SPELL = 10
#: A picture that hangs in C code can only be ended with the process.
LIMIT = 60


@shared_task(time_limit=LIMIT, soft_time_limit=LIMIT)
def read_colours() -> None:
    colour_reading.read_for(SPELL)
