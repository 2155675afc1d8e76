"""What a line of a bag or an order stood in for, where it was offered as a substitute."""

from __future__ import annotations

from typing import Protocol

from django.db import models


class Offer(Protocol):
    """A mark (`shop.insight.marks`), as far as a line remembers it."""

    @property
    def wanted(self) -> int: ...  # the sold-out variant
    @property
    def rung(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def place(self) -> int: ...


class StandIn(models.Model):
    stands_in_for = models.ForeignKey(
        "catalog.Variant",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The sold-out size it was offered instead of.",
    )
    rung = models.CharField(max_length=80, blank=True, db_default="", default="")
    mode = models.CharField(max_length=20, blank=True, db_default="", default="")
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    pieces_instead = models.PositiveSmallIntegerField(
        db_default=0, default=0, help_text="So many of its pieces were put in by that offer."
    )

    class Meta:
        abstract = True

    def remember(self, offer: Offer, pieces: int) -> None:
        """That so many pieces more came by it; of two offers the first. Does not save the row."""
        if self.stands_in_for_id is None:
            self.stands_in_for_id = offer.wanted
            self.rung, self.mode, self.place = offer.rung, offer.mode, offer.place
        if self.stands_in_for_id == offer.wanted:
            self.pieces_instead += pieces

    def remember_like(self, line: StandIn) -> None:
        """As another line does. Does not save the row."""
        self.stands_in_for_id = line.stands_in_for_id
        self.rung, self.mode, self.place = line.rung, line.mode, line.place
        self.pieces_instead = line.pieces_instead


#: What a line that came by no offer has in their place.
NO_OFFER = {"stands_in_for": None, "rung": "", "mode": "", "place": None, "pieces_instead": 0}
