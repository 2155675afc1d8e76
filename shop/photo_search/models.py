"""A shopper's photo while she searches with it, and the garments that were found in it; words of
hers that are to be drawn.

Kept for less than an hour: each reading leaves out what is over, and a sweep deletes it. The tables
are not logged (PostgreSQL's UNLOGGED): no picture of hers is ever in a write-ahead log, in its
archive or on a replica, and none outlives a crash.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self

import numpy as np
from django.conf import settings
from django.db import models
from django.utils.timezone import now
from pgvector.django import VectorField

from recommender.mixed_query import Mixture
from recommender.models import EncoderVersion
from recommender.search import QueryVector


def new_token() -> str:
    """Nobody guesses it: who has it may see the photo."""
    return secrets.token_urlsafe(16)


def end_of_keeping() -> datetime:
    return now() + timedelta(minutes=settings.PHOTO_KEPT_MINUTES)


class KeptQuerySet(models.QuerySet):
    def kept(self) -> Self:
        return self.filter(kept_until__gt=now())

    def over(self) -> Self:
        return self.filter(kept_until__lte=now())


class SearchPhoto(models.Model):
    """Upright, without metadata, encoded by the shop itself."""

    token = models.CharField(max_length=32, primary_key=True, default=new_token)
    picture = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    kept_until = models.DateTimeField(default=end_of_keeping, db_index=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = "shopper's photo"

    def __str__(self) -> str:
        return f"A photo of {self.width} x {self.height}"


class SearchGarment(models.Model):
    """One garment of it. What the fields say: `recommender.photos.garments.Garment`."""

    photo = models.ForeignKey(SearchPhoto, models.CASCADE, related_name="garments")
    number = models.PositiveSmallIntegerField(help_text="On the photo, from 1.")
    kind = models.CharField(max_length=20, blank=True)
    types = models.JSONField(default=list)
    box = models.JSONField()
    outline = models.JSONField(default=list)
    colours = models.JSONField(default=list)
    confidence = models.FloatField(default=0.0)
    encoder = models.ForeignKey(EncoderVersion, models.CASCADE, related_name="+")
    vector = VectorField()
    views = models.JSONField(default=list, help_text="What else it is seen as: [doubt, numbers].")

    class Meta:
        verbose_name = "garment in a shopper's photo"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "number"], name="garment_once_on_a_photo")
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def noun(self) -> str:
        """Its type where there is one that it may be, else its kind; "" where nothing is known."""
        if len(self.types) == 1:
            return self.types[0].lower()
        return NAMES_OF_KINDS.get(self.kind, "")

    @property
    def words(self) -> str:
        """ "black dress", in the trade's words."""
        if not self.noun:
            return "whole photo" if self.is_whole else "part of the photo"
        return f"{self.colours[0].lower()} {self.noun}" if self.colours else self.noun

    @property
    def is_whole(self) -> bool:
        return self.box == [0, 0, 1, 1]

    @property
    def key(self) -> str:
        """Its name in an address."""
        return f"{self.photo_id}.{self.number}"

    @property
    def query(self) -> QueryVector:
        """Wants `encoder` fetched."""
        return self._seen(self.vector)

    @property
    def mixture(self) -> Mixture:
        """All that it is seen as. Wants `encoder` fetched."""
        others = tuple(self._seen(numbers) for _, numbers in self.views)
        return Mixture((self.query, *others), (0.0, *(doubt for doubt, _ in self.views)))

    def _seen(self, numbers: Sequence[float]) -> QueryVector:
        row = np.asarray(numbers, dtype=np.float32)
        return QueryVector(row, self.encoder_id, self.encoder.version)


class DrawingQuerySet(KeptQuerySet):
    def due(self) -> Self:
        """Those that still want a picture, oldest first."""
        return self.kept().filter(photo=None, trouble="").order_by("kept_until", "pk")


class Drawing(models.Model):
    """Words to be drawn and searched with: the row is the job. Its tries are counted before they
    are made, so that words which kill a worker are not drawn for ever."""

    token = models.CharField(max_length=32, primary_key=True, default=new_token)
    words = models.CharField(max_length=200)
    share = models.FloatField(default=0.0, help_text="How much of it is done, 0 to 1.")
    tries = models.PositiveSmallIntegerField(default=0)
    photo = models.ForeignKey(SearchPhoto, models.CASCADE, null=True, related_name="+")
    trouble = models.CharField(max_length=200, blank=True, help_text="Why there is no picture.")
    kept_until = models.DateTimeField(default=end_of_keeping, db_index=True)

    objects = DrawingQuerySet.as_manager()

    class Meta:
        verbose_name = "drawing"

    def __str__(self) -> str:
        return self.words

    @property
    def is_due(self) -> bool:
        return not (self.photo_id or self.trouble)

    @property
    def percent(self) -> int:
        return int(100 * self.share)

    @property
    def before_it(self) -> int:
        """How many are to be drawn first."""
        return Drawing.objects.due().filter(kept_until__lt=self.kept_until).count()


NAMES_OF_KINDS = {
    "top": "top",
    "layer": "jacket",
    "dress": "dress",
    "bottom": "trousers or skirt",
    "shoes": "shoes",
    "bag": "bag",
    "accessory": "accessory",
}
