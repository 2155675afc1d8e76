"""Pictures in 8-bit integers: near what float32 says, and only where that is so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from django.core.management import CommandError, call_command
from PIL import Image
from torch import nn

from recommender.encoder import Encoder, build, int8, load_encoder
from recommender.encoder.grid import Grid
from recommender.encoder.int8 import has_int8, in_int8
from recommender.encoder.int8_graph import NotInt8
from recommender.encoder.ranges import RANGES_FILE, watched
from recommender.encoder_identity import CONFIG_FILE, SHIPPED_FOLDER
from recommender.training import calibration
from recommender.training.products import is_validation
from tests.recommender import golden_vectors
from tests.recommender.drawn_products import COLOURS, CUTS, garment

ROOT = Path(__file__).resolve().parent.parent.parent
needs_int8 = pytest.mark.skipif(not has_int8(), reason="needs AVX-512 VNNI, onnxruntime")
GREY = Grid(1 / (255 * 0.25), 128)


@pytest.fixture(scope="module")
def wardrobe() -> list[Image.Image]:
    return [garment(cut, colour).resize((168, 224)) for cut in CUTS for colour in COLOURS]


@pytest.fixture
def own_encoder(tmp_path) -> Path:
    return Path(shutil.copytree(SHIPPED_FOLDER, tmp_path / "own"))


@pytest.fixture
def without_vnni(monkeypatch) -> None:
    monkeypatch.setattr("recommender.encoder.model.has_int8", lambda: False)


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.sum(one * other, axis=1)


@needs_int8
def test_the_shipped_encoder_is_computed_in_int8_and_says_what_it_said(wardrobe):
    encoder = load_encoder("shipped")
    assert encoder.computes_in == "int8"
    assert not list(encoder._visual.parameters())  # the whole tower is one network
    golden = np.load(golden_vectors.FILE)
    near = cosines(encoder.encode_images(wardrobe), golden["pictures"])
    assert near.mean() > 0.998
    assert near.min() > 0.99


def test_on_another_processor_it_is_computed_in_floats(wardrobe, without_vnni):
    encoder = build("shipped")
    assert encoder.computes_in in {"bfloat16", "float32"}
    golden = np.load(golden_vectors.FILE)
    assert cosines(encoder.encode_images(wardrobe), golden["pictures"]).min() > 0.999


def test_where_onnxruntime_cannot_be_had_it_is_computed_in_floats(monkeypatch):
    monkeypatch.setattr(int8, "RUNTIME", ("onnx", "no_such_runtime"))
    assert not int8.has_int8()
    assert build("shipped").computes_in in {"bfloat16", "float32"}


@needs_int8
def test_a_vector_is_the_same_in_a_batch_of_any_size(wardrobe):
    encoder, pictures = load_encoder("shipped"), wardrobe * 2
    together = encoder.encode_images(pictures)
    for size in (1, 8):
        parts = [pictures[at : at + size] for at in range(0, len(pictures), size)]
        rows = np.concatenate([encoder.encode_images(part) for part in parts])
        assert rows == pytest.approx(together, abs=1e-5)


@needs_int8
def test_a_process_that_forks_takes_its_encoder_along():
    """gunicorn and Celery fork; a pool of threads would stay behind, and the child would wait."""
    code = """
        import os, sys
        import numpy as np
        from PIL import Image
        from recommender.encoder import build
        encoder, pictures = build("shipped"), [Image.new("RGB", (60, 80), "red")]
        said = encoder.encode_images(pictures)
        child = os.fork()
        if not child:
            os._exit(int(not np.array_equal(encoder.encode_images(pictures), said)))
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    subprocess.run(command, check=True, timeout=300, env=os.environ | {"PYTHONPATH": str(ROOT)})


@needs_int8
def test_ranges_of_other_weights_are_not_used(own_encoder):
    assert build(str(own_encoder)).is_int8
    weights = own_encoder / "open_clip_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-2] + b"\0\0")  # the last number becomes a zero
    assert not build(str(own_encoder)).is_int8


@needs_int8
def test_an_encoder_that_int8_does_not_suit_is_computed_in_floats(own_encoder):
    config = json.loads((own_encoder / CONFIG_FILE).read_text())
    config["preprocess_cfg"]["mean"] = [0.5, 0.4, 0.3]
    (own_encoder / CONFIG_FILE).write_text(json.dumps(config))
    assert build(str(own_encoder)).computes_in != "int8"


class Reader(nn.Module):
    """A tower 8 channels wide that ends like all do; what is in its middle, `between` says."""

    def __init__(self, between: Callable[[Reader, torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, stride=2, padding=1)
        self.one, self.two = (nn.Conv2d(8, 8, 3, padding=1) for _ in "12")
        self.grouped = nn.Conv2d(8, 8, 3, padding=1, groups=4, bias=False)
        self.relu, self.largest = nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)
        self.mean = nn.AvgPool2d(2, 2, ceil_mode=True, count_include_pad=False)
        self.between, self.head = between, nn.Linear(8, 5)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.head(self.between(self, self.relu(self.stem(pixels))).mean((2, 3)))


def residual(self: Reader, given: torch.Tensor) -> torch.Tensor:
    return self.relu(self.two(self.relu(self.one(given))) + given)


def branches(self: Reader, given: torch.Tensor) -> torch.Tensor:
    """What was added to is read once more; both operands are convolutions."""
    both = self.one(given) + self.two(given)
    return self.grouped(torch.relu(both)) + given


def doubled(self: Reader, given: torch.Tensor) -> torch.Tensor:
    """A convolution is added to its own input, which is added once more afterwards."""
    return self.two(given + self.one(given)) + given


def pooled(self: Reader, given: torch.Tensor) -> torch.Tensor:
    return self.one(self.mean(self.two(self.largest(given))))


@needs_int8
@pytest.mark.parametrize("between", [residual, branches, doubled, pooled])
@pytest.mark.parametrize("size", [(24, 18), (31, 21)])
def test_every_kind_of_tower_says_in_int8_what_it_says_in_floats(between, size):
    torch.manual_seed(5)
    tower = Reader(between).eval()
    pixels = torch.randint(0, 256, (6, 3, *size), dtype=torch.uint8)
    pixels[:, :, : size[0] // 2] //= 4  # flat noise would let a shifted picture pass
    pixels = pixels.contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        numbers = (pixels / 255 - 0.5) / 0.25
        exact = tower(numbers)
        faster = in_int8(tower, watched(tower, [numbers]), GREY)
        assert torch.allclose(faster(pixels), exact, atol=0.03 * exact.abs().max().item())
        assert torch.equal(faster(pixels), faster(pixels))
    left = {name.split(".")[0] for name, _ in faster.named_parameters()}
    assert left == {"head"}  # every convolution is computed in bytes


def said_twice(tower: nn.Module) -> tuple[torch.Tensor, torch.Tensor, nn.Module]:
    """What a tower says of some pictures in floats and in int8, and what it is then."""
    pixels = torch.randint(0, 256, (6, 3, 31, 23), dtype=torch.uint8)
    pixels = pixels.contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        numbers = (pixels / 255 - 0.5) / 0.25
        faster = in_int8(tower.eval(), watched(tower, [numbers]), GREY)
        return tower(numbers), faster(pixels), faster


@needs_int8
def test_pool_and_linear_layers_after_the_last_convolution_are_in_the_same_network():
    torch.manual_seed(5)
    head = nn.Flatten(), nn.Linear(8, 9), nn.GELU(), nn.Linear(9, 5, bias=False)
    tower = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), *head)
    exact, said, faster = said_twice(tower)
    assert torch.allclose(said, exact, atol=0.03 * exact.abs().max().item())
    assert not list(faster.parameters())  # nothing is left to torch


@needs_int8
@pytest.mark.parametrize(
    ("pool", "is_on_bytes"),
    [
        (nn.AvgPool2d(2, ceil_mode=True, count_include_pad=False), True),
        (nn.AvgPool2d((3, 2), 2), True),
        (nn.AvgPool2d(2, 1), True),
        (nn.AvgPool2d(3, 2, ceil_mode=True), False),  # a last window of two has no mean of three
    ],
)
def test_a_mean_of_windows_is_the_mean_at_odd_edges_too(pool, is_on_bytes):
    torch.manual_seed(5)
    # Each number by itself, so that none at an edge is lost in a mean over all.
    tower = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), pool, nn.Flatten())
    exact, said, faster = said_twice(tower)
    assert torch.allclose(said, exact, atol=0.02 * exact.max().item())
    assert ("2" not in dict(faster.named_modules())) == is_on_bytes


def test_a_tower_without_convolutions_is_left_alone():
    tower = nn.Sequential(nn.Flatten(), nn.Linear(3 * 8 * 8, 4)).eval()
    ranges = watched(tower, [torch.rand(2, 3, 8, 8)])
    with pytest.raises(NotInt8, match="0% of its weights"):
        in_int8(tower, ranges, GREY)


@pytest.fixture
def photos(tmp_path, wardrobe) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, picture in enumerate(wardrobe * 2, start=1):
        picture.save(folder / f"{number}.jpg")
    return folder


def calibrate(folder: Path, photos: Path, capsys) -> str:
    call_command("calibrate_encoder", str(folder), "--images", str(photos))
    return capsys.readouterr().out


@needs_int8
def test_an_exported_encoder_is_calibrated_by_one_command(own_encoder, photos, capsys):
    (own_encoder / RANGES_FILE).unlink()
    assert not build(str(own_encoder)).is_int8
    assert "computed in int8" in calibrate(own_encoder, photos, capsys)
    assert load_encoder(str(own_encoder)).is_int8


def test_products_kept_out_of_training_are_not_looked_at(photos, wardrobe):
    kept_out = sum(is_validation(str(number), 10) for number in range(1, 33))
    seen, _ = calibration.pictures_of([photos], held_out=10)
    assert 0 < len(seen) == len(wardrobe) * 2 - kept_out < 32


def test_ranges_that_do_harm_are_taken_away_again(own_encoder, photos, monkeypatch):
    monkeypatch.setattr(calibration, "NEAR", 1.01)
    with pytest.raises(CommandError, match=r"at least 1\.01 is wanted"):
        call_command("calibrate_encoder", str(own_encoder), "--images", str(photos))
    assert not (own_encoder / RANGES_FILE).exists()


def test_a_folder_without_an_encoder_is_not_calibrated(tmp_path):
    with pytest.raises(CommandError, match="is no exported encoder"):
        call_command("calibrate_encoder", str(tmp_path), "--images", str(tmp_path))


def test_the_float_encoder_is_there_for_who_asks_for_it():
    exact: Encoder = build("shipped", torch.float32)
    assert exact.computes_in == "float32"
