"""Photos are answered by an encoder of their own, beside the one that answers everything else."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from django.apps import apps
from django.core.checks import run_checks
from PIL import Image, ImageDraw

from recommender import query_encoder
from recommender.embedding.indexing import embed_batch, register_encoder
from recommender.embedding.registry import activate, enrol
from recommender.embedding.switching import NotReady, kept_encoder
from recommender.encoder import load_encoder
from recommender.encoder_identity import PHOTOS_FOLDER, photo_encoder
from recommender.models import EncoderVersion
from tests.factories import give_photo, make_product
from tests.fakes import ColourEncoder, PaintEncoder, encoder_folder
from tests.recommender.drawn_products import COLOURS, CUTS, garment

PHOTO = Image.new("RGB", (30, 40), "red")


@pytest.fixture
def shop(db, settings, tmp_path) -> EncoderVersion:
    """A red dress, its vector made by the encoder that answers everything."""
    settings.ENCODER = encoder_folder(tmp_path / "everything")
    settings.PHOTO_ENCODER = ""
    active = register_encoder()
    give_photo(make_product("Red dress"), "red")
    work()
    return active


@pytest.fixture
def loaded(monkeypatch) -> dict[str, PaintEncoder]:
    """By name; a name that is not in it cannot be loaded."""
    shelf: dict[str, PaintEncoder] = {}

    def load(row: EncoderVersion) -> PaintEncoder:
        return shelf[row.name]

    monkeypatch.setattr(query_encoder, "load", load)
    monkeypatch.setattr("recommender.encoder.loaded_encoder", lambda version: None)
    return shelf


def work() -> None:
    while embed_batch(model=ColourEncoder()).claimed:
        pass


def for_photos() -> EncoderVersion | None:
    return EncoderVersion.objects.filter(answers_photos=True).first()


def seen_by() -> int:
    (vector,) = query_encoder.encode_pictures([PHOTO])
    return vector.encoder_id


@pytest.fixture
def photos(shop, settings, tmp_path) -> str:
    settings.PHOTO_ENCODER = encoder_folder(tmp_path / "photos", weights=b"photos", dimension=4)
    return settings.PHOTO_ENCODER


class TestComingIn:
    def test_it_answers_once_every_product_has_its_vector(self, shop, photos):
        register_encoder()
        newcomer = EncoderVersion.objects.get(name=photos)
        assert (newcomer.role, newcomer.embeddings.waiting().count()) == ("preparing", 1)
        embed_batch(model=ColourEncoder())
        assert for_photos() is None
        work()
        assert for_photos() == newcomer
        assert for_photos().role == "photos"
        assert EncoderVersion.objects.active() == shop

    def test_another_takes_its_place_and_the_old_vectors_go(self, shop, photos, settings, tmp_path):
        work()
        first = for_photos()
        settings.PHOTO_ENCODER = encoder_folder(tmp_path / "better", weights=b"better")
        register_encoder()
        assert for_photos() == first
        work()
        assert for_photos().name == settings.PHOTO_ENCODER
        assert not EncoderVersion.objects.filter(pk=first.pk).exists()

    def test_without_one_the_shops_encoder_sees_photos_again(self, shop, photos, settings):
        work()
        settings.PHOTO_ENCODER = ""
        work()
        assert list(EncoderVersion.objects.all()) == [shop]

    def test_without_one_what_was_being_prepared_is_no_longer_worked_for(
        self, shop, photos, settings
    ):
        register_encoder()
        settings.PHOTO_ENCODER = ""
        assert embed_batch(model=ColourEncoder()).claimed == 0
        assert list(EncoderVersion.objects.all()) == [shop]

    def test_a_shop_that_leaves_the_shipped_encoder_leaves_what_was_prepared_beside_it(
        self, db, settings, tmp_path
    ):
        settings.ENCODER = settings.PHOTO_ENCODER = "shipped"
        shipped = register_encoder()
        assert EncoderVersion.objects.filter(name=str(PHOTOS_FOLDER)).exists()
        other = enrol(encoder_folder(tmp_path / "other", weights=b"other"))
        activate(other)
        register_encoder()
        assert set(EncoderVersion.objects.all()) == {shipped, other}

    def test_what_is_prepared_for_a_switch_is_kept_whatever_is_set_for_photos(
        self, shop, photos, settings
    ):
        register_encoder()
        prepared = enrol(photos)
        settings.PHOTO_ENCODER = ""
        work()
        assert set(EncoderVersion.objects.all()) == {shop, prepared}

    def test_a_shop_from_before_this_was_noted_has_it_noted(self, shop, photos):
        work()
        EncoderVersion.objects.update(enrolled_for_photos=False)
        import_module("recommender.migrations.0015_enrolled_for_photos").mark(apps, None)
        assert EncoderVersion.objects.get(enrolled_for_photos=True) == for_photos()

    def test_its_vectors_are_kept_while_its_folder_is_away(self, shop, photos, settings):
        work()
        Path(photos).rename(f"{photos}-away")
        work()
        assert for_photos().name == photos

    def test_the_one_that_answers_everything_may_be_named_for_photos_too(self, shop, settings):
        settings.PHOTO_ENCODER = shop.name
        work()
        assert for_photos() == EncoderVersion.objects.active() == shop
        settings.PHOTO_ENCODER = ""
        work()
        assert EncoderVersion.objects.active() == shop

    def test_a_setting_that_names_nothing_is_said_and_stops_nothing(self, shop, settings):
        settings.PHOTO_ENCODER = "/nowhere"
        assert register_encoder() == shop
        assert any("PHOTO_ENCODER='/nowhere'" in problem.msg for problem in run_checks())

    def test_it_is_not_forgotten_by_name(self, shop, photos):
        work()
        with pytest.raises(NotReady):
            kept_encoder(photos)


class TestAnswering:
    def test_photos_are_seen_by_it_and_words_read_by_the_other(self, shop, photos, loaded):
        work()
        loaded |= {shop.name: PaintEncoder(shop.name), photos: PaintEncoder(photos, 4)}
        assert seen_by() == for_photos().pk
        assert query_encoder.encode("red").encoder_id == shop.pk

    def test_until_it_answers_the_other_one_sees_photos(self, shop, photos, loaded):
        register_encoder()
        loaded |= {shop.name: PaintEncoder(shop.name), photos: PaintEncoder(photos, 4)}
        assert seen_by() == shop.pk

    def test_where_it_is_away_the_other_one_sees_photos(self, shop, photos, loaded):
        work()
        loaded[shop.name] = PaintEncoder(shop.name)
        assert seen_by() == shop.pk

    def test_words_beside_a_photo_are_read_by_what_saw_it(self, shop, photos, loaded):
        work()
        loaded |= {shop.name: PaintEncoder(shop.name), photos: PaintEncoder(photos, 4)}
        mine = for_photos().pk
        assert query_encoder.encode("red", mine).encoder_id == mine
        assert query_encoder.encode("red", 0) is None


class TestShipped:
    def test_it_goes_with_the_shipped_encoder_alone(self):
        assert photo_encoder("shipped", "shipped") == str(PHOTOS_FOLDER)
        assert photo_encoder("hf-hub:owner/model", "shipped") == ""
        assert photo_encoder("hf-hub:owner/model", "/theirs") == "/theirs"
        assert photo_encoder("shipped", "") == ""

    def test_it_ships_in_less_than_14_mb(self):
        assert sum(file.stat().st_size for file in PHOTOS_FOLDER.iterdir()) < 14e6

    def test_it_finds_products_before_a_wall_more_often_than_the_shops_encoder(self):
        kinds = [(cut, colour) for cut in CUTS for colour in COLOURS]
        products = [garment(*kind).resize((168, 224)) for kind in kinds]
        walls = [in_the_street(*kind) for kind in kinds]

        def found(name: str) -> int:
            encoder = load_encoder(name)
            near = encoder.encode_images(walls) @ encoder.encode_images(products).T
            return int((near.argmax(1) == np.arange(len(kinds))).sum())

        assert found(str(PHOTOS_FOLDER)) > found("shipped")

    def test_its_words_and_its_pictures_are_of_one_space(self):
        encoder = load_encoder(str(PHOTOS_FOLDER))
        pictures = encoder.encode_images([garment("Skirts", each) for each in ("Red", "Blue")])
        words = encoder.encode_texts(["red skirt", "blue skirt"])
        assert ((pictures @ words.T).argmax(1) == [0, 1]).all()


def in_the_street(cut: str, colour: str) -> Image.Image:
    """The same garment before a wall, smaller, and not in the middle."""
    product = garment(cut, colour).resize((168, 224))
    wall = Image.new("RGB", (300, 360), (118, 104, 92))
    for left in range(0, 300, 24):
        ImageDraw.Draw(wall).rectangle((left, 0, left + 11, 360), fill=(96, 92, 99))
    is_garment = product.convert("L").point(lambda value: 255 * (value < 230))
    wall.paste(product, (95, 100), is_garment)
    return wall
