"""A hundred hostile uploads, twenty at once: each is told something clear, and nothing is kept."""

from __future__ import annotations

import json
import time
import zipfile

import pytest
from django.test import Client

from shop.photo_search.models import SearchPhoto
from tests.at_once import at_once
from tests.conftest import open_data
from tests.shop.photo_search.photographs import named

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

UPLOADS, AT_ONCE = 100, 20
DEADLINE = 600  # seconds; a slow machine's


def hostile_pictures() -> list[tuple[str, str, bytes]]:
    """(name, what must happen, bytes), some of each kind."""
    with zipfile.ZipFile(open_data("hostile.zip")) as archive:
        lines = archive.read("MANIFEST.jsonl").decode().splitlines()
        cases = [case for case in map(json.loads, lines) if case["file"].startswith("images/")]
        step = max(len(cases) // UPLOADS, 1)
        return [
            (case["file"], case["expect"], archive.read(case["file"]))
            for case in cases[::step][:UPLOADS]
        ]


def sent_until_looked_at(name: str, data: bytes):
    """As the page does it: again, while the shop is busy."""
    until = time.monotonic() + DEADLINE
    while True:
        answer = Client().post("/search/photo/", {"photo": named(data, name)})
        if answer.status_code != 503 or time.monotonic() > until:
            return name, answer.status_code, answer.content.decode()
        assert answer["Retry-After"]
        time.sleep(0.2)


def test_each_is_told_something_clear_and_what_is_refused_is_not_kept(painter, settings):
    settings.PHOTO_RATE = "10000/hour"
    cases = hostile_pictures()
    assert len(cases) == UPLOADS
    expected = {name: expect for name, expect, _ in cases}
    answers = []
    for start in range(0, UPLOADS, AT_ONCE):
        some = cases[start : start + AT_ONCE]
        deeds = [lambda n=name, d=data: sent_until_looked_at(n, d) for name, _, data in some]
        answers += at_once(deeds, patience=DEADLINE)
    assert [each for each in answers if isinstance(each, Exception)] == []
    assert len(answers) == UPLOADS
    allowed = {"refused": {400, 422}, "decodes": {302}, "either": {302, 400, 422}}
    assert [(n, s) for n, s, _ in answers if s not in allowed[expected[n]]] == []
    assert all("was refused:" in page for _, status, page in answers if status == 422)
    assert SearchPhoto.objects.count() == sum(status == 302 for _, status, _ in answers)
