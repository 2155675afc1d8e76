"""Celery wakes a worker up; the work is in the functions these call."""

from celery import shared_task

from recommender import indexing


@shared_task(time_limit=300, soft_time_limit=240)
def embed_waiting() -> None:
    """Embed what waits, one batch, and pass the hint on while more is due."""
    if indexing.embed_batch().claimed:
        indexing.wake_embedders()
