"""The command itself, with encoders that really load, killed with -9 while it embeds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F

from recommender.embedding.indexing import register_encoder
from recommender.models import EncoderVersion, ProductEmbedding
from tests.factories import give_photo, make_product
from tests.recommender.tiny_encoders import tiny_encoder

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PHOTOS, LONGEST = 40, 900  # s; a processor that others use too makes torch slow to load


def start(*words: str) -> subprocess.Popen[str]:
    """`manage.py switch_encoder …` on the test database, one picture at a time."""
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    return subprocess.Popen(
        [sys.executable, "manage.py", "switch_encoder", *words],
        env={**os.environ, "DATABASE_URL": url, "EMBEDDING_BATCH_SIZE": "1"},
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        text=True,
    )


def vectors_by(name: str) -> int:
    return ProductEmbedding.objects.with_vector().filter(encoder__name=name).count()


def kill_once_it_embeds(name: str) -> int:
    """Returns how many vectors it had made."""
    command, end = start(name, "--floor=0"), time.monotonic() + LONGEST
    try:
        while not vectors_by(name):
            assert command.poll() is None, command.stdout.read()
            assert time.monotonic() < end, f"waited {LONGEST} s in vain"
            time.sleep(0.01)
    finally:
        os.killpg(command.pid, signal.SIGKILL)
        command.wait()
    return vectors_by(name)


def photographed_products() -> None:
    """All with one picture, each under a digest of its own."""
    photo = give_photo(make_product("Dress 0", stock={}), "red")
    for number in range(1, PHOTOS):
        photo.pk, photo.digest = None, f"{number:064}"
        photo.product = make_product(f"Dress {number}", stock={})
        photo.save(force_insert=True)


def test_killed_it_goes_on_where_it_was(settings, tmp_path):
    settings.ENCODER = tiny_encoder(tmp_path / "old", 16)
    old = register_encoder()
    photographed_products()
    old.embeddings.update(state="embedded", vector=[0.25] * 16, photo_digest=F("wanted_digest"))
    new = tiny_encoder(tmp_path / "new", 24)
    made = kill_once_it_embeds(new)
    assert 0 < made < PHOTOS, "killed too late to prove anything"
    assert EncoderVersion.objects.active() == old

    whole = start(new, "--floor=0")
    said, _ = whole.communicate(timeout=LONGEST)
    assert whole.returncode == 0, said
    assert f"0/{PHOTOS - made}" in said  # what was made before is not made again
    assert EncoderVersion.objects.active().name == new
    assert vectors_by(new) == vectors_by(old.name) == PHOTOS
    print(f"killed after {made} of {PHOTOS}; all there")
