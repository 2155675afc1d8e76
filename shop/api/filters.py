"""What lists can be narrowed by. A value that can match nothing by mistake is refused by name."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Exists, OuterRef
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from catalog.models import Brand, Gender, Product, ProductType, Season, Section, Variant
from catalog.models.product import ProductQuerySet
from catalog.models.stock import VariantQuerySet
from recommender.words import search_words

PRICE = {"max_digits": 10, "decimal_places": 2, "min_value": 0}


@extend_schema_field(OpenApiTypes.STR)
class SlugFilter(filters.ModelMultipleChoiceFilter):
    """Rows named by their slugs; a slug that is none is refused."""


class ProductFilter(filters.FilterSet):
    section = filters.MultipleChoiceFilter(
        field_name="product_type__section", choices=Section.choices
    )
    type = SlugFilter(
        field_name="product_type__slug",
        queryset=ProductType.objects.all(),
        to_field_name="slug",
        help_text="Slug of a product type: `t-shirt`.",
    )
    gender = filters.MultipleChoiceFilter(choices=Gender.choices)
    season = filters.MultipleChoiceFilter(choices=Season.choices)
    colour = filters.CharFilter(lookup_expr="iexact", max_length=40)
    brand = SlugFilter(
        field_name="brand__slug",
        queryset=Brand.objects.all(),
        to_field_name="slug",
        help_text="Slug of a brand.",
    )
    price_min = filters.NumberFilter(field_name="price", lookup_expr="gte", **PRICE)
    price_max = filters.NumberFilter(field_name="price", lookup_expr="lte", **PRICE)
    size = filters.CharFilter(
        method="noted",
        max_length=20,
        help_text="Products that come in this size; with `in_stock`, whose size this is or is not.",
    )
    in_stock = filters.BooleanFilter(
        method="noted", help_text="Of the asked size if there is one, otherwise of any size."
    )
    q = filters.CharFilter(
        method="noted",
        max_length=200,
        help_text="Free text, by words and by meaning: the best 60 of what the filters leave.",
    )

    class Meta:
        model = Product
        fields: list[str] = []

    def noted(self, products: ProductQuerySet, name: str, value: object) -> ProductQuerySet:
        """Answered in `filter_queryset`, together with another parameter."""
        return products

    def filter_queryset(self, queryset: ProductQuerySet) -> ProductQuerySet:
        asked = self.form.cleaned_data
        products = on_shelf(super().filter_queryset(queryset), asked["size"], asked["in_stock"])
        if not asked["q"]:
            return products
        return products.filter(pk__in=search_words(asked["q"], products).product_ids)


def on_shelf(products: ProductQuerySet, size: str, in_stock: bool | None) -> ProductQuerySet:
    """Products that come in `size` ("" for any), with it on hand, sold out, or either (None)."""
    sizes = Variant.objects.filter(product=OuterRef("pk"))
    if size:
        sizes = sizes.in_size(size)
        products = products.filter(Exists(sizes))
    if in_stock is None:
        return products
    on_hand = Exists(sizes.in_stock())
    return products.filter(on_hand if in_stock else ~on_hand)


class VariantFilter(filters.FilterSet):
    product = filters.NumberFilter(
        field_name="product_id", max_digits=18, decimal_places=0, min_value=1
    )
    sku = filters.CharFilter(max_length=80)
    size = filters.CharFilter(field_name="size__label", max_length=20)
    in_stock = filters.BooleanFilter(method="by_stock")

    class Meta:
        model = Variant
        fields: list[str] = []

    def by_stock(self, variants: VariantQuerySet, name: str, value: bool) -> VariantQuerySet:
        return variants.in_stock() if value else variants.sold_out()
