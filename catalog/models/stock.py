"""Sizes on the shelf, and the ledger that alone moves them.

The ledger and the number on the variant are kept equal by the database, whichever side is
written: a row in the ledger moves the number, and a number changed behind the ledger's back
(`bulk_update`, raw SQL) writes the row it owes. So `on_hand` is always the sum of the ledger.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q


class InsufficientStock(Exception):
    """Fewer are on hand than were asked for. Nothing was moved."""


class MovementReason(models.TextChoices):
    OPENING = "opening", "Opening stock"
    RECEIVED = "received", "Received"
    SOLD = "sold", "Sold"
    RETURNED = "returned", "Returned"
    DAMAGED = "damaged", "Damaged or lost"
    COUNTED = "counted", "Stock count"
    IMPORTED = "imported", "Import"
    DIRECT = "direct", "Changed directly"


class VariantQuerySet(models.QuerySet["Variant"]):
    def in_stock(self) -> VariantQuerySet:
        return self.filter(on_hand__gt=0)

    def sold_out(self) -> VariantQuerySet:
        return self.filter(on_hand=0)

    def in_size(self, label: str) -> VariantQuerySet:
        return self.filter(size__label=label)


class Variant(models.Model):
    """One product in one size: the thing that is bought."""

    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="variants")
    size = models.ForeignKey("catalog.Size", models.PROTECT, related_name="variants")
    sku = models.CharField("SKU", max_length=80, unique=True)
    on_hand = models.IntegerField(default=0, help_text="Pieces in stock: the sum of the ledger.")

    objects = VariantQuerySet.as_manager()

    class Meta:
        ordering = ["size__rank", "size__label", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "size"], name="variant_once_per_size"),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="stock_not_below_zero"),
        ]
        indexes = [
            models.Index(
                fields=["size", "product"], name="variant_in_stock", condition=Q(on_hand__gt=0)
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="opening_stock",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__on_hand__gt=0),
                func="""
                    INSERT INTO catalog_stockmovement (variant_id, change, reason, note, at)
                    VALUES (NEW.id, NEW.on_hand, 'opening', '', clock_timestamp());
                    RETURN NULL;
                """,
            ),
            # Depth 0 means that someone wrote the number itself; deeper, the ledger did.
            pgtrigger.Trigger(
                name="ledger_owed",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("on_hand"),
                condition=pgtrigger.Condition(
                    "(OLD.on_hand <> NEW.on_hand AND pg_trigger_depth() = 0)"
                ),
                func="""
                    INSERT INTO catalog_stockmovement (variant_id, change, reason, note, at)
                    VALUES (NEW.id, NEW.on_hand - OLD.on_hand, 'direct', '', clock_timestamp());
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="stock_event",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("on_hand"),
                condition=pgtrigger.Condition("((OLD.on_hand > 0) <> (NEW.on_hand > 0))"),
                func="""
                    INSERT INTO catalog_stockevent (variant_id, kind, on_hand, at)
                    VALUES (NEW.id, CASE WHEN NEW.on_hand > 0 THEN 'back_in_stock' ELSE 'sold_out' END,
                            NEW.on_hand, clock_timestamp());
                    RETURN NULL;
                """,  # noqa: E501
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}, {self.size}"

    @property
    def is_in_stock(self) -> bool:
        return self.on_hand > 0

    def move(self, change: int, reason: MovementReason, who=None, note: str = "") -> None:
        """Write one ledger row, which moves the stock. Raises InsufficientStock below zero."""
        try:
            with transaction.atomic():
                StockMovement.objects.create(
                    variant=self, change=change, reason=reason, who=who, note=note
                )
        except IntegrityError as error:
            if "stock_not_below_zero" in str(error):
                raise InsufficientStock(f"{self}: fewer than {-change} on hand") from error
            raise
        self.refresh_from_db(fields=["on_hand"])

    def take(self, quantity: int, note: str = "") -> bool:
        """Sell `quantity` pieces if that many are on hand; says whether it did.

        One statement: the row is locked and its stock looked at again by the same INSERT that
        writes the ledger, so two buyers of the last piece cannot both get it.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO catalog_stockmovement (variant_id, change, reason, note, at)
                SELECT id, -%(quantity)s, 'sold', %(note)s, clock_timestamp()
                FROM catalog_variant WHERE id = %(id)s AND on_hand >= %(quantity)s FOR UPDATE
                """,
                {"id": self.pk, "quantity": quantity, "note": note},
            )
            return cursor.rowcount == 1


class StockMovement(models.Model):
    """A line of the ledger: what changed, why, by whom, when. Never edited."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="movements")
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


class StockEvent(models.Model):
    """A size came back or sold out. Written by the database alone, whichever path moved it."""

    class Kind(models.TextChoices):
        BACK_IN_STOCK = "back_in_stock", "Back in stock"
        SOLD_OUT = "sold_out", "Sold out"

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind)
    on_hand = models.IntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.variant}: {self.get_kind_display().lower()}"
