"""Products before plain backdrops, framed: whatever the margin, an encoder sees the same."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from PIL import Image, ImageDraw

from recommender.encoder import build
from recommender.encoder.framing import frames
from recommender.encoder.preparation import Squash
from recommender.encoder_identity import PHOTOS_FOLDER
from recommender.training.config import parse_config
from recommender.training.products import TrainingProduct
from recommender.training.sources import Sources
from tests.recommender.drawn_products import CUTS, TINY, garment

GREY = (236, 236, 232)
WANTED = {"size": [112, 84], "resize_mode": "squash", "framed": True}


def shot(size: tuple[int, int], box: tuple[int, int, int, int], colour: str = "navy"):
    picture = Image.new("RGB", size, GREY)
    ImageDraw.Draw(picture).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=colour)
    return picture


def seen(picture: Image.Image) -> np.ndarray:
    """(112, 84) bool, where the navy thing is once the picture is prepared."""
    squash = Squash.of(WANTED)
    assert squash
    pixels = squash.pixels([picture])[0].numpy().astype(int)
    return np.abs(pixels - (0, 0, 128)).max(-1) < 60


def extent(there: np.ndarray) -> tuple[float, float, float, float]:
    rows, columns = np.flatnonzero(there.any(1)), np.flatnonzero(there.any(0))
    height, width = there.shape
    across = columns[0] / width, (columns[-1] + 1) / width
    return across[0], rows[0] / height, across[1], (rows[-1] + 1) / height


def test_a_small_product_fills_the_frame_and_keeps_its_proportions():
    left, top, right, bottom = extent(seen(shot((400, 400), (160, 120, 240, 280))))
    assert bottom - top > 0.85
    assert (right - left) * 84 / ((bottom - top) * 112) == pytest.approx(80 / 160, abs=0.05)
    assert (left + right) / 2 == pytest.approx(0.5, abs=0.03)


def test_what_runs_out_of_the_picture_below_stays_at_its_edge():
    _, top, _, bottom = extent(seen(shot((400, 400), (150, 200, 250, 400))))
    assert bottom == 1.0
    assert top < 0.15


def test_in_a_wide_picture_the_backdrop_goes_on_above_and_below():
    left, top, right, bottom = extent(seen(shot((900, 300), (20, 100, 880, 200))))
    assert right - left > 0.85
    assert (bottom - top) * 112 / ((right - left) * 84) == pytest.approx(100 / 860, abs=0.05)


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(shot((300, 400), (20, 30, 280, 370)), id="it fills the picture"),
        pytest.param(shot((300, 400), (32, 42, 268, 358)), id="nearly"),
        pytest.param(Image.new("RGB", (300, 400), GREY), id="there is nothing"),
        pytest.param(
            Image.effect_noise((300, 400), 90).convert("RGB"), id="the backdrop is not plain"
        ),
        pytest.param(shot((300, 400), (0, 0, 300, 60)), id="it lies along the rim"),
    ],
)
def test_other_pictures_stay_as_they_are(picture):
    small = np.asarray(picture.resize((84, 112)))[None]
    assert list(frames(small, [picture.size])) == []


def test_a_backdrop_that_darkens_a_little_is_plain_and_white_on_white_is_not_cut():
    pale = shot((400, 400), (100, 100, 300, 300), colour="#e4e4e0")  # 8 levels from the ground
    ImageDraw.Draw(pale).rectangle((180, 180, 220, 220), fill="navy")  # its print
    [(_, frame)] = frames(np.asarray(pale.resize((84, 112)))[None], [pale.size])
    assert frame.edges[0] > 170, "eight levels are the backdrop's"
    paler = shot((400, 400), (100, 100, 300, 300), colour="#e2e2de")
    ImageDraw.Draw(paler).rectangle((180, 180, 220, 220), fill="navy")
    [(_, frame)] = frames(np.asarray(paler.resize((84, 112)))[None], [paler.size])
    assert frame.edges[0] <= 100
    assert frame.edges[2] >= 300


def test_among_others_each_keeps_its_place():
    squash = Squash.of(WANTED)
    small, filling = shot((400, 400), (160, 120, 240, 280)), shot((300, 400), (20, 30, 280, 370))
    assert squash
    alone = [squash.pixels([picture])[0] for picture in (filling, small, filling)]
    together = squash.pixels([filling, small, filling])
    assert all(bool((one == other).all()) for one, other in zip(together, alone, strict=True))


def test_an_encoder_that_asks_for_it_knows_a_product_with_wide_margins_again(tmp_path):
    folders = {asks: tmp_path / str(asks) / "encoder" for asks in (True, False)}
    for asks, folder in folders.items():
        shutil.copytree(PHOTOS_FOLDER, folder)
        config = folder / "open_clip_config.json"
        content = json.loads(config.read_text())
        content["preprocess_cfg"]["framed"] = asks
        config.write_text(json.dumps(content))
    pictures = [garment(cut, "Blue").resize((168, 224)) for cut in CUTS]
    far = [with_margins(picture) for picture in pictures]
    nearness = {}
    for asks, folder in folders.items():
        encoder = build(str(folder))
        near, away = encoder.encode_images(pictures), encoder.encode_images(far)
        nearness[asks] = (near * away).sum(1)
    assert nearness[True].min() > 0.96
    assert nearness[True].min() > nearness[False].max()


def with_margins(picture: Image.Image) -> Image.Image:
    """Half as large, on more of its own ground."""
    wide = Image.new("RGB", (2 * picture.width, 2 * picture.height), picture.getpixel((0, 0)))
    wide.paste(picture, (picture.width // 2, picture.height // 2))
    return wide


def test_a_framed_encoder_is_trained_on_pictures_framed_and_as_they_are(tmp_path):
    (tmp_path / "images").mkdir()
    shot((90, 120), (35, 40, 55, 80)).save(tmp_path / "images" / "7.png")
    sources = Sources([tmp_path / "styles.csv"], [tmp_path / "images"])
    product = TrainingProduct("7", "Navy scarf")

    def heights(preprocessing: dict) -> list[float]:
        config = parse_config({**TINY, "preprocess_cfg": TINY["preprocess_cfg"] | preprocessing})
        sets = sources.shown([product], tmp_path, config)
        edges = [
            extent(np.abs(each.pixels[0].astype(int) - (0, 0, 128)).max(-1) < 60) for each in sets
        ]
        return [bottom - top for _, top, _, bottom in edges]

    framed, plain = heights({"framed": True})
    assert framed > 0.7  # as large as there is room for, its blurred edges left out
    assert [plain, *heights({})] == pytest.approx([1 / 3, 1 / 3], abs=0.05)
