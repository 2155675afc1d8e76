"""Products as a consumer's camera has them, and an encoder that is to know them again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from django.core.management import CommandError, call_command

from recommender.training import snapshots as snapshot_making
from recommender.training.batches import ProductTable
from recommender.training.cutouts import cut_outs
from recommender.training.losses import recognition_loss
from recommender.training.pictures import PictureSet, PictureSource, decoded
from recommender.training.products import read_products
from recommender.training.segmenter_data import StreetPhotos
from recommender.training.snapshots import read_grounds
from recommender.training.trainer import keep_silent
from tests.recommender.drawn_products import draw_catalogue, tiny_config
from tests.recommender.photos.street import street_photos

ROWS = list(range(16))  # each cut in each colour


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory) -> tuple[Path, Path]:
    return draw_catalogue(tmp_path_factory.mktemp("catalogue"))


@pytest.fixture(scope="module")
def street(tmp_path_factory) -> Path:
    return street_photos(tmp_path_factory.mktemp("street") / "street")


@pytest.fixture
def pictures(catalogue, tmp_path) -> PictureSet:
    source = PictureSource(catalogue[1])
    return decoded(source, source.ids(), tmp_path, (64, 48))


@pytest.fixture
def table(catalogue, pictures, street) -> ProductTable:
    grounds = read_grounds(StreetPhotos(street), 0)
    return ProductTable(read_products(catalogue[0]), [pictures], grounds)


def test_a_product_is_cut_out_of_its_plain_ground_once(pictures):
    alphas = cut_outs(pictures).alphas
    is_white = (pictures.pixels > 240).all(-1)
    assert (alphas[is_white] == 0).mean() > 0.9
    assert (alphas[~is_white] == 1).mean() > 0.9
    written = pictures.file.with_suffix(".alphas").stat().st_mtime_ns
    assert (cut_outs(pictures).alphas == alphas).all()
    assert pictures.file.with_suffix(".alphas").stat().st_mtime_ns == written


def test_a_snapshot_shows_the_product_on_another_ground(table):
    taken = table.snapshots(ROWS, (40, 30), seed=3)
    assert taken.shape == (16, 3, 40, 30)
    assert 0 <= float(taken.min()) < float(taken.max()) <= 1
    white = (taken > 0.95).all(1).float().mean((1, 2))  # the shop's own ground, which few keep
    assert (white < 0.2).sum() >= 10
    redder = taken[:, 0] - taken[:, 1:].amax(1)
    in_red = [n for n in ROWS if table.products[n].baseColour == "Red"]
    assert (redder[in_red] > 0.15).float().mean() > 0.1


def test_some_are_cut_out_again_and_not_quite_right(table, monkeypatch):
    monkeypatch.setattr(snapshot_making, "ROUGH", 0.0)
    whole = table.snapshots(ROWS, (80, 60), seed=3)
    monkeypatch.setattr(snapshot_making, "ROUGH", 1.0)
    cut = table.snapshots(ROWS, (80, 60), seed=3)
    is_white = (cut == 1).all(1)
    lost = is_white & ~(whole == 1).all(1)
    assert torch.equal(cut.permute(0, 2, 3, 1)[~is_white], whole.permute(0, 2, 3, 1)[~is_white])
    assert 0.1 < lost.float().mean() < 0.9


def test_the_same_seed_takes_the_same_snapshots(table):
    once, again, other = (table.snapshots(ROWS, (40, 30), seed) for seed in (3, 3, 4))
    assert torch.equal(once, again)
    assert not torch.equal(once, other)


def test_a_table_without_grounds_takes_none(catalogue, pictures):
    assert ProductTable(read_products(catalogue[0]), [pictures]).snapshots(ROWS, (8, 8), 1) is None


def test_who_is_known_again_costs_less_than_who_is_mistaken():
    products = torch.eye(6)
    assert recognition_loss(products, products) < 0.01
    assert recognition_loss(products, products.roll(1, 0)) > 10


class TwoTowers(torch.nn.Module):
    def __init__(self, projection: torch.Tensor) -> None:
        super().__init__()
        self.text_projection = torch.nn.Parameter(projection)


def test_words_stay_nil_where_a_second_head_made_them_nil():
    projection = torch.ones(3, 4)
    projection[:, 2:] = 0
    model = TwoTowers(projection)
    keep_silent(model)
    (torch.ones(1, 3) @ model.text_projection).sum().backward()
    assert model.text_projection.grad.tolist() == [[1, 1, 0, 0]] * 3


def trained(catalogue, config: Path, out: Path, *more: str) -> list[dict]:
    styles, images = catalogue
    options = {"styles": styles, "images": images, "config": config, "threads": 1, "out": out}
    call_command("train_encoder", *(f"--{name}={value}" for name, value in options.items()), *more)
    return [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def begun(catalogue, street, tmp_path_factory) -> Path:
    """A run that saw snapshots beside the shop's pictures."""
    folder = tmp_path_factory.mktemp("begun")
    config = tiny_config(folder, snapshots=1.0, epochs=8)
    trained(catalogue, config, folder / "run", f"--grounds={street}")
    return folder / "run"


def test_an_encoder_learns_to_know_products_again(begun):
    log = [json.loads(line) for line in (begun / "log.jsonl").read_text().splitlines()]
    assert log[-1]["again"] < 0.9 * log[0]["again"]


def test_a_schedule_of_snapshots_wants_grounds(catalogue, tmp_path):
    with pytest.raises(CommandError, match="give --grounds"):
        trained(catalogue, tiny_config(tmp_path, snapshots=1.0), tmp_path / "run")
