"""Load balancers and monitors ask whether the shop is alive, and whether it is ready."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from recommender.encoder_identity import encoder_version
from recommender.models import EncoderVersion
from shop import readiness
from shop.embedded.redis import embedded_redis
from shop.readiness import Part, State, states
from tests.fakes import encoder_folder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def its_encoder(tmp_path) -> EncoderVersion:
    """The active encoder, with its weights in place."""
    name = encoder_folder(tmp_path / "paint")
    return EncoderVersion.objects.create(
        name=name, version=encoder_version(name)[0], dimension=3, is_active=True
    )


@pytest.fixture
def its_broker(settings) -> Iterator[None]:
    """The Redis that this run's settings name; without this it is away."""
    with embedded_redis(settings.HOME):
        yield


def parts(answer) -> dict[str, str]:
    return answer.json()["parts"]


def test_a_shop_with_all_it_needs_is_ready(client, its_encoder, its_broker):
    answer = client.get("/readyz?strict")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert set(parts(answer)) == {"database", "migrations", "encoder", "broker"}


def test_without_the_broker_pages_work_so_it_stays_open_and_says_so(client, its_encoder):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert parts(answer)["broker"] == "away"
    assert client.get("/readyz?strict").status_code == 503


@pytest.mark.parametrize("missing", ["no encoder", "no weights", "other weights", "trouble"])
def test_without_its_encoder_too(client, its_encoder, tmp_path, missing):
    weights = tmp_path / "paint" / "open_clip_model.safetensors"
    if missing == "no encoder":
        its_encoder.delete()
    elif missing == "no weights":
        weights.unlink()
    elif missing == "other weights":
        weights.write_bytes(b"others, longer")
    else:
        EncoderVersion.objects.update(trouble="cannot be loaded")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert parts(answer)["encoder"] == "away"


def test_tables_older_than_the_code_make_it_not_ready(client, its_encoder):
    applied = MigrationRecorder(connection).migration_qs.filter(app="recommender")
    newest = applied.order_by("pk").last()
    newest.delete()
    try:
        answer = client.get("/readyz")
    finally:
        newest.save(force_insert=True)
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert parts(answer)["migrations"] == "away"
    assert parts(answer)["database"] == "ok"


def test_without_the_database_it_is_not_ready_and_tells_no_stranger_why(client, monkeypatch):
    monkeypatch.setitem(connections.settings["default"], "HOST", "/nowhere/at/all")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
    assert parts(answer)["database"] == "away"
    assert "nowhere" not in answer.content.decode()
    assert client.get("/healthz").status_code == 200


def test_a_part_that_hangs_holds_no_probe_and_is_not_asked_again_meanwhile():
    asked, go_on = [], threading.Event()

    def hang() -> None:
        asked.append(1)
        go_on.wait(30)

    hanging = Part("hanging", hang, needed=False)
    began = time.monotonic()
    assert states([hanging], patience=0.1)[hanging] is State.SILENT
    assert states([hanging], patience=0.1)[hanging] is State.SILENT
    assert time.monotonic() - began < 10
    assert asked == [1]
    go_on.set()
    readiness.asked(hanging).result(10)
    assert states([hanging])[hanging] is State.OK
