"""Events as they come, for who cannot be called: nothing twice, nothing missed, nobody starved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponseBase

from shop.alerts.api import stream
from shop.alerts.models import Message, MessageState
from shop.api.models import ApiKey
from tests.shop.integrator import code_of, holding

pytestmark = pytest.mark.django_db

STREAM = "/api/v1/events/stream/"
LEFT_OPEN: list[HttpResponseBase] = []


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings) -> None:
    monkeypatch.setattr(stream, "PACE", 0.02)
    settings.EVENT_STREAM_SECONDS = 0.2
    settings.EVENT_STREAMS = 1


@pytest.fixture(autouse=True)
def shop_of_its_own(monkeypatch) -> Iterator[None]:
    """What a test left open is closed with it, not whenever Python comes to collect it."""
    monkeypatch.setattr(stream, "places", stream.Places())
    yield
    while LEFT_OPEN:
        LEFT_OPEN.pop().close()


@pytest.fixture
def nordlys():
    key, text = ApiKey.objects.issue("Nordlys", ["alerts"])
    client = holding(text)
    client.key = key
    return client


def happens(key: ApiKey, sequence: int) -> None:
    payload = {"type": "variant.back_in_stock", "timestamp": "2026-11-21T17:06:12Z"}
    payload["data"] = {"sequence": sequence}
    Message.objects.create(owner=key, payload=payload, state=MessageState.KEPT)


def opened(client, after: str = "") -> Iterator[bytes]:
    answer = client.get(STREAM, headers={"Last-Event-ID": after} if after else {})
    LEFT_OPEN.append(answer)
    assert answer["Content-Type"] == "text/event-stream"
    return iter(answer.streaming_content)


def heard(lines: Iterator[bytes]) -> list[bytes]:
    return [part for part in lines if part.startswith(b"id: ")]


def ids(parts: list[bytes]) -> list[str]:
    return [part.decode().splitlines()[0].removeprefix("id: ") for part in parts]


def test_what_was_and_what_comes_is_told_once(nordlys):
    happens(nordlys.key, 1)
    lines = opened(nordlys)
    assert next(lines) == b"retry: 500\n\n"
    first = next(lines)
    assert first.splitlines()[1] == b"event: variant.back_in_stock"
    assert b'"sequence":1' in first
    happens(nordlys.key, 2)
    assert b'"sequence":2' in next(lines)
    assert heard(lines) == []


def test_whoever_comes_again_goes_on_where_she_was(nordlys):
    for sequence in (1, 2, 3):
        happens(nordlys.key, sequence)
    said = ids(heard(opened(nordlys)))
    assert len(said) == 3
    assert ids(heard(opened(nordlys, after=said[1]))) == said[2:]
    poll = nordlys.get("/api/v1/events/", {"after": said[1]}).json()
    assert poll["after"] == said[2]


def test_nobody_hears_what_is_anothers(nordlys):
    happens(ApiKey.objects.issue("Hav", ["alerts"])[0], 1)
    assert heard(opened(nordlys)) == []


def test_a_stream_gives_signs_of_life(nordlys, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT", 0.05)
    assert b": nothing new\n\n" in list(opened(nordlys))


def test_when_no_place_is_free_it_tells_what_there_is_and_to_come_again(nordlys):
    happens(nordlys.key, 1)
    long = stream.told(nordlys.key, "")
    next(long)
    short = list(opened(nordlys))
    assert short[0] == b"retry: 5000\n\n"
    assert len(heard(iter(short))) == len(short) - 1 == 1
    long.close()
    assert next(opened(nordlys)) == b"retry: 500\n\n"


def test_who_hangs_up_or_never_reads_leaves_no_place_taken(nordlys):
    for _ in range(3):
        opened(nordlys)
        left = stream.told(nordlys.key, "")
        next(left)
        assert stream.places.taken == 1
        left.close()
    assert stream.places.taken == 0


def test_refusals_are_problems_whatever_is_accepted(nordlys, client):
    wrong = nordlys.get(STREAM, headers={"Last-Event-ID": "x", "Accept": "text/event-stream"})
    assert code_of(wrong) == "invalid"
    assert code_of(client.get(STREAM, headers={"Accept": "text/event-stream"})) == (
        "not_authenticated"
    )
