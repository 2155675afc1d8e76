"""manage.py bench_search: filtered search beside plain pgvector, faiss, hnswlib and numpy."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


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
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from bench.search.report import table
            from bench.search.run import CONTENDERS, bench_search
        except ModuleNotFoundError as error:
            raise CommandError(
                f"The benchmark is not here ({error}): run `make install-dev` in a copy of the"
                " repository."
            ) from error
        chosen = CONTENDERS if options["only"] is None else tuple(options["only"])
        try:
            report = bench_search(
                options["rows"],
                options["dim"],
                self.stderr.write,
                queries=options["queries"],
                seed=options["seed"],
                vectors=options["vectors"],
                contenders=chosen,
            )
        except (ImportError, RuntimeError, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report) if options["json"] else table(report))
