"""Nothing that the shop answers, nor how it comes to its answer, tells who asks to be told.

Addresses that it knows (waiting, not confirmed, told, never to be written to) and strange ones ask
at every door, in an order that chance makes. What is said and what the database is asked have to be
the same; how long it took is counted, as a figure to look at: no machine is quiet enough to insist.
"""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import product

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.throttling import SimpleRateThrottle

from shop.alerts.models import Mailbox, Subscription
from shop.api.models import ApiKey
from tests.shop.alerts.letters import waiting

pytestmark = [pytest.mark.crash, pytest.mark.django_db]

KNOWN = ("waiting", "not confirmed", "told", "suppressed")
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
VALUES = re.compile(r"'[^']*'|\b\d+\b|\bs\d+_x\d+\b")
TOKEN = re.compile(r'(csrfmiddlewaretoken" value=")[^"]+')
#: Another each time, whoever asks.
OF_ITS_OWN = {"X-Request-ID", "Expires"}

Door = Callable[[str], object]


@pytest.fixture
def doors(sold_out_dress, monkeypatch) -> dict[str, Door]:
    """Where an address can be given. Each visitor is a new one, and nobody is throttled."""
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "allow_request", lambda *args: True)
    key = ApiKey.objects.issue("Nordlys", ["alerts"])[1]
    public = ApiKey.objects.publish("Nordlys", ["https://nordlys.example"]).public_text
    wish = {"variant": sold_out_dress.pk}
    bearer = {"Authorization": f"Bearer {key}"}

    def posts(path: str, headers: dict[str, str], **more: object) -> Door:
        return lambda email: Client(headers=headers).post(path, {"email": email, **more})

    def sends(path: str, headers: dict[str, str], **more: object) -> Door:
        body = {"content_type": "application/json"}
        return lambda email: Client(headers=headers).post(path, {"email": email, **more}, **body)

    return {
        "form": posts("/alerts/new/", {}, **wish),
        "form in the page": posts("/alerts/new/", {"HX-Request": "true"}, **wish),
        "link": posts("/alerts/", {}),
        "API": sends("/api/v1/alerts/", bearer, **wish),
        "widget": sends(f"/api/v1/widget/alerts/?key={public}", {}, **wish),
    }


def acquaintances(variant, number: str) -> dict[str, str]:
    """One of each kind; by kind, the address."""
    found = {kind: f"{place}-{number}@example.org" for place, kind in enumerate(KNOWN)}
    waiting(variant, found["waiting"])
    told = waiting(variant, found["told"])
    Subscription.objects.filter(pk=told.pk).update(state="told")
    pending = Mailbox.objects.asking(found["not confirmed"])
    Subscription.objects.create(variant=variant, mailbox=pending)
    Mailbox.objects.asking(found["suppressed"])
    Mailbox.objects.get(address=found["suppressed"]).suppress("asked")
    return found | {"strange": f"s-{number}@example.org"}


def what_is_seen(response, email: str) -> tuple[object, ...]:
    body = TOKEN.sub(r"\1…", UUIDS.sub("…", response.content.decode().replace(email, "…")))
    headers = {name: value for name, value in response.headers.items() if name not in OF_ITS_OWN}
    return response.status_code, body, tuple(sorted(headers.items()))


def shapes_of(queries: CaptureQueriesContext) -> tuple[str, ...]:
    """The statements without their values; that a key was used is noted once a minute."""
    shapes = (VALUES.sub("?", query["sql"]) for query in queries)
    return tuple(shape for shape in shapes if not shape.startswith('UPDATE "api_apikey"'))


def test_nobody_learns_who_subscribes(doors, sold_out_dress, full, counts):
    chance, rounds = random.Random(6), (150 if full else 3)
    seen, asked, seconds = defaultdict(set), defaultdict(set), defaultdict(list)
    for number in range(rounds):
        visits = [
            (name, kind, email)
            for place, name in enumerate(doors)
            for kind, email in acquaintances(sold_out_dress, f"{number:03}-{place}").items()
        ]
        chance.shuffle(visits)
        for name, kind, email in visits:
            connection.queries_log.clear()  # it holds the last 9,000, and is counted by place
            begun = time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                response = doors[name](email)
            seconds[name, kind != "strange"].append(time.perf_counter() - begun)
            seen[name].add(what_is_seen(response, email))
            asked[name].add(shapes_of(queries))
    assert {name: answers for name, answers in seen.items() if len(answers) > 1} == {}
    assert {name: shapes for name, shapes in asked.items() if len(shapes) > 1} == {}
    guesses = {name: guessed(seconds[name, True], seconds[name, False]) for name in doors}
    counts(
        f"{rounds * len(doors) * (len(KNOWN) + 1)} requests at {len(doors)} doors, one answer each"
    )
    counts("guessed right by the time taken (0.5: by chance): " + in_words(guesses))


def guessed(known: list[float], strange: list[float]) -> float:
    """Of all pairs, the share in which the known address took longer (the area under the curve)."""
    pairs = list(product(known, strange))
    return sum(one > other for one, other in pairs) / len(pairs)


def in_words(guesses: dict[str, float]) -> str:
    return ", ".join(f"{name} {share:.2f}" for name, share in guesses.items())
