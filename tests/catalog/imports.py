"""Running an import in a test, and reading what it said."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from PIL import Image

from catalog.models import Product, ProductImage, StockMovement, Variant
from tests.catalog.pictures import encoded

KAGGLE_HEADER = (
    "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,"
    "productDisplayName"
)
COLUMNS_HEADER = "id,title,type,gender,price,stock"


@dataclass(frozen=True)
class Outcome:
    """`status` is the command's exit status, `refused` the report's rows by line number."""

    status: int
    counts: dict[str, Any]
    report: list[dict[str, str]]
    message: str = ""

    def lines(self, kind: str = "row refused") -> list[int]:
        return [int(row["line"] or 0) for row in self.report if row["kind"] == kind]

    def reason(self, line: int) -> str:
        return next(
            f"{row['field']}: {row['reason']}" for row in self.report if row["line"] == str(line)
        )


def run_import(source: Path, *arguments: str) -> Outcome:
    out = io.StringIO()
    status, message = 0, ""
    try:
        call_command("import_catalog", str(source), "--json", *arguments, stdout=out)
    except SystemExit as end:
        status = end.code
    except CommandError as error:
        status, message = error.returncode, str(error)
    counts = json.loads(out.getvalue().splitlines()[-1])
    report = read_report(Path(counts["report"]))
    return Outcome(status, counts, report, message)


def read_report(path: Path) -> list[dict[str, str]]:
    """Empty where the source was refused before there was anything to report."""
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def table(path: Path, header: str, rows: Iterable[str]) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def kaggle_row(external_id: str, name: str = "Fjellro Women Linnea Red Dress") -> str:
    return f"{external_id},Women,Apparel,Dress,Dresses,Red,Summer,2012,Casual,{name}"


def photo(colour: str = "red", width: int = 60, height: int = 80) -> bytes:
    return encoded(Image.new("RGB", (width, height), colour))


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def whole_shop() -> list[Any]:
    """Everything an import may write, with the moment of each product's last change."""
    return [
        list(Product.objects.order_by("pk").values()),
        list(ProductImage.objects.order_by("pk").values()),
        list(Variant.objects.order_by("pk").values()),
        list(StockMovement.objects.order_by("pk").values()),
        list(Product.history.order_by("pk").values("pk", "history_date")),
    ]
