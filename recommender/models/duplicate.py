"""Two products that show one picture, and what a merchandiser said to that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from catalog.models import Product


class Verdict(models.TextChoices):
    WAITING = "waiting", "To be looked at"
    MERGED = "merged", "Merged"
    SAME_MODEL = "same_model", "Same model"
    NOT_DUPLICATE = "not_duplicate", "Not a duplicate"


class DuplicateQuerySet(models.QuerySet["DuplicatePair"]):
    def waiting(self) -> DuplicateQuerySet:
        return self.filter(verdict=Verdict.WAITING)

    def decided(self) -> DuplicateQuerySet:
        return self.exclude(verdict=Verdict.WAITING)

    def following(self, pair: DuplicatePair) -> DuplicatePair | None:
        """The one after it, and after the last the first; never itself."""
        later = Q(colour=pair.colour, pk__gt=pair.pk) | Q(colour__gt=pair.colour)
        return self.filter(later).first() or self.exclude(pk=pair.pk).first()

    def among(self, products: Iterable[int]) -> DuplicateQuerySet:
        ids = list(products)
        return self.filter(first__in=ids, second__in=ids)


class DuplicatePair(models.Model):
    """The one with the smaller key comes first. A verdict stays, also when the pair is found
    again, and until then nothing changes for shoppers."""

    first = models.ForeignKey(Product, models.CASCADE, related_name="+")
    second = models.ForeignKey(Product, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=13, choices=Verdict, default=Verdict.WAITING)
    kept = models.ForeignKey(
        Product,
        models.CASCADE,
        related_name="merged_pairs",
        null=True,
        blank=True,
        help_text="Which one stays for sale; only of merged ones.",
    )
    structure = models.FloatField(help_text="Correlation of light and shade, -1 to 1.")
    colour = models.FloatField(help_text="Median distance of the garments' pixels in CIELAB.")
    is_mirrored = models.BooleanField(default=False)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = "near-duplicate"
        ordering = ["colour", "pk"]
        indexes = [
            # What was said of a product's pairs is read with each candidate.
            models.Index(fields=[one], condition=~Q(verdict="waiting"), name=f"said_of_{one}")
            for one in ("first", "second")
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_found_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
            models.CheckConstraint(
                condition=Q(verdict="merged") & (Q(kept=F("first")) | Q(kept=F("second")))
                | ~Q(verdict="merged") & Q(kept__isnull=True),
                name="merged_keeps_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"

    @property
    def gone(self) -> Product | None:
        """The one that gave way."""
        if self.kept_id is None:
            return None
        return self.second if self.kept_id == self.first_id else self.first

    def decide(self, verdict: Verdict, who: Any, kept: Product | None) -> None:
        self.verdict, self.kept = verdict, kept
        self.decided_by, self.decided_at = who, timezone.now()
        self.save(update_fields=["verdict", "kept", "decided_by", "decided_at"])
