"""What a shopper has picked out and not yet ordered. Only at the till is it held for her."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, Expression, F, OuterRef, Prefetch, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone
from django.utils.functional import cached_property

from catalog.models import Product, Reservation, Status, Variant
from catalog.money import format_price
from shop.bag.models.stand_in import NO_OFFER, StandIn

MOST_OF_ONE = 10


class MixedCurrencies(Exception):
    """The piece is priced in another currency than what already lies in the bag."""


class BagQuerySet(models.QuerySet["Bag"]):
    def forgotten(self) -> BagQuerySet:
        """Bags into which nothing was put for as long as a session lives: nobody holds them."""
        session_ended = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        fresh = BagLine.objects.filter(bag=OuterRef("pk"), added_at__gte=session_ended)
        return self.filter(~Exists(fresh), created_at__lt=session_ended)


class Bag(models.Model):
    """Kept in a row of its own, so that two quick taps cannot overwrite each other's session."""

    created_at = models.DateTimeField(auto_now_add=True)

    objects = BagQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Bag {self.pk}"

    @property
    def holder(self) -> str:
        """Its name in the reservations."""
        return f"bag {self.pk}"

    @transaction.atomic
    def add(self, variant: Variant, quantity: int = 1) -> BagLine:
        """Put `quantity` more of it in, as far as there are pieces left. Raises MixedCurrencies.

        The bag's row is locked: an order that is being placed from it takes its lines away.
        """
        Bag.objects.select_for_update().get(pk=self.pk)
        currency = variant.product.currency
        if self.lines.exclude(variant__product__currency=currency).exists():
            raise MixedCurrencies(currency)
        line, fresh = self.lines.get_or_create(variant=variant)
        before = 0 if fresh else line.quantity
        more = quantity - 1 if fresh else quantity
        line.change_to(Least(F("quantity") + more, Value(max(line.pieces_left, 1))))
        line.added = max(line.quantity - before, 0)
        return line

    def contents(self) -> list[BagLine]:
        """Its lines with all that a page shows of them, in a fixed number of queries."""
        cards = Prefetch("variant__product", Product.objects.for_card())
        lines = list(self.lines.select_related("variant__size").prefetch_related(cards))
        held = dict(Reservation.objects.of(self.holder).values_list("variant", "quantity"))
        for line in lines:
            line.held = held.get(line.variant_id, 0)
        return lines

    def is_empty(self) -> bool:
        return not self.lines.exists()


def total_of(lines: list[BagLine]) -> Decimal:
    return sum((line.total for line in lines), Decimal("0.00"))


def price_text(lines: list[BagLine], amount: Decimal) -> str:
    currency = lines[0].variant.product.currency if lines else settings.CURRENCY
    return format_price(amount, currency)


class BagLineQuerySet(models.QuerySet["BagLine"]):
    def forget_offers(self) -> int:
        return self.update(**NO_OFFER)

    def seen_by(self, holder: str) -> list[tuple[int, int, bool]]:
        """Of each line its key, its pieces, and whether nothing of it is left for `holder`.

        The last is what `is_lost` says of a line, without a hold that has run out and that nobody
        has given back yet.
        """
        holds = Reservation.objects.filter(variant=OuterRef("variant"))
        of_others = holds.live().exclude(holder=holder).order_by().values("variant")
        taken = Subquery(of_others.annotate(pieces=Sum("quantity")).values("pieces"))
        lines = self.annotate(
            is_gone=~Q(variant__product__status=Status.ACTIVE)
            | Q(variant__on_hand=0)
            | (~Exists(holds.of(holder)) & Q(variant__on_hand__lte=Coalesce(taken, 0)))
        )
        return list(lines.values_list("pk", "quantity", "is_gone"))


class BagLine(StandIn):
    bag = models.ForeignKey(Bag, models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    quantity = models.PositiveSmallIntegerField(default=1)
    added_at = models.DateTimeField(auto_now_add=True)
    held_since = models.DateTimeField(
        null=True, editable=False, help_text="When it was first held at the till."
    )

    objects = BagLineQuerySet.as_manager()

    #: Pieces that the last `Bag.add` put in.
    added = 0

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bag", "variant"], name="variant_once_per_bag"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_OF_ONE),
                name="bag_line_quantity_within_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant}"

    @property
    def total(self) -> Decimal:
        return self.variant.product.price * self.quantity

    @property
    def total_text(self) -> str:
        return format_price(self.total, self.variant.product.currency)

    @cached_property
    def held(self) -> int:
        """Pieces of it that this bag holds at the till; `contents()` brings it along."""
        holds = Reservation.objects.of(self.bag.holder).filter(variant=self.variant_id)
        return holds.values_list("quantity", flat=True).first() or 0

    @property
    def pieces_left(self) -> int:
        """Pieces that this shopper could buy now: what she holds, and what nobody does."""
        return self.variant.left(mine=self.held, others=self.variant.reserved - self.held)

    @property
    def left(self) -> int:
        """How many could be bought now: none of a product that was taken out of the shop."""
        return self.pieces_left if self.variant.product.is_active else 0

    @property
    def is_lost(self) -> bool:
        return self.left == 0

    @property
    def is_short(self) -> bool:
        """Fewer are left than the bag holds, none included."""
        return self.left < self.quantity

    @property
    def choices(self) -> range:
        """The quantities a shopper may pick, the one she has included."""
        return range(1, max(min(self.left, MOST_OF_ONE), self.quantity) + 1)

    def change_to(self, quantity: int | Expression) -> None:
        """Set how many, never above what one order may hold."""
        expression = quantity if isinstance(quantity, Expression) else Value(quantity)
        mine = type(self).objects.filter(pk=self.pk)
        wished = Greatest(Least(expression, Value(MOST_OF_ONE)), Value(1))
        mine.update(quantity=wished, pieces_instead=Least(F("pieces_instead"), wished))
        self.refresh_from_db(fields=["quantity", "pieces_instead"])
