"""What the orders of her visit and her bag say of a shopper: the sizes she wears."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest

from catalog.models import Gender, Size
from recommender.ranking.shopper import Shopper
from shop.bag.carrying import KEY
from shop.bag.models import BagLine, Order, OrderLine

#: Where the session keeps which orders she has placed, the last few of them.
ORDERED, MOST_ORDERS = "ordered", 5


def shopper_of(request: HttpRequest, gender: str) -> Shopper:
    """Her size on each scale, of what she took last for the same person ("" for anybody): one query
    for her bag and one for what she has ordered, none without. A husband's L says nothing of her
    own."""
    bag, orders = request.session.get(KEY), request.session.get(ORDERED)
    taken: list[QuerySet] = [OrderLine.objects.filter(order__in=orders)] if orders else []
    if bag:
        taken.append(BagLine.objects.filter(bag=bag))
    sizes = {size.scale_id: size for lines in taken for size in sizes_in(lines, gender)}
    return Shopper(sizes=tuple(sizes.values()))


def sizes_in(lines: QuerySet, gender: str) -> Iterator[Size]:
    hers = list(Gender) if gender in ("", Gender.UNISEX) else [Gender.UNISEX, gender]
    its = lines.filter(variant__product__gender__in=hers).select_related("variant__size")
    return (line.variant.size for line in its)


def remember_order(request: HttpRequest, order: Order) -> None:
    """Her bag is empty now; what she ordered says what she wears as long as her session lives."""
    others = [pk for pk in request.session.get(ORDERED, []) if pk != order.pk]
    request.session[ORDERED] = [*others, order.pk][-MOST_ORDERS:]
