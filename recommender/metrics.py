"""What the recommender can be measured by: its searches, and how far the embedding has come.

Searches are counted by the process that makes them. The embedding is asked of the database when
somebody scrapes: workers have no address to be scraped at, and what waits is a row there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import structlog
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils.timezone import now
from prometheus_client import Counter, Histogram, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from recommender.models import EncoderVersion

log = structlog.get_logger(__name__)

#: Seconds. A search is meant to take milliseconds; whatever takes two seconds is broken.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)

#: A shop of millions that prepares another encoder has them all waiting; no scrape counts further.
MOST_COUNTED = 100_000

#: Milliseconds that a scrape may keep the database busy.
PATIENCE = 2_000

_searches = Counter(
    "understudy_search_total", "Searches by vector, by the route that answered.", ["route"]
)
_search_seconds = Histogram(
    "understudy_search_seconds", "What such a search took.", ["route"], buckets=BUCKETS
)


def observe_search(route: str, seconds: float) -> None:
    """Count one search. `route` is one of a few fixed words, for each makes a series of its own."""
    _searches.labels(route).inc()
    _search_seconds.labels(route).observe(seconds)


class EmbeddingFigures(Collector):
    """What waits, has failed and is done, by encoder. Register it where a page is put together.

    While the database is away, or takes longer than PATIENCE, the page has all other figures.
    """

    def collect(self) -> Iterator[Metric]:
        try:
            encoders = read()
        except (DatabaseError, InterfaceError) as error:
            log.warning("embedding_figures_away", error=str(error))
            encoders = None
        yield GaugeMetricFamily(
            "understudy_embedding_figures_up",
            "1 when the figures about the embedding could be read.",
            0 if encoders is None else 1,
        )
        yield from families(encoders or [])


def read() -> list[EncoderVersion]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [PATIENCE])
        return list(EncoderVersion.objects.raw(FIGURES, {"most": MOST_COUNTED}))


#: Each is read off an index that holds only rows of its state, so that the millions that are
#: embedded cost nothing.
FIGURES = """
    SELECT e.*,
        (SELECT count(*) FROM (SELECT FROM recommender_productembedding
            WHERE encoder_id = e.id AND state = 'waiting' LIMIT %(most)s) w) AS waiting,
        (SELECT count(*) FROM (SELECT FROM recommender_productembedding
            WHERE encoder_id = e.id AND state = 'failed' LIMIT %(most)s) f) AS failed,
        (SELECT min(next_attempt_at) FROM recommender_productembedding
            WHERE encoder_id = e.id AND state = 'waiting') AS due_since
    FROM recommender_encoderversion e ORDER BY e.id
"""


def families(encoders: list[EncoderVersion]) -> Iterator[Metric]:
    labels = ["encoder", "role"]
    waiting = GaugeMetricFamily(
        "understudy_embedding_waiting", "Products that wait for a vector.", labels=labels
    )
    oldest = GaugeMetricFamily(
        "understudy_embedding_oldest_waiting_seconds",
        "For how long the first in the queue could have been taken.",
        labels=labels,
    )
    failed = GaugeMetricFamily(
        "understudy_embedding_failed", "Products whose photo was given up.", labels=labels
    )
    embedded = CounterMetricFamily(
        "understudy_embedded", "Vectors made since the encoder came in.", labels=labels
    )
    for encoder in encoders:
        values = [encoder.version, encoder.role]
        waiting.add_metric(values, encoder.waiting)  # type: ignore[attr-defined]
        oldest.add_metric(values, seconds_since(encoder.due_since))  # type: ignore[attr-defined]
        failed.add_metric(values, encoder.failed)  # type: ignore[attr-defined]
        embedded.add_metric(values, encoder.embedded_total)
    yield from (waiting, oldest, failed, embedded)


def seconds_since(moment: datetime | None) -> float:
    return max(0.0, (now() - moment).total_seconds()) if moment else 0.0
