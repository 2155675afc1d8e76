"""What every page's frame shows. Nothing is asked of the database until a template names it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.functional import cached_property

from catalog.models import Product, ProductType, Section
from shop.bag.carrying import Glance, glance_at_bag


class Frame:
    name = settings.SHOP_NAME

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def sections(self) -> list[Section]:
        """Those that sell anything, in the order of the enum."""
        sold = Product.objects.active().filter(product_type=OuterRef("pk"))
        filled = set(ProductType.objects.filter(Exists(sold)).values_list("section", flat=True))
        return [section for section in Section if section in filled]

    @cached_property
    def bag(self) -> Glance:
        return glance_at_bag(self.request) if hasattr(self.request, "session") else Glance()


def shop(request: HttpRequest) -> dict[str, Frame]:
    return {"shop": Frame(request)}
