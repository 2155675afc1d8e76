"""Shapes of the answers about products and their sizes.

Whether a size is in stock is public; how many are left is the shop's own business.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog.models import Product, Variant
from recommender.substitutes import Substitute
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
    variant = SizeSerializer(
        help_text="What can be bought: in the asked size, unless `size_note` says which."
    )
    size_note = serializers.CharField(
        help_text='Empty in the asked size; else which this is: "In L, one size larger".'
    )
    similarity = serializers.FloatField(help_text="Cosine of the two photos' vectors, -1 to 1.")
    likeness = serializers.CharField(help_text="The similarity in plain words.")
    score = serializers.FloatField(
        help_text="How probable it is that a person would call the two similar, 0 to 1."
    )
    rung = serializers.CharField(
        help_text="Of the ladder: same model, another colour; closest; any price, season, use, "
        "shade, colour, look; neighbouring type; neighbouring size."
    )
    relaxed = serializers.ListField(
        child=serializers.CharField(),
        help_text="Wishes that this one does not meet: price (much the same), season, use, shade "
        "(another of one family of colours), colour, likeness (it hardly looks alike), type, size.",
    )
    reason = serializers.CharField()
    swatches = serializers.SerializerMethodField(
        help_text="Ids of its other colours and of what looks the same, in stock in its size."
    )

    def get_swatches(self, substitute: Substitute) -> list[int]:
        return [product.pk for product in substitute.swatches]


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
