"""The events themselves: all that is kept of what shoppers did, to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from catalog.admin.stock import ReadOnlyAdmin
from catalog.models import Product, Variant
from catalog.paging import CountedSoFar
from shop.insight.models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "kind", "wanted_sku", "offered_title", "rung", "place", "mode"]
    list_display_links = None
    list_filter = ["kind"]
    list_per_page = 100
    paginator = CountedSoFar
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """With the names of what is still there."""
        wanted = Variant.objects.filter(pk=OuterRef("wanted")).values("sku")
        offered = Product.objects.filter(pk=OuterRef("offered")).values("title")
        named = {"sku": Subquery(wanted[:1]), "title": Subquery(offered[:1])}
        return super().get_queryset(request).annotate(**named)

    @admin.display(description="Wanted", empty_value="–")
    def wanted_sku(self, event: Any) -> str | None:
        return event.sku

    @admin.display(description="Offered", empty_value="–")
    def offered_title(self, event: Any) -> str | None:
        return event.title
