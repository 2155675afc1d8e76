"""Filters of the product list that are more than one column."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from catalog.models import Variant
from catalog.models.product import ProductQuerySet


class StockFilter(admin.SimpleListFilter):
    title = "stock"
    parameter_name = "stock"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("in", "In stock"),
            ("gaps", "In stock, some sizes sold out"),
            ("out", "Sold out in every size"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> ProductQuerySet:
        sizes = Variant.objects.filter(product=OuterRef("pk"))
        match self.value():
            case "in":
                return queryset.in_stock()
            case "gaps":
                return queryset.in_stock().filter(Exists(sizes.sold_out()))
            case "out":
                return queryset.exclude(Exists(sizes.in_stock()))
        return queryset
