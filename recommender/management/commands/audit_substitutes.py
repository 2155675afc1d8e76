"""Ask for the substitutes of a sample of sold-out sizes and check every promise made for them."""

from __future__ import annotations

import json
import random
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from PIL import Image

from catalog.models import Product, Status, Variant
from recommender.contact_sheet import EMPTY, Cell, Layout, Word, draw_sheet, wrapped
from recommender.embedding.indexing import open_cover
from recommender.ladder.rungs import FEWEST
from recommender.substitutes import Substitute, substitutes_for
from recommender.trial.promises import violations

SHEET = Layout(picture=(170, 226), lines=4, cells=7)

#: A promise that an answer broke, in words.
BROKEN = {
    "stock": "is sold out",
    "size": "is offered in another size and does not say so",
    "gender": "is for another gender",
    "self": "is the product itself",
    "same_model": "is the same model in the same colour",
    "inactive": "is not for sale",
}

Row = tuple[Variant, Sequence[Substitute]]


class Command(BaseCommand):
    help = (
        "Check the substitutes of sold-out sizes drawn by seed; exit status 1 if a promise broke."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sample", type=int, default=200, help="how many sold-out sizes")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--sheet", type=Path, help="write a contact sheet (PNG) here")
        parser.add_argument("--rows", type=int, default=12, help="rows of the contact sheet")
        parser.add_argument("--json", action="store_true", help="print one JSON object last")

    def handle(self, *args: Any, **options: Any) -> None:
        sample = sold_out_sample(options["sample"], options["seed"])
        if not sample:
            raise CommandError("No size of an active product is sold out: nothing to audit.")
        rows = [(variant, substitutes_for(variant)) for variant in sample]
        broken = [fault for variant, found in rows for fault in faults(variant, found)]
        facts = figures(rows, broken)
        if options["sheet"]:
            chosen = rows[: options["rows"]]
            draw_sheet([cells(*row) for row in chosen], options["sheet"], SHEET)
        for fault in broken:
            self.stderr.write(fault)
        self.stdout.write(json.dumps(facts) if options["json"] else sentence(facts))
        if broken:
            raise SystemExit(1)


def sold_out_sample(size: int, seed: int) -> list[Variant]:
    sold_out = Variant.objects.sold_out().filter(product__status=Status.ACTIVE)
    ids = list(sold_out.order_by("sku").values_list("pk", flat=True))
    drawn = random.Random(seed).sample(ids, min(size, len(ids)))  # noqa: S311 - a sample, no secret
    variants = Variant.objects.select_related("size", "product__product_type").in_bulk(drawn)
    return [variants[pk] for pk in drawn]


def faults(variant: Variant, found: Sequence[Substitute]) -> list[str]:
    """Each promise that an answer breaks, in words."""
    faults = [
        f"{variant}: {s.product} {BROKEN[kind]}" for s in found for kind in violations(variant, s)
    ]
    encoders = sorted({substitute.encoder for substitute in found})
    if len(encoders) > 1:
        faults.append(f"{variant}: answered by more than one encoder: {', '.join(encoders)}")
    return faults


def cells(variant: Variant, found: Sequence[Substitute]) -> Iterator[Cell]:
    yield cell(variant.product, f"sold out in {variant.size}")
    for answer in found:
        yield cell(answer.product, f"{answer.similarity:.2f} {answer.reason}")


def cell(product: Product, said: str) -> Cell:
    return Cell(cover_of(product), ([Word(product.title)], *wrapped(said, SHEET, SHEET.lines - 1)))


def cover_of(product: Product) -> Image.Image:
    if product.cover is None:
        return Image.new("RGB", SHEET.picture, EMPTY)
    return open_cover(product.cover.image.name)


def figures(rows: Sequence[Row], broken: Sequence[str]) -> dict[str, Any]:
    counts = [len(found) for _, found in rows]
    answers = sum(counts)
    relaxed = sum(bool(substitute.relaxed) for _, found in rows for substitute in found)
    return {
        "asked": len(rows),
        "answers": answers,
        "broken_promises": len(broken),
        "at_least_four": sum(count >= FEWEST for count in counts),
        "none": sum(count == 0 for count in counts),
        "all_wishes_met": answers - relaxed,
        "encoders": sorted({substitute.encoder for _, found in rows for substitute in found}),
    }


def sentence(facts: dict[str, Any]) -> str:
    return (
        f"{facts['asked']} sold-out sizes asked, {facts['answers']} substitutes, "
        f"{facts['broken_promises']} promises broken. {facts['at_least_four']} sizes had four or "
        f"more, {facts['none']} had none."
    )
