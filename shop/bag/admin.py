"""Orders as the people who pack them see them. What was ordered is not edited, only its status."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from shop.bag.models import Order, OrderLine


class OrderLineInline(admin.TabularInline):
    model = OrderLine
    fields = readonly_fields = ("title", "size", "sku", "quantity", "unit_price", "total")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:
        return False


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ("number", "placed_at", "name", "city", "total_text", "payment_method", "status")
    list_filter = ("status", "payment_method", "country", "placed_at")
    search_fields = ("id", "name", "email", "lines__sku", "lines__title")
    date_hierarchy = "placed_at"
    list_per_page = 50
    inlines = (OrderLineInline,)
    fields = (
        "number",
        "status",
        "placed_at",
        "name",
        "email",
        "street",
        "postcode",
        "city",
        "country",
        "payment_method",
        "total_text",
    )
    readonly_fields = tuple(field for field in fields if field != "status")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:
        return False
