"""What shoppers did with what was offered to them; nobody's name, and no two events of one person
can be told to be hers."""

from __future__ import annotations

from datetime import date, datetime, time

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import get_current_timezone


class EventKind(models.TextChoices):
    LOOKED = "looked", "Looked at, sold out"
    SHOWN = "shown", "Shown"
    CLICKED = "clicked", "Clicked"
    BAGGED = "bagged", "Bagged"
    ORDERED = "ordered", "Ordered"  # counted from the orders, which say what became of them
    THUMB_UP = "thumb_up", "Thumb up"
    THUMB_DOWN = "thumb_down", "Thumb down"


class EventQuerySet(models.QuerySet["Event"]):
    def since(self, day: date) -> EventQuerySet:
        """From its midnight on, as the shop's clocks have it."""
        return self.filter(at__gte=midnight(day))

    def looks(self) -> EventQuerySet:
        return self.filter(kind=EventKind.LOOKED)


class Event(models.Model):
    """A note, not a reference: what it names may be deleted, and the note stays until its time."""

    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=12, choices=EventKind)
    wanted = models.ForeignKey(
        "catalog.Variant",
        models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="The size that was sold out.",
    )
    offered = models.ForeignKey(
        "catalog.Product",
        models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
        null=True,
        help_text="What was offered instead; none where she only looked.",
    )
    rung = models.CharField(max_length=80, blank=True)
    mode = models.CharField(max_length=20, blank=True)
    place = models.PositiveSmallIntegerField(null=True, help_text="In the list she saw, from 1.")
    once = models.UUIDField(
        unique=True,
        editable=False,
        help_text="Of visitor, offer and kind, under the day's salt: each counts once a day.",
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            # Retention and the figures of a day: rows come in the order of time.
            BrinIndex(fields=["at"], name="event_at", autosummarize=True, pages_per_range=32),
            models.Index(
                fields=["at"],
                include=["wanted"],
                condition=Q(kind="looked"),
                name="event_looks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%d.%m.%Y %H:%M}"


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, get_current_timezone())
