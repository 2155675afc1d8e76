"""The shop's web server under photos: hostile ones, and many at once; the shipped models look."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.timezone import now

from recommender.embedding.registry import register_encoder
from shop.photo_search.models import SearchGarment, SearchPhoto
from shop.photo_search.tasks import let_go_of_photos
from tests.at_once import at_once
from tests.crash.hostile_pictures import Case, hostile
from tests.crash.photo_shop import API, PAGE, Answer, PhotoShop, photo_shop
from tests.factories import make_product

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

AT_ONCE, USERS = 20, 8
#: Seconds after which a stranger without any answer counts as left hanging: PHOTO_PATIENCE in the
#: line and a look, on a machine that is many times slower.
SOON = settings.PHOTO_PATIENCE + 300
#: MB by which the web process and its decoders may grow from the first uploads to the last. Ninety
#: in between that left their picture behind (5 MB each, as opened) would be three times that.
GROWTH = 150
LOOKED_AT = {PAGE: 302, API: 200}


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory) -> Iterator[PhotoShop]:
    with photo_shop(tmp_path_factory.mktemp("photo-shop"), SOON) as shop:
        yield shop


@pytest.fixture
def shop(transactional_db, server: PhotoShop, scene: bytes) -> PhotoShop:
    """Its models loaded, nothing heard yet."""
    encoder = register_encoder()
    vector = [1.0] + [0.0] * (encoder.dimension - 1)
    make_product("Alva dress", stock={"M": 3}, vector=vector)
    assert server.sent_until_looked_at("first.jpg", scene).status == 302
    server.heard.clear()
    return server


@pytest.fixture(scope="module")
def scene() -> bytes:
    return Path(settings.BASE_DIR, "static/storefront/scenes/harbour.jpg").read_bytes()


def send(shop: PhotoShop, cases: list[Case]) -> list[tuple[Case, str, Answer]]:
    """AT_ONCE of them at any time, to the page and to the API by turns."""

    def one(place: int) -> tuple[Case, str, Answer]:
        case, path = cases[place], (PAGE, API)[place % 2]
        return case, path, shop.sent_until_looked_at(case.name, case.data, path)

    with ThreadPoolExecutor(AT_ONCE) as strangers:
        return list(strangers.map(one, range(len(cases))))


def is_clear(case: Case, path: str, answer: Answer) -> bool:
    if answer.status == LOOKED_AT[path]:
        return case.expect != "refused"
    said = "was refused" if path == PAGE else '"detail":"'
    return case.expect != "decodes" and 400 <= answer.status < 500 and said in answer.page


def test_hostile_photos_are_refused_clearly_and_leave_nothing(
    shop, full, counts, monkeypatch, scene
):
    cases = hostile(120 if full else 24)
    first = 30 if full else 12
    kept_before = SearchPhoto.objects.count()
    answers = send(shop, cases[:first])
    begun_with = shop.memory()
    answers += send(shop, cases[first:])
    grown = (shop.memory() - begun_with) / 1e6

    assert [
        (case.name, a.status, a.page[:300]) for case, p, a in answers if not is_clear(case, p, a)
    ] == []
    busy = [answer for answer in shop.heard if answer.is_busy]
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in busy)
    assert grown < GROWTH
    looked_at = sum(answer.status == LOOKED_AT[path] for _, path, answer in answers)
    assert SearchPhoto.objects.count() - kept_before == looked_at
    assert list(shop.temporary.glob("*.upload*")) == []
    assert shop.sent_until_looked_at("good.jpg", scene).status == 302

    tokens = list(SearchPhoto.objects.values_list("pk", flat=True))
    log = shop.server.log.read_text()
    assert [token for token in tokens if token in log] == []
    then = now() + timedelta(minutes=60)
    monkeypatch.setattr("shop.photo_search.models.now", lambda: then)
    let_go_of_photos()
    assert (SearchPhoto.objects.count(), SearchGarment.objects.count()) == (0, 0)
    told = Counter(answer.status for _, _, answer in answers)
    counts(
        f"{len(cases)} hostile photos, {AT_ONCE} at once: {looked_at} looked at, "
        f"{len(cases) - looked_at} refused ({dict(sorted(told.items()))}), {len(busy)} times busy; "
        f"{begun_with / 1e6:.0f} MB after {first} of them, {grown:+.0f} MB after the last; "
        "nothing kept after an hour"
    )


def test_eight_at_once_are_each_looked_at_or_told_when_to_come_again(shop, scene, counts):
    over, pages = threading.Event(), []

    def stroll() -> None:
        while not (pages and over.is_set()):
            pages.append(shop.get("/").status)

    stroller = threading.Thread(target=stroll)
    stroller.start()
    try:
        deed = partial(shop.sent_until_looked_at, "street.jpg", scene)
        answers = at_once([deed] * USERS, patience=700)
    finally:
        over.set()
        stroller.join(SOON + 10)

    assert [getattr(answer, "status", answer) for answer in answers] == [302] * USERS
    statuses = Counter(answer.status for answer in shop.heard)
    assert set(statuses) <= {302, 503}
    for answer in shop.heard:
        if answer.is_busy:
            assert "Several photos are being looked at just now. Try again in 4 sec" in answer.page
            assert answer.headers["Retry-After"] == "4"
    results = [shop.get(answer.headers["Location"]) for answer in answers]
    assert all(page.status == 200 and "Like your photo" in page.page for page in results)
    assert set(pages) == {200}  # others went on shopping
    counts(
        f"{USERS} photos at once: {statuses[302]} looked at, {statuses[503]} times told to come "
        f"again; {len(pages)} pages served meanwhile"
    )
