"""`manage.py import_catalog SOURCE`: products in, from a table or a tree of folders."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from catalog.importing import SourceRefused, Summary, import_products
from catalog.importing.layouts import LAYOUTS, Source, open_source
from catalog.importing.report import Report, report_path
from catalog.importing.writer import Writer

INCOMPLETE = 2


class Command(BaseCommand):
    help = (
        "Import products and their photos. The same import twice changes nothing; one that was "
        "interrupted is completed by running it again. Exit status: 0 all in, 2 rows or photos "
        "were refused (the report names each), 1 nothing could be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="a CSV file, or a folder")
        parser.add_argument("--layout", choices=LAYOUTS, help="default: guessed from SOURCE")
        parser.add_argument("--images", type=Path, help="folder or zip of the pictures")
        parser.add_argument("--limit", type=row_count, help="read that many rows at most")
        parser.add_argument(
            "--simulate-stock",
            type=int,
            metavar="SEED",
            help="open sizes nobody counted with drawn stock, about 30%% of them sold out",
        )
        parser.add_argument("--json", action="store_true", help="print the counts as one object")
        parser.add_argument("--report", type=Path, help="where to write what was refused, and why")

    def handle(self, *args: Any, **options: Any) -> None:
        report = options["report"] or report_path(
            settings.HOME / "import-reports", options["source"]
        )
        try:
            summary = self._import(report, options)
        except SourceRefused as refused:
            self._give_up(str(refused), Summary(), report, options["json"])
        if not summary.read:
            self._give_up(f"{options['source']} holds no rows", summary, report, options["json"])
        self._tell(summary, report, options["json"])
        if not summary.is_complete:
            sys.exit(INCOMPLETE)

    def _import(self, report_file: Path, options: dict[str, Any]) -> Summary:
        source = open_source(options["source"], options["layout"], options["images"])
        origin = f"Import of {options['source'].name}"
        try:
            with (
                Writer(origin, options["simulate_stock"]) as writer,
                Report(report_file) as report,
                progress_bar(source, options["limit"]) as bar,
            ):
                return import_products(source.rows, writer, report, options["limit"], bar.update)
        finally:
            source.close()

    def _give_up(self, reason: str, summary: Summary, report: Path, as_json: bool) -> NoReturn:
        if as_json:
            counts = {**summary.as_dict(), "report": str(report), "error": reason}
            self.stdout.write(json.dumps(counts))
        raise CommandError(reason)

    def _tell(self, summary: Summary, report: Path, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({**summary.as_dict(), "report": str(report)}))
            return
        counts = ", ".join(
            f"{number} {name.replace('_', ' ')}" for name, number in summary.as_dict().items()
        )
        self.stdout.write(f"{counts}.")
        if not summary.is_complete:
            self.stdout.write(f"What was refused, and why: {report}")
        elif summary.notes:
            self.stdout.write(f"What was put right or decided on the way: {report}")


def row_count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(text)
    return int(text)


def progress_bar(source: Source, limit: int | None) -> tqdm:
    total = source.total if limit is None else min(limit, source.total or limit)
    return tqdm(desc="Importing", total=total, unit="product", file=sys.stderr, mininterval=0.5)
