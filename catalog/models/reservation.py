"""What shoppers hold while they are at the till: theirs to buy for some minutes, nobody else's.

A row counts until it is deleted. A minute's sweep deletes those that have run out, and so does
whoever wants the piece before the sweep comes by.

Lock order: the variant's row first, then its reservations.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import pgtrigger
from django.db import IntegrityError, models, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from catalog.models.stock import Variant


@dataclass(frozen=True)
class Held:
    """Pieces of one variant, seen by one shopper."""

    mine: int
    others: int


class ReservationQuerySet(models.QuerySet["Reservation"]):
    def of(self, holder: str) -> ReservationQuerySet:
        return self.filter(holder=holder)

    def live(self) -> ReservationQuerySet:
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> ReservationQuerySet:
        return self.filter(expires_at__lte=timezone.now())

    def over_for(self, holder: str) -> ReservationQuerySet:
        """Those that stand in nobody's way once `holder` buys: hers and what has run out."""
        return self.expired() | self.of(holder)

    def held(self, holder: str) -> Held:
        """What `holder` has, run out or not, and what others still have."""
        others = ~Q(holder=holder) & Q(expires_at__gt=timezone.now())
        sums = self.aggregate(
            mine=Sum("quantity", filter=Q(holder=holder), default=0),
            others=Sum("quantity", filter=others, default=0),
        )
        return Held(**sums)

    @transaction.atomic
    def hold(self, variant: Variant, quantity: int, holder: str, until: datetime) -> bool:
        """Hold `quantity` pieces in all for `holder`, if so many are left; says whether it did.

        One statement that the database itself refuses (`hold_what_is_there`) when others' live
        holds and this one come to more than is on hand.
        """
        shelf = Variant.objects.filter(pk=variant.pk).locked_in_order().get()
        wish = Reservation(variant=shelf, holder=holder, quantity=quantity, expires_at=until)
        try:
            with (
                transaction.atomic(),
                shelf.reservations.expired().exclude(holder=holder).ended_beside(shelf),
            ):
                Reservation.objects.bulk_create(
                    [wish],
                    update_conflicts=True,
                    unique_fields=["holder", "variant"],
                    update_fields=["quantity", "expires_at"],
                )
        except IntegrityError as error:
            if "held_no_more_than_on_hand" in str(error):
                return False
            raise
        return True

    @transaction.atomic
    def release(self) -> int:
        """Give these back; how many holds that were."""
        return sum(self.filter(variant=shelf).delete()[0] for shelf in self.locked_shelves())

    def release_one_by_one(self) -> None:
        """Give these back, keeping nobody waiting for more than one variant's."""
        for variant in self.order_by().values_list("variant", flat=True).distinct():
            self.filter(variant=variant).release()

    def locked_shelves(self) -> list[Variant]:
        """Their variants, locked, in the order in which to change their holds."""
        return list(Variant.objects.filter(pk__in=self.values("variant")).locked_in_order())

    @contextmanager
    def ended_beside(self, shelf: Variant) -> Iterator[None]:
        """Give these back, of one locked variant, beside something that takes pieces of it.

        In the order that does not cross zero on the way there and back: nobody is told that a size
        came back which the same transaction takes.
        """
        if shelf.is_in_stock:
            self.delete()
        yield
        if not shelf.is_in_stock:
            self.delete()


class Reservation(models.Model):
    #: The migration writes the constraint, which cascades: deleted by Django before the variant, a
    #: hold would still write a StockEvent, about a variant that is no more at the commit.
    variant = models.ForeignKey(
        Variant, models.DO_NOTHING, related_name="reservations", db_constraint=False
    )
    quantity = models.PositiveSmallIntegerField()
    holder = models.CharField(max_length=40, help_text="Whose it is: the number of a bag.")
    expires_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        ordering = ["expires_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["holder", "variant"], name="one_hold_per_holder"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="hold_has_a_piece"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="hold_what_is_there",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("quantity") | pgtrigger.Delete,
                declare=[("more", "integer"), ("pieces", "integer"), ("held", "integer")],
                func="""
                    more = COALESCE(NEW.quantity, 0) - COALESCE(OLD.quantity, 0);
                    IF more = 0 THEN RETURN NULL; END IF;
                    UPDATE catalog_variant SET reserved = reserved + more
                    WHERE id = COALESCE(NEW.variant_id, OLD.variant_id)
                    RETURNING on_hand INTO pieces;
                    IF more > 0 THEN
                        SELECT sum(quantity) INTO held FROM catalog_reservation
                        WHERE variant_id = NEW.variant_id
                        AND (expires_at > clock_timestamp() OR id = NEW.id);
                        IF held > pieces THEN
                            RAISE EXCEPTION 'held_no_more_than_on_hand'
                            USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Protect(
                name="hold_keeps_its_variant", operation=pgtrigger.UpdateOf("variant_id")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant}"
