"""Queries for the open test: made of products and street photos, drawn here."""

from __future__ import annotations

import csv
import random
from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command
from PIL import Image, ImageDraw

from recommender.training.disturbed import disturbed, without_backdrop
from recommender.training.products import is_validation
from tests.recommender.photos.street import street_photos


def shirt(colour: str = "red") -> Image.Image:
    picture = Image.new("RGB", (60, 80), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((15, 15, 45, 65), fill=colour)
    pen.rectangle((25, 35, 35, 45), fill="white")  # a print, which is no backdrop
    return picture


def test_the_backdrop_is_clear_and_a_white_print_is_not():
    alpha = np.asarray(without_backdrop(shirt()).getchannel("A"))
    assert alpha[5, 5] == 0
    assert alpha[40, 30] == alpha[25, 20] == 255


def test_a_disturbed_picture_is_smaller_on_another_ground_and_still_red():
    seen = disturbed(shirt(), random.Random(3))
    assert seen.width <= 60
    assert seen.getpixel((1, 1)) != (255, 255, 255)
    red, green, blue = seen.getpixel((seen.width // 3, seen.height // 3))
    assert red > 2 * max(green, blue)
    assert disturbed(shirt(), random.Random(3)).tobytes() == seen.tobytes()


@pytest.fixture
def made(tmp_path):
    """Of twelve shirts, those that a training keeps out."""
    gallery = tmp_path / "gallery"
    gallery.mkdir()
    names = [name for name in map(str, range(1000, 1200)) if is_validation(name, 10)][:6]
    rows = ["id,gender,subCategory,articleType,baseColour,season,year,usage,productDisplayName"]
    for name in [*names, "1"]:
        shirt().save(gallery / f"{name}.png")
        rows.append(f"{name},Women,Topwear,Shirts,Red,Summer,2012,Casual,Red shirt")
    (tmp_path / "styles.csv").write_text("\n".join(rows) + "\n")
    street = street_photos(tmp_path / "street")
    call_command(
        "make_photo_queries",
        f"--gallery={gallery}",
        f"--styles={tmp_path / 'styles.csv'}",
        f"--street={street}",
        f"--out={tmp_path / 'out'}",
        stdout=StringIO(),
    )
    return tmp_path / "out", set(names)


def test_queries_are_of_products_that_were_kept_out_and_name_them(made):
    out, names = made
    for kind in ("worn", "disturbed"):
        with (out / f"{kind}.csv").open(newline="") as file:
            pairs = [(row["query"], row["gallery"]) for row in csv.DictReader(file)]
        assert pairs
        assert {query for query, _ in pairs} <= names
        assert all(query == product for query, product in pairs)
        assert {path.stem for path in (out / kind).iterdir()} == {query for query, _ in pairs}
    assert {path.stem for path in (out / "disturbed").iterdir()} == names
