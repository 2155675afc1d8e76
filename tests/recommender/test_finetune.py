"""A tiny encoder is tuned to drawn garments, or the tuning is refused."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from django.core.management import CommandError, call_command
from safetensors.torch import load_file

from recommender.encoder import build, import_open_clip
from recommender.encoder_identity import encoder_version
from recommender.training.batches import ProductTable, epoch_batches
from recommender.training.config import Schedule, TrainingConfig
from recommender.training.export import export_model
from recommender.training.finetune_base import export_like, load_base
from recommender.training.finetuner import FineTuner, TuningPlan
from recommender.training.model import build_model, write_vocabulary
from recommender.training.pictures import FRAMED, SQUASHED
from recommender.training.products import read_products
from recommender.training.sources import Sources
from tests.recommender.drawn_products import CUTS, TINY, draw_catalogue, garment
from tests.recommender.killing import kill

Catalogue = SimpleNamespace
#: A transformer of open_clip's own, in a folder that says neither how to resize nor which words.
STOCK = {
    "embed_dim": 16,
    "vision_cfg": {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 16},
    "text_cfg": {"context_length": 16, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 1},
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory) -> Catalogue:
    styles, images = draw_catalogue(tmp_path_factory.mktemp("catalogue"), products=96)
    return SimpleNamespace(styles=styles, images=images)


@pytest.fixture(scope="module")
def base(catalogue, tmp_path_factory) -> Path:
    """A tiny encoder that has learned nothing yet."""
    folder = tmp_path_factory.mktemp("base")
    config = TrainingConfig(TINY["name"], TINY["model_cfg"], TINY["preprocess_cfg"])
    config = config.with_vocabulary(write_vocabulary(read_products(catalogue.styles), 600, folder))
    torch.manual_seed(1)
    export_model(build_model(config), config, None, folder)
    return folder


def order(catalogue: Catalogue, base: Path, out: Path, /, **more: Any) -> list[str]:
    options = {
        "styles": catalogue.styles, "images": catalogue.images, "base": base, "out": out,
        "epochs": 4, "rate": 3e-3, "drift": 0.1, "batch-size": 16, "validation-percent": 40,
        "threads": 1,
    }  # fmt: skip
    return [f"--{name}={value}" for name, value in {**options, **more}.items()]


def tune(options: list[str], *flags: str) -> None:
    call_command("finetune_encoder", *options, *flags, stdout=Quiet(), stderr=Quiet())


class Quiet:
    def write(self, text: str) -> None: ...
    def flush(self) -> None: ...


@pytest.fixture(scope="module")
def finished(catalogue, base, tmp_path_factory) -> Path:
    """The folder of a run that nothing disturbed."""
    out = tmp_path_factory.mktemp("finished") / "run"
    tune(order(catalogue, base, out))
    return out


def log_of(run: Path) -> list[dict]:
    return [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]


def weights_of(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "open_clip_model.safetensors")


def wardrobe_vectors(encoder: Path) -> np.ndarray:
    return build(str(encoder)).encode_images([garment(cut, "Red") for cut in CUTS])


def test_a_tuned_encoder_finds_drawn_garments_better_than_its_base(finished):
    card = (finished / "export" / "MODEL_CARD.md").read_text()
    (row,) = [line for line in card.splitlines() if line.startswith("| t2i_mrr")]
    before, after = (float(cell) for cell in row.split("|")[2:4])
    assert after > before + 0.02
    assert "styles.csv, images: " in card


def test_the_log_has_an_epoch_a_line_with_losses_and_figures(finished):
    log = log_of(finished)
    assert [entry["epoch"] for entry in log] == [1, 2, 3, 4]
    assert log[-1]["names"] < log[0]["names"]
    assert {"phrases", "drift", "t2i_mrr", "t2i_r10"} <= log[0].keys()


def test_a_ruined_encoder_is_refused_and_not_exported(catalogue, base, tmp_path):
    run = tmp_path / "run"
    sentence = r"worse than its base \(t2i_mrr 0\.\d+ before and 0\.\d+ after, t2i_r10 "
    with pytest.raises(CommandError, match=sentence):
        tune(order(catalogue, base, run, rate=1e6, epochs=1))
    assert not (run / "export").exists()
    assert not (run / "candidate").exists()


def test_the_penalty_keeps_vectors_near_the_base(catalogue, base, finished, tmp_path):
    held = tmp_path / "held"
    tune(order(catalogue, base, held, drift=10))
    own = wardrobe_vectors(base)
    kept, loose = ((own * wardrobe_vectors(run / "export")).sum(1) for run in (held, finished))
    assert kept.mean() > loose.mean() + 0.01


@pytest.mark.crash
@pytest.mark.parametrize(
    "moment",
    [
        "recommender.training.losses.contrastive_loss at 9",  # in the second of four epochs
        "recommender.training.checkpoint.torch.save at 2",  # half of the second checkpoint
        "recommender.training.finetune.write_model_card at 1",  # all but exported
    ],
)
def test_a_killed_tuning_goes_on_to_the_same_end(catalogue, base, finished, tmp_path, moment):
    run = tmp_path / "run"
    options = order(catalogue, base, run)
    status = kill(moment, "recommender.training.finetune.finetune_from", options)
    assert status == -signal.SIGKILL
    assert not (run / "export").exists()
    tune(options, "--resume")
    assert [entry["epoch"] for entry in log_of(run)] == [1, 2, 3, 4]
    undisturbed = weights_of(finished / "export")
    for name, weight in weights_of(run / "export").items():
        torch.testing.assert_close(weight, undisturbed[name], msg=name)


def test_a_stock_architecture_is_tuned_in_its_own_preprocessing(catalogue, tmp_path):
    folder = tmp_path / "stock"
    torch.manual_seed(1)
    model = import_open_clip().model.CLIP(**STOCK)
    export_model(model, TrainingConfig("stock", STOCK, {}), None, folder)
    tune(order(catalogue, folder, tmp_path / "run", epochs=2))
    content = json.loads((tmp_path / "run" / "export" / "open_clip_config.json").read_text())
    assert content["model_cfg"] == STOCK
    assert content["preprocess_cfg"]["resize_mode"] == "shortest"
    assert wardrobe_vectors(tmp_path / "run" / "export").shape == (4, 16)


def test_what_is_tuned_from_a_framed_encoder_is_framed(base, tmp_path):
    folder = tmp_path / "base"
    shutil.copytree(base, folder)
    config = json.loads((folder / "open_clip_config.json").read_text())
    config["preprocess_cfg"]["framed"] = True
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    framed = load_base(str(folder))
    assert (framed.resize_mode, load_base(str(base)).resize_mode) == (FRAMED, SQUASHED)
    export_like(framed, framed.model.state_dict(), tmp_path / "tuned")
    exported = json.loads((tmp_path / "tuned" / "open_clip_config.json").read_text())
    assert exported["preprocess_cfg"]["framed"] is True


def test_words_learn_only_in_the_second_part_of_the_run(catalogue, base, tmp_path):
    tuner, batch = a_tuner(catalogue, base, tmp_path)
    tuner.step(batch)  # at rate 0: the warm-up
    tuner.position.step = 1
    assert moved(tuner, batch) == {"visual"}
    tuner.position.step = 3
    assert moved(tuner, batch) == {"visual", "text"}


def a_tuner(catalogue: Catalogue, base: Path, folder: Path) -> tuple[FineTuner, Any]:
    """A tuner that has five steps to make, and a batch to make them with."""
    schedule = Schedule(epochs=1, batch_size=16, learning_rate=1e-2)
    plan = TuningPlan(str(base), encoder_version(str(base))[0], schedule)
    sources = Sources([catalogue.styles], [catalogue.images])
    products = sources.products()[:80]
    table = ProductTable(products, sources.pictures(products, folder, (48, 36)))
    tuner = FineTuner(load_base(str(base)), plan, table, folder, lambda line: None)
    assert tuner.steps_per_epoch == 5
    return tuner, next(epoch_batches(table, tuner.tokenize, 16, (32, 24), seed=1))


def moved(tuner: FineTuner, batch: Any) -> set[str]:
    """The towers whose weights a step changes."""
    before = {name: weight.detach().clone() for name, weight in tuner.model.named_parameters()}
    tuner.step(batch)
    return {
        name.split(".")[0]
        for name, weight in tuner.model.named_parameters()
        if not torch.equal(weight, before[name])
    }


def test_a_run_in_the_folder_is_not_overwritten(catalogue, base, finished):
    with pytest.raises(CommandError, match="holds a run already: give --resume"):
        tune(order(catalogue, base, finished))


def test_another_base_under_the_same_name_is_no_base_to_go_on_from(
    catalogue, base, finished, tmp_path
):
    plan = json.loads((finished / "plan.json").read_text())
    (tmp_path / "plan.json").write_text(json.dumps({**plan, "base_version": "other@1"}))
    with pytest.raises(CommandError, match="begun from other weights"):
        tune(order(catalogue, base, tmp_path), "--resume")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"base": "no such encoder"}, "is neither 'shipped', a folder"),
        ({"base": "ViT-B-32/no_such_tag"}, "could not be loaded"),
        ({"validation-percent": 2}, r"\d held-out products have a picture; 20 are needed"),
        ({"styles": "nothing.csv"}, "No such file"),
    ],
)
def test_what_cannot_be_tuned_is_said_in_a_sentence(catalogue, base, tmp_path, changed, sentence):
    with pytest.raises(CommandError, match=sentence):
        tune(order(catalogue, base, tmp_path / "run", **changed))
