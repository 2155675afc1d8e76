"""Another encoder for an open shop: prepared beside the other, checked, switched to, and back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db.models import F

from catalog.models import Product, Status
from recommender.embedding import switching, title_recall
from recommender.embedding.indexing import Outcome, embed_batch, register_encoder
from recommender.embedding.registry import activate, forget
from recommender.embedding.title_recall import Recall
from recommender.management.commands import switch_encoder
from recommender.models import EncoderVersion, ProductEmbedding
from recommender.search import Where, nearest, vector_of
from tests.factories import give_photo, make_product
from tests.recommender.encoders import shelf

__all__ = ["shelf"]
pytestmark = pytest.mark.django_db

COLOURS = (
    "red", "green", "blue", "gold", "navy", "pink", "teal",
    "plum", "tan", "cyan", "lime", "gray", "brown", "olive",
)  # fmt: skip


@pytest.fixture(autouse=True)
def impatient(monkeypatch) -> None:
    """The second try of a broken picture is not waited for; nothing would come of it."""
    monkeypatch.setattr(switching, "WAITS", (timedelta(0),))


@pytest.fixture
def old(shelf, settings) -> str:
    """The encoder that the shop began with."""
    settings.ENCODER = shelf.put("old")
    register_encoder()
    return settings.ENCODER


@pytest.fixture
def red_dress(old) -> Product:
    return photographed("red")


def photographed(colour: str, **facts) -> Product:
    dress = make_product(f"{colour} dress", **facts)
    give_photo(dress, colour)
    return dress


@pytest.fixture
def wardrobe(old, monkeypatch) -> None:
    """Enough to judge an encoder by, once fourteen are enough."""
    monkeypatch.setattr(title_recall, "FEWEST_JUDGED", len(COLOURS))
    for colour in COLOURS:
        photographed(colour)
    embed_all()


def embed_all() -> None:
    while embed_batch().claimed:
        pass


def switch(*words: str) -> str:
    out = io.StringIO()
    call_command("switch_encoder", *words, stdout=out, stderr=out)
    return out.getvalue()


def active() -> str:
    return EncoderVersion.objects.get(is_active=True).name


def vectors_by(name: str) -> int:
    return ProductEmbedding.objects.with_vector().filter(encoder__name=name).count()


def everything() -> list:
    rows = EncoderVersion.objects.order_by("pk").values()
    return [*rows, *ProductEmbedding.objects.order_by("pk").values("pk", "state", "encoder")]


# -- there and back ---------------------------------------------------------------------------


def test_vectors_of_another_length_are_made_and_answer(red_dress, shelf):
    embed_all()
    for dimension in (256, 512, 768):
        name = shelf.put(f"encoder-{dimension}", dimension)
        assert "answers now" in switch(name)
        assert active() == name
        assert vector_of(red_dress).dimension == dimension
    assert EncoderVersion.objects.count() == 4


def test_a_switch_between_a_question_and_its_answer_mixes_nothing(red_dress, old, shelf):
    other = photographed("blue")
    embed_all()
    query = vector_of(red_dress)
    switch(shelf.put("new", 6))
    [found] = nearest(query, Where(in_stock=False), k=8, exclude=[red_dress.pk])
    assert (found.product_id, found.encoder) == (other.pk, query.version)


def test_back_returns_at_once_and_forth_again(red_dress, old, shelf):
    embed_all()
    new = shelf.put("new", 6)
    switch(new)
    seen = shelf.encoders[old].seen
    switch("--back")
    assert (active(), vector_of(red_dress).dimension) == (old, 3)
    switch("--back")
    assert (active(), vector_of(red_dress).dimension) == (new, 6)
    assert shelf.encoders[old].seen == seen


def test_a_product_that_came_after_the_switch_is_found_after_going_back(red_dress, old, shelf):
    embed_all()
    switch(shelf.put("new", 6))
    late = photographed("blue")
    embed_all()
    assert vector_of(late).dimension == 6
    switch("--back")
    assert vector_of(late).dimension == 3


def test_without_a_previous_one_there_is_no_way_back(red_dress):
    with pytest.raises(CommandError, match="No encoder that answered before is kept"):
        switch("--back")


def test_an_encoder_that_is_only_being_prepared_is_no_way_back(red_dress, shelf):
    EncoderVersion.objects.create(version="half@1", name=shelf.put("half"))
    with pytest.raises(CommandError, match="No encoder that answered before"):
        switch("--back")


def test_the_active_encoder_is_not_switched_to(red_dress, old):
    assert "answers every query" in switch(old)
    assert vectors_by(old) == 1  # and what waited has its vector
    assert active() == old


def test_a_shop_without_any_encoder_begins_with_it(shelf):
    name = shelf.put("first")
    photographed("red")
    switch(name)
    assert active() == name
    assert vectors_by(name) == 1


def test_a_name_of_nothing_is_said_so(red_dress):
    with pytest.raises(CommandError, match="neither 'shipped', a folder"):
        switch("no-such-encoder")


def test_an_encoder_that_cannot_be_loaded_changes_nothing_for_the_shop(red_dress, old, shelf):
    embed_all()
    broken = shelf.put("broken")
    del shelf.encoders[broken]
    with pytest.raises(CommandError, match="is away"):
        switch(broken)
    assert [row.name for row in EncoderVersion.objects.all()] == [old]


# -- checks -----------------------------------------------------------------------------------


def test_a_picture_that_would_be_lost_is_named_and_stops_the_switch(red_dress, old, shelf):
    blue = photographed("blue")
    embed_all()
    default_storage.delete(blue.cover.image.name)
    new, out = shelf.put("new"), io.StringIO()
    with pytest.raises(CommandError, match="1 products that are found now have no vector"):
        call_command("switch_encoder", new, stdout=out, stderr=out)
    assert f"No vector: {blue.external_id} blue dress: FileNotFoundError" in out.getvalue()
    assert active() == old
    switch(new, "--may-lose=1")
    assert active() == new


def test_a_picture_that_no_encoder_could_read_is_named_and_stops_nothing(red_dress, shelf):
    blue = photographed("blue")
    default_storage.delete(blue.cover.image.name)
    embed_all()
    new = shelf.put("new")
    assert "blue dress: FileNotFoundError" in switch(new)
    assert active() == new


def test_what_is_not_for_sale_stops_nothing(red_dress, shelf):
    draft = photographed("blue", status=Status.DRAFT)
    embed_all()
    default_storage.delete(draft.cover.image.name)
    new = shelf.put("new")
    switch(new)
    assert active() == new


def test_an_encoder_below_the_floor_is_refused(wardrobe, old, shelf):
    deaf = shelf.put("deaf", deaf=True)
    with pytest.raises(CommandError, match=r"Not switched: 0\.\d+ is below 0\.\d+"):
        switch(deaf)
    assert active() == old
    switch(deaf, "--floor=0")
    assert active() == deaf


def test_the_floor_may_be_a_figure_of_its_own(wardrobe, old, shelf):
    new = shelf.put("new", favourite=1)
    with pytest.raises(CommandError, match=r"is below 1\.100"):
        switch(new, "--least=1.1")
    switch(new, "--least=0.5")
    assert active() == new


def test_beside_an_encoder_that_is_gone_a_figure_is_asked_for(wardrobe, old, shelf):
    shelf.take_away(old)
    new = shelf.put("new")
    with pytest.raises(CommandError, match=r"nothing to compare .* with: say with --least"):
        switch(new)
    switch(new, "--least=0.5")
    assert active() == new


def test_a_product_that_saw_nothing_of_the_new_encoder_is_not_left_out(red_dress, shelf):
    embed_all()
    new = shelf.put("new")
    encoder = EncoderVersion.objects.create(version=shelf.encoders[new].version, name=new)
    encoder.embeddings.all().delete()  # as if it had been saved at the same moment
    switch(new)
    assert vectors_by(new) == 1


def test_a_photo_put_in_order_is_read_when_it_is_run_again(red_dress, old, shelf):
    embed_all()
    file = red_dress.cover.image.name
    content = default_storage.open(file).read()
    default_storage.delete(file)
    new = shelf.put("new")
    with pytest.raises(CommandError, match="Put their photos in order and run this again"):
        switch(new)
    default_storage.save(file, io.BytesIO(content))
    switch(new)
    assert vectors_by(new) == 1


def test_a_photo_that_killed_its_worker_is_not_tried_at_once(red_dress, old, shelf):
    embed_all()
    new = shelf.put("new")
    encoder = EncoderVersion.objects.create(version=shelf.encoders[new].version, name=new)
    encoder.embeddings.update(state="failed", error="WorkerEnded: with nothing else in hand.")
    with pytest.raises(CommandError, match="1 products that are found now have no vector"):
        switch(new)


# -- what else happens meanwhile --------------------------------------------------------------


@pytest.fixture
def meanwhile(monkeypatch):
    """What is given to it happens once, when all vectors are made and the encoders are compared."""

    def happens(deed: Callable[[EncoderVersion], object]) -> None:
        def compared(active: EncoderVersion, newer: EncoderVersion, size: int) -> Recall:
            deed(newer)
            return Recall(0, 0.0, None)

        monkeypatch.setattr(switch_encoder, "compare", compared)

    return happens


def test_a_product_committed_late_is_not_left_out(red_dress, shelf, meanwhile):
    blue = photographed("blue")  # its transaction began before the new encoder came in
    embed_all()
    meanwhile(lambda newer: newer.embeddings.filter(product=blue).delete())
    new = shelf.put("new")
    switch(new)
    assert vectors_by(new) == 2


def test_who_forgets_an_encoder_stops_its_switch(red_dress, old, shelf, meanwhile):
    embed_all()
    meanwhile(forget)
    with pytest.raises(CommandError, match="has been forgotten meanwhile"):
        switch(shelf.put("new"))
    assert active() == old


def test_of_two_switches_the_later_one_looks_again(red_dress, old, shelf, meanwhile):
    embed_all()
    other = EncoderVersion.objects.create(version="other@1", name="other")
    meanwhile(lambda newer: activate(other))
    with pytest.raises(CommandError, match="other@1 answers by now"):
        switch(shelf.put("new"))
    assert active() == "other"


def test_a_forgotten_encoder_takes_no_other_ones_place(red_dress, old, shelf):
    other = EncoderVersion.objects.create(version="other@1", name="other")
    forget(EncoderVersion.objects.get(pk=other.pk))
    with pytest.raises(ValueError, match="forgotten meanwhile"):
        activate(other)
    assert active() == old


def test_a_dry_run_says_what_would_happen_and_changes_nothing(wardrobe, old, shelf):
    new, before = shelf.put("new", 6), everything()
    said = switch(new, "--dry-run")
    assert f"(6 numbers) {len(COLOURS)} vectors are to be made, about 0 s at" in said
    assert f"of {len(COLOURS)} products: 1.000" in said
    assert everything() == before
    assert "It would not be switched to: " in switch(shelf.put("deaf", deaf=True), "--dry-run")
    assert everything() == before


# -- forgetting -------------------------------------------------------------------------------


def test_a_forgotten_encoder_takes_its_vectors_along(red_dress, old, shelf):
    embed_all()
    new = shelf.put("new")
    switch(new)
    version = shelf.encoders[old].version
    assert f"{version} is forgotten, 1 vectors with it" in switch("--forget", version)
    assert vectors_by(old) == 0
    assert vectors_by(new) == 1
    with pytest.raises(CommandError, match="No encoder that answered before"):
        switch("--back")


def test_who_forgets_it_second_is_told(red_dress, old):
    other = EncoderVersion.objects.create(version="other@1", name="other")
    twice = EncoderVersion.objects.get(pk=other.pk)
    assert forget(other) == 0
    with pytest.raises(ValueError, match="other@1 has been forgotten meanwhile"):
        forget(twice)


def test_the_active_encoder_is_never_forgotten(red_dress, old):
    embed_all()
    for named in (old, EncoderVersion.objects.get().version):
        with pytest.raises(CommandError, match="answers every query; it cannot be forgotten"):
            switch("--forget", named)
    assert vectors_by(old) == 1


def test_forgetting_an_unknown_one_names_those_that_are_kept(red_dress, old, shelf):
    switch(shelf.put("new"))
    with pytest.raises(CommandError, match="Kept beside the active one: old@"):
        switch("--forget", "nobody")


# -- workers ----------------------------------------------------------------------------------


def test_workers_embed_for_the_active_encoder_first(red_dress, old, shelf):
    new = shelf.put("new")
    EncoderVersion.objects.create(version=shelf.encoders[new].version, name=new)
    assert embed_batch() == Outcome(claimed=1, embedded=1)
    assert (vectors_by(old), vectors_by(new)) == (1, 0)
    embed_all()
    assert vectors_by(new) == 1
    assert active() == old  # only the command switches


def test_after_a_switch_the_old_setting_turns_nothing_back(red_dress, old, shelf, settings):
    embed_all()
    new = shelf.put("new")
    switch(new)
    settings.ENCODER = old
    assert register_encoder().name == new
    blue = photographed("blue")
    embed_all()
    assert active() == new
    assert blue.embeddings.with_vector().count() == 2


def test_a_new_setting_moves_no_open_shop_and_says_how_to(red_dress, old, shelf, settings):
    settings.ENCODER = shelf.put("new")
    out = io.StringIO()
    call_command("embed_products", stdout=out, stderr=out)
    assert active() == old
    assert f"manage.py switch_encoder {settings.ENCODER}" in out.getvalue()
    assert EncoderVersion.objects.count() == 1


def test_a_kept_encoder_whose_files_are_gone_does_not_stop_the_active_one(red_dress, old, shelf):
    embed_all()
    new = shelf.put("new")
    switch(new)
    shelf.take_away(old)
    blue, out = photographed("blue"), io.StringIO()
    call_command("embed_products", stdout=out, stderr=out)
    assert vector_of(blue) is not None
    kept = EncoderVersion.objects.get(name=old)
    assert kept.trouble
    assert f"{kept.version} is kept and cannot be loaded, 1 products wait" in out.getvalue()
    shelf.put("old")
    embed_all()
    kept.refresh_from_db()
    assert (kept.trouble, kept.embeddings.waiting().count()) == ("", 0)


def test_new_weights_under_the_same_name_answer_by_themselves(red_dress, old, shelf):
    embed_all()
    shelf.put("old", 6, weights=b"better")
    embed_all()
    assert active() == old
    assert vector_of(red_dress).dimension == 6


def test_who_went_back_from_new_weights_stays_there(red_dress, old, shelf):
    embed_all()
    shelf.put("old", 6, weights=b"better")
    embed_all()
    switch("--back")
    embed_all()
    assert vector_of(red_dress).dimension == 3


def test_new_weights_that_can_read_no_picture_do_not_answer(red_dress, old, shelf):
    embed_all()
    shelf.put("old", 6, weights=b"worse")
    register_encoder()
    newer = ProductEmbedding.objects.filter(encoder__is_active=False)
    newer.update(state="failed", next_attempt_at=F("next_attempt_at"))
    embed_all()
    assert vector_of(red_dress).dimension == 3


def test_an_encoder_that_moved_is_found_in_its_new_place(red_dress, old, shelf):
    embed_all()
    shelf.take_away(old)
    moved = shelf.put("elsewhere/old")
    switch(moved)
    assert active() == moved
    assert EncoderVersion.objects.count() == 1


def test_one_encoder_is_active_at_a_time(red_dress, shelf):
    other = EncoderVersion.objects.create(version="other@1", name="other")
    activate(other)
    activate(other)
    assert [row.version for row in EncoderVersion.objects.filter(is_active=True)] == ["other@1"]
    assert [row.role for row in EncoderVersion.objects.order_by("pk")] == ["retired", "active"]
