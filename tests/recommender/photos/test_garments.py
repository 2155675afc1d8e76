"""A shopper's photo becomes garments to search with."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from recommender.photos.garments import garment_at, garments_in
from tests.recommender.photos.painted import PAINT, PaintSegmenter, scene

HEAD = ("skin", (90, 20, 110, 45))
SHIRT = ("top", (70, 45, 130, 130))
SHORTS = ("bottom", (72, 130, 128, 180))
LEGS = ("skin", (75, 180, 125, 270))
LEFT_SHOE, RIGHT_SHOE = ("shoes", (74, 266, 92, 280)), ("shoes", (108, 266, 126, 280))
SUMMER = (HEAD, SHIRT, SHORTS, LEGS, LEFT_SHOE, RIGHT_SHOE)


@pytest.fixture
def segmenter() -> PaintSegmenter:
    return PaintSegmenter()


def kinds(found) -> list[str]:
    return [garment.kind for garment in found]


def test_what_she_wears_is_found_largest_first(segmenter):
    assert kinds(garments_in(scene(*SUMMER), segmenter)) == ["top", "bottom", "shoes"]


def test_a_box_and_an_outline_say_where_the_shirt_is(segmenter):
    shirt = garments_in(scene(*SUMMER), segmenter)[0]
    assert shirt.box == pytest.approx((70 / 200, 45 / 300, 131 / 200, 130 / 300), abs=0.005)
    (polygon,) = shirt.outline
    across, down = np.array(polygon).T
    assert (across.min(), across.max()) == pytest.approx((0.35, 0.655), abs=0.005)
    assert (down.min(), down.max()) == pytest.approx((0.15, 0.433), abs=0.01)
    assert shirt.confidence == pytest.approx(0.9, abs=0.01)


def test_left_and_right_shoe_are_one_garment_with_two_outlines(segmenter):
    (shoes,) = [g for g in garments_in(scene(*SUMMER), segmenter) if g.kind == "shoes"]
    assert len(shoes.outline) == 2
    assert shoes.box[0] < 0.38
    assert shoes.box[2] > 0.62


def test_two_people_have_a_pair_of_shoes_each(segmenter):
    def moved(part, by):
        kind, (left, top, right, bottom) = part
        return kind, (left + by, top, right + by, bottom)

    both = [moved(part, by) for by in (-45, 45) for part in SUMMER]
    assert kinds(garments_in(scene(*both), segmenter)).count("shoes") == 2


def test_an_open_coat_is_one_garment_and_two_bags_are_two(segmenter):
    coat = [("layer", (60, 45, 80, 200)), ("layer", (120, 45, 140, 200))]
    bags = [("bag", (35, 150, 60, 190)), ("bag", (140, 150, 165, 190))]
    found = kinds(garments_in(scene(*SUMMER, *coat, *bags), segmenter))
    assert (found.count("layer"), found.count("bag")) == (1, 2)


def test_specks_are_no_garments(segmenter):
    speck = ("dress", (10, 10, 13, 13))
    assert "dress" not in kinds(garments_in(scene(*SUMMER, speck), segmenter))


def test_who_is_not_sure_finds_nothing_but_the_whole_photo():
    photo = scene(*SUMMER)
    (whole,) = garments_in(photo, PaintSegmenter(sure=0.3))
    assert (whole.kind, whole.types, whole.box) == ("", (), (0, 0, 1, 1))
    assert whole.picture is photo


def test_a_garments_colour_is_its_own_and_not_the_streets(segmenter):
    found = {garment.kind: garment for garment in garments_in(scene(*SUMMER), segmenter)}
    assert found["top"].colours == ("Red",)
    assert found["shoes"].colours == ("Black",)


def test_the_encoder_is_shown_the_garment_and_a_margin_in_a_products_proportions(segmenter):
    picture = garments_in(scene(*SUMMER), segmenter)[0].picture
    assert picture.width / picture.height == pytest.approx(3 / 4, abs=0.02)
    assert picture.getpixel((picture.width // 2, picture.height // 2)) == PAINT["top"]
    colours = {colour for _, colour in picture.getcolors(1000)}
    assert PAINT["bottom"] in colours  # cropped, not cut out


def test_short_bottoms_are_no_jeans(segmenter):
    found = {garment.kind: garment for garment in garments_in(scene(*SUMMER), segmenter)}
    assert "Shorts" in found["bottom"].types
    assert "Jeans" not in found["bottom"].types


def test_long_bottoms_are_no_shorts(segmenter):
    trousers = ("bottom", (72, 130, 128, 268))
    found = garments_in(scene(HEAD, SHIRT, trousers, LEFT_SHOE, RIGHT_SHOE), segmenter)
    (bottom,) = [garment for garment in found if garment.kind == "bottom"]
    assert bottom.types[:2] == ("Jeans", "Trousers")
    assert "Shorts" not in bottom.types


def test_where_her_feet_are_not_seen_every_length_is_searched(segmenter):
    cut_off = ("bottom", (72, 130, 128, 300))
    found = garments_in(scene(HEAD, SHIRT, cut_off), segmenter)
    (bottom,) = [garment for garment in found if garment.kind == "bottom"]
    assert {"Jeans", "Shorts", "Skirts"} <= set(bottom.types)


@pytest.mark.parametrize(
    ("place", "searched", "not_searched"),
    [((88, 22, 112, 32), "Sunglasses", "Belts"), ((72, 126, 128, 134), "Belts", "Sunglasses")],
)
def test_an_accessory_is_what_is_worn_there(segmenter, place, searched, not_searched):
    found = garments_in(scene(*SUMMER, ("accessory", place)), segmenter)
    (accessory,) = [garment for garment in found if garment.kind == "accessory"]
    assert searched in accessory.types
    assert not_searched not in accessory.types


def test_a_product_on_white_is_searched_as_it_is(segmenter):
    photo = scene(("bag", (60, 80, 140, 220)), backdrop=True)
    (product,) = garments_in(photo, segmenter)
    assert product.picture is photo
    assert (product.kind, product.colours) == ("", ("Mustard",))


def test_somebody_dressed_before_a_white_wall_is_no_product(segmenter):
    assert kinds(garments_in(scene(*SUMMER, backdrop=True), segmenter)) == [
        "top",
        "bottom",
        "shoes",
    ]


def test_a_tap_on_the_shorts_finds_the_shorts(segmenter):
    tapped = garment_at(scene(*SUMMER), (0.49, 0.5, 0.51, 0.52), segmenter)
    assert (tapped.kind, tapped.colours) == ("bottom", ("Blue",))
    assert tapped.box[1] == pytest.approx(130 / 300, abs=0.01)


def test_a_box_she_drew_is_searched_as_she_drew_it(segmenter):
    drawn = garment_at(scene(*SUMMER), (0.3, 0.13, 0.7, 0.45), segmenter)
    assert (drawn.kind, drawn.box) == ("top", (0.3, 0.13, 0.7, 0.45))
    assert drawn.picture.size == (80, 96)


def test_a_box_where_nothing_was_found_is_searched_for_anything(segmenter):
    drawn = garment_at(scene(*SUMMER), (0.0, 0.0, 0.2, 0.2), segmenter)
    assert (drawn.kind, drawn.types) == ("", ())


def test_without_a_segmenter_the_whole_photo_is_searched(settings, tmp_path):
    settings.SEGMENTER = str(tmp_path / "nowhere")
    photo = scene(*SUMMER)
    (whole,) = garments_in(photo)
    assert whole.picture is photo
    assert garment_at(photo, (0, 0, 0.5, 0.5)).picture.size == (100, 150)


def test_a_photo_of_one_pixel_is_a_photo(segmenter):
    assert len(garments_in(Image.new("RGB", (1, 1), "red"), segmenter)) == 1
