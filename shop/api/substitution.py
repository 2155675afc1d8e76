"""`/api/v1/variants/SKU/substitutes/` and `…/why/`: what stands in for a size, and why.

Both answer for what is sold out and for what is discontinued, as the product's page does.
"""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.models import Product, Status, Variant
from recommender.ladder.rungs import Mode
from recommender.substitutes import substitutes_for
from recommender.why import why
from shop.api import examples
from shop.api.documentation import LIMIT, MAY_FAIL, MAY_MISS
from shop.api.paging import page_limit
from shop.api.serializers import SubstitutesSerializer

MOST_ANSWERS = 24  # nearer than that is no longer near
MODE = OpenApiParameter(
    "mode",
    str,
    enum=[mode.value for mode in Mode],
    description="What is rather wanted; nothing else is answered then. Default: closest.",
)
STRICT = OpenApiParameter(
    "strict", bool, description="Nothing rather than a wish given up. Default: false."
)
ASKED = [MODE, STRICT, LIMIT]
WORDS = {"true": True, "1": True, "false": False, "0": False, "": False}


class WhySerializer(serializers.Serializer):
    is_shown = serializers.BooleanField(help_text="As a result or as a swatch of one.")
    decided_by = serializers.CharField(
        help_text="The promise or the rung that decided; else mode, rule, swatch, brand, variety…"
    )
    text = serializers.CharField()
    similarity = serializers.FloatField(allow_null=True, help_text="Cosine, -1 to 1.")


class VariantSubstitutesView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="variants_substitutes",
        summary="What can stand in for a size, by its SKU",
        description=(
            "Products in stock in the same size, for the same gender or unisex, closest rung of "
            "the ladder first. Answered whether or not the size itself is sold out, and for "
            "discontinued products too."
        ),
        parameters=ASKED,
        responses={200: SubstitutesSerializer, **MAY_FAIL, **MAY_MISS},
        examples=[examples.SUBSTITUTES],
    )
    def get(self, request: Request, sku: str) -> Response:
        return Response(substitutes_answer(ever_for_sale(sku), request, self))


class WhyView(APIView):
    permission_classes = [IsAdminUser]

    @extend_schema(
        operation_id="variants_why",
        summary="Why a product is, or is not, among the substitutes of a size (staff)",
        description="Of the answer that `substitutes` gives to the same parameters.",
        parameters=[
            OpenApiParameter("candidate", int, required=True, description="Id of a product."),
            *ASKED,
        ],
        responses={200: WhySerializer, **MAY_FAIL, **MAY_MISS},
        examples=[examples.WHY, examples.WHY_NOT],
    )
    def get(self, request: Request, sku: str) -> Response:
        named = request.query_params.get("candidate", "")
        if not (named.isascii() and named.isdigit() and len(named) < 19):
            raise ValidationError({"candidate": ["Give the id of a product."]})
        products = Product.objects.select_related("product_type")
        candidate = get_object_or_404(products, pk=int(named))
        asked = request.query_params
        verdict = why(ever_for_sale(sku), candidate, limit(asked), mode(asked), strict(asked))
        return Response(WhySerializer(verdict).data)


def for_sale(sku: str) -> Variant:
    """Raises Http404."""
    return size_of(sku, Status.ACTIVE)


def ever_for_sale(sku: str) -> Variant:
    """Raises Http404: drafts are nobody's business."""
    return size_of(sku, Status.ACTIVE, Status.DISCONTINUED)


def size_of(sku: str, *statuses: Status) -> Variant:
    known = Variant.objects.filter(product__status__in=statuses)
    return get_object_or_404(
        known.select_related("size", "product__product_type", "product__brand"),
        sku=sku.replace("\0", ""),
    )


def substitutes_answer(variant: Variant, request: Request, view: APIView) -> dict:
    asked = request.query_params
    content = {
        "product": variant.product_id,
        "size": variant.size.label,
        "in_stock": variant.is_in_stock and variant.product.is_active,
        "results": substitutes_for(variant, limit(asked), mode(asked), strict(asked)),
    }
    return SubstitutesSerializer(content, context={"request": request, "view": view}).data


def limit(asked: dict) -> int:
    return page_limit(asked.get("limit"), default=8, most=MOST_ANSWERS)


def mode(asked: dict) -> Mode:
    try:
        return Mode(asked.get("mode") or Mode.CLOSEST)
    except ValueError:
        known = ", ".join(Mode)
        raise ValidationError({"mode": [f"Give one of: {known}."]}) from None


def strict(asked: dict) -> bool:
    try:
        return WORDS[asked.get("strict", "").lower()]
    except KeyError:
        raise ValidationError({"strict": ["Give true or false."]}) from None
