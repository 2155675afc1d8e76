"""The growth of a search as a picture that can be read without colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from bench.search.growth import lines

PANELS = (
    ("cpu_ms", "CPU per query, ms"),
    ("build_s", "building, s"),
    ("bytes", "on disk, bytes"),
)
#: What a line is called, how it is dashed and marked.
LINES = {
    "rows": ("rows", "-", "o"),
    "key": ("their key", ":", "D"),
    "product_search_exact_1": ("covering index", "--", "s"),
    "product_search_graph_1": ("graph, in stock", "-.", "^"),
    "product_search_graph_out_1": ("graph, sold out", (0, (5, 1, 1, 1, 1, 1)), "v"),
    "stock30": ("stock30", "-", "o"),
    "type30": ("type30", "--", "s"),
    "full": ("full", "-.", "^"),
}


def draw(report: dict[str, Any], path: Path) -> None:
    """A panel for each of CPU, building and bytes, the slopes beside the names; SVG."""
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    for axes, (name, title) in zip(figure.subplots(1, 3), PANELS, strict=True):
        panel(axes, title, lines(report["growth"], name), report["slopes"][name])
    figure.suptitle(
        f"{report['dim']} numbers a product; n^s: the slope between the sizes", fontsize=9
    )
    # Text stays text, and the same figures give the same file.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "growth"}):
        figure.savefig(path, format="svg", metadata={"Date": None})


def panel(
    axes: Axes,
    title: str,
    drawn: dict[str, list[tuple[int, float]]],
    slopes: dict[str, float],
) -> None:
    for name in (name for name in LINES if name in drawn):
        rows, values = zip(*drawn[name], strict=True)
        label, dash, mark = LINES[name]
        label += f"  n^{slopes[name]:.2f}" if name in slopes else ""
        axes.plot(rows, values, color="black", linestyle=dash, marker=mark, ms=4, lw=1, label=label)
    axes.set(xscale="log", yscale="log", xlabel="products", title=title)
    axes.margins(y=0.25)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axis.set_major_formatter(FuncFormatter(written))
        axis.set_minor_locator(NullLocator())
    axes.grid(color="0.88", linewidth=0.5)
    axes.legend(fontsize=8, frameon=False)


def written(number: float, _place: int | None = None) -> str:
    """As people write it: 0.05, 20, 500k, 2G."""
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if number >= size:
            return f"{number / size:g}{unit}"
    return f"{number:g}"
