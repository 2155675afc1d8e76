"""Requests sent again because whoever was to answer them was killed with -9: each is done once."""

from __future__ import annotations

import json
import random
import socket
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from pathlib import Path

import pytest
from django.utils.timezone import now

from catalog.models import StockMovement, Variant
from shop.api.models import AnsweredRequest, ApiKey
from tests.crash.dispatchers import of_this_test
from tests.crash.workers import Celery, wait_for
from tests.factories import make_product

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

PATIENCE = 120  # seconds until a request has to have been answered
PROCESSES, WAREHOUSES = 4, 8


@dataclass(frozen=True)
class Said:
    """An answer; `status` 0 where there was none."""

    status: int
    body: dict = field(default_factory=dict)
    replayed: bool = False


@dataclass
class Web:
    """The shop's web server, as a warehouse with a key sees it."""

    url: str
    key: str
    heard: list[str] = field(default_factory=list)

    def asked(self, name: str, body: dict, die: str = "") -> Said:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": name, "X-Die": die}
        data = json.dumps(body).encode()
        request = urllib.request.Request(self.url, data, headers, method="POST")
        try:
            return said_to(request)
        except (OSError, HTTPException):  # it died before, or in the middle of it
            return Said(0)

    def answered(self, name: str, body: dict, die: str = "") -> Said:
        """Asked until there is an answer, as somebody does who cannot know what became of it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            said = self.asked(name, body, die)
            self.heard.append(kind_of(said))
            if said.status not in (0, 409):
                return said
            die = die if said.status == 409 else ""  # it has yet to be killed at its work
            time.sleep(0.02)
        raise AssertionError(f"no answer to {name} in {PATIENCE} s")


def said_to(request: urllib.request.Request) -> Said:
    try:
        answer = urllib.request.urlopen(request, timeout=PATIENCE)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        replayed = answer.headers.get("Idempotent-Replayed") == "true"
        return Said(answer.status, json.load(answer), replayed)


def kind_of(said: Said) -> str:
    return "replayed" if said.replayed else str(said.status)


@pytest.fixture
def web(transactional_db, log: Path) -> Iterator[Web]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["gunicorn", "tests.crash.dying_web:application", "--bind", f"127.0.0.1:{port}"]
    words += ["--preload", "--no-control-socket", "--workers", str(PROCESSES)]
    hosts = {"ALLOWED_HOSTS": "127.0.0.1", "HTTPS": "0", "API_RATE_KEY": "1000000/min"}
    server = Celery(words, of_this_test(**hosts), log)
    server.start()
    try:
        key = ApiKey.objects.issue("Warehouse", ["stock"])[1]
        yield Web(f"http://127.0.0.1:{port}/api/v1/stock/movements/", key)
    finally:
        server.kill()


def movement(size: Variant, change: int, name: str) -> dict:
    row = {"sku": size.sku, "change": change, "reason": "received", "note": name}
    return {"movements": [row]}


def twins(web: Web, name: str, body: dict, die: str, hands: ThreadPoolExecutor) -> list[Said]:
    """The same request twice at once: whichever of them does it dies before it says so, or the
    first of them at any moment."""
    wishes = (die, die) if die == "answer" else (die, "")
    asked = [hands.submit(web.answered, name, body, wish) for wish in wishes]
    return [each.result() for each in asked]


def test_a_movement_is_made_once_though_who_answers_is_killed(web, log, full, counts):
    number = 1000 if full else 40
    chance = random.Random(19)
    product = make_product("Alva dress", stock={"S": 0, "M": 0, "L": 0})
    sizes = list(product.variants.order_by("pk"))
    wait_for(lambda: web.asked("hello", {}).status == 400, log, 180)
    asked = [
        (f"delivery {n}", movement(chance.choice(sizes), chance.randint(1, 9), f"delivery {n}"))
        for n in range(number)
    ]
    wishes = ["answer", "anywhere", "", ""]
    with ThreadPoolExecutor(2 * WAREHOUSES) as hands, ThreadPoolExecutor(WAREHOUSES) as pairs:
        done = list(
            pairs.map(
                lambda place: twins(web, *asked[place], wishes[place % len(wishes)], hands),
                range(number),
            )
        )
    heard = Counter(web.heard)

    for first, second in done:
        assert (first.status, first.body) == (200, second.body)
    moved = Counter(StockMovement.objects.values_list("note", flat=True))
    assert {note: moved[note] for note, _ in asked} == {note: 1 for note, _ in asked}
    for size in sizes:
        mine = [body["movements"][0] for _, body in asked]
        due = sum(row["change"] for row in mine if row["sku"] == size.sku)
        assert Variant.objects.get(pk=size.pk).on_hand == due
    assert AnsweredRequest.objects.count() == number
    # Of each that died with its answer unsaid the answer was kept: that is what was heard then.
    assert heard["replayed"] >= number
    assert heard["0"] >= number // len(wishes), "too few were killed"

    other = [web.asked(name, movement(sizes[0], 99, name)).status for name, _ in asked[:50]]
    assert set(other) == {422}
    AnsweredRequest.objects.update(at=now() - timedelta(hours=24, seconds=1))
    anew = [web.asked(name, body) for name, body in asked[:50]]
    assert [(said.status, said.replayed) for said in anew] == [(200, False)] * len(anew)
    assert StockMovement.objects.filter(note="delivery 0").count() == 2
    counts(
        f"{number} movements, each sent twice at once by {WAREHOUSES} warehouses to {PROCESSES} "
        f"processes, which were killed {heard['0']} times: each made once; {heard['replayed']} "
        f"answers repeated, {heard['409']} times asked to wait (409); {len(other)} with another "
        f"body refused (422); {len(anew)} done anew after a day"
    )
