"""Searching with a photo, as a browser without JavaScript does it."""

from __future__ import annotations

import io
from datetime import timedelta

import numpy as np
import pytest
from django.utils.timezone import now
from PIL import Image

from recommender.embedding.registry import let_answer_photos
from recommender.models import EncoderVersion
from shop.photo_search.models import SearchGarment, SearchPhoto
from shop.photo_search.outfit import pieces_of
from shop.photo_search.tasks import let_go_of_photos
from tests.recommender.photos.painted import PaintSegmenter, scene
from tests.shop.photo_search.photographs import named, photo_of
from tests.shop.shopping import text_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    """The shop's clock, put forward."""

    def put_forward(minutes: int) -> None:
        then = now() + timedelta(minutes=minutes)
        monkeypatch.setattr("shop.photo_search.models.now", lambda: then)

    return put_forward


def sent(client, *photos: bytes, **fields):
    return client.post("/search/photo/", {"photo": [named(each) for each in photos], **fields})


def found(client, *photos: bytes, **fields):
    return client.get(sent(client, *photos, **fields).url)


def titles(response) -> list[str]:
    return [match.product.title for match in response.context["found"].matches]


def test_a_photo_finds_what_is_like_it_and_in_stock(
    client, red_dress, blue_dress, sold_out_red_dress
):
    page = found(client, photo_of("#e00"))
    assert titles(page) == ["Rubia dress", "Marina dress"]
    assert "Like your photo" in words_of(page)


def test_where_photos_have_an_encoder_of_their_own_its_vectors_answer(
    client, red_dress, blue_dress, shelf
):
    """To which the blue dress looks red, and the red one blue."""
    name = shelf.put("photos", dimension=5)
    version = shelf.encoders[name].version
    row = EncoderVersion.objects.create(version=version, name=name, dimension=5)
    for product, rgb in ((red_dress, (0, 0, 255)), (blue_dress, (255, 0, 0))):
        (vector,) = shelf.encoders[name].painted([np.array(rgb, np.float32)])
        product.embeddings.filter(encoder=row).update(vector=vector, state="embedded")
    assert titles(found(client, photo_of("#e00"))) == ["Rubia dress", "Marina dress"]
    let_answer_photos(row)
    page = found(client, photo_of("#e00"))
    assert titles(page) == ["Marina dress", "Rubia dress"]
    words = client.get(f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}&q=in+blue")
    assert words.context["found"].words_heard  # by the encoder that saw the photo


def test_a_photo_with_garments_can_be_meant_as_a_whole(client, red_dress, monkeypatch):
    """Which is outlined nowhere, and no piece of an outfit."""
    monkeypatch.setattr("recommender.photos.garments.load_named", lambda: PaintSegmenter())
    file = io.BytesIO()
    scene(("skin", (80, 10, 120, 45)), ("top", (70, 45, 130, 130))).save(file, "PNG")
    page = found(client, file.getvalue())
    (photo,) = page.context["photos"]
    top, whole = photo.tabs
    assert (top.garment.kind, whole.garment.words) == ("top", "whole photo")
    assert photo.spots == [top]
    assert "1 like the whole photo" in words_of(client.get(f"/search/photo/{whole.address}"))
    assert pieces_of([top.garment, whole.garment]) == [top.garment]
    assert pieces_of([whole.garment]) == [whole.garment]


def test_in_her_size_alone_where_she_tells_it(client, red_dress, blue_dress):
    address = sent(client, photo_of("#e00")).url
    assert titles(client.get(f"{address}&size=S")) == ["Marina dress"]
    assert "in stock in S" in words_of(client.get(f"{address}&size=S"))


def test_a_size_of_shoes_says_nothing_of_dresses(client, red_dress, make_painted):
    make_painted("Boots", (0, 255, 0), product_type="Ankle boots", stock={"38": 1})
    address = sent(client, photo_of("#e00")).url
    page = client.get(f"{address}&size=M&size=38&type=dress")
    assert titles(page) == ["Rubia dress"]
    assert "in stock in M" in words_of(page)
    assert "38" not in page.context["found"].sizes


def test_a_size_that_nobody_has_finds_nothing(client, red_dress):
    page = client.get(f"{sent(client, photo_of('#e00')).url}&size=XXXXL")
    assert titles(page) == []
    assert "Nothing like it is in stock" in words_of(page)


def test_filters_narrow_the_matches(client, red_dress, blue_dress, make_painted):
    make_painted("Teal shirt", (0, 128, 128), product_type="Shirt", price="20.00")
    address = sent(client, photo_of("#e00")).url
    assert titles(client.get(f"{address}&type=shirt")) == ["Teal shirt"]
    assert titles(client.get(f"{address}&price_max=30")) == ["Teal shirt"]
    assert titles(client.get(f"{address}&colour=Blue")) == ["Marina dress"]


def test_the_photo_is_the_shops_own_upright_and_without_metadata(client, red_dress):
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Secret Camera"
    sent(client, photo_of("#e00", (300, 200), exif=exif, comment=b"where she lives"))
    photo = SearchPhoto.objects.get()
    assert (photo.width, photo.height) == (200, 300)
    assert b"Secret" not in bytes(photo.picture)
    assert b"where she lives" not in bytes(photo.picture)
    shown = client.get("/search/photo/picture/", {"photo": photo.pk})
    assert Image.open(io.BytesIO(shown.content)).size == (200, 300)
    assert "no-store" in shown["Cache-Control"]


def test_after_an_hour_nothing_is_shown_and_nothing_is_kept(client, red_dress, later):
    address = sent(client, photo_of("#e00")).url
    photo = SearchPhoto.objects.get()
    later(minutes=60)
    assert "has been deleted" in words_of(client.get(address))
    assert client.get("/search/photo/picture/", {"photo": photo.pk}).status_code == 404
    let_go_of_photos()
    assert not SearchPhoto.objects.exists()
    assert not SearchGarment.objects.exists()


def test_what_she_asks_of_a_photo_that_is_over_leads_to_a_page_that_says_so(
    client, red_dress, later
):
    address = sent(client, photo_of("#e00")).url
    whole = SearchGarment.objects.get()
    later(minutes=60)
    # htmx would swap a whole page into a part of this one.
    assert client.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == address
    box = {"left": 0, "top": 0, "right": 1, "bottom": 1}
    form = {"piece": whole.key, "photo": whole.photo_id, **box}
    page = client.post("/search/photo/part/", form, follow=True)
    assert "has been deleted" in words_of(page)
    page = client.get(sent(client, photo_of("#e00"), piece=whole.key).url)
    assert "has been deleted" in words_of(page)


def test_a_script_is_told_where_the_matches_are_and_their_messages_wait_there(client, red_dress):
    form = {"photo": [named(photo_of("#e00")), named(b"no picture", "mine.jpg")]}
    answer = client.post("/search/photo/", form, headers={"HX-Request": "true"})
    assert "mine.jpg was refused" in words_of(client.get(answer["HX-Redirect"]))


def test_more_photos_than_are_searched_with_are_not_dropped_unsaid(client, red_dress):
    page = client.get(sent(client, *[photo_of("#e00", (40, 50))] * 7).url)
    assert len(page.context["photos"]) == 6
    assert "not all of these are here" in words_of(page)


def test_within_the_hour_it_is_kept(client, red_dress, later):
    address = sent(client, photo_of("#e00")).url
    later(minutes=50)
    let_go_of_photos()
    assert titles(client.get(address)) == ["Rubia dress"]


def test_whoever_sends_a_photo_lets_go_of_what_is_over(client, red_dress):
    sent(client, photo_of("#e00"))
    SearchPhoto.objects.update(kept_until=now())
    sent(client, photo_of("#00e"))
    assert SearchPhoto.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"no picture", photo_of("red")[:400]])
def test_what_is_no_picture_is_refused_with_a_reason(client, painter, data):
    page = client.post("/search/photo/", {"photo": named(data, "mine.jpg")})
    assert page.status_code in (400, 422)
    assert "refused" in words_of(page) or "Choose a photo first" in words_of(page)
    assert not SearchPhoto.objects.exists()


def test_a_good_photo_is_searched_with_though_another_is_refused(client, red_dress):
    page = client.get(sent(client, photo_of("#e00"), b"no picture").url)
    assert titles(page) == ["Rubia dress"]
    assert "was refused" in words_of(page)


def test_nothing_chosen_says_so(client, painter):
    page = client.post("/search/photo/", {"url": " "})
    assert page.status_code == 400
    assert "Choose a photo first" in words_of(page)


def test_without_an_encoder_it_says_that_words_still_work(client, db):
    page = client.post("/search/photo/", {"photo": named(photo_of("red"))})
    assert page.status_code == 503
    assert "Searching in words works as usual" in words_of(page)
    assert not SearchPhoto.objects.exists()


def test_a_visitor_who_sends_too_many_is_asked_to_wait(client, painter, settings):
    settings.PHOTO_RATE = "2/hour"
    assert [sent(client, photo_of("red")).status_code for _ in range(3)] == [302, 302, 429]
    assert SearchPhoto.objects.count() == 2


def test_a_photo_larger_than_the_shops_forms_may_be_is_taken(client, red_dress):
    large = photo_of("#e00", (800, 800), "PNG") + b"\0" * 6_000_000
    assert sent(client, large).status_code in (302, 422)  # read, whatever is made of it
    refused = client.post("/search/photo/", {"photo": named(b"x" * 21_000_000)})
    assert refused.status_code == 413


def test_the_address_of_a_photo_cannot_be_guessed_or_broken(client, red_dress):
    sent(client, photo_of("#e00"))
    for piece in ("x.1", ".", "\0.1", f"{SearchPhoto.objects.get().pk}.77", "x" * 5000):
        page = client.get("/search/photo/", {"piece": piece, "weight": "1e9"})
        assert page.status_code == 200
        assert "has been deleted" in words_of(page)
    assert client.get("/search/photo/picture/?photo=%00").status_code == 404


def test_an_example_can_be_tried_with_one_tap(client, red_dress, blue_dress):
    from tests.factories import give_photo

    give_photo(blue_dress, "#00e")
    start = client.get("/search/photo/")
    assert f'name="example" value="{blue_dress.pk}"' in text_of(start)
    page = client.get(client.post("/search/photo/", {"example": str(blue_dress.pk)}).url)
    assert titles(page)[0] == "Marina dress"


def test_a_part_she_points_at_is_searched_as_a_garment_more(client, red_dress, blue_dress):
    picture = Image.new("RGB", (400, 400), "#00e")
    picture.paste("#e00", (0, 200, 200, 400))
    file = io.BytesIO()
    picture.save(file, "PNG")
    sent(client, file.getvalue())
    whole = SearchGarment.objects.first()
    box = {"left": 0, "top": 0.55, "right": 0.45, "bottom": 1}
    form = {"piece": whole.key, "photo": whole.photo_id, **box}
    answer = client.post("/search/photo/part/", form)
    assert titles(client.get(answer.url))[0] == "Rubia dress"
    assert SearchGarment.objects.count() >= 2


@pytest.mark.parametrize("side", ["", "nan", "inf", "left"])
def test_a_box_that_is_none_is_not_found(client, red_dress, side):
    sent(client, photo_of("#e00"))
    whole = SearchGarment.objects.first()
    form = {"piece": whole.key, "photo": whole.photo_id, "left": side, "top": 0, "right": 1}
    assert client.post("/search/photo/part/", {**form, "bottom": 1}).status_code == 404


def test_a_stranger_cannot_point_at_a_photo_without_its_name(client, red_dress):
    sent(client, photo_of("#e00"))
    form = {"photo": "", "left": 0, "top": 0, "right": 1, "bottom": 1}
    assert client.post("/search/photo/part/", form).status_code == 404
