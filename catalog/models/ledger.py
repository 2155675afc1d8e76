"""The lines of stock that came and went. They alone move what is on hand."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q


class MovementReason(models.TextChoices):
    OPENING = "opening", "Opening stock"
    RECEIVED = "received", "Received"
    SOLD = "sold", "Sold"
    RETURNED = "returned", "Returned"
    DAMAGED = "damaged", "Damaged or lost"
    COUNTED = "counted", "Stock count"
    IMPORTED = "imported", "Import"
    DIRECT = "direct", "Changed directly"


class StockMovement(models.Model):
    """A line of the ledger: what changed, why, by whom, when. Never edited."""

    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="movements")
    change = models.IntegerField()
    reason = models.CharField(max_length=12, choices=MovementReason)
    note = models.CharField(max_length=200, blank=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(change=0), name="movement_moves_something")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="move_stock",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("(pg_trigger_depth() = 0)"),
                func="""
                    UPDATE catalog_variant SET on_hand = on_hand + NEW.change
                    WHERE id = NEW.variant_id;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Protect(
                name="ledger_is_written_once",
                operation=pgtrigger.UpdateOf("variant_id", "change", "reason", "at"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change:+d} {self.get_reason_display().lower()}"
