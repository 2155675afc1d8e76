"""evaluate_encoder: figures that can be checked by hand, on garments drawn here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
import torch
from django.core.management import CommandError, call_command
from PIL import Image

from recommender.training.evaluation import evaluate
from recommender.training.floors import lab_histogram, pixels20, to_lab
from recommender.training.measures import value_precision
from recommender.training.pictures import PictureSource
from recommender.training.products import read_products, split
from tests.recommender.drawn_products import draw_catalogue

BY_PICTURE = {"articleType_i2i_p10", "baseColour_i2i_p10", "gender_i2i_p10"}


@pytest.fixture
def catalogue(tmp_path) -> tuple[Path, Path]:
    """64 products: four cuts, four colours, four of each."""
    return draw_catalogue(tmp_path / "catalogue")


class Colourist:
    """Knows a garment's colour by name and by sight, and nothing else."""

    version = "colourist@1"
    hues = ("Red", "Blue", "Green", "Black")

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([[float(hue in text) for hue in self.hues] for text in texts], dtype="f4")

    def encode_images(self, images: Sequence[Image.Image]) -> np.ndarray:
        rows = np.zeros((len(images), 4), dtype="f4")
        for row, image in zip(rows, images, strict=True):
            middle = image.getpixel((24, 16))  # within every cut
            row[3 if max(middle) < 90 else (0, 2, 1)[int(np.argmax(middle))]] = 1
        return rows


def test_who_knows_colours_only_is_perfect_in_colours_only(catalogue):
    styles, images = catalogue
    figures = evaluate(Colourist(), read_products(styles), PictureSource(images))
    assert figures["products"] == 64
    assert figures["baseColour_i2i_p10"] == 1
    assert figures["gender_i2i_p10"] == 1
    # Sixteen garments of the asked colour tie, and ties count against us.
    assert (figures["t2i_r1"], figures["t2i_r10"]) == (0, 0)
    assert figures["t2i_mrr"] == pytest.approx(1 / 16)
    assert figures["baseColour_top1"] == figures["baseColour_t2i_p10"] == 1
    assert figures["articleType_t2i_p10_cap"] == 1
    assert figures["articleType_t2i_p10"] < 1


def test_a_product_without_a_readable_picture_is_not_judged(catalogue):
    styles, images = catalogue
    (images / "1003.jpg").write_bytes(b"no picture")
    (images / "1004.jpg").unlink()
    figures = evaluate(Colourist(), read_products(styles), PictureSource(images))
    assert figures["products"] == 62


def figures_of(catalogue: tuple[Path, Path], *options: str) -> dict:
    out = StringIO()
    styles, images = catalogue
    order = [f"--styles={styles}", f"--images={images}", "--json", *options]
    call_command("evaluate_encoder", *order, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue().splitlines()[-1])


def test_the_command_measures_the_shipped_encoder_beside_its_floor(catalogue):
    figures = figures_of(catalogue)
    assert figures["encoder"].startswith("understudy-clip-1@")
    assert figures["images_per_second"] > 0
    assert (
        set(figures["floors"]["pixels20"]) == set(figures["floors"]["lab_histogram"]) == BY_PICTURE
    )
    # Flat shapes are no photographs, but a red one is red; chance is 15/63.
    assert figures["baseColour_i2i_p10"] > 0.8


def test_the_command_measures_a_part(catalogue):
    assert figures_of(catalogue, "--limit=20")["products"] == 20
    _, held_out = split(read_products(catalogue[0]), 10)
    assert figures_of(catalogue, "--held-out=10")["products"] == len(held_out)


def test_the_table_shows_each_figure(catalogue):
    out, (styles, images) = StringIO(), catalogue
    call_command("evaluate_encoder", f"--styles={styles}", f"--images={images}", stdout=out)
    shown = dict(line.split() for line in out.getvalue().splitlines())
    assert shown["products"] == "64"
    assert shown.keys() >= BY_PICTURE | {"floors.pixels20.gender_i2i_p10"}


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--model=clip", "neither 'shipped', a folder"),
        ("--styles=/nowhere.csv", "No such file"),
        ("--images=/nowhere", "No such file"),
        ("--limit=1", "fewer than two products"),
    ],
)
def test_what_cannot_be_measured_is_said_in_a_sentence(catalogue, option, sentence):
    with pytest.raises(CommandError, match=sentence):
        figures_of(catalogue, option)


def test_the_best_possible_share_knows_how_many_there_are():
    similar = torch.tensor([[0.9, 0.8, 0.1, 0.0], [0.9, 0.2, 0.1, 0.0]])  # "red", "blue"
    labels = ["red", "blue", "red", "red"]
    found, best = value_precision(similar, ["red", "blue"], labels, k=2)
    assert found == (1 / 2 + 1 / 2) / 2  # each finds one of its own among its first two
    assert best == (2 / 2 + 1 / 2) / 2  # there is only one blue to be found


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((255, 255, 255), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 0, 128), (12.97, 47.51, -64.70)),
    ],
)
def test_colours_are_where_the_standard_puts_them(rgb, lab):
    assert to_lab(np.array([rgb]))[0] == pytest.approx(lab, abs=0.03)


def test_floors_see_what_they_are_named_after():
    red, dark = Image.new("RGB", (30, 40), "red"), Image.new("RGB", (30, 40), "black")
    assert lab_histogram(red) @ lab_histogram(red) == pytest.approx(1)
    assert lab_histogram(red) @ lab_histogram(dark) == 0
    assert pixels20(red).shape == (1200,)
    assert pixels20(red).mean() == pytest.approx(0, abs=1e-3)
