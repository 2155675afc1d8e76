"""Which encoder hears a shopper's words while the shop switches from one to another."""

from __future__ import annotations

import threading

import pytest

from recommender import encoder as seam
from recommender import query_encoder
from recommender.embedding.registry import activate, forget
from recommender.encoder import loading
from recommender.models import EncoderVersion
from tests.fakes import PaintEncoder
from tests.recommender.encoders import Shelf, shelf

__all__ = ["shelf"]
pytestmark = pytest.mark.django_db


class SlowShelf:
    """The shelf, with a process's memory: loads when it is let, and keeps what it loaded."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.let, self.loads = shelf, threading.Event(), 0
        self.memory: dict[str, PaintEncoder] = {}

    def load(self, name: str) -> PaintEncoder:
        self.loads += 1
        assert self.let.wait(20)
        encoder = self.shelf.load(name)
        self.memory[encoder.version] = encoder
        return encoder

    def drop(self, versions: set[str]) -> None:
        self.memory = {each: self.memory[each] for each in self.memory if each not in versions}


@pytest.fixture
def process(shelf, monkeypatch) -> SlowShelf:
    slow = SlowShelf(shelf)
    slow.let.set()
    monkeypatch.setattr(seam, "load_encoder", slow.load)
    monkeypatch.setattr(seam, "loaded_encoder", lambda version: slow.memory.get(version))
    monkeypatch.setattr(seam, "drop_encoders", slow.drop)
    monkeypatch.setattr(query_encoder, "_tried_at", {})
    return slow


def kept(shelf: Shelf, name: str, dimension: int) -> EncoderVersion:
    name = shelf.put(name, dimension)
    return EncoderVersion.objects.create(version=shelf.encoders[name].version, name=name)


@pytest.fixture
def old(shelf) -> EncoderVersion:
    row = kept(shelf, "old", 3)
    activate(row)
    return row


def background() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "load-encoder"]


def let_it_load(process: SlowShelf) -> None:
    process.let.set()
    for thread in background():
        thread.join(20)


def test_the_vector_says_whose_it_is(old, process):
    heard = query_encoder.encode("red dress")
    assert (heard.encoder_id, heard.version, heard.dimension) == (old.pk, old.version, 3)


def test_the_old_encoder_is_heard_by_until_the_new_one_is_loaded(old, shelf, process):
    query_encoder.encode("red dress")
    new = kept(shelf, "new", 6)
    activate(new)
    process.let.clear()
    heard = [query_encoder.encode("red dress") for _ in range(3)]
    assert {(one.encoder_id, one.dimension) for one in heard} == {(old.pk, 3)}
    assert len(background()) == 1
    let_it_load(process)
    heard = query_encoder.encode("red dress")
    assert (heard.encoder_id, heard.dimension) == (new.pk, 6)
    assert set(process.memory) == {new.version}  # the old one's memory is free again


def test_a_forgotten_encoder_is_heard_by_no_longer(old, shelf, process):
    query_encoder.encode("red dress")
    new = kept(shelf, "new", 6)
    activate(new)
    forget(old)
    assert query_encoder.encode("red dress").encoder_id == new.pk


def test_an_encoder_that_is_being_prepared_hears_nobody(old, shelf, process):
    half = kept(shelf, "half", 6)
    process.load(half.name)
    assert query_encoder.encode("red dress").encoder_id == old.pk


def test_a_new_encoder_that_is_away_is_not_tried_with_every_search(old, shelf, process):
    query_encoder.encode("red dress")
    new = kept(shelf, "new", 6)
    activate(new)
    shelf.take_away(new.name)
    for _ in range(3):
        assert query_encoder.encode("red dress").encoder_id == old.pk
        let_it_load(process)
    assert process.loads == 2


def test_without_any_encoder_there_is_no_vector(process, db):
    assert query_encoder.encode("red dress") is None


def test_at_most_three_encoders_stay_in_memory(monkeypatch):
    monkeypatch.setattr(loading, "_loaded", type(loading._loaded)())
    monkeypatch.setattr(loading, "build", lambda name: name.upper())
    monkeypatch.setattr(loading, "current_version", lambda name: f"{name}@1")
    for name in ("a", "b", "c", "a", "d"):
        loading.load_encoder(name)
    assert [loading.loaded_encoder(f"{name}@1") for name in "abcd"] == ["A", None, "C", "D"]
    loading.drop_encoders({"a@1", "d@1"})
    assert [loading.loaded_encoder(f"{name}@1") for name in "abcd"] == [None, None, "C", None]
