"""From "photo saved" to "vector stored", with an encoder that sees colours."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.timezone import now

from catalog.models import Product
from recommender.embedding.claims import WAITS
from recommender.embedding.indexing import Outcome, embed_batch, register_encoder, request_again
from recommender.models import EncoderVersion, ProductEmbedding
from tests.factories import give_photo, make_product
from tests.fakes import AllergicEncoder, ColourEncoder, encoder_folder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def encoder(settings, tmp_path) -> EncoderVersion:
    settings.ENCODER = encoder_folder(tmp_path / "colours")
    return register_encoder()


@pytest.fixture
def red_dress() -> Product:
    dress = make_product("Red dress")
    give_photo(dress, "red")
    return dress


def embedding(product: Product) -> ProductEmbedding:
    return ProductEmbedding.objects.of_active_encoder().get(product=product)


def embed_all(model: ColourEncoder) -> None:
    while embed_batch(model=model).claimed:
        pass


def test_a_product_without_photo_does_not_wait():
    assert embedding(make_product()).state == "no_photo"
    assert embed_batch(model=ColourEncoder()) == Outcome()


def test_a_new_photo_waits_and_is_embedded_once(red_dress):
    assert embedding(red_dress).state == "waiting"
    model = ColourEncoder()
    assert embed_batch(model=model) == Outcome(claimed=1, embedded=1)
    row = embedding(red_dress)
    assert row.state == "embedded"
    assert row.vector == pytest.approx([1, 0, 0], abs=0.02)
    assert row.photo_digest == red_dress.cover.digest
    embed_all(model)
    assert model.seen == 1


def test_saving_the_product_embeds_nothing_again(red_dress):
    embed_all(ColourEncoder())
    red_dress.title = "Scarlet dress"
    red_dress.save()
    red_dress.images.update(alt_text="A scarlet dress")
    assert embedding(red_dress).state == "embedded"


def test_another_cover_is_embedded_again_and_the_old_vector_answers_meanwhile(red_dress):
    embed_all(ColourEncoder())
    red_dress.images.update(position=1)
    give_photo(red_dress, "blue", position=0)
    row = embedding(red_dress)
    assert row.state == "waiting"
    assert row.vector == pytest.approx([1, 0, 0], abs=0.02)
    embed_all(ColourEncoder())
    assert embedding(red_dress).vector == pytest.approx([0, 0, 1], abs=0.02)


def test_a_second_photo_behind_the_cover_changes_nothing(red_dress):
    embed_all(ColourEncoder())
    give_photo(red_dress, "blue", position=5)
    assert embedding(red_dress).state == "embedded"


def test_the_last_photo_taken_away_takes_the_vector_along(red_dress):
    embed_all(ColourEncoder())
    red_dress.images.all().delete()
    row = embedding(red_dress)
    assert (row.state, row.vector) == ("no_photo", None)


def test_a_product_is_deleted_with_its_photos_and_vectors(red_dress):
    embed_all(ColourEncoder())
    red_dress.delete()
    assert not ProductEmbedding.objects.exists()


def test_photos_written_in_bulk_or_by_sql_wait_too(red_dress):
    embed_all(ColourEncoder())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_productimage SET digest = 'other'")
    assert embedding(red_dress).state == "waiting"


def test_a_missing_file_is_tried_three_times_with_growing_waits_and_then_failed(red_dress):
    default_storage.delete(red_dress.cover.image.name)
    waits = []
    for _ in WAITS:
        assert embed_batch(model=ColourEncoder()) == Outcome(claimed=1, failed=1)
        row = embedding(red_dress)
        assert row.state == "waiting"
        waits.append(row.next_attempt_at - now())
        assert embed_batch(model=ColourEncoder()) == Outcome()  # not before its time
        ProductEmbedding.objects.update(next_attempt_at=now() - timedelta(seconds=1))
    assert waits == sorted(waits)
    embed_batch(model=ColourEncoder())
    row = embedding(red_dress)
    assert (row.state, row.attempts) == ("failed", 3)
    assert "FileNotFoundError" in row.error


def test_one_bad_picture_does_not_fail_its_batch(red_dress):
    green, blue = make_product("Green"), make_product("Blue")
    give_photo(green, "green")
    give_photo(blue, "blue")
    assert embed_batch(model=AllergicEncoder()) == Outcome(claimed=3, embedded=2, failed=1)
    assert "sneeze" in embedding(green).error
    assert {embedding(p).state for p in (red_dress, blue)} == {"embedded"}


@pytest.mark.parametrize("number", [np.nan, np.inf, 0, 70_000])
def test_what_is_no_unit_vector_is_a_failure_of_its_picture_alone(red_dress, number):
    class Dazzled(ColourEncoder):
        def encode_images(self, images):
            rows = super().encode_images(images)
            rows[rows[:, 1] > 0.9] = number
            return rows

    green = make_product("Green")
    give_photo(green, "lime")
    assert embed_batch(model=Dazzled()) == Outcome(claimed=2, embedded=1, failed=1)
    assert "no unit vector" in embedding(green).error
    assert embedding(red_dress).state == "embedded"


def test_embed_again_keeps_the_old_vector_until_the_new_one(red_dress):
    embed_all(ColourEncoder())
    assert request_again(Product.objects.all()) == 1
    assert embedding(red_dress).vector is not None
    model = ColourEncoder()
    embed_all(model)
    assert model.seen == 1


def test_another_encoder_answers_only_when_its_last_vector_is_made(red_dress, settings, tmp_path):
    embed_all(ColourEncoder())
    settings.ENCODER = encoder_folder(tmp_path / "colours", weights=b"better weights")
    newer = register_encoder()
    assert newer.embeddings.waiting().count() == 1
    assert not newer.is_active
    embed_batch(model=ColourEncoder())
    embed_batch(model=ColourEncoder())
    newer.refresh_from_db()
    assert newer.is_active
    assert EncoderVersion.objects.filter(is_active=True).count() == 1
