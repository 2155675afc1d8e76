"""Sizes that fit the same person on two scales, as shops' charts have them.

Charts differ by half a size; a merchandiser edits the rows. British and American scales are told
apart by their names: `uk-shoes`, `us-shoes`, `eu-clothing`, `uk-clothing`, `us-clothing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.models import Gender, Size, SizeEquivalent, SizeScale

PREFIXES = {
    "eu-shoes": "EU", "uk-shoes": "UK", "us-shoes": "US",
    "eu-clothing": "EU", "uk-clothing": "UK", "us-clothing": "US",
    "waist": "W",
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """Sizes in a column each: those of a row fit the same person."""

    gender: str
    scales: tuple[str, ...]
    rows: tuple[str, ...]  # labels in the scales' order

    def pairs(self) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
        """((scale, label), (scale, label)), of different scales."""
        for row in self.rows:
            cells = list(zip(self.scales, row.split(), strict=True))
            yield from ((a, b) for at, a in enumerate(cells) for b in cells[at + 1 :])


CHARTS = (
    Chart(
        Gender.WOMEN,
        ("eu-shoes", "uk-shoes", "us-shoes"),
        ("36 3 5", "37 4 6", "38 5 7", "39 6 8", "40 7 9", "41 8 10", "42 9 11"),
    ),
    Chart(
        Gender.MEN,
        ("eu-shoes", "uk-shoes", "us-shoes"),
        ("40 6 7", "41 7 8", "42 8 9", "43 9 10", "44 10 11", "45 11 12", "46 12 13"),
    ),
    Chart(
        Gender.WOMEN,
        ("alpha", "eu-clothing", "uk-clothing", "us-clothing"),
        ("XS 34 6 2", "S 36 8 4", "M 38 10 6", "L 40 12 8", "XL 42 14 10", "XXL 44 16 12"),
    ),
    Chart(
        Gender.MEN,
        ("alpha", "eu-clothing"),
        ("S 46", "M 48", "L 50", "XL 52", "XXL 54"),
    ),
    Chart(
        Gender.WOMEN,
        ("alpha", "waist"),
        ("XS 25", "XS 26", "S 27", "S 28", "M 29", "M 30", "L 31", "L 32", "XL 33", "XL 34"),
    ),
    Chart(
        Gender.MEN,
        ("alpha", "waist"),
        ("S 29", "S 30", "M 31", "M 32", "L 33", "L 34", "XL 36", "XXL 38"),
    ),
)


def add_usual_equivalents() -> int:
    """Rows for all sizes that the shop has on both scales; what is there stays as it is. How many
    came in."""
    for name, prefix in PREFIXES.items():
        SizeScale.objects.filter(name=name, prefix="").update(prefix=prefix)
    sizes = {(s.scale.name, s.label): s for s in Size.objects.select_related("scale")}
    before = SizeEquivalent.objects.count()
    SizeEquivalent.objects.bulk_create(
        (
            SizeEquivalent(one=sizes[one], other=sizes[other], gender=chart.gender)
            for chart in CHARTS
            for one, other in chart.pairs()
            if one in sizes and other in sizes
        ),
        ignore_conflicts=True,
    )
    return SizeEquivalent.objects.count() - before
