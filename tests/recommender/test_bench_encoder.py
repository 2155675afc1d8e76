"""`bench_encoder`: the report says what was measured, and what could not be."""

from __future__ import annotations

import importlib.util
import json
import time
import zipfile
from io import StringIO
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from bench.embedding import onnx_int8, rounds
from bench.embedding.pictures import drawn
from tests.recommender.drawn_products import garment

BATCHES = {"b1", "b8", "b32"}


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    drawn(folder, 64, 32)
    far_away = Image.new("RGB", (224, 224), (236, 236, 232))
    far_away.paste(garment("Tshirts", "Red"), (90, 80))  # which every path frames anew
    far_away.save(folder / "far_away.png")
    return folder


@pytest.fixture
def briefly(monkeypatch) -> None:
    monkeypatch.setattr(rounds, "ROUNDS", 1)
    monkeypatch.setattr(rounds, "BATCHES", {1: 2, 8: 8, 32: 32})


def bench(*words: str) -> tuple[dict, str]:
    out, said = StringIO(), StringIO()
    call_command("bench_encoder", "--model", "shipped", "--json", *words, stdout=out, stderr=said)
    return json.loads(out.getvalue()), said.getvalue()


def test_without_onnxruntime_its_path_is_left_out_and_a_line_says_how_to_add_it(
    pictures, briefly, monkeypatch
):
    monkeypatch.setattr(onnx_int8, "installed", lambda name: False)
    facts, said = bench("--images", str(pictures))
    assert facts["paths"].keys() == {"understudy", "torch_fp32"}
    assert all(row.keys() == BATCHES for row in facts["paths"].values())
    assert all(rate > 0 for row in facts["paths"].values() for rate in row.values())
    assert "ratio_to_onnx_int8_b32" not in facts
    assert facts["peak_mb"] > 50
    assert facts["cosine_to_fp32"]["understudy"]["least"] > 0.995
    assert "pip install onnx onnxruntime" in said


@pytest.mark.slow
@pytest.mark.skipif(
    not importlib.util.find_spec("onnxruntime"), reason="needs onnx and onnxruntime"
)
def test_the_opponent_is_the_same_model_in_8_bit_integers(pictures, briefly, tmp_path):
    archive = tmp_path / "pictures.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for file in sorted(pictures.iterdir()):
            opened.write(file, file.name)
    facts, said = bench("--images", str(archive))
    assert not said
    paths = facts["paths"]
    assert paths.keys() == {"understudy", "torch_fp32", "onnxruntime_int8"}
    theirs, ours = paths["onnxruntime_int8"]["b32"], paths["understudy"]["b32"]
    assert facts["ratio_to_onnx_int8_b32"] == pytest.approx(ours / theirs, abs=0.002)
    assert 0.98 < facts["cosine_to_fp32"]["onnxruntime_int8"]["mean"] < 0.99999


@pytest.mark.parametrize(
    ("images", "why"),
    [
        ("nowhere", "does not exist"),
        ("few", "holds 3 pictures; 32 are needed"),
        ("text.zip", "neither a folder nor a zip"),
    ],
)
def test_what_cannot_be_measured_on_is_refused_in_a_sentence(tmp_path, images, why):
    (tmp_path / "few").mkdir()
    drawn(tmp_path / "few", 32, 3)
    (tmp_path / "text.zip").write_text("no zip")
    with pytest.raises(CommandError, match=why):
        bench("--images", str(tmp_path / images))


def test_paths_are_measured_in_turn(tmp_path):
    order: list[str] = []
    paths = {
        name: lambda files, name=name: order.append(name) or np.zeros((len(files), 2))
        for name in ("ours", "theirs")
    }
    found = rounds.medians(paths, [tmp_path] * 8, 8)
    assert order == ["ours", "theirs"] * (rounds.ROUNDS + 1)
    assert found.keys() == {"ours", "theirs"}


def test_no_path_is_measured_while_threads_of_the_one_before_still_turn(tmp_path):
    turning: list[Thread] = []
    seen: list[bool] = []

    def turn() -> None:
        began = time.thread_time()
        while time.thread_time() - began < 0.1:
            pass

    def restless(files):
        turning.append(Thread(target=turn))
        turning[-1].start()

    def ours(files):
        seen.append(turning[-1].is_alive())

    rounds.medians({"restless": restless, "ours": ours}, [tmp_path], 1)
    assert sum(seen) <= 1  # a busy machine may have kept one from turning
