"""Celery wakes a worker up; the work is in the functions these call."""

from celery import shared_task
from django.conf import settings

from recommender.embedding import indexing
from recommender.ladder import neighbours
from recommender.search import upkeep

#: A batch's longest time, loading the encoder included. A picture that hangs in C code can only be
#: ended with the process, so the soft limit comes no sooner.
LIMIT = settings.EMBEDDING_TIME_LIMIT
#: A graph over millions of vectors takes its time.
LONGEST_BUILD = 6 * 3600


@shared_task(time_limit=LIMIT, soft_time_limit=LIMIT)
def embed_waiting() -> None:
    """Embed what waits, one batch. The hint is passed on first: who is killed takes none along."""
    indexing.embed_batch(on_claim=indexing.wake_embedders)


@shared_task(time_limit=LONGEST_BUILD, soft_time_limit=LONGEST_BUILD)
def keep_search_fast() -> None:
    """Build the indexes that the shop has grown to need, and let into them what has changed."""
    upkeep.keep_up()


@shared_task
def learn_neighbouring_types() -> None:
    """Of types that are new in the shop."""
    neighbours.fill_in_neighbours()
