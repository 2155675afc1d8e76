"""What a web process does once it stands: it loads the encoder, in its turn, behind the pages."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Sequence
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from recommender import query_encoder
from recommender.photos.classes import CLASSES
from recommender.photos.segmenter import loading
from shop import web_server
from shop.photo_search.models import SearchPhoto
from shop.supervisor import programs


def worker(age: int, processes: int = 2) -> SimpleNamespace:
    """As much of gunicorn's worker as its hook reads."""
    return SimpleNamespace(age=age, cfg=SimpleNamespace(workers=processes))


@pytest.fixture
def warmed(monkeypatch) -> threading.Event:
    event = threading.Event()
    monkeypatch.setattr(web_server, "warm_search", event.set)
    monkeypatch.setattr(web_server, "FIRST", 0.05)
    return event


def test_a_web_process_warms_its_search_by_itself(warmed, settings):
    settings.WARM_SEARCH = True
    web_server.post_worker_init(worker(1))
    assert warmed.wait(5)


def test_a_shop_short_of_memory_leaves_it_to_the_first_search(warmed, settings):
    settings.WARM_SEARCH = False
    web_server.post_worker_init(worker(1))
    assert not warmed.wait(0.5)


def test_processes_take_turns_and_one_started_again_has_the_turn_of_its_forerunner():
    waits = [web_server.wait_of(age, 2) for age in (1, 2, 3)]
    assert waits == [web_server.FIRST, web_server.FIRST + web_server.APART, web_server.FIRST]


@pytest.fixture
def usual_garbage() -> Iterator[None]:
    usual = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*usual)


def test_the_shops_code_is_not_looked_through_for_garbage_and_what_pages_leave_is(
    usual_garbage, monkeypatch, tmp_path
):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    web_server.on_starting(SimpleNamespace(master_pid=0, pid=1))
    assert gc.get_freeze_count() > 10_000
    assert gc.isenabled()
    looks = gc.get_stats()[0]["collections"]
    left_behind = [[] for _ in range(2 * web_server.GARBAGE[0])]
    assert gc.get_stats()[0]["collections"] > looks
    del left_behind


class WarmedModels:
    """An encoder and a segmenter that note what they are shown."""

    name = "noting"
    version, dimension = "noting@1", 3

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.looked_at: list[tuple[int, int]] = []
        self.seen: list[tuple[int, int]] = []

    def encode_texts(self, texts: Sequence[str]) -> list[list[int]]:
        self.heard += texts
        return [[1, 0, 0] for _ in texts]

    def encode_images(self, images: Sequence[Image.Image]) -> list[list[int]]:
        self.seen += [image.size for image in images]
        return [[1, 0, 0] for _ in images]

    def probabilities(self, photo: Image.Image) -> np.ndarray:
        self.looked_at.append(photo.size)
        told = np.zeros((len(CLASSES), 16, 12), np.float32)
        told[0] = 1  # background alone
        return told


@pytest.fixture
def models(encoder_version, monkeypatch, settings) -> WarmedModels:
    models = WarmedModels()
    monkeypatch.setattr(query_encoder, "at_hand", lambda rows: (rows[0], models))
    monkeypatch.setitem(loading._loaded, models.name, models)
    settings.SEGMENTER = models.name
    return models


def warm() -> None:
    """As gunicorn's hook does, in a thread of its own."""
    thread = threading.Thread(target=web_server.warm_search)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_warming_asks_the_encoder_that_answers_and_looks_at_a_photo_that_nobody_sent(models):
    warm()
    assert models.heard == ["garment"]
    assert models.looked_at == [(480, 640)]
    assert models.seen == [(480, 640), (480, 640)]  # as it is, and mirrored
    assert not SearchPhoto.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_encoder_that_sees_no_pictures_warms_what_it_can(models, monkeypatch):
    monkeypatch.delattr(WarmedModels, "encode_images")
    warm()
    assert models.looked_at == [(480, 640)]


def test_the_web_server_is_started_with_the_hook(tmp_path):
    from shop.embedded import Home

    web = programs.web(Home.at(tmp_path), {}, listener=0)
    assert web.command[web.command.index("--config") + 1] == f"python:{web_server.__name__}"
