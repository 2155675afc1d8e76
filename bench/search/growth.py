"""How a search grows with the shop: our own contender alone, at several sizes.

A slope of .5 means that ten times the products cost 10^.5, about three times as much. It is a
straight line through measured points in logarithms, and no law: where a search changes its route
between two sizes, the line hides a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.search import scratch
from bench.search.databases import Understudy
from bench.search.run import Note, machine
from bench.search.scenarios import SCENARIOS, truth
from bench.search.shop import Shop, make_shop

GROWN = tuple(s for s in SCENARIOS if s.name in ("stock30", "type30", "full"))
LEVEL = 30
FIGURES = ("recall10", "cpu_ms", "p50_ms", "p95_ms", "short", "routes")
SLOPED = ("cpu_ms", "p95_ms", "build_s", "build_memory", "bytes")


def growth(
    sizes: Sequence[int], dim: int, note: Note, queries: int = 200, seed: int = 1
) -> dict[str, Any]:
    """What `manage.py bench_search --growth` prints: figures by size, slopes by figure."""
    if len(set(sizes)) < 2:
        raise ValueError("Growth is seen between two sizes or more.")
    measured = {}
    for rows in sorted(set(sizes)):
        measured[str(rows)] = at_size(make_shop(rows, dim, queries, seed))
        note(f"{rows}: {measured[str(rows)]}")
    head = {"dim": dim, "queries": queries, "seed": seed, "machine": machine()}
    return {**head, "growth": measured, "slopes": slopes(measured)}


def at_size(shop: Shop) -> dict[str, dict[str, Any]]:
    """Each figure by scenario, by index, or by what takes the bytes."""
    with scratch.scratch_schema():
        scratch.bring_in(shop)
        scratch.create_read_model()
        ours = Understudy(shop)
        ours.stock_up(LEVEL, sold_out_too=True)
        found = {s.name: ours.run(s, truth(shop, s)) for s in GROWN}
    by_scenario = {f: {name: found[name][f] for name in found} for f in FIGURES}
    return {
        **by_scenario,
        "build_s": ours.build_s,
        "build_memory": ours.build_memory,
        "bytes": ours.bytes,
    }


def slopes(measured: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    return {figure: slopes_of(lines(measured, figure)) for figure in SLOPED}


def lines(measured: dict[str, dict[str, Any]], figure: str) -> dict[str, list[tuple[int, float]]]:
    """Of each name the (rows, value) that can be drawn: a graph that is not there costs nothing."""
    drawn: dict[str, list[tuple[int, float]]] = {}
    for rows, figures in measured.items():
        for name, value in figures[figure].items():
            if value:
                drawn.setdefault(name, []).append((int(rows), float(value)))
    return drawn


def slopes_of(drawn: dict[str, list[tuple[int, float]]]) -> dict[str, float]:
    return {name: slope(points) for name, points in drawn.items() if len(points) > 1}


def slope(points: list[tuple[int, float]]) -> float:
    rows, values = np.log(np.array(points)).T
    return round(float(np.polyfit(rows, values, 1)[0]), 2)
