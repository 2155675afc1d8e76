"""learn_colours and evaluate_colours: what drawn garments teach, and how well it is told."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from catalog.colours.features import palette_features
from catalog.colours.naming import DATA, base_colours
from catalog.colours.palette import palette_of
from recommender.training.products import is_validation
from tests.recommender.drawn_products import COLOURS, draw_catalogue, garment

TABLES = ("anchors.npy", "base_colours.csv", "suggestion.npz")


@pytest.fixture
def catalogue(tmp_path) -> tuple[Path, Path]:
    """96 products: four cuts in red, blue, green and black."""
    return draw_catalogue(tmp_path / "catalogue", 96)


def asked(command: str, catalogue: tuple[Path, Path], *options: str) -> str:
    styles, images, out = *catalogue, StringIO()
    order = (f"--styles={styles}", f"--images={images}", *options)
    call_command(command, *order, stdout=out, stderr=StringIO())
    return out.getvalue()


def learned(catalogue: tuple[Path, Path], folder: Path, *options: str) -> str:
    return asked("learn_colours", catalogue, f"--out={folder}", *options)


def table_of(folder: Path) -> dict[str, dict[str, float]]:
    with (folder / "base_colours.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["name"]: {axis: float(row[axis]) for axis in "Lab"} for row in rows}


def named(picture: Image.Image, folder: Path) -> str:
    """By the network in the folder, as the shop asks its own."""
    net = np.load(folder / "suggestion.npz")
    features = palette_features(palette_of(picture), base_colours.__wrapped__(folder)[1])
    hidden = np.maximum(features @ net["w1"].astype("f4") + net["b1"], 0)
    return str(net["names"][(hidden @ net["w2"].astype("f4") + net["b2"]).argmax()])


def test_garments_it_never_saw_get_the_colours_it_was_taught(catalogue, tmp_path):
    learned(catalogue, tmp_path / "tables")
    strangers = {colour: garment("Scarves", colour, shift=40) for colour in COLOURS}
    assert {colour: named(one, tmp_path / "tables") for colour, one in strangers.items()} == {
        colour: colour for colour in COLOURS
    }


def test_a_base_colour_lies_where_its_garments_do(catalogue, tmp_path):
    learned(catalogue, tmp_path / "tables")
    table = table_of(tmp_path / "tables")
    assert set(table) == set(COLOURS)
    assert table["Black"]["L"] < 15
    assert table["Red"]["a"] > 50 > 0 > table["Green"]["a"]
    assert table["Blue"]["b"] < -50


def test_a_colour_of_hardly_any_garments_is_not_learned(catalogue, tmp_path):
    styles, images = catalogue
    few = [line for line in styles.read_text().splitlines() if ",Green," in line][4:]
    styles.write_text("\n".join(ln for ln in styles.read_text().splitlines() if ln not in few))
    learned((styles, images), tmp_path / "tables")
    assert "Green" not in table_of(tmp_path / "tables")
    assert "Green" not in np.load(tmp_path / "tables" / "suggestion.npz")["names"]


def test_products_held_out_teach_nothing(catalogue, tmp_path):
    ids = [1000 + number for number in range(96)]
    kept = sum(not is_validation(str(product_id), 30) for product_id in ids)
    assert f"Learned from {kept} products" in learned(catalogue, tmp_path / "t", "--held-out=30")


def test_the_shops_own_tables_stay_as_they_are(catalogue, tmp_path):
    before = [(DATA / name).read_bytes() for name in TABLES]
    learned(catalogue, tmp_path / "tables")
    assert [(DATA / name).read_bytes() for name in TABLES] == before
    assert sorted(file.name for file in (tmp_path / "tables").iterdir()) == list(TABLES)


def test_the_shipped_tables_know_drawn_garments(catalogue):
    told = json.loads(asked("evaluate_colours", catalogue, "--json"))
    assert told["products"] == 96
    assert told["baseColour_top3"] == 1
    assert told["nearest_top1"] >= 0.75
    shares = [told["sure"][least] for least in ("0.5", "0.6", "0.7", "0.8", "0.9")]
    assert [one["given"] for one in shares] == sorted(
        (one["given"] for one in shares), reverse=True
    )


def test_a_colour_filed_wrong_counts_against_it(catalogue):
    styles, _ = catalogue
    right = json.loads(asked("evaluate_colours", catalogue, "--json"))["nearest_top1"]
    styles.write_text(styles.read_text().replace(",Red,", ",Teal,"))
    wrong = json.loads(asked("evaluate_colours", catalogue, "--json"))["nearest_top1"]
    assert wrong == pytest.approx(right - 0.25)


def test_products_without_a_colour_are_not_judged(catalogue):
    styles, _ = catalogue
    styles.write_text(styles.read_text().replace(",Red,", ",NA,"))
    assert json.loads(asked("evaluate_colours", catalogue, "--json"))["products"] == 72


def test_only_the_first_or_only_those_held_out(catalogue):
    first = json.loads(asked("evaluate_colours", catalogue, "--json", "--limit=10"))
    assert first["products"] == 10
    out = sum(is_validation(str(1000 + number), 30) for number in range(96))
    judged = json.loads(asked("evaluate_colours", catalogue, "--json", "--held-out=30"))
    assert judged["products"] == out


def test_the_confusion_is_drawn_with_what_is_right_in_green(catalogue, tmp_path):
    asked("evaluate_colours", catalogue, f"--confusion={tmp_path / 'who.png'}")
    with Image.open(tmp_path / "who.png") as sheet:
        pixels = np.asarray(sheet.convert("RGB")).astype(int)
    assert sheet.width == sheet.height == 130 + 4 * 22 + 10
    green = (pixels[..., 1] > pixels[..., 0] + 60) & (pixels[..., 0] == pixels[..., 2])
    assert green.sum() > 3 * 20 * 20


@pytest.mark.parametrize("command", ["learn_colours", "evaluate_colours"])
def test_what_cannot_be_read_is_said_in_a_sentence(command, catalogue, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match="no product with a base colour has a readable"):
        asked(command, (catalogue[0], tmp_path / "empty"))
    with pytest.raises(CommandError, match=r"nowhere\.csv"):
        asked(command, (tmp_path / "nowhere.csv", catalogue[1]))
