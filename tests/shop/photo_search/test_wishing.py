"""Words beside a photo, several photos, and the whole outfit."""

from __future__ import annotations

import re

import numpy as np
import pytest

from recommender.models import EncoderVersion
from shop.photo_search.models import SearchGarment, SearchPhoto
from tests.shop.photo_search.photographs import named, photo_of
from tests.shop.photo_search.test_searching import found, sent, titles
from tests.shop.shopping import text_of, words_of

pytestmark = pytest.mark.django_db


def test_a_colour_word_acts_on_the_filter_and_is_explained(client, red_dress, blue_dress):
    address = sent(client, photo_of("#e00")).url
    page = client.get(f"{address}&q=this+but+in+blue")
    assert titles(page) == ["Marina dress"]
    assert "Understood: in blue (Blue, Navy Blue, Turquoise Blue, Teal)." in words_of(page)


def test_a_colour_that_is_not_there_is_said_and_others_are_shown(client, red_dress):
    page = client.get(f"{sent(client, photo_of('#e00')).url}&q=in+green")
    assert titles(page) == ["Rubia dress"]
    assert "Nothing like it is in stock in green, so other colours." in words_of(page)


def test_a_colour_that_she_does_not_want_is_left_out(client, red_dress, blue_dress):
    page = client.get(f"{sent(client, photo_of('#e00')).url}&q=anything+but+red")
    assert titles(page) == ["Marina dress"]
    assert "Understood: not in Red, Maroon, Burgundy." in words_of(page)


def test_words_that_ask_for_nothing_say_so(client, red_dress):
    page = client.get(f"{sent(client, photo_of('#e00')).url}&q=please")
    assert "Nothing in “please” changes the search." in words_of(page)


def test_words_move_the_picture_though_nothing_is_filtered(client, make_painted):
    """Of two purples, the photo is nearer to the redder one, until blue is asked for."""
    make_painted("Redder", (170, 0, 110), colour="Purple")
    make_painted("Bluer", (110, 0, 170), colour="Purple")
    address = sent(client, photo_of("#a0007a")).url
    assert titles(client.get(address)) == ["Redder", "Bluer"]
    # The colour chosen by hand keeps the word from filtering: it turns the vector alone.
    assert titles(client.get(f"{address}&q=blue&colour=Purple")) == ["Bluer", "Redder"]


def test_words_that_a_filter_goes_before_are_not_said_to_be_understood(client, red_dress):
    address = sent(client, photo_of("#e00")).url
    said = words_of(client.get(f"{address}&q=blue+in+M+under+5&colour=Red&price_max=900&size=M"))
    assert "Understood: looking more like “blue”." in said
    said = words_of(client.get(f"{address}&q=under+5&price_max=900"))
    assert "Nothing in “under 5” changes the search." in said


def test_where_words_cannot_be_heard_they_still_filter(client, red_dress, blue_dress, painter):
    address = sent(client, photo_of("#e00")).url
    page = client.get(f"{address}&q=blue+mumble")  # it reads colour words only
    assert titles(page) == ["Marina dress"]

    def deaf(texts):
        raise RuntimeError("deaf")

    painter.encode_texts = deaf
    page = client.get(f"{address}&q=in+blue")
    assert titles(page) == ["Marina dress"]
    assert "Words cannot be compared with pictures just now" in words_of(page)


def test_a_chip_is_tapped_on_and_off(client, red_dress, blue_dress):
    page = found(client, photo_of("#e00"))
    chip = next(each for each in page.context["chips"] if each.words == "in blue")
    page = client.get(f"/search/photo/{chip.address}")
    assert titles(page) == ["Marina dress"]
    chip = next(each for each in page.context["chips"] if each.words == "in blue")
    assert chip.is_on
    assert titles(client.get(f"/search/photo/{chip.address}"))[0] == "Rubia dress"


def test_another_colours_chip_takes_the_first_ones_place(client, red_dress):
    page = client.get(f"{sent(client, photo_of('#e00')).url}&q=in+blue,+long+sleeves")
    chip = next(each for each in page.context["chips"] if each.words == "in red")
    assert "in+blue" not in chip.address
    assert "long+sleeves" in chip.address


def test_words_without_a_photo_are_searched_as_words(client, db):
    assert client.get("/search/photo/?q=red+dress").url == "/search/?q=red+dress"


def test_several_photos_find_what_lies_between_them_and_each_its_own(
    client, red_dress, blue_dress, make_painted
):
    make_painted("Violetta dress", (180, 0, 180), colour="Purple")
    page = found(client, photo_of("#e00"), photo_of("#00e"))
    assert titles(page)[0] == "Violetta dress"
    own = [products[0].title for _, products in page.context["found"].own]
    assert own == ["Rubia dress", "Marina dress"]
    like = {match.product.title: match.like for match in page.context["found"].matches}
    first, second = SearchPhoto.objects.order_by("kept_until")
    assert like["Rubia dress"].is_of == first.pk
    assert like["Marina dress"].is_of == second.pk
    assert "Most like photo 2" in words_of(page)


def test_weights_pull_and_a_photo_removed_is_gone(client, red_dress, blue_dress):
    page = found(client, photo_of("#e00"), photo_of("#00e"))
    one, other = (shown.piece.key for shown in page.context["photos"])
    heavy = client.get("/search/photo/", {"piece": [one, other], "weight": ["2", "30"]})
    assert titles(heavy)[0] == "Marina dress"
    removal = page.context["photos"][1].removal
    assert [
        shown.piece.key for shown in client.get(f"/search/photo/{removal}").context["photos"]
    ] == [one]


def test_weights_of_nothing_count_alike(client, red_dress):
    page = found(client, photo_of("#e00"), photo_of("#00e"))
    keys = [shown.piece.key for shown in page.context["photos"]]
    assert titles(client.get("/search/photo/", {"piece": keys, "weight": ["0", "0"]}))


def test_a_photo_is_added_to_those_that_are_there(client, red_dress):
    page = found(client, photo_of("#e00"))
    (key,) = (shown.piece.key for shown in page.context["photos"])
    page = found(client, photo_of("#00e"), piece=key, q="in red", size="M")
    assert len(page.context["photos"]) == 2
    assert (page.context["asked"].words, page.context["asked"].filters.size) == ("in red", ("M",))


def test_the_piece_of_htmx_is_the_page_without_its_frame(client, red_dress):
    address = sent(client, photo_of("#e00")).url
    piece = client.get(address, headers={"HX-Request": "true"})
    assert "<html" not in text_of(piece)
    assert "Rubia dress" in text_of(piece)


@pytest.fixture
def street_photo(painter) -> SearchPhoto:
    """A red top over blue trousers, as a segmenter would have found them."""
    photo = SearchPhoto.objects.create(picture=b"", width=300, height=400)
    encoder = painter.encoder_row
    for number, kind, colour in ((1, "top", (255, 0, 0)), (2, "bottom", (0, 0, 255))):
        (vector,) = painter.painted([np.array(colour, np.float32)])
        SearchGarment.objects.create(
            photo=photo, number=number, kind=kind, box=[0, 0, 1, 0.5], confidence=0.9,
            encoder=encoder, vector=vector.tolist(),
        )  # fmt: skip
    return photo


def test_all_of_it_is_rebuilt_from_stock_with_a_total(client, make_painted, street_photo):
    make_painted("Red shirt", (255, 0, 0), product_type="Shirt", price="30.00")
    make_painted("Blue jeans", (0, 0, 255), product_type="Jeans", price="70.00", stock={"30": 1})
    make_painted("Red dress", (255, 0, 0), price="10.00")
    page = client.get("/search/photo/", {"piece": f"{street_photo.pk}.1", "all": "1"})
    outfit = page.context["outfit"]
    assert [piece.product.title for piece in outfit.pieces] == ["Red shirt", "Blue jeans"]
    assert outfit.total_text == "€100.00"
    assert "Add all 2 to bag" in words_of(page)


def test_all_of_it_says_what_is_missing(client, make_painted, street_photo):
    make_painted("Red shirt", (255, 0, 0), product_type="Shirt")
    page = client.get("/search/photo/", {"piece": f"{street_photo.pk}.1", "all": "1"})
    assert "Nothing in stock like the trousers or skirt" in words_of(page)


def test_all_of_it_is_for_one_person(client, make_painted, street_photo):
    make_painted("Her shirt", (255, 0, 0), product_type="Shirt", gender="Women")
    make_painted("His jeans", (0, 0, 255), product_type="Jeans", gender="Men", stock={"30": 1})
    make_painted("Her jeans", (0, 0, 190), product_type="Jeans", gender="Women", stock={"30": 1})
    page = client.get("/search/photo/", {"piece": f"{street_photo.pk}.1", "all": "1"})
    titles = [piece.product.title for piece in page.context["outfit"].pieces]
    assert titles == ["Her shirt", "Her jeans"]


def test_all_of_it_is_for_whom_most_of_it_is_there(client, make_painted, street_photo):
    """The nearest shirt is his, and he has no trousers like these."""
    make_painted("His shirt", (255, 0, 0), product_type="Shirt", gender="Men")
    make_painted("Her shirt", (250, 60, 0), product_type="Shirt", gender="Women")
    make_painted("Her jeans", (0, 0, 255), product_type="Jeans", gender="Women", stock={"30": 1})
    address = f"/search/photo/?piece={street_photo.pk}.1&all=1"
    page = client.get(address)
    titles = [piece.product.title for piece in page.context["outfit"].pieces]
    assert titles == ["Her shirt", "Her jeans"]
    his = client.get(f"{address}&gender=Men").context["outfit"].pieces
    assert [piece.product.title for piece in his] == ["His shirt"]


def test_all_of_it_stays_while_she_narrows_it(client, make_painted, street_photo):
    make_painted("Red shirt", (255, 0, 0), product_type="Shirt")
    page = client.get("/search/photo/", {"piece": f"{street_photo.pk}.1", "all": "1"})
    (wishes,) = re.findall(r'<form class="wishes".*?</form>', text_of(page), re.DOTALL)
    assert '<input type="hidden" name="all" value="1">' in wishes
    assert all("all=1" in chip.address for chip in page.context["chips"])
    tabs = page.context["photos"][0].tabs
    assert not any("all=1" in tab.address for tab in tabs)  # she wants what is like that one


def test_all_of_it_compares_nothing_that_two_encoders_have_seen(
    client, make_painted, street_photo, shelf
):
    make_painted("Red shirt", (255, 0, 0), product_type="Shirt")
    name = shelf.put("another", dimension=5)
    version = shelf.encoders[name].version
    row = EncoderVersion.objects.create(version=version, name=name, dimension=5)
    before = SearchPhoto.objects.create(picture=b"", width=300, height=400)
    before.garments.create(number=1, kind="shoes", box=[0, 0, 1, 1], encoder=row, vector=[1] * 5)
    pieces = [f"{before.pk}.1", f"{street_photo.pk}.1"]
    page = client.get("/search/photo/", {"piece": pieces, "all": "1"})
    assert [piece.product.title for piece in page.context["outfit"].pieces] == ["Red shirt"]


def test_each_garment_is_looked_for_among_its_own_kind(client, make_painted, street_photo):
    make_painted("Red dress", (255, 0, 0))
    make_painted("Red shirt", (255, 0, 0), product_type="Shirt")
    page = client.get("/search/photo/", {"piece": f"{street_photo.pk}.1"})
    assert titles(page) == ["Red shirt"]


def test_where_nothing_of_its_kind_is_there_the_nearest_is_shown_and_said(
    client, red_dress, street_photo
):
    page = client.get("/search/photo/", {"piece": f"{street_photo.pk}.1"})
    assert titles(page) == ["Rubia dress"]
    assert "Nothing of that kind is in stock, so the nearest of any kind." in words_of(page)


def test_that_it_is_what_she_asked_for_that_is_not_there_is_said(
    client, red_dress, make_painted, street_photo
):
    make_painted("Dear shirt", (255, 0, 0), product_type="Shirt", price="900.00")
    page = client.get("/search/photo/", {"piece": f"{street_photo.pk}.1", "q": "under 500"})
    assert titles(page) == ["Rubia dress"]
    assert "Nothing of that kind is in stock with what you asked for" in words_of(page)


def test_a_photo_of_too_many_pixels_is_refused_with_its_reason(client, painter):
    page = client.post("/search/photo/", {"photo": named(photo_of("red", (12_001, 10), "PNG"))})
    assert "too long a side" in words_of(page)
