"""Where the range has nothing to offer instead."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from catalog.admin.stock import ReadOnlyAdmin
from shop.insight.models import Gap

SUBTITLE = "Of the sold-out garments looked into, those with too little to stand in for them"


@admin.register(Gap)
class GapAdmin(ReadOnlyAdmin):
    list_display = [
        "kind",
        "gender",
        "size",
        "gone",
        "badly",
        "with_none",
        "with_few",
        "with_others",
        "examined_at",
        "garments",
    ]
    list_display_links = None
    list_filter = [
        "product_type__section",
        "gender",
        ("product_type", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["product_type", "size"]
    list_per_page = 50
    search_fields = ["product_type__name", "size__label"]
    search_help_text = "Type or size"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        named = {"title": "Gaps in the range", "subtitle": SUBTITLE}
        return super().changelist_view(request, {**named, **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Gap]:
        return Gap.objects.open()

    @admin.display(description="Type", ordering="product_type__name")
    def kind(self, gap: Gap) -> str:
        return gap.product_type.name

    @admin.display(description="Sold out", ordering="sold_out")
    def gone(self, gap: Gap) -> int:
        return gap.sold_out

    @admin.display(description="None at all", ordering="none")
    def with_none(self, gap: Gap) -> int:
        return gap.none

    @admin.display(description="One to three", ordering="few")
    def with_few(self, gap: Gap) -> int:
        return gap.few

    @admin.display(description="Other colours only", ordering="none_close")
    def with_others(self, gap: Gap) -> int:
        return gap.none_close

    @admin.display(description="Badly served", ordering="badly_served")
    def badly(self, gap: Gap) -> str:
        return f"{gap.badly_served} of {gap.examined}"

    @admin.display(description="Garments")
    def garments(self, gap: Gap) -> SafeString:
        """The products of the cell, those with sold-out sizes."""
        wishes: dict[str, int | str] = {
            "product_type__id__exact": gap.product_type_id,
            "gender__exact": gap.gender,
            "stock": "gaps",
        }
        products = reverse("admin:catalog_product_changelist")
        said = f"Products: {gap}"
        address = f"{products}?{urlencode(wishes)}"
        return format_html('<a href="{}" aria-label="{}">Products</a>', address, said)
