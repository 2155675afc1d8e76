"""Importing twice, after a change, after kill -9, and two at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from catalog.importing import photographs
from catalog.importing.run import LOCK
from catalog.models import Product, ProductImage, StockMovement, Variant
from catalog.photos import source_digest
from catalog.signals import products_imported
from recommender.models import ProductEmbedding
from tests.catalog.imports import (
    COLUMNS_HEADER,
    KAGGLE_HEADER,
    kaggle_row,
    photo,
    run_import,
    table,
    whole_shop,
    zipped,
)

REPOSITORY = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def catalogue(tmp_path) -> tuple[Path, Path]:
    """Three dresses and a zip of their pictures."""
    source = table(tmp_path / "styles.csv", KAGGLE_HEADER, [kaggle_row(n) for n in "123"])
    pictures = {
        f"{n}.jpg": photo(colour) for n, colour in zip("123", ("red", "blue", "green"), strict=True)
    }
    return source, zipped(tmp_path / "images.zip", pictures)


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """How many products each announcement spoke of."""
    numbers: list[int] = []

    def listen(products: int, **kwargs: object) -> None:
        numbers.append(products)

    products_imported.connect(listen)
    yield numbers
    products_imported.disconnect(listen)


def embed_everything() -> None:
    for row in ProductEmbedding.objects.all():
        row.vector, row.photo_digest, row.state = [1, 0, 0], row.wanted_digest, "embedded"
        row.save()


@pytest.mark.django_db
def test_the_same_import_twice_writes_nothing_and_embeds_nothing(
    catalogue, encoder_version, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        run_import(catalogue[0], "--simulate-stock", "7")
    assert heard == [3]
    assert set(ProductEmbedding.objects.values_list("state", flat=True)) == {"waiting"}
    embed_everything()
    before = whole_shop()

    with django_capture_on_commit_callbacks(execute=True):
        outcome = run_import(catalogue[0], "--simulate-stock", "7")

    assert (outcome.status, outcome.counts["unchanged"], heard) == (0, 3, [3])
    assert whole_shop() == before
    assert set(ProductEmbedding.objects.values_list("state", flat=True)) == {"embedded"}


@pytest.mark.django_db
def test_a_changed_photo_replaces_the_old_one_and_asks_for_a_vector(catalogue, encoder_version):
    source, pictures = catalogue
    run_import(source)
    embed_everything()
    zipped(pictures, {"1.jpg": photo("red"), "2.jpg": photo("yellow"), "3.jpg": photo("green")})

    outcome = run_import(source)

    assert (outcome.counts["updated"], outcome.counts["unchanged"]) == (1, 2)
    assert ProductImage.objects.count() == 3
    waiting = ProductEmbedding.objects.filter(state="waiting")
    assert [row.product.external_id for row in waiting] == ["2"]


@pytest.mark.django_db
def test_a_photo_the_shop_has_is_not_decoded_again(catalogue, monkeypatch):
    run_import(catalogue[0])
    monkeypatch.setattr(photographs, "admit", lambda data: pytest.fail("decoded again"))
    assert run_import(catalogue[0]).counts["unchanged"] == 3


@pytest.mark.django_db
def test_a_new_cover_comes_first_and_the_others_keep_their_order(tmp_path):
    header = "id,title,type,gender,price,photos"
    colours = ("red", "blue", "green", "black")
    zipped(tmp_path / "images.zip", {f"{colour}.jpg": photo(colour) for colour in colours})
    for order in (["red", "blue"], ["green", "red", "blue"], ["green", "red", "black"]):
        row = f"1,Dress,Dresses,Women,20,{'|'.join(f'{colour}.jpg' for colour in order)}"
        run_import(table(tmp_path / "goods.csv", header, [row]))
        images = list(ProductImage.objects.order_by("position"))
        assert [image.digest for image in images] == [source_digest(photo(c)) for c in order]
        assert [image.position for image in images] == list(range(len(order)))


@pytest.mark.django_db
def test_a_photo_added_by_hand_outlives_an_import(catalogue, tmp_path):
    source, pictures = catalogue
    run_import(source)
    product = Product.objects.get(external_id="1")
    by_hand = ProductImage(product=product, position=1, digest="d" * 64, width=1, height=1)
    by_hand.image.name = "products/by-hand.jpg"
    by_hand.save()
    zipped(pictures, {"1.jpg": photo("black")})

    run_import(source)

    assert product.images.count() == 2
    assert product.images.filter(pk=by_hand.pk).exists()


@pytest.mark.django_db
def test_a_photo_that_broke_since_leaves_the_old_one(catalogue):
    source, pictures = catalogue
    run_import(source)
    digest = ProductImage.objects.get(product__external_id="1").digest
    zipped(pictures, {"1.jpg": photo()[:200], "2.jpg": photo("blue")})

    outcome = run_import(source)

    assert (outcome.status, outcome.counts["without_photo"]) == (2, 2)
    assert outcome.lines("photo refused") == [2, 4]
    assert ProductImage.objects.get(product__external_id="1").digest == digest


class CutOff(ContentFile):
    """Content whose writer dies after its first kilobyte."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"x" * 1024
        raise KeyboardInterrupt


def test_a_file_that_was_cut_off_while_written_is_not_found_under_its_name():
    with pytest.raises(KeyboardInterrupt):
        default_storage.save("products/cut/off.jpg", CutOff(b""))
    assert not default_storage.exists("products/cut/off.jpg")


@pytest.mark.django_db
def test_one_picture_of_many_products_is_stored_once(tmp_path):
    source = table(tmp_path / "styles.csv", KAGGLE_HEADER, map(kaggle_row, map(str, range(60))))
    zipped(tmp_path / "images.zip", {f"{n}.jpg": photo("pink") for n in range(60)})
    assert run_import(source).status == 0
    assert len(set(ProductImage.objects.values_list("image", flat=True))) == 1


@pytest.mark.django_db
def test_what_a_merchandiser_decided_is_not_undone(catalogue):
    run_import(catalogue[0])
    Product.objects.filter(external_id="1").update(status="discontinued", price=99)
    assert run_import(catalogue[0]).counts["unchanged"] == 3
    product = Product.objects.get(external_id="1")
    assert (product.status, product.price) == ("discontinued", 99)


@pytest.mark.django_db
def test_a_row_the_database_refuses_costs_that_row_alone(tmp_path):
    rows = [f"{n},Dress {n},Dresses,Women,20,S:1" for n in range(5)]
    rows[2] = "2,Dress 2,Dresses,Women,20,S:999999"
    source = table(tmp_path / "goods.csv", COLUMNS_HEADER, rows)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE catalog_variant ADD CONSTRAINT few CHECK (on_hand < 1000)")
    outcome = run_import(source)
    assert (outcome.status, outcome.counts["created"], outcome.lines()) == (2, 4, [4])
    assert "the database refuses it" in outcome.reason(4)
    assert Variant.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_are_refused_the_second(catalogue):
    url = url_of_test_database()
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        outcome = run_import(catalogue[0])
        other.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    assert outcome.status == 1
    assert "another import is running" in outcome.message
    assert run_import(catalogue[0]).counts["created"] == 3


def url_of_test_database() -> str:
    return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}"


@pytest.mark.crash
@pytest.mark.django_db(transaction=True)
def test_an_import_killed_in_its_middle_is_completed_by_the_next(tmp_path):
    rows = [kaggle_row(str(number)) for number in range(1, 1001)]
    source = table(tmp_path / "styles.csv", KAGGLE_HEADER, rows)
    pictures = {f"{n}.jpg": photo(f"rgb({n % 256},{n // 256},99)") for n in range(1, 1001)}
    zipped(tmp_path / "images.zip", pictures)
    process = start_import(source, tmp_path / "log")
    wait_for_products(200, process, tmp_path / "log")
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = Product.objects.count()
    assert 0 < left < 1000, "killed too early or too late to prove anything"
    assert left % 200 == 0, "a chunk went in by halves"
    assert ProductImage.objects.count() == left
    assert Variant.objects.count() == 5 * left

    outcome = run_import(source, "--simulate-stock", "7")

    assert (outcome.status, outcome.counts["unchanged"]) == (0, left)
    assert outcome.counts["created"] == 1000 - left
    assert ProductImage.objects.count() == 1000
    opened = StockMovement.objects.filter(reason="opening").count()
    assert opened == Variant.objects.in_stock().count()


def start_import(source: Path, log: Path) -> subprocess.Popen[bytes]:
    command = ["manage.py", "import_catalog", str(source), "--simulate-stock", "7"]
    return subprocess.Popen(
        [sys.executable, *command],
        env={**os.environ, "DATABASE_URL": url_of_test_database()},
        cwd=REPOSITORY,
        stdout=log.open("ab"),
        stderr=subprocess.STDOUT,
    )


def wait_for_products(number: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 90
    while Product.objects.count() < number:
        assert process.poll() is None, log.read_text()[-3000:]
        assert time.monotonic() < end, f"waited in vain:\n{log.read_text()[-3000:]}"
        time.sleep(0.01)
