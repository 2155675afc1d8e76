"""`/api/v1/widget/`: all that the widget shows, in one answer; and "tell me" from other pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle

from catalog.models import Product, Status, Variant
from shop.alerts.addresses import LONGEST
from shop.alerts.api.serializers import AddressField
from shop.alerts.subscribing import ask_for
from shop.alerts.throttling import LettersThrottle
from shop.api.documentation import LIMIT, MAY_FAIL, MAY_MISS, WITH_PUBLIC_KEY
from shop.api.keys import key_of
from shop.api.products import variant_asked_for
from shop.api.serializers import ProductSerializer, SizeSerializer, SubstituteSerializer
from shop.api.substitution import for_sale, substitutes_answer
from shop.widget import examples
from shop.widget.public import ForOtherPages

SKU = OpenApiParameter("sku", str, description="The size, by its SKU.")
PRODUCT = OpenApiParameter("product", int, description="Or the product, by its id here.")
SIZE = OpenApiParameter(
    "size", str, description="Of that product; without it the first that is sold out."
)


class WidgetSerializer(serializers.Serializer):
    product = ProductSerializer()
    chosen = SizeSerializer(help_text="The size that this is about.")
    results = SubstituteSerializer(many=True, help_text="What is similar and in stock in it.")


class TellMeSerializer(serializers.Serializer):
    variant = serializers.PrimaryKeyRelatedField(
        queryset=Variant.objects.filter(product__status=Status.ACTIVE),
        pk_field=serializers.IntegerField(),
        help_text="The id of the size.",
    )
    email = AddressField(max_length=LONGEST)


class WidgetView(ForOtherPages):
    throttle_classes = [AnonRateThrottle]

    @extend_schema(
        summary="What a page elsewhere shows of a garment",
        description="By SKU, or by product and size. For pages of the public key's origins.",
        parameters=[SKU, PRODUCT, SIZE, LIMIT],
        responses={200: WidgetSerializer, **WITH_PUBLIC_KEY, **MAY_FAIL, **MAY_MISS},
        examples=[examples.WIDGET],
    )
    def get(self, request: Request) -> Response:
        variant = asked_for(request.query_params)
        said = WidgetSerializer(
            {"product": shown(variant.product_id), "chosen": variant, "results": []},
            context={"request": request, "view": self},
        ).data
        return Response(said | {"results": substitutes_answer(variant, request, self)["results"]})


class WidgetAlertsView(ForOtherPages):
    throttle_classes = [LettersThrottle]

    @extend_schema(
        summary="Ask from a page elsewhere to be told",
        description="She gets a letter and has to say yes. The answer is the same for everybody.",
        request=TellMeSerializer,
        responses={202: None, **WITH_PUBLIC_KEY, **MAY_FAIL},
        examples=[examples.TELL_ME],
    )
    def post(self, request: Request) -> Response:
        asked = TellMeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wish = asked.validated_data
        ask_for(wish["variant"], wish["email"], owner=key_of(request))
        return Response(status=202)


def asked_for(asked: Mapping[str, str]) -> Variant:
    """Raises Http404, or ValidationError where nothing is named."""
    if asked.get("sku"):
        return for_sale(asked["sku"])
    number = asked.get("product", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise ValidationError({"sku": ["Give a SKU, or the id of a product."]})
    product = shown(int(number))
    return for_sale(size_of(product, asked.get("size", "")).sku)


def shown(product: int) -> Product:
    return get_object_or_404(Product.objects.active().for_card(), pk=product)


def size_of(product: Product, label: str) -> Variant:
    """In that size; without one, the first that is sold out, else the first there is."""
    variants = list(product.variants.all())
    if label or not variants:
        return variant_asked_for(product, label)
    return next((variant for variant in variants if not variant.is_in_stock), variants[0])
