"""One run: the product's path, then its opponents beside it."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from bench.embedding.onnx_int8 import NoOpponent, cosines, onnx_int8, unit
from bench.embedding.pictures import picture_files
from bench.embedding.plain_torch import Prepare, in_product, in_threads, in_torch, plain_model
from bench.embedding.rounds import Path_, medians, milliseconds, rates
from recommender.encoder import Encoder, build, cores

OURS, PLAIN, INT8 = "understudy", "torch_fp32", "onnxruntime_int8"
QUERIES = ("red dress", "men's navy blue jeans", "summer sandals", "a watch for the evening")


def bench_encoder(
    name: str, images: Path | None = None, note: Callable[[str], object] = print
) -> dict[str, Any]:
    """Pictures a second from files on disk to unit vectors, and what belongs to that figure.

    Raises EncoderUnavailable, NoPictures, OSError.
    """
    with picture_files(images) as sets:
        encoder = build(name)
        files = next(iter(sets.values()))
        facts = {
            "model": encoder.version,
            "cores": cores(),
            "threads": encoder.threads,
            "computes_in": encoder.computes_in,
            "pictures": {called: len(some) for called, some in sets.items()},
            "text_query_ms": round(text_query(encoder), 2),
            "peak_mb": peak_of(encoder, files),
        }
        return facts | compared(encoder, sets, note)


def compared(
    encoder: Encoder, sets: dict[str, list[Path]], note: Callable[[str], object]
) -> dict[str, Any]:
    files = next(iter(sets.values()))
    paths, facts = opponents(encoder, files, note)
    found = rates(paths, files)
    facts["paths"] = found
    if INT8 in found:
        facts["ratio_to_onnx_int8_b32"] = ratio(found[OURS]["b32"], found[INT8]["b32"])
    for called, more in list(sets.items())[1:]:
        rate = medians(paths, more, 32)
        facts[f"b32 at {called}"] = {one: round(value, 1) for one, value in rate.items()}
    return facts


def opponents(
    encoder: Encoder, files: Sequence[Path], note: Callable[[str], object]
) -> tuple[dict[str, Path_], dict[str, Any]]:
    """Every path that can be taken here, ours first, and how near its vectors are to float32's."""
    threads = cores()
    model, prepare = plain_model(encoder.name)
    exact = in_torch(model, threads)
    pixels = prepare(files)
    rows = unit(np.concatenate([exact(part) for part in parts(pixels)]))
    ours = of_the_product(encoder)
    paths, near = {OURS: ours, PLAIN: joined(prepare, exact)}, {OURS: nearness(ours(files), rows)}
    facts: dict[str, Any] = {"cosine_to_fp32": near}
    alone = {PLAIN: exact}
    try:
        opponent = onnx_int8(model, pixels, rows, threads)
    except NoOpponent as why:
        note(f"{INT8} is left out: {why}")
    else:
        near[INT8] = nearness(unit(opponent.run(pixels)), rows)
        facts["onnxruntime_int8_is"] = opponent.how
        alone[INT8] = opponent.run
        opens, paths[INT8] = faster_opening(prepare, opponent.run, files[:64], threads)
        facts["onnxruntime_int8_opens_pictures"] = opens
    facts["model_alone_ms_b32"] = model_alone(encoder, files[:32], alone, pixels[:32])
    return paths, facts


def faster_opening(
    prepare: Prepare, run: Callable[[np.ndarray], np.ndarray], files: Sequence[Path], threads: int
) -> tuple[str, Path_]:
    """The opponent's path: its pictures opened by one thread or by all, as suits it better here."""
    ways = {
        "by one thread": joined(prepare, run),
        "by all threads": joined(in_threads(prepare, threads), run),
    }
    rate = medians(ways, files, 32)
    best = max(rate, key=rate.__getitem__)
    return best, ways[best]


def of_the_product(encoder: Encoder) -> Path_:
    return lambda files: encoder.encode_images([Image.open(file) for file in files])


def joined(prepare: Prepare, run: Callable[[np.ndarray], np.ndarray]) -> Path_:
    return lambda files: unit(run(prepare(files)))


def model_alone(
    encoder: Encoder,
    files: Sequence[Path],
    others: dict[str, Callable[[np.ndarray], np.ndarray]],
    pixels: np.ndarray,
) -> dict[str, float]:
    """Milliseconds from input that lies ready, one batch after another: no decoding, no overlap."""
    ours = in_product(encoder, [Image.open(file) for file in files])
    runs: dict[str, Callable[[], object]] = {OURS: ours}
    runs |= {name: partial(run, pixels) for name, run in others.items()}
    return {name: round(milliseconds(run, rounds=9), 1) for name, run in runs.items()}


def parts(pixels: np.ndarray, size: int = 32) -> Iterator[np.ndarray]:
    for start in range(0, len(pixels), size):
        yield pixels[start : start + size]


def nearness(rows: np.ndarray, exact: np.ndarray) -> dict[str, float]:
    found = cosines(rows, exact)
    return {"mean": round(float(found.mean()), 5), "least": round(float(found.min()), 5)}


def text_query(encoder: Encoder) -> float:
    """Milliseconds of one query in words on a warm process."""
    waiting = list(QUERIES) * 20
    return milliseconds(lambda: encoder.encode_texts([waiting.pop()]))


def peak_of(encoder: Encoder, files: Sequence[Path]) -> int:
    """Megabytes this process has held at most, the product's path alone run by then."""
    of_the_product(encoder)(files[:64])
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(held / (1024**2 if sys.platform == "darwin" else 1024))


def ratio(ours: float, theirs: float) -> float:
    return round(ours / theirs, 3)
