"""Photos whose colours are still to be read: who reads them, and what becomes of a bad one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction

from catalog.colour_reading import WAITS, Outcome, claim, look_at, read_batch, store
from catalog.models import Product, ProductImage
from catalog.photos import admit
from catalog.tasks import read_colours
from recommender import product_search
from recommender.models import ProductEmbedding
from recommender.product_search import ProductSearch
from tests.catalog.admin_pages import jpeg
from tests.catalog.imports import COLUMNS_HEADER, photo, run_import, table
from tests.factories import give_photo, give_vector, make_product

pytestmark = pytest.mark.django_db(transaction=True)

REPOSITORY = Path(__file__).resolve().parents[3]
COLOURS = ("#0e0e10", "red", "navy", "green")


@pytest.fixture
def four_dresses() -> list[ProductImage]:
    """Their photos, as an import leaves them."""
    photos = [give_photo(make_product(f"Dress in {c}", colour=""), c) for c in COLOURS]
    ProductImage.objects.read_colours_again()
    ProductImage.objects.update(colours=None)
    return photos


@pytest.fixture
def broken_photo(four_dresses) -> ProductImage:
    spoilt = four_dresses[1]
    spoilt.image.name = default_storage.save("products/spoilt.jpg", ContentFile(jpeg()[:90]))
    spoilt.save(update_fields=["image"])
    return spoilt


def bases() -> list[str]:
    seen = ProductImage.objects.order_by("pk").values_list("colours", flat=True)
    return [colours[0]["base"] if colours else "" for colours in seen]


def wait(longest: timedelta = WAITS[-1]) -> None:
    """Let that much time pass for the photos that wait."""
    for waiting in ProductImage.objects.exclude(colours_due_at=None):
        waiting.colours_due_at -= longest
        waiting.save(update_fields=["colours_due_at"])


def read_all() -> None:
    while read_batch().claimed:
        pass


def test_an_import_leaves_colours_to_the_worker(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "D1.jpg").write_bytes(photo("#0e0e10", 200, 260))
    goods = table(tmp_path / "goods.csv", COLUMNS_HEADER, ["D1,Linnea,Dresses,Women,20,M:2"])
    assert run_import(goods, "--images", str(tmp_path / "images")).status == 0
    assert bases() == [""]
    read_colours()
    assert bases() == ["Black"]
    assert run_import(goods, "--images", str(tmp_path / "images")).counts["unchanged"] == 1
    assert read_batch() == Outcome()


def test_a_new_file_in_an_imported_photos_place_is_read_anew(tmp_path):
    goods = table(tmp_path / "goods.csv", COLUMNS_HEADER, ["D1,Linnea,Dresses,Women,20,M:2"])
    for colour, base in (("#0e0e10", "Black"), ("red", "Red")):
        (tmp_path / "D1.jpg").write_bytes(photo(colour))
        assert run_import(goods, "--images", str(tmp_path)).status == 0
        assert ProductImage.objects.filter(colours__isnull=True).exists()
        read_all()
        assert bases() == [base]


def test_a_search_finds_the_colour_once_it_is_read(four_dresses):
    for dress in Product.objects.all():
        give_vector(dress, [1, 0, 0])
    assert set(ProductSearch.objects.values_list("colour", flat=True)) == {""}
    read_all()
    assert set(ProductSearch.objects.values_list("colour", flat=True)) == set(bases())
    assert "Black" in bases()
    assert product_search.differences() == []


def test_reading_colours_asks_for_no_new_vector(four_dresses):
    give_vector(four_dresses[0].product, [1, 0, 0])
    read_all()
    assert ProductEmbedding.objects.get(product=four_dresses[0].product).state == "embedded"


def test_two_workers_share_the_photos(four_dresses):
    mine, theirs = [], []
    with transaction.atomic():
        mine += claim(3)
        other = threading.Thread(target=lambda: (theirs.extend(claim()), connection.close()))
        other.start()
        other.join(20)
        assert len(mine) == 3
        assert {row.pk for row in theirs} == {four_dresses[3].pk}
    assert claim() == []


def test_a_broken_file_holds_nobody_up_and_is_given_up(four_dresses, broken_photo):
    assert read_batch() == Outcome(claimed=4, read=3)
    assert "" not in bases()[:1] + bases()[2:]
    for _ in range(2):
        assert read_batch() == Outcome()  # it has to wait
        wait()
        assert read_batch() == Outcome(claimed=1)
    wait()
    assert read_batch() == Outcome()
    broken_photo.refresh_from_db()
    assert (broken_photo.colours, broken_photo.colours_due_at) == (None, None)


def test_a_given_up_photo_is_read_when_somebody_asks(four_dresses, broken_photo):
    for _ in range(3):
        read_all()
        wait()
    broken_photo.keep(admit(jpeg("navy"), with_colours=False))  # the file is whole again
    ProductImage.objects.filter(pk=broken_photo.pk).update(image=broken_photo.image.name)
    read_all()
    assert "" in bases()
    out = StringIO()
    call_command("read_colours", stdout=out)
    assert "" not in bases()
    assert "1 photos" in out.getvalue()


def test_reading_again_leaves_the_old_colours_until_then(four_dresses):
    read_all()
    before = bases()
    ProductImage.objects.read_colours_again()
    assert bases() == before
    out = StringIO()
    call_command("read_colours", "--again", stdout=out)
    assert "4 photos" in out.getvalue()
    assert bases() == before


def test_a_photo_replaced_during_the_work_does_not_get_the_old_ones_colours(four_dresses):
    batch = claim()
    assert all(look_at(row) for row in batch)
    with transaction.atomic():
        replaced = ProductImage.objects.get(pk=four_dresses[0].pk)
        replaced.keep(admit(jpeg("red"), with_colours=False))
        replaced.save()
    four_dresses[1].delete()
    assert store(batch) == 2
    assert bases()[0] == ""
    read_all()
    assert bases()[0] == "Red"


def test_a_row_that_somebody_holds_is_not_waited_for(four_dresses):
    batch = [row for row in claim() if look_at(row)]
    with transaction.atomic():
        ProductImage.objects.select_for_update().get(pk=four_dresses[0].pk)
        stored: list[int] = []
        other = threading.Thread(target=lambda: (stored.append(store(batch)), connection.close()))
        other.start()
        other.join(20)
        assert stored == [3]
    wait()
    read_all()
    assert "" not in bases()


@pytest.fixture
def killed_at(four_dresses) -> Callable[[int], None]:
    """Reads in a process that is killed with -9 when it opens the photo of that primary key."""

    def kill(photo: int) -> None:
        url = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        environment = {**os.environ, "DATABASE_URL": f"{url}/{connection.settings_dict['NAME']}"}
        child = subprocess.run(
            [sys.executable, "-c", DEADLY, str(photo)],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            timeout=120,
        )
        assert child.returncode in (0, -signal.SIGKILL), child.stderr.decode()[-2000:]

    return kill


DEADLY = textwrap.dedent("""
    import os, signal, sys
    os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
    import django
    django.setup()
    from catalog import colour_reading
    real = colour_reading.colours_of
    def deadly(photo):
        if photo.pk == int(sys.argv[1]):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(photo)
    colour_reading.colours_of = deadly
    colour_reading.read_for(60)
""")


def test_what_a_killed_worker_had_in_hand_is_read_by_the_next(four_dresses, killed_at):
    killed_at(four_dresses[2].pk)
    assert bases() == [""] * 4
    assert read_batch() == Outcome()  # for all anybody knows, it is still at work
    wait(WAITS[0])
    read_all()
    assert "" not in bases()


def test_a_picture_that_kills_every_worker_costs_itself_alone(four_dresses, killed_at):
    poison = four_dresses[2].pk
    for _ in range(6):  # whoever reads it dies of it, and the others go on
        killed_at(poison)
        wait()
    read_all()
    assert [bool(base) for base in bases()] == [True, True, False, True]
    assert ProductImage.objects.get(pk=poison).colours_due_at is None


def test_a_large_photo_is_read_off_its_smaller_copy(four_dresses):
    large = four_dresses[0]
    large.keep(admit(jpeg("navy", (900, 1200)), with_colours=False))
    large.save()
    default_storage.delete(large.image.name)  # nobody opens that
    read_all()
    assert bases()[0] == "Navy Blue"
