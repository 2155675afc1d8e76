"""Shapes of the answers about products and their sizes.

Whether a size is in stock is public; how many are left is the shop's own business.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog.models import Product, Variant
from shop.api import examples
from shop.api.photos import PhotoSerializer


class SizeSerializer(serializers.ModelSerializer):
    size = serializers.CharField(source="size.label")
    in_stock = serializers.BooleanField(source="is_in_stock")

    class Meta:
        model = Variant
        fields = ["id", "sku", "size", "in_stock"]


@extend_schema_serializer(examples=[examples.VARIANT])
class VariantSerializer(SizeSerializer):
    product: Any = serializers.PrimaryKeyRelatedField(read_only=True)
    product_url: Any = serializers.HyperlinkedRelatedField(
        source="product", view_name="api-product-detail", read_only=True
    )

    class Meta:
        model = Variant
        fields = ["id", "sku", "size", "in_stock", "product", "product_url"]


PRODUCT_FIELDS = [
    "id",
    "external_id",
    "title",
    "page",
    "brand",
    "type",
    "section",
    "gender",
    "colour",
    "season",
    "price",
    "currency",
    "photo",
    "sizes",
]


@extend_schema_serializer(examples=[examples.PRODUCT])
class ProductSerializer(serializers.ModelSerializer):
    page = serializers.HyperlinkedIdentityField(view_name="product", lookup_field="slug")
    brand = serializers.CharField(source="brand.name", default=None, allow_null=True)
    type = serializers.CharField(source="product_type.name")
    section = serializers.CharField(source="product_type.section")
    photo = PhotoSerializer(source="cover", allow_null=True)
    sizes = SizeSerializer(source="variants", many=True)

    class Meta:
        model = Product
        fields = PRODUCT_FIELDS


@extend_schema_serializer(examples=[examples.PRODUCT_DETAIL])
class ProductDetailSerializer(ProductSerializer):
    photos = PhotoSerializer(source="images", many=True)

    class Meta:
        model = Product
        fields = [*PRODUCT_FIELDS, "description", "style_code", "year", "usage", "photos"]


class SubstituteSerializer(serializers.Serializer):
    product = ProductSerializer()
    variant = SizeSerializer(help_text="The product in the asked size: this is what can be bought.")
    similarity = serializers.FloatField(help_text="Cosine of the two photos' vectors, -1 to 1.")
    likeness = serializers.CharField(help_text="The similarity in plain words.")
    rung = serializers.CharField(
        help_text="Of the ladder: closest, any price, any use, any shade, any colour, neighbouring "
        "type."
    )
    relaxed = serializers.ListField(
        child=serializers.CharField(),
        help_text="Wishes that this one does not meet: price (much the same), use, shade (of one "
        "family of colours), colour, type.",
    )
    reason = serializers.CharField()


class SubstitutesSerializer(serializers.Serializer):
    product = serializers.IntegerField()
    size = serializers.CharField()
    in_stock = serializers.BooleanField(help_text="Whether the asked size itself can be bought.")
    results = SubstituteSerializer(many=True)


class ComplementSerializer(serializers.Serializer):
    slot = serializers.CharField(source="place", help_text="The place of the outfit it fills.")
    product = ProductSerializer()
    reason = serializers.CharField()


@extend_schema_serializer(examples=[examples.COMPLEMENTS])
class ComplementsSerializer(serializers.Serializer):
    product = serializers.IntegerField()
    results = ComplementSerializer(many=True)
