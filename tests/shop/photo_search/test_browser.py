"""A photo taken in the street, to the bag: on a telephone, in a browser."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect

from recommender.photos.classes import CLASSES
from shop.bag.models import BagLine
from shop.photo_search.models import SearchPhoto
from tests.recommender.photos.painted import PaintSegmenter, scene
from tests.shop.test_accessibility import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Milliseconds that a page may take on a slow machine.
PATIENCE = 90_000
HEAD, SHIRT, SKIRT, LEGS, SHOES = (
    ("skin", (85, 10, 115, 42)), ("top", (70, 45, 130, 120)), ("bottom", (72, 121, 128, 190)),
    ("skin", (80, 191, 120, 262)), ("shoes", (74, 262, 126, 280)),
)  # fmt: skip


class Painted(PaintSegmenter):
    """Sees no gaps where a JPEG has blurred one paint into the next."""

    def probabilities(self, photo: Image.Image) -> np.ndarray:
        classes = super().probabilities(photo).argmax(0).astype(np.uint8)
        closed = np.asarray(Image.fromarray(classes).filter(ImageFilter.MaxFilter(9)))
        told = np.full((len(CLASSES), *closed.shape), 0.01, np.float32)
        np.put_along_axis(told, closed[None].astype(int), 0.92, 0)
        return told


@pytest.fixture
def street() -> dict:
    """A drawn street scene: a red top over a blue skirt, black shoes."""
    file = io.BytesIO()
    scene(HEAD, SHIRT, SKIRT, LEGS, SHOES).resize((400, 600)).save(file, "PNG")
    return {"name": "street.png", "mimeType": "image/png", "buffer": file.getvalue()}


@pytest.fixture
def shop(painter, make_painted, monkeypatch, shopper):
    shopper.set_default_timeout(PATIENCE)
    painter.weights[:] = 1
    # As the encoder sees a garment: half of it is the white that it lies on.
    monkeypatch.setattr("recommender.photos.garments.load_named", Painted)
    make_painted("Ruby skirt", (227, 137, 142), product_type="Skirts", colour="Red")
    make_painted("Indigo skirt", (142, 152, 197), product_type="Skirts", colour="Blue")
    make_painted("Indigo jeans", (142, 152, 197), product_type="Jeans", stock={"30": 1})
    make_painted("Ruby shirt", (227, 137, 142), product_type="Shirt", colour="Red")
    gone = {"product_type": "Skirts", "stock": {"S": 2, "M": 0}}
    return make_painted("Small skirt", (142, 152, 202), colour="Blue", **gone)


def send(shopper: Page, photo: dict, with_javascript: bool) -> None:
    shopper.goto("/")
    shopper.get_by_role("link", name="Search with a photo").click()
    shopper.wait_for_url("**/search/photo/")  # and its script: nobody chooses faster
    shopper.get_by_label("Choose photos").set_input_files(photo)
    if not with_javascript:
        shopper.get_by_role("button", name="Search", exact=True).last.click()
    expect(shopper.get_by_role("heading", level=1)).to_have_text(
        "Like your photo", timeout=PATIENCE
    )


def choose_m(shopper: Page, with_javascript: bool) -> None:
    shopper.get_by_label("Your size").select_option("M")
    if not with_javascript:
        shopper.get_by_role("button", name="Show", exact=True).click()


def to_the_bag(shopper: Page) -> None:
    matches = shopper.locator(".found__matches")
    expect(matches.get_by_role("heading", level=2).first).to_contain_text(
        "in stock in M", timeout=PATIENCE
    )
    expect(matches.get_by_role("article").first).to_contain_text("Indigo skirt", timeout=PATIENCE)
    expect(matches).not_to_contain_text("Small skirt", timeout=PATIENCE)
    expect(matches).not_to_contain_text("shirt", timeout=PATIENCE)
    matches.get_by_role("link", name="Indigo skirt").click()
    shopper.get_by_role("button", name="Add to bag", exact=True).click()
    expect(shopper.locator("#bag-link")).to_contain_text("1", timeout=PATIENCE)
    assert str(BagLine.objects.get().variant) == "Indigo skirt, M"


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_she_taps_the_skirt_and_has_one_like_it_in_her_bag(shopper, shop, street, complaints):
    send(shopper, street, with_javascript=True)
    outlines = shopper.locator(".shot__overlay polygon")
    expect(outlines).to_have_count(3, timeout=PATIENCE)
    skirt = shopper.get_by_role("link", name="trousers or skirt")
    expect(skirt).not_to_have_attribute("aria-current", "true", timeout=PATIENCE)
    stage = shopper.locator(".shot__stage img").bounding_box()
    # The hem: the dot stands in the middle, and numbers are no skirts.
    at = {"x": stage["width"] * 0.42, "y": stage["height"] * 0.6}
    shopper.locator(".shot__stage").click(position=at)
    expect(skirt).to_have_attribute("aria-current", "true", timeout=PATIENCE)
    choose_m(shopper, with_javascript=True)
    to_the_bag(shopper)
    assert complaints == []


@pytest.mark.parametrize("shopper", ["without JavaScript"], indirect=True)
def test_without_javascript_the_garments_are_listed_and_lead_to_matches(shopper, shop, street):
    send(shopper, street, with_javascript=False)
    expect(shopper.get_by_role("navigation", name="Garments").get_by_role("link")).to_have_count(
        4,
        timeout=PATIENCE,  # three garments, and the whole photo
    )
    shopper.get_by_role("link", name="trousers or skirt").click()
    choose_m(shopper, with_javascript=False)
    to_the_bag(shopper)


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_what_was_missed_is_searched_by_a_box_drawn_round_it(shopper, shop, street, complaints):
    send(shopper, street, with_javascript=True)
    shopper.get_by_role("button", name="Draw a box").click()
    stage = shopper.locator(".shot__stage")
    stage.hover(position={"x": 4, "y": 4}, timeout=PATIENCE)  # once it stands still in the window
    shopper.mouse.down()
    stage.hover(position={"x": 107, "y": 160}, timeout=PATIENCE)
    shopper.mouse.up()
    drawn = shopper.get_by_role("link", name="part of the photo")
    expect(drawn).to_have_attribute("aria-current", "true", timeout=PATIENCE)
    assert complaints == []


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_a_busy_shop_looks_at_the_photo_when_its_turn_comes(shopper, shop, street, monkeypatch):
    from shop.photo_search import taking_in
    from shop.photo_search.line import AGAIN, Line

    line = Line(at_once=1, waiting=0, patience=0)
    monkeypatch.setattr(taking_in, "LINE", line)
    shopper.goto("/search/photo/")
    with line.turn():
        shopper.get_by_label("Choose photos").set_input_files(street)
        waits = shopper.get_by_text(f"tried again in {AGAIN} seconds")
        expect(waits).to_be_visible(timeout=PATIENCE)
    expect(shopper.get_by_role("heading", level=1)).to_have_text(
        "Like your photo", timeout=PATIENCE
    )


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_what_is_see_through_is_sent_on_white(shopper, shop):
    """Noise, so that it is large enough to be made smaller in the browser."""
    picture = np.zeros((800, 600, 4), np.uint8)
    picture[200:600, 100:500] = np.random.default_rng(0).integers(0, 255, (400, 400, 4))
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    photo = {"name": "skirt.png", "mimeType": "image/png", "buffer": file.getvalue()}
    send(shopper, photo, with_javascript=True)
    kept = Image.open(io.BytesIO(SearchPhoto.objects.get().picture))
    assert min(kept.getpixel((5, 5))) > 250


@pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
def test_by_keyboard_she_stays_on_the_chip_that_she_pressed(shopper, shop, street):
    send(shopper, street, with_javascript=True)
    shopper.get_by_role("link", name="in blue", exact=True).press("Enter")
    chosen = shopper.get_by_role("link", name="Without: in blue")
    expect(chosen).to_be_focused(timeout=PATIENCE)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_of_it_has_a_serious_fault_or_is_too_wide(shopper, shop, street, width):
    shopper.set_viewport_size({"width": width, "height": 900})
    found = {}
    shopper.goto("/search/photo/")
    found["start"] = faults(shopper)
    widths = [shopper.evaluate("document.documentElement.scrollWidth")]
    send(shopper, street, with_javascript=True)
    shopper.goto(f"{shopper.url}&q=in+blue&all=1")
    found["found"] = faults(shopper)
    widths.append(shopper.evaluate("document.documentElement.scrollWidth"))
    shopper.get_by_text("Add another photo").first.click()
    shopper.locator(".more input[type=file]").first.set_input_files(street)
    expect(shopper.get_by_role("heading", level=1)).to_have_text(
        "Like your photos", timeout=PATIENCE
    )
    found["two photos"] = faults(shopper)
    widths.append(shopper.evaluate("document.documentElement.scrollWidth"))
    assert found == {name: [] for name in found}
    assert max(widths) <= width
