"""The answers of the product picker: what a stylist needs to tell colourways apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import QuerySet
from django.http import HttpResponseBase

from catalog.admin.marks import product_label
from catalog.models import Product


class ProductPickerView(AutocompleteJsonView):
    def serialize_result(self, product: Any, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(product, to_field_name)), "text": product_label(product)}

    def get_queryset(self) -> QuerySet[Product]:
        return super().get_queryset().select_related("brand").prefetch_related(None)


def product_picker(product_admin: admin.ModelAdmin) -> Callable[..., HttpResponseBase]:
    return ProductPickerView.as_view(admin_site=product_admin.admin_site)
