"""The demand board: sold-out sizes by what they cost the shop.

A size's demand is the people who wait for it and the looks at it, times its price. What was ordered
in its place is taken off, of the same days: no further back than looks are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from catalog.money import format_price
from shop.insight.models.event import midnight
from shop.insight.totals import kept_since

#: What the board can be sorted by, each a column of the statement below, in the page's order.
ORDERS = {
    "title": "Product",
    "lost": "Lost",
    "waiting": "Waiting",
    "looks": "Looks",
    "price": "Price",
    "demand": "Demand",
    "recovered": "Recovered",
}

#: Whoever began to wait in these days did so on the page of the size, so one of its looks is hers.
#: Begins with what shoppers did, which is little, and not with what is sold out, which is much.
DEMAND = """
    WITH waiting AS (
        SELECT variant_id, count(DISTINCT mailbox_id) AS people, sum(quantity) AS pieces,
            count(DISTINCT mailbox_id) FILTER (
                WHERE owner_id IS NULL AND created_at >= %(since)s) AS had_looked
        FROM alerts_subscription
        WHERE state = 'active' AND kind = 'back_in_stock' AND mailbox_id IS NOT NULL
        GROUP BY variant_id
    ), looked AS (
        SELECT wanted_id AS variant_id, count(*) AS times
        FROM insight_event
        WHERE kind = 'looked' AND at >= %(since)s
        GROUP BY wanted_id
    ), recovered AS (
        SELECT line.stands_in_for_id AS variant_id, placed.currency,
            sum(line.unit_price * line.pieces_instead) AS money
        FROM bag_orderline line JOIN bag_order placed ON placed.id = line.order_id
        WHERE line.stands_in_for_id IS NOT NULL
            AND placed.status <> 'cancelled' AND placed.placed_at >= %(since)s
        GROUP BY line.stands_in_for_id, placed.currency
    ), wanted AS (
        SELECT coalesce(waiting.variant_id, looked.variant_id) AS variant_id,
            coalesce(waiting.people, 0) AS waiting, coalesce(waiting.pieces, 0) AS pieces,
            greatest(coalesce(looked.times, 0) - coalesce(waiting.had_looked, 0), 0) AS looks
        FROM waiting FULL JOIN looked USING (variant_id)
    ), board AS (
        SELECT v.id AS variant_id, v.product_id, v.sku, s.label AS size, p.title,
            p.external_id, coalesce(b.name, '') AS brand, t.name AS type,
            w.waiting, w.pieces, w.looks, p.price, p.currency,
            (w.waiting + w.looks) * p.price AS demand,
            coalesce(r.money, 0) AS recovered,
            (w.waiting + w.looks) * p.price - coalesce(r.money, 0) AS lost
        FROM wanted w
        JOIN catalog_variant v ON v.id = w.variant_id AND v.on_hand <= v.reserved
        JOIN catalog_product p ON p.id = v.product_id AND p.status = 'active'
        JOIN catalog_size s ON s.id = v.size_id
        JOIN catalog_producttype t ON t.id = p.product_type_id
        LEFT JOIN catalog_brand b ON b.id = p.brand_id
        LEFT JOIN recovered r ON r.variant_id = v.id AND r.currency = p.currency
        WHERE (%(type)s::bigint IS NULL OR t.id = %(type)s)
            AND (%(section)s = '' OR t.section = %(section)s)
            AND (%(brand)s = '' OR b.name ILIKE %(brand)s)
    )
"""


@dataclass(frozen=True)
class Asked:
    """Which part of the board; "" and None for all."""

    days: int = 30
    type: int | None = None
    section: str = ""
    brand: str = ""  # or a part of its name
    order: str = "lost"  # one of ORDERS; with a "-" before it from the least

    @cached_property
    def since(self) -> datetime:
        """The beginning of the days asked for, or of those whose looks are there."""
        return max(midnight(localdate() - timedelta(days=self.days)), kept_since())

    @property
    def sql_order(self) -> str:
        """Names and numbers alike begin with what one looks for: A, and the most."""
        column = self.order.removeprefix("-")
        column = column if column in ORDERS else "lost"
        is_turned = self.order.startswith("-") != (column == "title")
        return f"{column} {'ASC' if is_turned else 'DESC'}, variant_id"

    def values(self, first: int = 0, most: int | None = None) -> dict[str, Any]:
        brand = self.brand.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        return {
            "since": self.since,
            "type": self.type,
            "section": self.section,
            "brand": f"%{brand}%" if brand else "",
            "first": first,
            "most": most,
        }


@dataclass(frozen=True)
class Missed:
    """A sold-out size, and what shoppers made of it."""

    variant_id: int
    product_id: int
    sku: str
    size: str
    title: str
    external_id: str
    brand: str
    type: str
    waiting: int  # people
    pieces: int  # that they wait for
    looks: int  # each person's once a day, those of who waits by now left out
    price: Decimal
    currency: str
    demand: Decimal
    recovered: Decimal  # ordered in its place
    lost: Decimal  # demand without what was recovered
    of: int  # rows of the board in all

    @property
    def facts(self) -> str:
        return " · ".join(filter(None, [self.brand, self.type, self.external_id]))

    def money(self, amount: Decimal) -> str:
        return format_price(amount, self.currency).replace(".00", "")

    @property
    def price_text(self) -> str:
        return format_price(self.price, self.currency)

    @property
    def demand_text(self) -> str:
        return self.money(self.demand)

    @property
    def recovered_text(self) -> str:
        return self.money(self.recovered) if self.recovered else "–"

    @property
    def lost_text(self) -> str:
        return self.money(self.lost)


def missed(asked: Asked, first: int = 0, most: int | None = None) -> Iterator[Missed]:
    """Rows of the board from the `first` on, `most` of them; or all, as they come."""
    sql = f"{DEMAND} SELECT *, count(*) OVER () FROM board ORDER BY {asked.sql_order}"  # noqa: S608
    open_cursor = connection.chunked_cursor if most is None else connection.cursor
    with open_cursor() as cursor:
        cursor.execute(f"{sql} OFFSET %(first)s LIMIT %(most)s", asked.values(first, most))
        for row in iter(cursor.fetchone, None):
            yield Missed(*row)


def how_many(asked: Asked) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"{DEMAND} SELECT count(*) FROM board", asked.values())  # noqa: S608
        return cursor.fetchone()[0]
