"""What an alert earned: a line of an order by somebody whom its letter had led to the shop."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, F, Sum

from catalog.money import format_price
from shop.alerts.models.kind import AlertKind
from shop.bag.models.order import OrderStatus


class EarningQuerySet(models.QuerySet["Earning"]):
    def by_kind(self) -> list[dict[str, object]]:
        """How many of each kind, and what they came to, by currency; cancelled orders left out."""
        amount = Sum(F("order_line__unit_price") * F("order_line__quantity"))
        kept = self.exclude(order_line__order__status=OrderStatus.CANCELLED).order_by()
        rows = kept.annotate(currency=F("order_line__order__currency")).values("kind", "currency")
        counted = rows.annotate(orders=Count("pk"), amount=amount).order_by("kind", "currency")
        return [
            {**row, "label": AlertKind(row["kind"]).label}
            | {"amount": format_price(row["amount"], row["currency"])}
            for row in counted
        ]


class Earning(models.Model):
    #: Nothing of it says who was written to: alerts and letters are forgotten, this stays.
    order_line = models.OneToOneField("bag.OrderLine", models.CASCADE, related_name="earned_by")
    kind = models.CharField(max_length=16, choices=AlertKind)
    followed_at = models.DateTimeField(help_text="When the letter's link was followed.")
    ordered_at = models.DateTimeField(auto_now_add=True)

    objects = EarningQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "order after a letter"
        verbose_name_plural = "orders after letters"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.order_line}"
