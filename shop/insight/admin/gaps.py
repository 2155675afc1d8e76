"""Where the range has nothing to offer instead."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from catalog.admin.stock import ReadOnlyAdmin
from shop.insight.models import Gap


@admin.register(Gap)
class GapAdmin(ReadOnlyAdmin):
    list_display = [
        "kind",
        "gender",
        "size",
        "sold_out",
        "badly",
        "few",
        "none_close",
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Gap]:
        return Gap.objects.open()

    @admin.display(description="Type", ordering="product_type__name")
    def kind(self, gap: Gap) -> str:
        return gap.product_type.name

    @admin.display(description="Badly served", ordering="badly_served")
    def badly(self, gap: Gap) -> str:
        return f"{gap.badly_served} of {gap.examined} looked into"

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
