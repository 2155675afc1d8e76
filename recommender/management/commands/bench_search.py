"""manage.py bench_search: filtered search beside plain pgvector, faiss, hnswlib and numpy.

With `--growth`: our own at several sizes, and how what it costs grows.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

Note = Callable[[str], object]


class Command(BaseCommand):
    help = "Measure filtered vector search in a schema of its own, which is dropped afterwards."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=200_000)
        parser.add_argument("--dim", type=int, default=512)
        parser.add_argument("--queries", type=int, default=200)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--vectors", type=Path, metavar="FILE.npy", help="(n, d) vectors instead of synthetic"
        )
        parser.add_argument("--only", nargs="*", metavar="NAME", help="contenders beside our own")
        parser.add_argument(
            "--growth", type=int, nargs="+", metavar="ROWS", help="ours alone, at these sizes"
        )
        parser.add_argument(
            "--plot", type=Path, metavar="FILE.svg", help="draw how it grows (with --growth)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        measure = grown if options["growth"] else compared
        try:
            report, words = measure(options, self.stderr.write)
        except ModuleNotFoundError as error:
            raise CommandError(
                f"The benchmark is not here ({error}): run `make install-dev` in a copy of the"
                " repository."
            ) from error
        except (ImportError, RuntimeError, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report) if options["json"] else words)


def compared(options: dict[str, Any], note: Note) -> tuple[dict[str, Any], str]:
    """The report and how it reads: all contenders at one size."""
    from bench.search.report import table
    from bench.search.run import CONTENDERS, bench_search

    report = bench_search(
        options["rows"],
        options["dim"],
        note,
        queries=options["queries"],
        seed=options["seed"],
        vectors=options["vectors"],
        contenders=CONTENDERS if options["only"] is None else tuple(options["only"]),
    )
    return report, table(report)


def grown(options: dict[str, Any], note: Note) -> tuple[dict[str, Any], str]:
    """The same of our own contender at several sizes, drawn where a plot is wanted."""
    from bench.search.growth import growth
    from bench.search.plot import draw
    from bench.search.report import growth_table

    plot = options["plot"]
    if plot and not plot.parent.is_dir():  # told now, and not after an hour
        raise ValueError(f"{plot.parent} is no folder")
    report = growth(options["growth"], options["dim"], note, options["queries"], options["seed"])
    if plot:
        draw(report, plot)
    return report, growth_table(report)
