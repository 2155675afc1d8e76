"""A shopper's photo while she searches with it, and the garments that were found in it.

Kept for less than an hour: each reading leaves out what is over, and a sweep deletes it. The tables
are not logged (PostgreSQL's UNLOGGED): no picture of hers is ever in a write-ahead log, in its
archive or on a replica, and none outlives a crash.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import models
from django.utils.timezone import now
from pgvector.django import VectorField

from recommender.models import EncoderVersion
from recommender.search import QueryVector


def new_token() -> str:
    """Nobody guesses it: who has it may see the photo."""
    return secrets.token_urlsafe(16)


def end_of_keeping() -> datetime:
    return now() + timedelta(minutes=settings.PHOTO_KEPT_MINUTES)


class SearchPhotoQuerySet(models.QuerySet["SearchPhoto"]):
    def kept(self) -> SearchPhotoQuerySet:
        return self.filter(kept_until__gt=now())

    def over(self) -> SearchPhotoQuerySet:
        return self.filter(kept_until__lte=now())


class SearchPhoto(models.Model):
    """Upright, without metadata, encoded by the shop itself."""

    token = models.CharField(max_length=32, primary_key=True, default=new_token)
    picture = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    kept_until = models.DateTimeField(default=end_of_keeping, db_index=True)

    objects = SearchPhotoQuerySet.as_manager()

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
            return "whole photo" if self.box == [0, 0, 1, 1] else "part of the photo"
        return f"{self.colours[0].lower()} {self.noun}" if self.colours else self.noun

    @property
    def key(self) -> str:
        """Its name in an address."""
        return f"{self.photo_id}.{self.number}"

    @property
    def query(self) -> QueryVector:
        """Wants `encoder` fetched."""
        numbers = np.asarray(self.vector, dtype=np.float32)
        return QueryVector(numbers, self.encoder_id, self.encoder.version)


NAMES_OF_KINDS = {
    "top": "top",
    "layer": "jacket",
    "dress": "dress",
    "bottom": "trousers or skirt",
    "shoes": "shoes",
    "bag": "bag",
    "accessory": "accessory",
}
