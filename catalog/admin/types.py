"""Kinds of garment, brands, and the scales sizes are measured by."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest

from catalog.admin.labelled import LabelledFormSet
from catalog.models import Brand, Product, ProductType, Size, SizeEquivalent, SizeScale


class CountingAdmin(admin.ModelAdmin):
    """A list that says how many products each row has."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        field = self.model._meta.get_field("products").field.name  # type: ignore[union-attr]
        mine = Product.objects.order_by().filter(**{field: OuterRef("pk")}).values(field)
        # Counted for the rows on the page, not for all before the first is shown.
        number = Subquery(mine.annotate(number=Count("pk")).values("number"))
        return super().get_queryset(request).annotate(product_count=Coalesce(number, 0))

    @admin.display(description="Products", ordering="product_count")
    def product_count(self, row: Any) -> int:
        return row.product_count


@admin.register(ProductType)
class ProductTypeAdmin(CountingAdmin):
    list_display = ["name", "section", "family", "size_scale", "product_count"]
    list_filter = ["section", "size_scale", "family"]
    list_select_related = ["size_scale"]
    search_fields = ["name", "family"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Brand)
class BrandAdmin(CountingAdmin):
    list_display = ["name", "product_count"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class SizeInline(admin.TabularInline):
    model = Size
    formset = LabelledFormSet
    extra = 0
    fields = ["label"]


@admin.register(SizeScale)
class SizeScaleAdmin(admin.ModelAdmin):
    list_display = ["title", "name", "sizes_in_order"]
    inlines = [SizeInline]
    prepopulated_fields = {"name": ["title"]}
    fields = ["title", "name", "prefix"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("sizes")

    @admin.display(description="Sizes")
    def sizes_in_order(self, scale: SizeScale) -> str:
        return ", ".join(size.label for size in scale.sizes.all())


class SizeChoice(ModelChoiceField):
    """Each size with its scale: there are a 6 of shoes and a 6 of children's ages."""

    def label_from_instance(self, size: Any) -> str:
        return f"{size.scale.title}: {size.label}"


class SizeEquivalentForm(ModelForm):
    one = SizeChoice(Size.objects.select_related("scale"), label="Size")
    other = SizeChoice(Size.objects.select_related("scale"), label="Fits like")


@admin.register(SizeEquivalent)
class SizeEquivalentAdmin(admin.ModelAdmin):
    form = SizeEquivalentForm
    list_display = ["one_name", "other_name", "gender"]
    list_filter = ["gender", "one__scale", "other__scale"]
    list_select_related = ["one__scale", "other__scale"]

    @admin.display(description="Size", ordering="one__rank")
    def one_name(self, row: SizeEquivalent) -> str:
        return row.one.name

    @admin.display(description="Fits like", ordering="other__rank")
    def other_name(self, row: SizeEquivalent) -> str:
        return row.other.name
