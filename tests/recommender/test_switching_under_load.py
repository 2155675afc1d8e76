"""A thousand shoppers ask for substitutes over HTTP while the shop switches, there and back."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlparse

import pytest
from django.core.management import call_command
from rest_framework.throttling import SimpleRateThrottle

from catalog.models import Variant
from recommender.embedding.indexing import embed_batch, register_encoder
from recommender.embedding.switching import switch_back
from recommender.models import EncoderVersion
from tests.factories import give_photo, make_product
from tests.fakes import PaintEncoder
from tests.recommender.encoders import shelf

__all__ = ["shelf"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

REQUESTS, SHOPPERS, PATIENCE = 1000, 4, 120  # s
Answer = str  # which products, in which order, how similar


@pytest.fixture
def sold_out(shelf, settings) -> Variant:
    """A red dress without its M, and what could stand in for it; the shop's encoder likes red."""
    settings.ENCODER = shelf.put("old", 256, favourite=0)
    register_encoder()
    dress = make_product("red dress", stock={"M": 0}, colour="Red")
    give_photo(dress, "#c01030")
    for number, colour in enumerate(("#c03010", "#a01060", "#802080", "#50a030", "#1030c0")):
        other = make_product(f"red dress {number}", stock={"M": 3}, colour="Red")
        give_photo(other, colour)
    while embed_batch().claimed:
        pass
    return dress.variants.get()


class Shoppers:
    """Threads that ask the same question, each on a connection of its own, until it is enough."""

    def __init__(self, address: str, path: str) -> None:
        self.host, self.path = urlparse(address).netloc, path
        self.answers: Counter[Answer] = Counter()
        self.failures: list[object] = []
        self.enough = threading.Event()
        self.threads = [threading.Thread(target=self.ask_on) for _ in range(SHOPPERS)]

    def ask_on(self) -> None:
        call = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        while not self.enough.is_set():
            try:
                answer = self.ask(call)
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(error)
                call.close()
                continue
            self.answers[answer] += 1

    def ask(self, call: http.client.HTTPConnection) -> Answer:
        call.request("GET", self.path)
        response = call.getresponse()
        body = response.read()
        if response.status != 200:
            self.failures.append((response.status, body[:300]))
            return "failed"
        found = json.loads(body)["results"]
        return json.dumps([(one["product"]["id"], one["similarity"]) for one in found])

    def one_answer(self) -> Answer:
        call = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        try:
            return self.ask(call)
        finally:
            call.close()

    def __enter__(self) -> Shoppers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *stumbled: object) -> None:
        self.enough.set()
        for thread in self.threads:
            thread.join()


@pytest.fixture
def shoppers(sold_out, live_server, monkeypatch) -> Iterator[Shoppers]:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})
    path = f"/api/v1/products/{sold_out.product_id}/substitutes/?size=M"
    return Shoppers(live_server.url, path)


def slowly(encoder: PaintEncoder) -> None:
    """Its vectors take long enough for shoppers to come in between."""
    embed = encoder.encode_images

    def take_time(images):
        time.sleep(0.1 * len(images))
        return embed(images)

    encoder.encode_images = take_time


def test_no_answer_fails_and_none_is_of_two_encoders(shoppers, shelf, settings):
    settings.EMBEDDING_BATCH_SIZE = 2
    new = shelf.put("new", 768, favourite=2)
    slowly(shelf.encoders[new])
    by_old, flips = shoppers.one_answer(), 0
    with shoppers:
        call_command("switch_encoder", new)
        by_new = shoppers.one_answer()
        while sum(shoppers.answers.values()) < REQUESTS:
            switch_back()  # to the old one, to the new one, …
            flips += 1
            time.sleep(0.02)  # the shoppers want the processor too
    print(f"{sum(shoppers.answers.values())} answers, {flips} flips: {shoppers.answers}")
    assert shoppers.failures == []
    assert by_old != by_new
    assert set(shoppers.answers) == {by_old, by_new}
    assert min(shoppers.answers.values()) > REQUESTS / 20
    assert EncoderVersion.objects.filter(is_active=True).count() == 1
