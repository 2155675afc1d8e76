"""Commands that measure something and print figures."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommender.unavailable import ModelUnavailable

SHEETS = (".png", ".jpg")


class FiguresCommand(BaseCommand):
    """Prints what `measured` gives, a figure a line or with --json as one JSON object."""

    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            figures = rounded(self.measured(options))
        except (ModelUnavailable, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(figures) if options["json"] else "\n".join(lines(figures)))

    def measured(self, options: dict[str, Any]) -> dict[str, Any]:
        """Figures by name, some in groups. Raises ModelUnavailable, ValueError, OSError."""
        raise NotImplementedError


def refuse_unwritable(sheet: Path | None) -> None:
    """Before the long part begins. Raises ValueError."""
    if sheet and sheet.suffix.lower() not in SHEETS:
        raise ValueError(f"--sheet {sheet}: a name that ends in {' or '.join(SHEETS)}, please")
    if sheet and not sheet.parent.is_dir():
        raise ValueError(f"--sheet {sheet}: there is no folder {sheet.parent}")


def rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: round_off(value) for name, value in figures.items()}


def round_off(value: Any) -> Any:
    if isinstance(value, dict):
        return rounded(value)
    return round(value, 4) if isinstance(value, float) else value


def lines(figures: dict[str, Any], under: str = "") -> list[str]:
    """One figure a line, those of a group under its name."""
    out: list[str] = []
    for name, value in figures.items():
        nested = isinstance(value, dict)
        out += lines(value, f"{under}{name}.") if nested else [f"{under + name:34} {value}"]
    return out
