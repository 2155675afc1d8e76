"""All contenders through all scenarios, one report."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.search import libraries, scratch
from bench.search.databases import PlainPgvector, Understudy
from bench.search.scenarios import SCENARIOS, Scenario, truth
from bench.search.shop import STOCK_LEVELS, Shop, make_shop

Note = Callable[[str], object]
CONTENDERS = ("understudy", "pgvector", "faiss", "faiss_fine", "hnswlib", "numpy")


def bench_search(
    rows: int,
    dim: int,
    note: Note,
    queries: int = 200,
    seed: int = 1,
    vectors: Path | None = None,
    contenders: tuple[str, ...] = CONTENDERS,
) -> dict[str, Any]:
    """What `manage.py bench_search` prints. Raises ValueError, RuntimeError with a sentence."""
    shop = make_shop(rows, dim, queries, seed, read_vectors(vectors, queries))
    note(f"{len(shop)} products of {shop.vectors.shape[1]} numbers, {queries} queries")
    report: dict[str, Any] = {
        "rows": len(shop),
        "dim": shop.vectors.shape[1],
        "queries": queries,
        "seed": seed,
        "machine": machine(),
        "scenarios": {scenario.name: {} for scenario in SCENARIOS},
        "build_s": {},
        "index_bytes": {},
    }
    right = {scenario.name: truth(shop, scenario) for scenario in SCENARIOS}
    with scratch.scratch_schema():
        run_libraries(shop, right, report, contenders, note)
        scratch.bring_in(shop)
        run_plain(shop, right, report, contenders, note)
        run_understudy(shop, right, report, note)
    for scenario in report["scenarios"].values():
        compare(scenario)
    return report


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores"


def read_vectors(path: Path | None, queries: int) -> np.ndarray | None:
    if path is None:
        return None
    given = np.load(path, allow_pickle=False)
    if given.ndim != 2 or len(given) <= 2 * queries:
        raise ValueError(f"{path}: (n, d) vectors, more than {2 * queries} of them, were expected")
    return given


def run_libraries(
    shop: Shop, right: dict, report: dict, contenders: tuple[str, ...], note: Note
) -> None:
    if "numpy" in contenders:
        for scenario in SCENARIOS:
            figures = libraries.exact_numpy(shop, scenario, right[scenario.name])
            put(report, scenario, "numpy", figures, note)
    makers: dict[str, Callable[[], libraries.Library]] = {
        "faiss": lambda: libraries.Faiss(shop, libraries.usual(shop)),
        "faiss_fine": lambda: libraries.Faiss(shop, libraries.finer(shop)),
        "hnswlib": lambda: libraries.Hnswlib(shop),
    }
    for name, make in makers.items():
        if name in contenders:
            try:
                contender = make()
            except ModuleNotFoundError as error:
                note(f"{name} is left out: {error}")
                continue
            report["build_s"][name] = round(contender.build_s, 1)
            report["index_bytes"][name] = contender.bytes
            for scenario in SCENARIOS:
                put(report, scenario, name, contender.run(scenario, right[scenario.name]), note)
            del contender


def run_plain(
    shop: Shop, right: dict, report: dict, contenders: tuple[str, ...], note: Note
) -> None:
    if "pgvector" not in contenders:
        return
    plain = PlainPgvector(shop, STOCK_LEVELS)
    report["build_s"]["pgvector"] = plain.build_s
    report["index_bytes"]["pgvector"] = plain.bytes
    for scenario in SCENARIOS:
        put(report, scenario, "pgvector", plain.run(scenario, right[scenario.name]), note)
    scratch.execute("DROP TABLE plain")


def run_understudy(shop: Shop, right: dict, report: dict, note: Note) -> None:
    scratch.create_read_model()
    ours = Understudy(shop)
    for level in STOCK_LEVELS:
        # What is sold out is never asked for here; its graph is built where flips are measured.
        ours.stock_up(level, sold_out_too=level == 30)
        for scenario in SCENARIOS:
            if scenario.level == level:
                figures = ours.run(scenario, right[scenario.name])
                report["scenarios"][scenario.name]["qps2"] = ours.per_second(scenario)
                put(report, scenario, "understudy", figures, note)
        if level == 30:
            report["build_s"]["understudy"] = dict(ours.build_s)
            report["index_bytes"]["understudy"] = dict(ours.bytes)
            report["flip_ms"] = ours.flips(level)
            report["beside_fresh"] = ours.beside_fresh(SCENARIOS[1])
            report["flip_ms"]["settle"] = ours.settle()
            note(f"flips: {report['flip_ms']}")
            note(f"searches before they settle: {report['beside_fresh']}")


def put(report: dict, scenario: Scenario, contender: str, figures: dict, note: Note) -> None:
    report["scenarios"][scenario.name][contender] = figures
    note(f"{scenario.name:8} {contender:11} {figures}")


def compare(scenario: dict[str, Any]) -> None:
    """Our CPU divided by theirs."""
    for name in ("faiss", "pgvector"):
        if name in scenario:
            ratio = scenario["understudy"]["cpu_ms"] / scenario[name]["cpu_ms"]
            scenario[f"cpu_vs_{name}"] = round(ratio, 3)
