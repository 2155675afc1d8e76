"""Sizes, in the order people put them."""

from __future__ import annotations

import re

from django.db import models

LETTERS = ("XXXS", "XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL", "4XL", "5XL", "6XL")
SPELLINGS = {"2XS": "XXS", "3XS": "XXXS", "2XL": "XXL", "3XL": "XXXL", "XXXXL": "4XL"}


def size_rank(label: str) -> float:
    """Where a size label stands among others of its scale: XS < S < M, 36 < 36.5 < 38.

    Letters come before numbers and numbers before anything else, so that an odd label of a
    stranger's file ends last instead of in the middle.
    """
    text = label.strip().upper()
    text = SPELLINGS.get(text, text)
    if text in LETTERS:
        return float(LETTERS.index(text))
    number = re.match(r"(\d{1,4})(?:[.,](\d))?", text)
    if number:
        return 100.0 + float(f"{number[1]}.{number[2] or 0}")
    return 100_000.0


class SizeScale(models.Model):
    """A way of measuring: letters, European shoe sizes, waist in inches, one size."""

    name = models.SlugField(unique=True)
    title = models.CharField(max_length=80)
    prefix = models.CharField(
        max_length=8,
        blank=True,
        db_default="",
        help_text="Before a size where another scale is named too: EU in “UK 6 is EU 39”.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.title

    def size(self, label: str) -> Size:
        """The scale's size of that label, made if the scale has none yet."""
        label = label.strip()
        return self.sizes.get_or_create(label=label, defaults={"rank": size_rank(label)})[0]


class Size(models.Model):
    scale = models.ForeignKey(SizeScale, models.PROTECT, related_name="sizes")
    label = models.CharField(max_length=20)
    rank = models.FloatField(editable=False, help_text="Order within the scale, from the label.")

    class Meta:
        ordering = ["scale_id", "rank", "label"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "label"], name="size_once_per_scale")
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, **kwargs) -> None:
        self.rank = size_rank(self.label)
        super().save(**kwargs)

    @property
    def name(self) -> str:
        """With its scale's prefix: "EU 39"."""
        return f"{self.scale.prefix} {self.label}".strip()
