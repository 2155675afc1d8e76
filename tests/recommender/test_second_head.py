"""A second head: words rank pictures as they did, and pictures find their like better."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from django.core.management import CommandError, call_command

from recommender.encoder import load_encoder
from recommender.encoder.ranges import read_ranges
from recommender.training import second_head
from recommender.training.batches import ProductTable, gathered
from recommender.training.config import BadTrainingConfig, TrainingConfig, read_config
from recommender.training.epochs import NothingToTrain
from recommender.training.export import CONFIG_FILE, export_model
from recommender.training.measures import neighbour_precision, neighbours
from recommender.training.model import build_model, read_tokenizer, write_vocabulary
from recommender.training.products import TrainingProduct, read_products
from recommender.training.second_head import strangers_near, with_second_head
from recommender.training.sources import Sources
from tests.recommender.drawn_products import TINY, draw_catalogue, garment, tiny_config

Table = ProductTable
WORDS = ["red skirt", "Jeans", "a photo of women's black scarves", "blue", "style 12"]


def cfg_of(width: int = 16, dimension: int = 32) -> dict[str, Any]:
    cfg: dict[str, Any] = copy.deepcopy(TINY["model_cfg"])
    cfg["embed_dim"], cfg["text_cfg"]["width"] = dimension, width
    return cfg


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory) -> tuple[Path, Path]:
    return draw_catalogue(tmp_path_factory.mktemp("catalogue"), products=96)


@pytest.fixture(scope="module")
def base(catalogue, tmp_path_factory) -> Path:
    """An exported encoder whose trunk tells garments apart, and whose head colours only."""
    folder = tmp_path_factory.mktemp("base")
    config = TrainingConfig("base", cfg_of(), TINY["preprocess_cfg"])
    config = config.with_vocabulary(write_vocabulary(read_products(catalogue[0]), 600, folder))
    torch.manual_seed(1)
    model = build_model(config)
    model.visual.trunk.train()
    with torch.no_grad():  # or its norms would know nothing of what comes in
        for _ in range(30):
            model.encode_image(torch.randn(32, 3, 32, 24))
        matrix = model.visual.head.proj.weight
        matrix.copy_(matrix[:, :1] * matrix[:1] + matrix / 1000)
    export_model(model, config, None, folder)
    return folder


@pytest.fixture(scope="module")
def table(catalogue, tmp_path_factory) -> Table:
    sources = Sources([catalogue[0]], [catalogue[1]])
    products = sources.products()
    return Table(products, sources.pictures(products, tmp_path_factory.mktemp("px"), (64, 48)))


@pytest.fixture(scope="module")
def both(base, table) -> tuple[Any, Any]:
    """The encoder as it was, and with its second head."""
    old, config = second_head.exported_model(base)
    new, _ = with_second_head(old.eval(), config, table, report=quiet)
    return old, new


def quiet(text: str) -> None: ...


def pictures_of(table: Table) -> torch.Tensor:
    some = gathered(table.sets[0], [product.id for product in table.products])
    return (F.interpolate(some, (32, 24)) - 0.5) / 0.25


@torch.no_grad()
def test_words_compare_with_pictures_as_before(both, base, table):
    old, new = both
    tokens, pixels = read_tokenizer(base, 16)(WORDS), pictures_of(table)
    before = old.encode_text(tokens) @ old.encode_image(pixels).T
    after = new.encode_text(tokens) @ new.encode_image(pixels).T
    torch.testing.assert_close(after, before, atol=2e-3, rtol=1e-3)


@torch.no_grad()
def test_words_lie_in_the_first_half_and_mean_what_they_meant(both, base):
    old, new = (F.normalize(model.encode_text(read_tokenizer(base, 16)(WORDS))) for model in both)
    assert not new[:, 16:].any()
    torch.testing.assert_close(new @ new.T, old @ old.T, atol=1e-4, rtol=1e-4)


def test_strangers_are_counted_by_how_near_they_are():
    twins, stranger = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]
    vectors, nobody = torch.tensor([twins, twins, stranger]), -1
    filed = torch.tensor([[5, 1], [5, 2], [6, nobody]])
    # Type: each twin finds the other, the stranger is alone with hers and not asked.
    assert strangers_near(vectors, filed[:, :1]) == pytest.approx(0, abs=1e-6)
    assert strangers_near(vectors, filed[:, :1], scale=0.0) == pytest.approx(0.5)
    # Colour: nobody shares one, so nobody is asked.
    assert strangers_near(vectors, filed[:, 1:]) == 0


@torch.no_grad()
def test_pictures_find_more_of_the_type_that_the_old_head_hardly_showed(both, table):
    before, after = (alike(model, table, "articleType") for model in both)
    assert before < 0.5
    assert after > before + 0.03


def alike(model: Any, table: Table, attribute: str) -> float:
    vectors = F.normalize(model.encode_image(pictures_of(table)))
    return neighbour_precision(neighbours(vectors), [getattr(p, attribute) for p in table.products])


def test_the_trunk_and_the_reading_of_words_stay(both):
    old, new = both[0].state_dict(), both[1].state_dict()
    changed = {name for name in new if name not in old or not torch.equal(old[name], new[name])}
    head = {"mlp.fc1.weight", "mlp.fc1.bias", "mlp.fc2.weight"}
    assert changed == {"text.text_projection", *(f"visual.head.{name}" for name in head)}


@pytest.mark.parametrize(
    ("cfg", "why"),
    [
        (cfg_of(width=32), "no dimension is free"),
        ({**cfg_of(), "vision_cfg": {**cfg_of()["vision_cfg"], "timm_proj": "mlp"}}, "linear head"),
        ({**cfg_of(), "vision_cfg": {"image_size": 32}}, "linear head"),
    ],
)
def test_an_encoder_without_room_for_one_is_refused(cfg, why):
    with pytest.raises(BadTrainingConfig, match=why):
        second_head.second_config(TrainingConfig("full", cfg, TINY["preprocess_cfg"]))


def test_products_that_are_all_alike_teach_nothing(both, base, table):
    one = [TrainingProduct(p.id, p.name, "Skirts", "Skirts", "Red") for p in table.products]
    config = read_config(base / CONFIG_FILE)
    with pytest.raises(NothingToTrain, match="one type, one colour and one gender"):
        with_second_head(both[0], config, Table(one, table.sets), report=quiet)


class Quiet:
    def write(self, text: str) -> None: ...
    def flush(self) -> None: ...


def train(catalogue: tuple[Path, Path], out: Path, *options: str) -> Path:
    where = (f"--styles={catalogue[0]}", f"--images={catalogue[1]}", f"--out={out}", "--threads=1")
    call_command("train_encoder", *where, *options, stdout=Quiet(), stderr=Quiet())
    return out / "export"


def test_the_command_gives_an_exported_encoder_its_head(catalogue, base, tmp_path):
    config = tiny_config(tmp_path)
    export = train(catalogue, tmp_path / "run", f"--head-of={base}", f"--config={config}")
    encoder = load_encoder(str(export))
    assert read_config(export / CONFIG_FILE).name == "tiny"
    assert encoder.encode_images([garment("Skirts", "Red")]).shape == (1, 32)
    assert read_ranges(export)


def test_a_run_that_says_so_ends_with_one(catalogue, tmp_path):
    config = tiny_config(tmp_path, second_head=True, epochs=1, batch_size=64)
    said = config.read_text().replace('"embed_dim": 16', '"embed_dim": 48')
    config.write_text(said)
    export = train(catalogue, tmp_path / "run", f"--config={config}")
    assert read_config(export / CONFIG_FILE).model_cfg["vision_cfg"]["timm_proj"] == "mlp"
    assert load_encoder(str(export)).dimension == 48


def test_a_folder_without_an_encoder_is_named(catalogue, tmp_path):
    with pytest.raises(CommandError, match="nothing-here"):
        train(catalogue, tmp_path / "run", f"--head-of={tmp_path / 'nothing-here'}")
