"""/metrics: what Prometheus scrapes, for those who hold the token and for signed-in staff.

A call from this very machine is no proof: behind a proxy every call comes from there.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from recommender.metrics import EmbeddingFigures


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_look(request):
        return HttpResponse(
            "This needs a token.\n",
            status=401,
            content_type="text/plain",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return HttpResponse(generate_latest(collectors()), content_type=CONTENT_TYPE_LATEST)


def may_look(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":  # decides alone, so that it works while the database is away
        return bool(settings.METRICS_TOKEN) and constant_time_compare(token, settings.METRICS_TOKEN)
    return request.user.is_active and request.user.is_staff


def collectors() -> CollectorRegistry:
    """The figures of all the web server's processes, and those that the database keeps."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(REGISTRY)
    registry.register(EmbeddingFigures())
    return registry
