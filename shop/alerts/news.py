"""What happened, in a shopper's words: a line of the letter that tells her."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from catalog.models import Product, Variant
from shop.alerts.following import token_for
from shop.alerts.models import AlertKind, Delivery, Subscription

HAPPENED = {
    AlertKind.BACK_IN_STOCK: "Back in stock",
    AlertKind.LOW_STOCK: "Nearly gone",
    AlertKind.PRICE_DROP: "Costs less",
    AlertKind.SIMILAR_IN_STOCK: "Something like it arrived",
}


@dataclass(frozen=True)
class News:
    happened: str  # "Back in stock"
    what: str  # "Linnea dress, M"
    price: str  # "€60.00"
    path: str  # of the live page, with what came of the letter to be told by it
    see: str  # "See it in M"

    @property
    def subject(self) -> str:
        return f"{self.happened}: {self.what}"


def news_of(delivery: Delivery) -> News:
    alert, offered = delivery.subscription, delivery.occasion.offered
    return about(alert, offered, token_for(delivery))


def sample_of(alert: Subscription) -> News:
    """As if it had happened; of something like it, the thing itself."""
    is_of_the_like = alert.kind == AlertKind.SIMILAR_IN_STOCK
    return about(alert, alert.variant if is_of_the_like else None, token="")


def about(alert: Subscription, offered: Variant | None, token: str) -> News:
    sold = offered or alert.variant
    product = sold.product if sold else alert.goods
    kind = AlertKind(alert.kind)
    return News(
        happened=HAPPENED[kind],
        what=str(sold or product) + (f", like {alert.variant}" if offered else ""),
        price=price_of(product, alert),
        path=path_to(product, sold, kind, token),
        see=f"See it in {sold.size.label}" if sold else "See it",
    )


def price_of(product: Product, alert: Subscription) -> str:
    if alert.kind != AlertKind.PRICE_DROP or alert.last_price is None:
        return product.price_text
    return f"{product.price_text} instead of {alert.in_money(alert.last_price)}"


def path_to(product: Product, sold: Variant | None, kind: AlertKind, token: str) -> str:
    """Her size is asked for; `back` lets a page that has it no more say that it was back."""
    asked = {"size": sold.size.label} if sold else {}
    if token:
        asked["back" if kind == AlertKind.BACK_IN_STOCK else "told"] = token
    return product.get_absolute_url() + (f"?{urlencode(asked)}" if asked else "")
