"""evaluate_photo_search: figures that can be checked by hand, on pictures of plain colours."""

from __future__ import annotations

import csv
import json
import random
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from recommender.training.photo_pairs import read_pairs
from recommender.training.photo_search import MODES, by_chance, figures, sight
from recommender.training.pictures import NoPictures, PictureSource
from tests.fakes import ColourEncoder
from tests.recommender.photos.painted import PaintSegmenter, scene

COLOURS = {"red": "#e01010", "green": "#10e010", "blue": "#1010e0", "grey": "#808080"}


def picture(colour: str, size: tuple[int, int] = (40, 60)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def shop(tmp_path) -> Path:
    """A gallery of four products in a zip, and a folder of two photos: a reddish, a greenish."""
    with zipfile.ZipFile(tmp_path / "gallery.zip", "w") as archive:
        for name, colour in COLOURS.items():
            archive.writestr(f"{name}.png", picture(colour))
    photos = tmp_path / "queries"
    photos.mkdir()
    (photos / "street-1.png").write_bytes(picture("#c03030"))
    (photos / "street-2.png").write_bytes(picture("#30c030"))
    return tmp_path


def pairs_file(folder: Path, *rows: str) -> Path:
    path = folder / "matches.csv"
    path.write_text("\n".join(["query,gallery", *rows]) + "\n", encoding="utf-8")
    return path


def measured(folder: Path, *rows: str) -> dict:
    queries, gallery = PictureSource(folder / "queries"), PictureSource(folder / "gallery.zip")
    pairs = read_pairs(pairs_file(folder, *rows), queries.ids(), gallery.ids())
    encoder = ColourEncoder()
    return figures(
        sight(encoder.encode_images, queries, sorted(pairs)),
        sight(encoder.encode_images, gallery, gallery.ids()),
        pairs,
    )


def test_what_looks_like_its_product_finds_it_first(shop):
    found = measured(shop, "street-1,red", "street-2.png,green.png")
    assert (found["queries"], found["gallery"]) == (2, 4)
    assert (found["r1"], found["r5"], found["mrr"]) == (1, 1, 1)


def test_what_looks_like_another_product_finds_its_own_later(shop):
    # The reddish photo is nearest to red, then grey; green and blue tie, which counts against us.
    found = measured(shop, "street-1,grey", "street-2,green")
    assert found["r1"] == 0.5
    assert found["mrr"] == pytest.approx((1 / 2 + 1) / 2)
    found = measured(shop, "street-1,blue")
    assert found["mrr"] == pytest.approx(1 / 4)


def test_of_several_true_ones_the_first_counts(shop):
    assert measured(shop, "street-1,blue", "street-1,red")["r1"] == 1


def test_a_photo_or_product_that_is_not_there_is_not_asked(shop):
    found = measured(shop, "street-1,red", "street-9,red", "street-2,violet")
    assert found["queries"] == 1


def test_names_may_have_dots_and_folders(shop):
    (shop / "queries" / "a.b.png").write_bytes(picture("#c03030"))
    pairs = read_pairs(pairs_file(shop, "a.b,x/red.png"), ["a.b"], ["red"])
    assert pairs == {"a.b": {"red"}}


def test_pairs_without_pictures_or_columns_are_refused(shop):
    with pytest.raises(ValueError, match="not one pair"):
        read_pairs(pairs_file(shop, "a,b"), ["street-1"], ["red"])
    (shop / "wrong.csv").write_text("photo,product\n1,2\n")
    with pytest.raises(ValueError, match="no column query or gallery"):
        read_pairs(shop / "wrong.csv", [], [])
    limit = csv.field_size_limit(1_000)  # the process's: imports may have raised it
    try:
        for no_csv in (b"\xff\xd8\xff", b'query,gallery\n"' + b"x" * 2_000):
            (shop / "wrong.csv").write_bytes(no_csv)
            with pytest.raises(ValueError, match="is no CSV file"):
                read_pairs(shop / "wrong.csv", [], [])
    finally:
        csv.field_size_limit(limit)


def test_a_telephones_photo_is_seen_upright(shop):
    """Red at the left as it lies in the file, red at the top as it was taken."""
    lying = Image.new("RGB", (60, 40), "blue")
    lying.paste("red", (0, 0, 30, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    lying.save(shop / "queries" / "turned.jpg", exif=exif)
    seen: list[Image.Image] = []

    class Watching(ColourEncoder):
        def encode_images(self, images):
            seen.extend(images)
            return super().encode_images(images)

    sight(Watching().encode_images, PictureSource(shop / "queries"), ["turned"])
    (upright,) = seen
    assert upright.size == (40, 60)
    assert upright.getpixel((20, 10))[0] > 200


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_a_cut_out_picture_is_seen_on_white(shop, mode):
    """Whatever colour its clear pixels hide."""
    cut_out = Image.new("RGBA", (40, 60), (0, 0, 0, 0))
    cut_out.paste((200, 200, 200, 255), (10, 10, 30, 50))
    cut_out.convert(mode).save(shop / "queries" / "clear.png")
    seen = PictureSource(shop / "queries").open("clear")
    assert (seen.mode, seen.getpixel((2, 2))) == ("RGB", (255, 255, 255))
    assert seen.getpixel((20, 30))[0] == pytest.approx(200, abs=4)


def test_unreadable_pictures_are_left_out_and_none_at_all_is_said(shop):
    (shop / "queries" / "street-1.png").write_bytes(b"broken")
    assert measured(shop, "street-1,red", "street-2,green")["queries"] == 1
    with pytest.raises(NoPictures):
        measured(shop, "street-1,red")


def test_chance_is_what_shuffling_gives():
    told = by_chance([1, 3], 50)
    rng, rounds = random.Random(5), 20_000
    counts = {"r1": 0.0, "r5": 0.0, "r20": 0.0, "mrr": 0.0}
    for true in (1, 3):
        for _ in range(rounds):
            first = min(rng.sample(range(1, 51), true))
            for k in (1, 5, 20):
                counts[f"r{k}"] += (first <= k) / (2 * rounds)
            counts["mrr"] += 1 / first / (2 * rounds)
    assert told == pytest.approx(counts, abs=0.012)


def run(shop: Path, *options: str) -> dict:
    out = StringIO()
    call_command(
        "evaluate_photo_search",
        f"--gallery={shop / 'gallery.zip'}",
        f"--queries={shop / 'queries'}",
        f"--matches={pairs_file(shop, 'street-1,red', 'street-2,green')}",
        "--json",
        *options,
        stdout=out,
        stderr=StringIO(),
    )
    return json.loads(out.getvalue().splitlines()[-1])


FIGURES = {"r1", "r5", "r20", "mrr"}


@pytest.fixture
def painted_street(monkeypatch) -> None:
    """The command cuts by what a segmenter finds, which is not its subject."""
    monkeypatch.setattr("recommender.photos.garments.load_named", lambda: PaintSegmenter())


def test_a_garment_finds_its_product_where_the_street_misleads(shop, painted_street):
    shirt = ("top", (70, 45, 130, 130))
    scene(("skin", (80, 10, 120, 45)), shirt).save(shop / "queries" / "street-3.png")
    found = on_shelf(shop, "red", "yellow")
    assert (found["raw"], found["crop"]) == (0, 1)


def test_any_of_the_garments_may_be_what_is_for_sale(shop, painted_street):
    """The larger and surer one, in blue, is for sale nowhere."""
    jeans, bag = ("bottom", (40, 100, 160, 280)), ("bag", (10, 150, 35, 190))
    scene(("skin", (80, 10, 120, 45)), jeans, bag).save(shop / "queries" / "street-3.png")
    found = on_shelf(shop, "yellow", "cyan")
    assert (found["raw"], found["crop"]) == (0, 1)


def on_shelf(shop: Path, own: str, *others: str) -> dict[str, float]:
    """r1 of street-3 by mode, where it shows the first of these colours."""
    shelf = shop / "shelf"
    shelf.mkdir()
    for name in (own, *others):
        (shelf / f"{name}.png").write_bytes(picture(name))
    queries, gallery = PictureSource(shop / "queries"), PictureSource(shelf)
    encode, pairs = ColourEncoder().encode_images, {"street-3": {own}}
    seen = sight(encode, gallery, gallery.ids())
    return {
        mode: figures(sight(encode, queries, ["street-3"], views), seen, pairs)["r1"]
        for mode, views in MODES.items()
    }


def test_the_command_measures_every_mode_beside_its_floors(shop, painted_street):
    found = run(shop)
    assert found.keys() == {"encoder", "queries", "gallery", "raw", "crop", "cutout"}
    assert (found["queries"], found["gallery"]) == (2, 4)
    for mode in ("raw", "crop", "cutout"):
        assert found[mode].keys() >= FIGURES
        assert set(found[mode]["floors"]) == {"pixels20", "lab_histogram", "chance"}
        assert all(floor.keys() == FIGURES for floor in found[mode]["floors"].values())
    assert found["raw"]["floors"]["chance"]["r1"] == 0.25
    assert found["raw"]["r5"] == 1


def test_a_mode_that_is_named_stands_at_the_top(shop):
    found = run(shop, "--mode=raw")
    assert found["r5"] == found["raw"]["r5"] == 1
    assert "crop" not in found


def test_what_is_no_picture_source_is_said(shop):
    with pytest.raises(CommandError, match="neither a folder nor a zip"):
        call_command(
            "evaluate_photo_search",
            f"--gallery={pairs_file(shop)}",
            f"--queries={shop / 'queries'}",
            f"--matches={pairs_file(shop)}",
        )
