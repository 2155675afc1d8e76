"""What the recommender can be measured by: its searches, and how far the embedding has come."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

#: Seconds. A search is meant to take milliseconds; whatever takes two seconds is broken.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)

_searches = Counter(
    "understudy_search_total", "Searches by vector, by the route that answered.", ["route"]
)
_search_seconds = Histogram(
    "understudy_search_seconds", "What such a search took.", ["route"], buckets=BUCKETS
)


def observe_search(route: str, seconds: float) -> None:
    """Count one search. `route` is one of a handful of fixed words: each makes a series for good."""
    _searches.labels(route).inc()
    _search_seconds.labels(route).observe(seconds)
