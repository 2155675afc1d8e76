"""The shop stocked, its parts timed in this process, its web server asked over HTTP."""

from __future__ import annotations

import os
import statistics
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench.fragment.web import server  # noqa: E402
from bench.photos.parts import times_of_parts  # noqa: E402
from bench.photos.shoppers import at_once, one_after_the_other, send  # noqa: E402
from catalog.models import Product  # noqa: E402
from shop.photo_search.models import SearchPhoto  # noqa: E402

SCENES = Path(settings.BASE_DIR, "static", "storefront", "scenes")
USERS, TIMES, WARMING = 8, 5, 8


def bench_photos(folder: Path | None, rounds: int) -> dict[str, Any]:
    photos = [path.read_bytes() for path in sorted((folder or SCENES).glob("*.jpg"))]
    stock_up()
    before = list(SearchPhoto.objects.values_list("pk", flat=True))
    try:
        return {
            "products": Product.objects.count(),
            "photos": len(photos),
            "parts": table(times_of_parts(list(islice(cycle(photos), rounds)))),
            **over_http(photos, rounds),
            "load": [round(each, 1) for each in os.getloadavg()],
        }
    finally:
        SearchPhoto.objects.exclude(pk__in=before).delete()


def stock_up() -> None:
    call_command("migrate", verbosity=0)
    if not Product.objects.exists():
        call_command("seed_demo", verbosity=0)
        call_command("embed_products", verbosity=0)


def over_http(photos: list[bytes], rounds: int) -> dict[str, Any]:
    connection.close()
    with server("bench-photos", {"WARM_SEARCH": "0"}) as client:
        for photo in islice(cycle(photos), WARMING):
            send(client, photo)
        alone = one_after_the_other(client, list(islice(cycle(photos), rounds)))
        crowds = [at_once(client.port, photos, USERS) for _ in range(TIMES)]
    everybody = [visit for crowd in crowds for visit in crowd]
    return {
        "one_shopper_ms": figures(alone),
        "eight_at_once": {
            **figures([visit.took for visit in everybody]),
            "told_to_come_again": sum(visit.busy for visit in everybody),
            "longest_answer_ms": round(max(visit.longest for visit in everybody)),
        },
    }


def table(parts: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    return {name: figures(took) for name, took in parts.items()}


def figures(took: list[float]) -> dict[str, float]:
    return {
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(statistics.quantiles(took, n=20, method="inclusive")[-1], 1),
    }
