"""Looks: a stylist picks the products of an outfit by name, and sees them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from catalog.admin.labelled import LabelledFormSet
from catalog.admin.marks import product_label, thumbnail
from catalog.models import Look, LookItem, Product


class ProductPicker(AutocompleteSelect):
    """Django's autocomplete, asking the view that tells colourways apart."""

    url_name = "%s:catalog_product_picker"


class PickedProduct(forms.ModelChoiceField):
    def label_from_instance(self, product: Product) -> str:
        return product_label(product)


class LookItemForm(forms.ModelForm):
    product = PickedProduct(
        Product.objects.select_related("brand"),
        widget=ProductPicker(LookItem._meta.get_field("product"), admin.site),
    )

    class Meta:
        model = LookItem
        fields = ["product", "position"]
        labels = {"position": "Order"}


class LookItemInline(admin.TabularInline):
    model = LookItem
    form = LookItemForm
    formset = LabelledFormSet
    extra = 0
    verbose_name = "product"
    verbose_name_plural = "products, in the order they are shown"
    fields = ["picture", "product", "position"]
    readonly_fields = ["picture"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LookItem]:
        return (
            super()
            .get_queryset(request)
            .select_related("look")
            .prefetch_related("product__images", "product__brand")
        )

    @admin.display(description="Photo")
    def picture(self, item: LookItem) -> SafeString | str:
        return thumbnail(item.product.cover) if item.pk else "–"


@admin.register(Look)
class LookAdmin(admin.ModelAdmin):
    list_display = ["title", "pictures", "product_count", "is_published", "created_at"]
    list_filter = ["is_published"]
    list_per_page = 50
    search_fields = ["title", "description", "products__title"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [LookItemInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Look]:
        items = LookItem.objects.select_related("product").prefetch_related("product__images")
        return super().get_queryset(request).prefetch_related(Prefetch("items", items))

    @admin.display(description="Products")
    def pictures(self, look: Look) -> SafeString:
        pictures: Any = ((thumbnail(item.product.cover),) for item in look.items.all())
        return format_html_join("", "{}", pictures)

    @admin.display(description="Number of products")
    def product_count(self, look: Look) -> int:
        return len(look.items.all())
