"""An order, with everything written down as it was when it was placed."""

from __future__ import annotations

import secrets
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.money import format_price
from shop.bag.countries import COUNTRIES
from shop.bag.models.stand_in import StandIn


def unguessable() -> str:
    return secrets.token_urlsafe(24)


class OrderStatus(models.TextChoices):
    PLACED = "placed", "Placed"
    SENT = "sent", "Sent"
    CANCELLED = "cancelled", "Cancelled"


class Order(models.Model):
    #: In the address of the confirmation, which has no login before it.
    token = models.CharField(max_length=40, unique=True, default=unguessable, editable=False)
    checkout_key = models.UUIDField(
        unique=True, editable=False, help_text="The filled-in form it came from: one order each."
    )
    status = models.CharField(max_length=10, choices=OrderStatus, default=OrderStatus.PLACED)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    street = models.CharField("street and number", max_length=200)
    city = models.CharField(max_length=100)
    postcode = models.CharField(max_length=16)
    country = models.CharField(max_length=2, choices=COUNTRIES)
    payment_method = models.CharField(max_length=40)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    placed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-placed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(total__gt=0), name="order_total_above_zero")
        ]

    def __str__(self) -> str:
        return f"Order {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("order", args=[self.token])

    @property
    def number(self) -> str:
        """What the shopper quotes on the telephone."""
        return f"U-{self.pk:06d}"

    @property
    def is_cancelled(self) -> bool:
        return self.status == OrderStatus.CANCELLED

    @property
    def total_text(self) -> str:
        return format_price(self.total, self.currency)


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def stand_ins(self) -> OrderLineQuerySet:
        """Those that were offered instead of a size that is still known, of orders that stand."""
        offered = self.filter(stands_in_for__isnull=False)
        return offered.exclude(order__status=OrderStatus.CANCELLED)


class OrderLine(StandIn):
    """What was bought at which price: a copy, so that later changes of the product leave it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(
        "catalog.Variant", models.SET_NULL, null=True, related_name="order_lines"
    )
    title = models.CharField(max_length=255)
    size = models.CharField(max_length=20)
    sku = models.CharField("SKU", max_length=80)
    unit_price = models.DecimalField(max_digits=10, decimal_places=2)
    quantity = models.PositiveSmallIntegerField()

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="order_line_has_a_piece")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}, {self.size}"

    @property
    def total(self) -> Decimal:
        return self.unit_price * self.quantity

    @property
    def total_text(self) -> str:
        return format_price(self.total, self.order.currency)
