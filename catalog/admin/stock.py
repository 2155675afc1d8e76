"""The ledger and the stock events, to read. Both are written by the database's own rules."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet, Sum, Window
from django.http import HttpRequest

from catalog.models import Product, StockEvent, StockMovement
from catalog.paging import CountedSoFar


def ledger_of(product: Product) -> QuerySet[StockMovement]:
    """The product's movements, newest first, each with the `balance` of its size after it."""
    balance = Window(Sum("change"), partition_by=F("variant_id"), order_by=F("pk").asc())
    return (
        StockMovement.objects.filter(variant__product=product)
        .annotate(balance=balance)
        .select_related("variant__size", "who")
        .order_by("-pk")
    )


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StockRecordAdmin(ReadOnlyAdmin):
    """What the lists of movements and events have in common: rows about one size each."""

    date_hierarchy = "at"
    list_per_page = 100
    paginator = CountedSoFar
    ordering = ["-pk"]  # as they were written, which has an index
    show_full_result_count = False
    search_fields = ["variant__sku", "variant__product__title", "variant__product__external_id"]
    list_select_related = ["variant__product", "variant__size"]

    @admin.display(description="Product", ordering="variant__product__title")
    def product(self, record: Any) -> str:
        return record.variant.product.title

    @admin.display(description="Size", ordering="variant__size__rank")
    def size(self, record: Any) -> str:
        return record.variant.size.label

    @admin.display(description="SKU", ordering="variant__sku")
    def sku(self, record: Any) -> str:
        return record.variant.sku


@admin.register(StockMovement)
class StockMovementAdmin(StockRecordAdmin):
    list_display = ["at", "product", "size", "sku", "signed_change", "reason", "note", "who"]
    list_filter = ["reason", "at"]
    list_select_related = [*StockRecordAdmin.list_select_related, "who"]

    @admin.display(description="Change", ordering="change")
    def signed_change(self, movement: StockMovement) -> str:
        return f"{movement.change:+d}"


@admin.register(StockEvent)
class StockEventAdmin(StockRecordAdmin):
    list_display = ["at", "product", "size", "sku", "kind", "on_hand", "reserved"]
    list_filter = ["kind", "at"]
