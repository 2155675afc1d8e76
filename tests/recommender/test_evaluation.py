"""evaluate_encoder: figures that can be checked by hand, on garments drawn here."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import pytest
import torch
from django.core.management import CommandError, call_command
from PIL import Image, ImageColor

from recommender.contact_sheet import WRONG
from recommender.training.encoder_sheet import (
    DEFAULT_QUERIES,
    LAYOUT,
    query_of,
    read_queries,
    word_of,
)
from recommender.training.evaluation import BASE_COLOURS, JUDGED, cross_size, evaluate
from recommender.training.floors import lab_histogram, pixels20, to_lab, unit_rows
from recommender.training.gallery import gallery_of
from recommender.training.measures import neighbour_precision, value_precision
from recommender.training.pictures import PictureSource
from recommender.training.products import TrainingProduct, read_products, split
from tests.recommender.drawn_products import draw_catalogue

BY_PICTURE = {"articleType_i2i_p10", "baseColour_i2i_p10", "gender_i2i_p10"}


@pytest.fixture
def catalogue(tmp_path) -> tuple[Path, Path]:
    """64 products: four cuts, four colours, four of each."""
    return draw_catalogue(tmp_path / "catalogue")


class Colourist:
    """Knows a garment's colour by name and by sight, and nothing else: no "Navy Blue" either."""

    version = "colourist@1"
    hues = ("Red", "Blue", "Green", "Black")

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        rows = [[hue == text or f" {hue} " in text for hue in self.hues] for text in texts]
        return np.array(rows, dtype="f4").reshape(-1, 4)

    def encode_images(self, images: Sequence[Image.Image]) -> np.ndarray:
        rows = np.zeros((len(images), 4), dtype="f4")
        for row, image in zip(rows, images, strict=True):
            middle = image.getpixel((image.width // 2, image.height // 4))  # within every cut
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


def test_a_product_of_no_stated_colour_is_not_asked_for_it(catalogue):
    styles, images = catalogue
    styles.write_text(styles.read_text().replace(",Green,", ",NA,").replace(",Black,", ",,"))
    figures = evaluate(Colourist(), read_products(styles), PictureSource(images))
    assert figures["products"] == 64
    assert figures["baseColour_i2i_p10"] == figures["baseColour_top1"] == 1
    assert figures["floors"]["lab_histogram"]["baseColour_i2i_p10"] > 0.9
    assert figures["baseColour_t2i_p10"] == figures["baseColour_t2i_p10_cap"] == 1


def test_a_column_of_nothing_costs_nothing(catalogue):
    styles, images = catalogue
    styles.write_text(styles.read_text().replace(",Women,", ",,"))
    figures = evaluate(Colourist(), read_products(styles), PictureSource(images))
    assert figures["gender_i2i_p10"] == figures["gender_t2i_p10"] == 0
    assert figures["baseColour_i2i_p10"] == 1


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
    assert figures["encoder"].startswith("understudy-clip-4@")
    assert figures["images_per_second"] > 0
    assert (
        set(figures["floors"]["pixels20"]) == set(figures["floors"]["lab_histogram"]) == BY_PICTURE
    )
    # Flat shapes are no photographs, but a red one is red; chance is 15/63.
    assert figures["baseColour_i2i_p10"] > 0.8


FIGURES = {
    "products", "t2i_r1", "t2i_r10", "t2i_mrr", "baseColour_top1", "images_per_second", "floors",
    "articleType_t2i_p10", "baseColour_t2i_p10", "gender_t2i_p10",
    "articleType_t2i_p10_cap", "baseColour_t2i_p10_cap", "gender_t2i_p10_cap",
}  # fmt: skip


def test_every_figure_has_the_name_that_others_read_it_by(catalogue):
    figures = figures_of(catalogue, "--limit=12")
    assert figures.keys() == FIGURES | BY_PICTURE | {"encoder"}
    assert all(isinstance(figures[name], float) for name in FIGURES - {"products", "floors"})


@pytest.fixture
def smaller_pictures(catalogue, tmp_path) -> Path:
    """The garments in a zip, a quarter as large; one is damaged, one not in the styles file."""
    small = {file.stem: Image.open(file).resize((24, 32)) for file in catalogue[1].iterdir()}
    small["9999"] = Image.new("RGB", (24, 32), "yellow")
    with zipfile.ZipFile(tmp_path / "small.zip", "w") as archive:
        for product_id, picture in small.items():
            content = b"no picture" if product_id == "1001" else encoded(picture)
            archive.writestr(f"images/{product_id}.png", content)
    return tmp_path / "small.zip"


def encoded(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


class Photographer(Colourist):
    """Knows a picture again by its pixels, at whatever size."""

    def encode_images(self, images: Sequence[Image.Image]) -> np.ndarray:
        return unit_rows([pixels20(image) for image in images]).numpy()


def test_a_picture_finds_the_same_product_at_another_size(catalogue, smaller_pictures):
    # Of 64 drawn garments, 16 kinds are drawn again with a shift of a pixel.
    gallery = gallery_of(Photographer(), read_products(catalogue[0]), PictureSource(catalogue[1]))
    others = PictureSource(smaller_pictures)
    found = cross_size(Photographer(), gallery, others, others.ids())
    assert (found["cross_size_queries"], found["cross_size_gallery"]) == (63, 64)
    assert found["cross_size_r1"] > 0.9


def test_a_picture_like_all_others_finds_nothing(catalogue, smaller_pictures):
    gallery = gallery_of(Colourist(), read_products(catalogue[0]), PictureSource(catalogue[1]))
    others = PictureSource(smaller_pictures)
    found = cross_size(Colourist(), gallery, others, others.ids())
    assert found["cross_size_r1"] == 0  # sixteen of each colour tie, and ties count against us


def test_the_command_finds_pictures_at_another_size(catalogue, smaller_pictures):
    figures = figures_of(catalogue, "--held-out=10", f"--gallery-images={smaller_pictures}")
    assert figures["cross_size_gallery"] == figures["cross_size_queries"] == figures["products"]
    assert 0 <= figures["cross_size_r1"] <= 1


def test_the_command_draws_what_it_finds(catalogue, tmp_path):
    queries, sheet = tmp_path / "queries.txt", tmp_path / "sheet.png"
    queries.write_text("# asked often\nred skirt | Skirts | Red/Green\n\nsomething warm\n")
    figures_of(catalogue, f"--sheet={sheet}", f"--queries={queries}")
    drawn = Image.open(sheet)
    assert drawn.size == LAYOUT.size(24 + 2)
    assert tuple(ImageColor.getrgb(WRONG)) in {colour for _, colour in drawn.getcolors(1 << 24)}


def test_a_sheet_marks_what_was_not_asked_for():
    query = query_of("red skirt | Skirts | Red/Maroon | ")
    assert query.words == "red skirt"
    boots = TrainingProduct("1", "Boots", articleType="Boots", baseColour="Maroon", gender="Men")
    words = {name: word_of(boots, name, query.wanted) for name in JUDGED}
    assert [word.is_wrong for word in words.values()] == [True, False, False]


def test_the_shipped_queries_ask_for_what_there_is():
    queries = read_queries(DEFAULT_QUERIES)
    assert len(queries) == 24
    colours = {value for query in queries for value in query.wanted.get("baseColour", ())}
    assert colours <= set(BASE_COLOURS)


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
        ("--gallery-images=/nowhere", "No such file"),
        ("--sheet=/nowhere/sheet.png", "there is no folder /nowhere"),
        ("--sheet=sheet.txt", r"a name that ends in \.png or \.jpg"),
        ("--queries=/nowhere.txt", "No such file"),
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


def test_nothing_is_not_shared():
    nearest = torch.tensor([[1, 2], [0, 2], [3, 0], [2, 1]])
    assert neighbour_precision(nearest, ["", "", "red", "red"]) == (1 / 2 + 1 / 2) / 2
    assert neighbour_precision(nearest, ["", "", "", ""]) == 0


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


def test_one_grey_is_much_like_the_next_to_the_histogram():
    grey, warmer = (Image.new("RGB", (30, 40), hue) for hue in ("#808080", "#83807d"))
    assert lab_histogram(grey) @ lab_histogram(warmer) > 0.9
    assert lab_histogram(grey) @ lab_histogram(Image.new("RGB", (30, 40), "#ff8000")) < 0.1


def test_of_two_pictures_of_one_product_the_first_by_name_is_taken_and_told(tmp_path, capsys):
    archive = tmp_path / "pictures.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for name, colour in (("thumbs/7.png", "red"), ("7.jpg", "blue"), ("7.png", "green")):
            with opened.open(name, "w") as file:
                Image.new("RGB", (8, 8), colour).save(file, "PNG")
    for _ in range(2):
        source = PictureSource(archive)
    assert source.open("7").getpixel((4, 4)) == ImageColor.getrgb("blue")
    told = "2 pictures left aside, others have their id: 7.jpg not 7.png, 7.jpg not thumbs/7.png"
    assert capsys.readouterr().err == f"{archive}: {told}\n"


def test_a_cell_without_end_spoils_no_other_row(catalogue, tmp_path):
    longer = tmp_path / "styles.csv"
    longer.write_text(catalogue[0].read_text() + "9,Men,a,b,c,d,e,f,g," + 200_000 * "x" + "\n")
    assert len(read_products(longer)) == 1 + len(read_products(catalogue[0]))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_styles_file_is_read_in_the_encoding_it_is_in(tmp_path, encoding):
    styles = tmp_path / "styles.csv"
    rows = [
        "1,Women,Dresses,Pêche,Robe d’été",
        '2,Women,Dresses,Red,"Never closed',
        "3,Women,Dresses,,Alma 5” dress",
    ]
    text = "\r\n".join(["id,gender,articleType,baseColour,productDisplayName", *rows])
    styles.write_bytes(text.encode(encoding))
    products = read_products(styles, needed=JUDGED)
    assert [product.name for product in products] == [
        "Robe d’été", "Never closed", "Alma 5” dress",
    ]  # fmt: skip
    assert [product.baseColour for product in products] == ["Pêche", "Red", ""]


def test_floors_see_what_they_are_named_after():
    red, dark = Image.new("RGB", (30, 40), "red"), Image.new("RGB", (30, 40), "black")
    assert lab_histogram(red) @ lab_histogram(red) == pytest.approx(1)
    assert lab_histogram(red) @ lab_histogram(dark) == 0
    assert pixels20(red).shape == (1200,)
    assert pixels20(red).mean() == pytest.approx(0, abs=1e-3)
