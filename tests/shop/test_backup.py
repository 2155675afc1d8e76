"""docs/backup.md, run as it stands: the shop that is restored answers as the one that was lost."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from recommender.substitutes import substitutes_for
from shop.embedded.postgres import binary
from shop.photo_search.models import SearchPhoto
from tests.factories import give_photo, make_product

REPOSITORY = Path(settings.BASE_DIR)
PAGE = REPOSITORY / "docs" / "backup.md"
RESTORED = "restored_from_backup"

pytestmark = pytest.mark.django_db(transaction=True)

ASK = """
import django, json, sys
django.setup()
from catalog.models import ProductImage, Variant
from recommender.product_search import differences
from recommender.substitutes import substitutes_for
from shop.alerts.models import Occasion
from shop.photo_search.models import SearchPhoto
assert differences() == []
variant = Variant.objects.get(pk=sys.argv[1])
found = [[s.product.title, s.rung, round(s.similarity, 6)] for s in substitutes_for(variant)]
photo = ProductImage.objects.get()
with photo.image.open() as file:
    size = len(file.read())
Variant.objects.filter(pk=variant.pk).update(on_hand=2)
events = Occasion.objects.filter(variant=variant).count()
print(json.dumps([found, size, events, SearchPhoto.objects.count()]))
"""


def blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)


def url_of(database: str) -> str:
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{database}"


@pytest.fixture
def environment(tmp_path) -> Iterator[dict[str, str]]:
    """A database for it, and the folders."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {RESTORED} TEMPLATE template0")
    (tmp_path / "backup").mkdir()
    given = {
        "BACKUP": tmp_path / "backup",
        "MEDIA": settings.MEDIA_ROOT,
        "DATABASE_URL": url_of(connection.settings_dict["NAME"]),
        "RESTORED_URL": url_of(RESTORED),
        "RESTORED_MEDIA": tmp_path / "media",
        "PATH": f"{binary('pg_dump').parent}{os.pathsep}{os.environ['PATH']}",
        "UNDERSTUDY_HOME": tmp_path / "home",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "shop.settings",
    }
    yield {**os.environ, **{name: str(value) for name, value in given.items()}}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {RESTORED} WITH (FORCE)")


def run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_restored_shop_answers_as_the_lost_one(
    environment, sold_out_dress, its_lookalike, same_dress_in_red
):
    make_product("Freja dress", colour="Navy blue", stock={"M": 1}, vector=[0.7, 0.7, 0])
    photo = give_photo(its_lookalike)
    answer = [
        [each.product.title, each.rung, round(each.similarity, 6)]
        for each in substitutes_for(sold_out_dress)
    ]
    assert len(answer) == 3
    SearchPhoto.objects.create(picture=b"a shopper in the street", width=3, height=4)
    keep, restore = blocks()
    run(["bash", "-euo", "pipefail", "-c", keep], environment)
    sold_out_dress.product.delete()  # the disaster
    run(["bash", "-euo", "pipefail", "-c", restore], environment)
    there = {"DATABASE_URL": "RESTORED_URL", "MEDIA_ROOT": "RESTORED_MEDIA"}
    restored = environment | {name: environment[of] for name, of in there.items()}
    said = run([sys.executable, "-c", ASK, str(sold_out_dress.pk)], restored)
    assert json.loads(said) == [answer, photo.image.size, 1, 0]  # her photo is in no backup
