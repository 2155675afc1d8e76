"""How an order is paid. A method is a class named in the setting PAYMENT_METHODS.

A shop adds its own by writing such a class and naming it there; the first named is the one a
shopper finds chosen.
"""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from shop.bag.models import Order


class PaymentMethod(Protocol):
    code: str  # kept with the order; at most 40 characters, never changed once used
    label: str  # what the shopper chooses
    description: str  # one sentence beneath it

    def begin(self, order: Order) -> str | None:
        """The URL where the shopper pays, or None if she has nothing to do now.

        Called once the order is committed, and again when she sends the form twice. What it raises
        leaves the order placed and unpaid.
        """
        ...


class PayOnDelivery:
    code = "on_delivery"
    label = "Pay on delivery"
    description = "In cash or by card, when the parcel is handed to you."

    def begin(self, order: Order) -> str | None:
        return None


def payment_methods() -> dict[str, PaymentMethod]:
    """The shop's methods by code, in the order of the setting."""
    methods = [import_string(path)() for path in settings.PAYMENT_METHODS]
    return {method.code: method for method in methods}


def payment_label(code: str) -> str:
    """What the method was called; its bare code once the shop has dropped it."""
    method = payment_methods().get(code)
    return method.label if method else code
