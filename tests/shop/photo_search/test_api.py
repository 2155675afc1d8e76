"""Searching with photos over the API."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from catalog.models import Brand
from shop.photo_search.models import SearchPhoto
from tests.shop.integrator import problem_of
from tests.shop.photo_search.photographs import named, photo_of

pytestmark = pytest.mark.django_db

BLUE_IN_S = {"colour": ["Blue"], "size": ["S"], "price_max": "400"}


def photographed(data: bytes, **fields):
    form = {"photo": named(data), **fields}
    return APIClient().post("/api/v1/search/photo/", form, format="multipart")


def searched(**asked):
    body = json.dumps(asked)
    return APIClient().post("/api/v1/search/", body, content_type="application/json")


def titles(rows) -> list[str]:
    return [row["product"]["title"] for row in rows]


def test_a_photo_is_answered_with_its_garments_and_what_is_like_each(red_dress, blue_dress):
    found = photographed(photo_of("#e00", (300, 400))).json()
    assert (found["width"], found["height"]) == (300, 400)
    garment = found["garments"][0]
    assert garment["id"] == f"{found['id']}.1"
    assert titles(garment["results"]) == ["Rubia dress", "Marina dress"]
    assert garment["results"][0]["similarity"] > garment["results"][1]["similarity"]
    assert garment["results"][0]["image"] == garment["id"]


def test_in_her_size(red_dress, blue_dress):
    found = photographed(photo_of("#e00"), size=["S"], limit=1).json()
    assert titles(found["garments"][0]["results"]) == ["Marina dress"]


def test_an_image_is_searched_with_again_and_turned_by_words(red_dress, blue_dress):
    image = photographed(photo_of("#e00")).json()["id"]
    assert titles(searched(images=[image]).json()["results"])[0] == "Rubia dress"
    answer = searched(images=[f"{image}.1"], text="but in blue").json()
    assert titles(answer["results"]) == ["Marina dress"]
    assert "Blue" in answer["understood"]["colours"]


def test_the_heavier_image_decides(red_dress, blue_dress):
    red = photographed(photo_of("#e00")).json()["id"]
    blue = photographed(photo_of("#00e")).json()["id"]
    first = searched(images=[red, blue], weights=[3, 1]).json()["results"]
    second = searched(images=[red, blue], weights=[1, 3]).json()["results"]
    assert (titles(first)[0], titles(second)[0]) == ("Rubia dress", "Marina dress")
    assert [row["image"] for row in first] == [f"{red}.1", f"{blue}.1"]
    light = searched(images=[red, blue], weights=[0.01, 0.04]).json()["results"]
    assert titles(light)[0] == "Marina dress"


def test_words_alone_are_searched_and_filtered_by_their_colour(red_dress, blue_dress):
    answer = searched(text="blue dress").json()
    assert titles(answer["results"]) == ["Marina dress"]
    assert answer["understood"]["types"] == ["Dress"]


def test_words_alone_give_up_a_colour_that_is_not_there_and_say_so(red_dress):
    answer = searched(text="green dress").json()
    assert titles(answer["results"]) == ["Rubia dress"]
    assert answer["note"] == "Nothing in stock is all of that, so the nearest without “green”."
    answer = searched(text="dress", filters={"colour": ["Green"]}).json()
    assert (answer["results"], answer["offers"]) == ([], [])


def test_words_alone_offer_what_the_page_offers_to_let_go(client, red_dress, blue_dress):
    text = "red dress in S under 1000"
    answer = searched(text=text).json()
    page = client.get("/search/", {"q": text, "in_stock": "1"}).context["offers"]
    assert answer["offers"] == [{"ignore": [w.parts[0].words], "count": w.count} for w, _ in page]
    assert [offer["ignore"] for offer in answer["offers"]] == [["red"], ["size S"]]
    assert titles(answer["results"]) == ["Marina dress"]
    taken = searched(text=text, ignore=answer["offers"][1]["ignore"]).json()
    assert titles(taken["results"]) == ["Rubia dress"]
    assert (taken["understood"]["sizes"], taken["offers"], taken["note"]) == ([], [], "")


def test_an_offer_names_what_was_ignored_before_as_well(red_dress, blue_dress):
    answer = searched(text="green dress in S under 1", ignore=["green"]).json()
    assert [offer["ignore"] for offer in answer["offers"]] == [["green", "up to €1"]]


def test_what_a_filter_overrules_is_not_told_as_understood(red_dress, blue_dress):
    image = photographed(photo_of("#e00")).json()["id"]
    for asked in ({}, {"images": [image]}):
        answer = searched(text="red in M under 5", **asked, filters=BLUE_IN_S).json()
        understood = answer["understood"]
        assert (understood["colours"], understood["sizes"]) == ([], [])
        assert understood["price_to"] is None


def test_words_alone_leave_out_what_is_not_wanted(red_dress, blue_dress):
    answer = searched(text="Marina dress, not red, under 400 euros").json()
    assert titles(answer["results"]) == ["Marina dress"]
    assert answer["understood"]["not_colours"] == ["Red", "Maroon", "Burgundy"]
    assert searched(text="Rubia dress, not red").json()["results"] == []


def test_the_name_of_a_brand_is_no_colour(blue_dress):
    blue_dress.brand.name = "Red Tape"
    blue_dress.brand.save()
    answer = searched(text="red tape").json()
    assert titles(answer["results"]) == ["Marina dress"]
    assert (answer["understood"]["colours"], answer["note"]) == ([], "")


def test_one_reading_serves_images_and_words_alone(red_dress, blue_dress):
    red_dress.brand = Brand.objects.create(name="Red Tape", slug="red-tape")
    red_dress.save()
    image = photographed(photo_of("#00e")).json()["id"]
    for asked in ({}, {"images": [image]}):
        answer = searched(text="women's red tape in M over 20", **asked).json()
        assert titles(answer["results"]) == ["Rubia dress"]
        understood = answer["understood"]
        assert (understood["brands"], understood["sizes"]) == (["Red Tape"], ["M"])
        assert (understood["genders"], understood["price_from"]) == (["Women", "Unisex"], "20.00")


def test_a_filter_goes_before_the_words(red_dress, blue_dress):
    image = photographed(photo_of("#e00")).json()["id"]
    for asked in ({}, {"images": [image]}):
        answer = searched(text="red in M under 5", **asked, filters=BLUE_IN_S).json()
        assert titles(answer["results"]) == ["Marina dress"]


def test_a_price_beyond_all_prices_asks_for_nothing(red_dress):
    assert searched(text="red under 999,999,999,999,999,999,999").json()["results"]


def test_filters_narrow(red_dress, blue_dress):
    image = photographed(photo_of("#e00")).json()["id"]
    assert titles(searched(images=[image], filters={"colour": ["Blue"]}).json()["results"]) == [
        "Marina dress"
    ]
    assert searched(images=[image], filters={"price_max": "1.00"}).json()["results"] == []


def test_a_photo_that_is_over_is_named(red_dress):
    image = photographed(photo_of("#e00")).json()["id"]
    SearchPhoto.objects.update(kept_until=now() - timedelta(seconds=1))
    problem = problem_of(searched(images=[image]))
    assert problem["errors"] == {"images": [f"There is no image {image} any more."]}


@pytest.mark.parametrize(
    ("asked", "blamed"),
    [
        ({}, "request"),
        ({"text": "\ud800"}, "text"),
        ({"images": ["../../etc"]}, "images.0"),
        ({"images": ["a"], "weights": [1, 2]}, "weights"),
        ({"images": ["a"], "text": "red", "ignore": ["red"]}, "ignore"),
        ({"text": "x", "filters": {"section": ["nowhere"]}}, "filters.section.0"),
        ({"text": "x", "filters": {"color": ["Red"]}}, "filters.color"),
        ({"text": "x", "limit": 1000}, "limit"),
    ],
)
def test_what_cannot_be_used_is_named(db, asked, blamed):
    answer = searched(**asked)
    assert answer.status_code == 400
    assert blamed in problem_of(answer)["errors"]


def test_a_refused_photo_says_why(painter):
    problem = problem_of(photographed(b"no picture at all"))
    assert problem["status"] == 400
    assert "not a picture we know" in problem["errors"]["photo"][0]
    assert not SearchPhoto.objects.exists()


def test_json_is_told_what_to_send_instead(db):
    answer = APIClient().post("/api/v1/search/photo/", {"photo": "x"}, format="json")
    assert problem_of(answer)["code"] == "unsupported_media_type"


def test_without_an_encoder_it_is_away_for_a_while(db):
    answer = photographed(photo_of("red"))
    assert problem_of(answer)["code"] == "away"
    assert answer["Retry-After"] == "60"


def test_a_full_line_says_when_to_come_again(painter, monkeypatch):
    from shop.photo_search import taking_in
    from shop.photo_search.line import Line

    monkeypatch.setattr(taking_in, "LINE", Line(at_once=1, waiting=0, patience=0))
    with taking_in.LINE.turn():
        answer = photographed(photo_of("red"))
    assert problem_of(answer)["code"] == "busy"
    assert int(answer["Retry-After"]) > 0
    assert photographed(photo_of("red")).status_code == 200


def test_photos_are_counted_by_visitor(painter, settings):
    settings.PHOTO_RATE = "1/hour"
    assert photographed(photo_of("red")).status_code == 200
    assert problem_of(photographed(photo_of("red")))["code"] == "throttled"
