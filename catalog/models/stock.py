"""Sizes on the shelf, and the ledger that alone moves them.

The ledger and the number on the variant are kept equal by the database, whichever side is
written: a row in the ledger moves the number, and a number changed behind the ledger's back
(`bulk_update`, raw SQL) writes the row it owes. So `on_hand` is always the sum of the ledger.

`reserved` is what shoppers hold at the till, the sum of the variant's reservations. In stock is
what is on hand beyond that.
"""

from __future__ import annotations

import pgtrigger
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from catalog.models.ledger import MovementReason


class InsufficientStock(Exception):
    """Fewer are on hand than were asked for. Nothing was moved."""


class VariantQuerySet(models.QuerySet["Variant"]):
    def in_stock(self) -> VariantQuerySet:
        return self.filter(on_hand__gt=F("reserved"))

    def sold_out(self) -> VariantQuerySet:
        return self.filter(on_hand__lte=F("reserved"))

    def in_size(self, label: str) -> VariantQuerySet:
        return self.filter(size__label=label)

    def locked_in_order(self) -> VariantQuerySet:
        """Their rows, locked: to be read, all of them, before any of them is moved.

        Whoever moves several in one transaction takes them in this order, so that no two wait for
        each other in a circle. Others may still refer to the rows (a bag line, an order line).
        """
        return self.order_by("product_id", "pk").select_for_update(of=("self",), no_key=True)


class Variant(models.Model):
    """One product in one size: the thing that is bought."""

    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="variants")
    size = models.ForeignKey("catalog.Size", models.PROTECT, related_name="variants")
    sku = models.CharField("SKU", max_length=80, unique=True)
    on_hand = models.IntegerField(default=0, help_text="Pieces in stock: the sum of the ledger.")
    reserved = models.IntegerField(
        default=0,
        db_default=0,
        editable=False,
        help_text="Pieces held at the till: the sum of the reservations.",
    )

    objects = VariantQuerySet.as_manager()

    class Meta:
        ordering = ["size__rank", "size__label", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "size"], name="variant_once_per_size"),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="stock_not_below_zero"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="reserved_not_below_zero"),
        ]
        indexes = [
            models.Index(
                fields=["size", "product"],
                name="variant_in_stock",
                condition=Q(on_hand__gt=F("reserved")),
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
                operation=pgtrigger.UpdateOf("on_hand", "reserved"),
                condition=pgtrigger.Condition(
                    "((OLD.on_hand > OLD.reserved) <> (NEW.on_hand > NEW.reserved))"
                ),
                func="""
                    INSERT INTO catalog_stockevent (variant_id, kind, on_hand, reserved, at)
                    VALUES (NEW.id,
                            CASE WHEN NEW.on_hand > NEW.reserved
                                 THEN 'back_in_stock' ELSE 'sold_out' END,
                            NEW.on_hand, NEW.reserved, clock_timestamp());
                    RETURN NULL;
                """,
            ),
            # `save()` writes back what it once read; the number is the reservations' alone to move.
            pgtrigger.Trigger(
                name="reserved_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("reserved"),
                condition=pgtrigger.Condition(
                    "(OLD.reserved <> NEW.reserved AND pg_trigger_depth() = 0)"
                ),
                func="NEW.reserved = OLD.reserved; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}, {self.size}"

    @property
    def is_in_stock(self) -> bool:
        return self.on_hand > self.reserved

    @property
    def available(self) -> int:
        """Pieces that anybody can buy: on hand, and held by nobody."""
        return self.left(mine=0, others=self.reserved)

    def left(self, mine: int, others: int) -> int:
        """Pieces a shopper can buy who holds `mine` while `others` are held by others.

        Where more is held than is on hand (one was damaged), the first of the holders to order
        gets what there is.
        """
        return max(self.on_hand - others, min(self.on_hand, mine))

    def make_room(self) -> bool:
        """Whether it is in stock, once no hold that has run out stands in the way any more."""
        if 0 < self.on_hand <= self.reserved and self.reservations.expired().release():
            self.refresh_from_db(fields=["on_hand", "reserved"])
        return self.is_in_stock

    def move(self, change: int, reason: MovementReason, who=None, note: str = "") -> None:
        """Write one ledger row, which moves the stock. Raises InsufficientStock below zero."""
        try:
            with transaction.atomic():
                self.movements.create(change=change, reason=reason, who=who, note=note)
        except IntegrityError as error:
            if "stock_not_below_zero" in str(error):
                raise InsufficientStock(f"{self}: fewer than {-change} on hand") from error
            raise
        self.refresh_from_db(fields=["on_hand"])

    @transaction.atomic
    def take(self, quantity: int, note: str = "", holder: str = "") -> bool:
        """Sell `quantity` pieces if `holder` can have that many; says whether it did.

        Her own hold ends with it. The row is locked before anything is counted, so two buyers of
        the last piece cannot both get it.
        """
        shelf = Variant.objects.filter(pk=self.pk).locked_in_order().get()
        held = shelf.reservations.held(holder)
        if shelf.left(held.mine, held.others) < quantity:
            return False
        with shelf.reservations.over_for(holder).ended_beside(shelf):
            shelf.movements.create(change=-quantity, reason=MovementReason.SOLD, note=note)
        return True
