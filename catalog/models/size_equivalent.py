"""One size on two scales: a British 6 is a European 39."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from catalog.models.product import Gender
from catalog.models.size import Size


class SizeEquivalent(models.Model):
    """Two sizes of different scales that fit the same person; it holds both ways."""

    one = models.ForeignKey(Size, models.CASCADE, related_name="+")
    other = models.ForeignKey(Size, models.CASCADE, related_name="+")
    gender = models.CharField(
        max_length=10,
        choices=Gender,
        blank=True,
        help_text="For garments of this gender only; empty for all: an American 8 differs.",
    )

    class Meta:
        ordering = ["one__scale_id", "one__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other", "gender"], name="equivalent_once"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="no_size_equals_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.one.name} is {self.other.name}"

    def clean(self) -> None:
        if self.one_id and self.other_id and self.one.scale_id == self.other.scale_id:
            raise ValidationError("Two sizes of one scale are never the same size.")
