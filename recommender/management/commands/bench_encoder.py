"""Pictures a second of an encoder, beside onnxruntime int8 and plain torch on the same weights."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Measure pictures a second from files on disk to unit vectors, decoding included."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--model", metavar="NAME", help="as in ENCODER, which is the default")
        parser.add_argument(
            "--images", type=Path, metavar="DIR_OR_ZIP", help="pictures; drawn here if not given"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from bench.embedding.report import table
            from bench.embedding.run import bench_encoder
        except ModuleNotFoundError as error:
            raise CommandError(
                f"The benchmarks are not here ({error}): run this in a copy of the repository."
            ) from error
        name = options["model"] or settings.ENCODER
        try:
            facts = bench_encoder(name, options["images"], note=self.stderr.write)
        except (RuntimeError, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(facts) if options["json"] else table(facts))
