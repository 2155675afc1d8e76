"""An encoder is trained from drawn garments, killed, gone on with, exported and loaded."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from django.core.management import CommandError, call_command
from PIL import Image
from safetensors.torch import load_file, save_file

from recommender.encoder import build, load_encoder
from recommender.encoder.ranges import read_ranges
from recommender.training.config import read_config
from recommender.training.model import build_model
from tests.recommender.drawn_products import draw_catalogue, garment, tiny_config
from tests.recommender.killing import kill

Command = list[str]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory) -> tuple[Path, Path]:
    return draw_catalogue(tmp_path_factory.mktemp("catalogue"))


@pytest.fixture(scope="module")
def order(catalogue, tmp_path_factory) -> Command:
    """The options that train a tiny encoder on the drawn catalogue, but for --out."""
    styles, images = catalogue
    config = tiny_config(tmp_path_factory.mktemp("config"))
    options = {"styles": styles, "images": images, "config": config, "threads": 1}
    return [f"--{name}={value}" for name, value in options.items()]


@pytest.fixture(scope="module")
def finished(order, tmp_path_factory) -> Path:
    """The folder of a run that nothing disturbed."""
    return train(order, tmp_path_factory.mktemp("finished") / "run")


def train(order: Command, out: Path, *more: str) -> Path:
    call_command("train_encoder", *order, f"--out={out}", *more, stdout=Quiet(), stderr=Quiet())
    return out


class Quiet:
    def write(self, text: str) -> None: ...
    def flush(self) -> None: ...


def log_of(run: Path) -> list[dict]:
    return [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]


def weights_of(run: Path) -> dict[str, torch.Tensor]:
    return load_file(run / "export" / "open_clip_model.safetensors")


def test_a_run_logs_each_epoch_and_its_loss_falls(finished):
    log = log_of(finished)
    assert [entry["epoch"] for entry in log] == [1, 2, 3]
    assert log[-1]["progress"] == 1
    assert log[-1]["names"] < log[0]["names"]


def test_the_export_is_an_encoder(finished):
    encoder = load_encoder(str(finished / "export"))
    rows = np.concatenate([encoder.encode_texts(["red skirt"]), encoder.encode_images(wardrobe())])
    assert rows.shape == (3, 16)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)


def test_the_export_says_what_the_trained_model_says(finished):
    config = read_config(finished / "config.json")
    trained = build_model(config).eval()
    state = torch.load(finished / "checkpoint.pt", weights_only=True)
    trained.load_state_dict(state["average"]["model"])
    with torch.inference_mode():
        expected = trained.encode_image(prepared(wardrobe()), normalize=True).numpy()
    exported = build(str(finished / "export"), torch.float32).encode_images(wardrobe())
    assert exported == pytest.approx(expected, abs=1e-2)  # half precision on disk


def test_the_export_brings_what_int8_needs_to_know(finished):
    assert read_ranges(finished / "export")


def test_the_export_says_on_a_card_what_it_is_and_how_good(finished):
    card = (finished / "export" / "MODEL_CARD.md").read_text()
    assert "56 products trained on, 8 (a hash of the id chose 10%) kept out" in card
    assert "3 passes, 9 steps of 16 products" in card
    (row,) = [line for line in card.splitlines() if line.startswith("| articleType_i2i_p10 |")]
    assert len([float(cell) for cell in row.split("|")[2:-1]]) == 3  # it, and two floors
    assert "--held-out 10 --json" in card
    assert "licence" in card


def wardrobe() -> list[Image.Image]:
    return [garment("Skirts", "Red"), garment("Jeans", "Blue")]


def prepared(images: Sequence[Image.Image]) -> torch.Tensor:
    small = [np.array(image.resize((24, 32), Image.Resampling.BICUBIC)) for image in images]
    pixels = torch.from_numpy(np.stack(small)).permute(0, 3, 1, 2).float() / 255
    return (pixels - 0.5) / 0.25


@pytest.mark.crash
@pytest.mark.parametrize(
    "moment",
    [
        # the seventh of nine steps: in the middle of the third epoch
        "recommender.training.averaging.WeightAverage.update at 8",
        # half of the second checkpoint on disk, its line in the log already
        "recommender.training.checkpoint.torch.save at 2",
    ],
)
def test_a_killed_run_goes_on_to_the_same_end(finished, order, tmp_path, moment):
    run = tmp_path / "run"
    status = kill(moment, "recommender.training.options.train_from", [*order, f"--out={run}"])
    assert status == -signal.SIGKILL
    assert (run / "checkpoint.pt").exists()
    train(order, run, "--resume")
    assert [entry["epoch"] for entry in log_of(run)] == [1, 2, 3]
    undisturbed = weights_of(finished)
    for name, weight in weights_of(run).items():
        torch.testing.assert_close(weight, undisturbed[name], msg=name)


def begun(out: Path, order: Command) -> Path:
    """The folder of a run that was killed before its first checkpoint."""
    train(order, out)
    for file in ("checkpoint.pt", "log.jsonl"):
        (out / file).unlink()
    return out


def test_who_begins_from_a_model_does_so_also_when_killed_before_the_first_checkpoint(
    finished, order, tmp_path
):
    more = ["--epochs=1", f"--begin-from={finished / 'export'}"]
    undisturbed = weights_of(train([*order, *more], tmp_path / "undisturbed"))
    run = begun(tmp_path / "killed", [*order, *more])
    train([*order, *more], run, "--resume")
    for name, weight in weights_of(run).items():
        torch.testing.assert_close(weight, undisturbed[name], msg=name)


@pytest.mark.crash
def test_words_stay_silent_where_they_were_also_after_a_kill(finished, order, tmp_path):
    base = tmp_path / "half_silent"
    shutil.copytree(finished / "export", base)
    weights = load_file(base / "open_clip_model.safetensors")
    weights["text.text_projection"][:, 8:] = 0
    save_file(weights, base / "open_clip_model.safetensors")
    run, more = tmp_path / "run", ["--epochs=2", f"--begin-from={base}"]
    moment = "recommender.training.checkpoint.torch.save at 2"
    kill(moment, "recommender.training.options.train_from", [*order, *more, f"--out={run}"])
    train([*order, *more], run, "--resume")
    assert not weights_of(run)["text.text_projection"][:, 8:].any()


def given(styles: Path, images: Path) -> Command:
    return [f"--styles={styles}", f"--images={images}"]


@pytest.mark.parametrize("size", [None, (1, 1)])
def test_one_odd_picture_spoils_no_run(order, tmp_path, size):
    styles, images = draw_catalogue(tmp_path / "catalogue")
    first = images / "1000.jpg"
    first.write_bytes(b"no picture")
    if size:
        Image.new("RGB", size).save(first)
    run = train([*order[2:], *given(styles, images), "--epochs=1"], tmp_path / "run")
    (pixels,) = run.glob("pictures-*.u8")
    products = 64 if size else 63
    assert pixels.stat().st_size == products * 53 * 40 * 3


def test_names_alone_can_be_learned(order, tmp_path):
    styles, images = draw_catalogue(tmp_path / "catalogue")
    header, *rows = styles.read_text().splitlines()
    bare = [f"{row.split(',')[0]},,,,,,,,,{row.split(',', 9)[9]}" for row in rows]
    styles.write_text("\n".join([header, *bare]))
    run = train([*order[2:], *given(styles, images), "--epochs=1"], tmp_path / "run")
    assert log_of(run)[0]["names"] > 0


@pytest.mark.parametrize("option", ["--epochs=0", "--epochs=-1", "--minutes=-5"])
def test_a_run_of_no_length_is_refused(order, tmp_path, option):
    with pytest.raises(CommandError, match="are no training"):
        train([*order, option], tmp_path / "run")


def test_a_run_in_the_folder_is_not_overwritten(finished, order):
    before = weights_of(finished)
    with pytest.raises(CommandError, match="holds a run already: give --resume"):
        train(order, finished)
    assert weights_of(finished).keys() == before.keys()


def test_a_finished_run_has_nothing_to_go_on_with(finished, order):
    before = (finished / "log.jsonl").read_text()
    train(order, finished, "--resume")
    assert (finished / "log.jsonl").read_text() == before


def test_a_finished_run_exports_again_what_was_taken_away(finished, order, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(finished, run, ignore=shutil.ignore_patterns("export"))
    train(order, run, "--resume")
    undisturbed = weights_of(finished)
    for name, weight in weights_of(run).items():
        torch.testing.assert_close(weight, undisturbed[name], msg=name)


def test_a_damaged_checkpoint_is_named(finished, order, tmp_path):
    run = tmp_path / "run"
    run.mkdir()
    for name in ("config.json", "bpe.txt.gz"):
        (run / name).write_bytes((finished / name).read_bytes())
    (run / "checkpoint.pt").write_bytes((finished / "checkpoint.pt").read_bytes()[:5000])
    with pytest.raises(CommandError, match=r"checkpoint\.pt is damaged"):
        train(order, run, "--resume")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"styles": "nothing.csv"}, "No such file"),
        ({"styles": "names.csv"}, "no column articleType"),
        ({"images": "empty"}, "no picture is named after"),
        ({"images": "names.csv"}, "neither a folder nor a zip"),
        ({"config": "list.json"}, "is no training configuration"),
        ({"config": "unknown.json"}, "builds no model"),
        ({"config": "wordless.json"}, r"no model_cfg\.text_cfg"),
        ({"config": "grey.json"}, r"no preprocess_cfg\.mean"),
        ({"config": "large.json"}, "56 products with a picture do not fill one batch of 500"),
    ],
)
def test_what_cannot_be_trained_on_is_said_in_a_sentence(unfit, catalogue, changed, sentence):
    fit = {"styles": catalogue[0], "images": catalogue[1], "config": unfit / "tiny.json"}
    chosen = fit | {name: unfit / file for name, file in changed.items()}
    with pytest.raises(CommandError, match=sentence):
        train([f"--{name}={path}" for name, path in chosen.items()], unfit / "run")


@pytest.fixture
def unfit(tmp_path) -> Path:
    """A folder of things that cannot be trained on, beside a configuration that can."""
    (tmp_path / "names.csv").write_text("id,productDisplayName\n1,Dress\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "list.json").write_text("[]")
    tiny_config(tmp_path, batch_size=500).rename(tmp_path / "large.json")
    text = tiny_config(tmp_path).read_text()
    (tmp_path / "wordless.json").write_text(text.replace("text_cfg", "texts"))
    (tmp_path / "grey.json").write_text(text.replace("mean", "middle"))
    (tmp_path / "unknown.json").write_text(text.replace("test_resnet", "no_such_net"))
    return tmp_path


def test_each_styles_file_wants_its_pictures(catalogue, tmp_path):
    styles, images = catalogue
    with pytest.raises(CommandError, match="give --images once for each --styles"):
        train([f"--styles={styles}", f"--styles={styles}", f"--images={images}"], tmp_path / "run")


def test_words_that_stay_are_not_trained(catalogue, finished, tmp_path):
    styles, images = catalogue
    config = tiny_config(tmp_path, words_stay=True, epochs=1)
    order = [f"--styles={styles}", f"--images={images}", f"--config={config}", "--threads=1"]
    before = weights_of(finished)
    after = weights_of(train(order, tmp_path / "run", f"--begin-from={finished / 'export'}"))
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert {name.split(".")[0] for name in changed} == {"visual", "logit_scale"}


def test_an_export_may_lean_back_to_what_the_run_began_with(catalogue, finished, tmp_path):
    def exported(share: float) -> dict[str, torch.Tensor]:
        folder = tmp_path / str(share)
        folder.mkdir()
        config = tiny_config(folder, begun_share=share, epochs=1)
        styles, images = catalogue
        order = [f"--styles={styles}", f"--images={images}", f"--config={config}", "--threads=1"]
        return weights_of(train(order, folder / "run", f"--begin-from={finished / 'export'}"))

    begun, ended, leaning = weights_of(finished), exported(0), exported(0.25)
    name = "visual.head.proj.weight"
    assert not torch.equal(begun[name], ended[name])
    expected = torch.lerp(ended[name].float(), begun[name].float(), 0.25)
    torch.testing.assert_close(leaning[name].float(), expected, atol=1e-3, rtol=0)


def test_who_is_to_lean_back_says_to_what(order, tmp_path):
    config = tiny_config(tmp_path, begun_share=0.3)
    with pytest.raises(CommandError, match="give --begin-from"):
        train([*order, f"--config={config}"], tmp_path / "run")
