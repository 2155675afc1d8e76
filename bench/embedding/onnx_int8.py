"""The same weights in onnxruntime, computed in 8-bit integers: the one to beat.

Quantised statically (QDQ, a scale for each channel, calibrated on the pictures of the benchmark)
and dynamically; the faster of those that stay near the float vectors is the opponent.
"""

from __future__ import annotations

import importlib.util
import logging
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

#: Cosine to the float vectors, on average, below which a quantised model is no opponent.
NEAR = 0.98
INSTALL = "for the comparison with it: pip install onnx onnxruntime"
Run = Callable[[np.ndarray], np.ndarray]


class NoOpponent(RuntimeError):
    """onnxruntime cannot be compared with here; the sentence says why."""


@dataclass(frozen=True)
class Opponent:
    how: str  # static or dynamic
    run: Run  # pixels (n, 3, height, width) float32 -> (n, d)


def onnx_int8(model: torch.nn.Module, pixels: np.ndarray, exact: np.ndarray, threads: int):
    """The faster int8 model near enough to `exact` (n, d), the unit rows of `pixels`.

    Raises NoOpponent.
    """
    if missing := [name for name in ("onnx", "onnxruntime") if not installed(name)]:
        raise NoOpponent(f"{' and '.join(missing)} not installed; {INSTALL}")
    with TemporaryDirectory(prefix="understudy-onnx-") as folder:
        try:
            found = [Opponent(how, session(file, threads))
                     for how, file in quantised(model, pixels, Path(folder))]  # fmt: skip
        except Exception as error:  # exporters and quantisers raise all kinds
            raise NoOpponent(f"onnxruntime cannot run this model ({error})") from error
    near = [one for one in found if cosines(unit(one.run(pixels)), exact).mean() > NEAR]
    if not near:
        raise NoOpponent(f"no int8 model of onnxruntime keeps a cosine of {NEAR}")
    return min(near, key=lambda one: seconds(one.run, pixels[:32]))


def installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def quantised(
    model: torch.nn.Module, pixels: np.ndarray, folder: Path
) -> Iterator[tuple[str, Path]]:
    from onnxruntime.quantization import QuantType, quantize_dynamic, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    logging.getLogger().setLevel(logging.ERROR)  # it advises what is being done
    plain, ready = folder / "plain.onnx", folder / "ready.onnx"
    export(model, pixels, plain)
    quant_pre_process(plain, ready, skip_symbolic_shape=True)
    types = {"weight_type": QuantType.QInt8, "activation_type": QuantType.QUInt8}
    quantize_static(ready, folder / "static.onnx", Calibration(pixels), per_channel=True, **types)
    yield "static", folder / "static.onnx"
    quantize_dynamic(ready, folder / "dynamic.onnx", weight_type=QuantType.QUInt8)
    yield "dynamic", folder / "dynamic.onnx"


def export(model: torch.nn.Module, pixels: np.ndarray, file: Path) -> None:
    axes = {"pixels": {0: "n"}, "rows": {0: "n"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the newer exporter would need onnxscript
        torch.onnx.export(
            model, (torch.from_numpy(pixels[:2]),), str(file), dynamo=False, opset_version=17,
            input_names=["pixels"], output_names=["rows"], dynamic_axes=axes,
        )  # fmt: skip


class Calibration:
    """What onnxruntime calls a CalibrationDataReader."""

    def __init__(self, pixels: np.ndarray) -> None:
        self._parts = iter(np.array_split(pixels, max(1, len(pixels) // 16)))

    def get_next(self) -> dict[str, np.ndarray] | None:
        part = next(self._parts, None)
        return None if part is None else {"pixels": part}


def session(file: Path, threads: int) -> Run:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    opened = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    return lambda pixels: opened.run(None, {"pixels": pixels})[0]


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def cosines(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Of unit rows (n, d), pair by pair -> (n,)"""
    return np.sum(rows * others, axis=1)


def seconds(run: Run, pixels: np.ndarray, rounds: int = 5) -> float:
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        run(pixels)
        took.append(time.perf_counter() - began)
    return min(took)
