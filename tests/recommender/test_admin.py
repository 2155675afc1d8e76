"""Whether a product has its vector, as a merchandiser sees it."""

from __future__ import annotations

import pytest
from django.utils.timezone import now

from catalog.admin.marks import chip
from recommender.models import EmbeddingState, EncoderVersion, ProductEmbedding
from tests.catalog.admin_pages import PRODUCTS, give_photo, titles
from tests.factories import give_vector, make_product

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"state": "waiting"}, [chip("Waiting", "waiting")]),
        (
            {"state": "waiting", "attempts": 2, "error": "OSError: disk"},
            [
                chip("Waiting", "waiting"),
                "Failed 2 times, tried again soon: OSError: disk",
            ],
        ),
        (
            {"state": "failed", "error": "OSError: <disk>"},
            [chip("Failed", "failed"), "OSError: &lt;disk&gt;"],
        ),
        (
            {"state": "no_photo"},
            [chip("No photo", "no_photo"), "Missing or broken photo"],
        ),
    ],
)
def test_the_list_says_how_far_the_vector_is_and_why(admin_client, encoder_version, facts, shown):
    product = make_product()
    rows = ProductEmbedding.objects.filter(product=product, encoder=encoder_version)
    assert rows.update(**facts) == 1
    page = admin_client.get(PRODUCTS).content.decode()
    for words in shown:
        assert words in page


def test_embed_again_makes_the_chosen_products_wait(admin_client, encoder_version):
    chosen, other = make_product("Chosen"), make_product("Other")
    for product in (chosen, other):
        give_photo(product)
    ProductEmbedding.objects.update(state="failed", error="broken", attempts=4)
    admin_client.post(PRODUCTS, {"action": "embed_again", "_selected_action": [chosen.pk]})
    assert chosen.embeddings.get().state == EmbeddingState.WAITING
    assert chosen.embeddings.get().error == ""
    assert other.embeddings.get().state == EmbeddingState.FAILED


def test_embed_again_says_which_products_have_no_photo(admin_client, encoder_version):
    product = make_product()
    data = {"action": "embed_again", "_selected_action": [product.pk]}
    page = admin_client.post(PRODUCTS, data, follow=True).content.decode()
    assert "Without a photo to make one from: 1" in page


def test_products_are_filtered_by_how_far_their_vector_is(admin_client, encoder_version):
    with_vector, without_photo = make_product("Alva", vector=[1, 0, 0]), make_product("Ronja")
    for state, found in (("embedded", with_vector), ("no_photo", without_photo)):
        page = admin_client.get(f"{PRODUCTS}?embedding={state}")
        assert titles(page) == {found.title}
    assert titles(admin_client.get(f"{PRODUCTS}?embedding=failed")) == set()


def test_the_vector_of_an_encoder_that_no_longer_answers_is_not_the_products_state(
    admin_client, encoder_version
):
    retired = EncoderVersion.objects.create(version="old@1", name="old")
    product = make_product()
    ProductEmbedding.objects.update_or_create(
        product=product, encoder=retired, defaults={"state": "failed", "error": "old news"}
    )
    give_vector(product, [1, 0, 0])
    assert "old news" not in admin_client.get(PRODUCTS).content.decode()


def test_encoders_are_listed_with_what_they_have_done(admin_client, encoder_version):
    make_product(vector=[1, 0, 0])
    page = admin_client.get("/admin/recommender/encoderversion/").content.decode()
    assert "three-numbers@1" in page
    assert '<td class="field-embedded">1</td>' in page
    assert '<td class="field-failed">0</td>' in page


def test_encoders_say_their_part_their_progress_and_their_trouble(admin_client, encoder_version):
    make_product(vector=[1, 0, 0])
    EncoderVersion.objects.create(version="new@1", name="new")
    EncoderVersion.objects.create(version="old@1", name="old", retired_at=now(), trouble="Gone.")
    photographed = make_product("Photographed")
    give_photo(photographed)
    page = admin_client.get("/admin/recommender/encoderversion/").content.decode()
    parts = ["Answers every query", "Being prepared", "Kept, to go back to"]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    assert "1 of 2 (50%)" in page
    assert "0 of 1 (0%)" in page
    assert "Gone." in page
