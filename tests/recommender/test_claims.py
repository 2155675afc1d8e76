"""Who is at work on which product, when workers die, and what that says about the pictures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from catalog.models import Product
from recommender.embedding import claims
from recommender.embedding.claims import Witness, claimed, take
from recommender.embedding.indexing import Outcome, embed_batch, register_encoder, request_again
from recommender.models import EncoderVersion, ProductEmbedding
from tests.factories import give_photo, make_product
from tests.fakes import ColourEncoder, encoder_folder

pytestmark = pytest.mark.django_db(transaction=True)

Rows = ProductEmbedding.objects


@pytest.fixture(autouse=True)
def encoder(settings, tmp_path) -> EncoderVersion:
    settings.ENCODER = encoder_folder(tmp_path / "colours")
    return register_encoder()


@pytest.fixture
def four_dresses(encoder) -> list[Product]:
    dresses = [make_product(f"Dress {number}") for number in range(4)]
    for dress in dresses:
        give_photo(dress, "red")
    return dresses


@pytest.fixture
def dies_with(encoder) -> Iterator[Callable[[int], None]]:
    """Lets a worker claim up to that many rows and end as kill -9 ends it."""

    def die(size: int) -> None:
        def work() -> None:
            take(encoder, size)
            connection.close()

        worker = threading.Thread(target=work)
        worker.start()
        worker.join()
        wait_until_it_is_noticed()

    return die


def wait_until_it_is_noticed() -> None:
    """A closed connection's process takes a moment to leave the server's list."""
    holders = set(Rows.filter(holder__isnull=False).values_list("holder", flat=True))
    while holders & Witness.now().connected_since.keys():
        pass


def at_once() -> None:
    """Let the next try come now."""
    Rows.waiting().update(next_attempt_at=now() - timedelta(seconds=1))


def embed_all(model: ColourEncoder) -> list[int]:
    """The sizes of the batches that were embedded until nothing was due."""
    sizes = []
    while (outcome := embed_batch(model=model)).claimed:
        sizes.append(outcome.claimed)
    return sizes


def test_what_a_living_worker_holds_is_nobody_elses(encoder, four_dresses):
    held, done = threading.Event(), threading.Event()

    def hold_two() -> None:
        with claimed(encoder, 2):
            held.set()
            done.wait(10)
        connection.close()

    worker = threading.Thread(target=hold_two)
    worker.start()
    held.wait(10)
    assert embed_all(ColourEncoder()) == [2]
    done.set()
    worker.join()
    assert embed_all(ColourEncoder()) == [2]


def test_a_batch_that_died_is_tried_picture_by_picture_and_nobody_is_blamed(
    four_dresses, dies_with
):
    dies_with(3)
    assert embed_all(ColourEncoder()) == [1, 1, 1, 1]
    assert not Rows.exclude(state="embedded", attempts=0, alone=False).exists()


def test_those_that_waited_behind_a_dead_batch_go_before_it(four_dresses, dies_with):
    dies_with(2)
    assert embed_batch(model=ColourEncoder()) == Outcome(claimed=2, embedded=2)
    assert set(Rows.waiting().values_list("product", flat=True)) == {
        dress.pk for dress in four_dresses[:2]
    }


def test_a_picture_that_is_alone_with_three_workers_that_die_has_failed(four_dresses, dies_with):
    poison = Rows.get(product=four_dresses[0])
    Rows.exclude(pk=poison.pk).update(state="no_photo")
    for attempt in (1, 2, 3):
        dies_with(4)
        assert embed_all(ColourEncoder()) == []
        poison.refresh_from_db()
        assert poison.attempts == attempt
        at_once()
    assert poison.state == "failed"
    assert poison.error.startswith("WorkerEnded: ")


def test_a_worker_that_leaves_in_good_order_gives_its_rows_back(encoder, four_dresses):
    with pytest.raises(KeyboardInterrupt), claimed(encoder, 4):
        raise KeyboardInterrupt
    assert embed_all(ColourEncoder()) == [4]


def test_rows_left_behind_by_this_very_connection_are_free(encoder, four_dresses):
    take(encoder, 3)
    assert embed_all(ColourEncoder()) == [4]


def test_a_restart_of_the_database_is_no_fault_of_the_pictures(four_dresses, dies_with):
    dies_with(4)
    long_ago = Witness.now().up_since - timedelta(seconds=1)
    Rows.update(claimed_at=long_ago)
    assert embed_all(ColourEncoder()) == [4]


def test_a_later_connection_of_the_same_number_is_another(encoder, four_dresses):
    take(encoder, 4)
    somebody = threading.Event()

    def be_somebody() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            number.append(cursor.fetchone()[0])
        ready.set()
        somebody.wait(10)
        connection.close()

    number: list[int] = []
    ready = threading.Event()
    other = threading.Thread(target=be_somebody)
    other.start()
    ready.wait(10)
    before_it_came = Witness.now().connected_since[number[0]] - timedelta(seconds=1)
    Rows.update(holder=number[0], claimed_at=before_it_came)
    assert embed_all(ColourEncoder()) == [1, 1, 1, 1]
    somebody.set()
    other.join()


def test_a_claim_does_not_hold_for_ever(encoder, four_dresses, monkeypatch):
    held, done = threading.Event(), threading.Event()

    def hang() -> None:
        take(encoder, 4)
        held.set()
        done.wait(10)
        connection.close()

    worker = threading.Thread(target=hang)
    worker.start()
    held.wait(10)
    assert embed_all(ColourEncoder()) == []
    monkeypatch.setattr(claims, "LONGEST", timedelta(0))
    sizes = embed_all(ColourEncoder())
    done.set()
    worker.join()
    assert sizes == [1, 1, 1, 1]


class Meddler(ColourEncoder):
    """While it is at work, somebody does something else."""

    def __init__(self, deed: Callable[[], object]) -> None:
        super().__init__()
        self.deed = deed

    def encode_images(self, images):
        somebody = threading.Thread(target=lambda: (self.deed(), connection.close()))
        somebody.start()
        somebody.join(10)
        assert not somebody.is_alive(), "had to wait for the worker"
        return super().encode_images(images)


def test_whoever_changes_a_cover_meanwhile_does_not_wait_and_wins(four_dresses):
    dress = four_dresses[0]

    def change_cover() -> None:
        dress.images.update(position=1)
        give_photo(dress, "blue", position=0)

    assert embed_batch(model=Meddler(change_cover)) == Outcome(claimed=4, embedded=3)
    assert Rows.get(product=dress).state == "waiting"
    assert embed_all(ColourEncoder()) == [1]
    row = Rows.get(product=dress)
    assert row.vector == pytest.approx([0, 0, 1], abs=0.02)
    assert row.photo_digest == row.wanted_digest == dress.images.get(position=0).digest


def test_embed_again_during_the_work_means_again(four_dresses):
    asks = Meddler(lambda: request_again(Product.objects.all()))
    assert embed_batch(model=asks) == Outcome(claimed=4)
    assert embed_all(ColourEncoder()) == [4]


def test_a_product_deleted_during_the_work_is_gone(four_dresses):
    leaves = Meddler(four_dresses[0].delete)
    assert embed_batch(model=leaves) == Outcome(claimed=4, embedded=3)
