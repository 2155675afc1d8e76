"""`POST /api/v1/outfits/complete/`: whole looks around what somebody has or is looking at."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models.functions import Upper
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.models import Product, Size, Status, Variant
from recommender.outfits import Place, complete_looks
from recommender.ranking.shopper import Shopper
from shop.api.documentation import MAY_FAIL
from shop.api.outfit_examples import COMPLETED, TO_COMPLETE
from shop.api.serializers import ProductSerializer, SizeSerializer

MOST_PRODUCTS, MOST_LOOKS = 12, 6
LONGEST_SKU = 80
#: What was sent is not repeated: half a character cannot be written into an answer.
ONE_OF_THE_PLACES = f"Give one of: {', '.join(Place.values)}."


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string", "maxLength": LONGEST_SKU}]})
class ProductOrSku(serializers.Field):
    """A number is a product's id, a string the SKU of one of its sizes."""

    def to_internal_value(self, data: Any) -> int | str:
        if isinstance(data, int) and not isinstance(data, bool) and 0 < data < 2**63:
            return data
        if isinstance(data, str) and 0 < len(data) <= LONGEST_SKU and data.isprintable():
            return data
        raise ValidationError("Give the id of a product, or the SKU of one of its sizes as a text.")

    def to_representation(self, value: Any) -> Any:
        return value


class ToCompleteSerializer(serializers.Serializer):
    products = serializers.ListField(
        child=ProductOrSku(), min_length=1, max_length=MOST_PRODUCTS,
        help_text="Ids of products, or SKUs of their sizes; the first says for whom, for which "
        "occasion and season all of it is.",
    )  # fmt: skip
    sizes = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=MOST_PRODUCTS,
        help_text="What she wears, as labels: “M”, “38”. Those of the SKUs are known.",
    )  # fmt: skip
    slots = serializers.ListField(
        child=serializers.ChoiceField(
            choices=Place.choices, error_messages={"invalid_choice": ONE_OF_THE_PLACES}
        ),
        required=False, min_length=1,
        help_text="The places to fill. Default: all that are empty.",
    )  # fmt: skip
    budget = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal("0.01"), required=False,
        help_text="For all pieces that are added, in the products' currency.",
    )  # fmt: skip
    limit = serializers.IntegerField(min_value=1, max_value=MOST_LOOKS, default=3)


class GoneSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()


class PieceSerializer(serializers.Serializer):
    slot = serializers.CharField(source="place")
    product = ProductSerializer()
    variant = SizeSerializer(
        allow_null=True, help_text="In stock, in her size; null where that is not known."
    )
    instead_of = GoneSerializer(
        allow_null=True,
        help_text="The piece of a stylist's look that is gone, where this plays it.",
    )
    reason = serializers.CharField(help_text="Empty where there is nothing to say.")


class CompletedSerializer(serializers.Serializer):
    title = serializers.CharField(help_text="Of the stylist's look it is; empty for any other.")
    reasons = serializers.ListField(child=serializers.CharField())
    total = serializers.DecimalField(
        max_digits=12, decimal_places=2, help_text="Of the pieces, without what was sent."
    )
    total_with_products = serializers.DecimalField(
        max_digits=12, decimal_places=2, source="total_with_worn"
    )
    currency = serializers.CharField()
    pieces = PieceSerializer(many=True)


class CompletedAnswerSerializer(serializers.Serializer):
    products = serializers.ListField(child=serializers.IntegerField())
    results = CompletedSerializer(many=True)


class CompleteOutfitView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="outfits_complete",
        summary="Whole looks around one product or several",
        description=(
            "Pieces in stock, in her size where it is known, for the same person, that go with "
            "the products and with each other. Empty where the body cannot be dressed in full."
        ),
        request=ToCompleteSerializer,
        responses={200: CompletedAnswerSerializer, **MAY_FAIL},
        examples=[TO_COMPLETE, COMPLETED],
    )
    def post(self, request: Request) -> Response:
        sent = ToCompleteSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = sent.validated_data
        skus = variants_by_sku(asked["products"])
        products = products_named(asked["products"], skus)
        looks = complete_looks(
            products,
            budget=asked.get("budget"),
            n=asked["limit"],
            slots=asked.get("slots"),
            in_stock_for=shopper_in(asked.get("sizes", []), list(skus.values())),
        )
        answer = {"products": [product.pk for product in products], "results": looks}
        context = {"request": request, "view": self}
        return Response(CompletedAnswerSerializer(answer, context=context).data)


def variants_by_sku(named: list[int | str]) -> dict[str, Variant]:
    skus = [each for each in named if isinstance(each, str)]
    found = Variant.objects.filter(sku__in=skus).select_related("size")
    return {variant.sku: variant for variant in found}


def products_named(named: list[int | str], skus: dict[str, Variant]) -> list[Product]:
    """On sale, in their order, each once. Raises ValidationError that names the unknown ones."""
    ids = {
        each: each if isinstance(each, int) else skus[each].product_id
        for each in named
        if isinstance(each, int) or each in skus
    }
    known = Product.objects.filter(status=Status.ACTIVE).for_card().in_bulk(list(ids.values()))
    missing = [each for each in named if ids.get(each) not in known]
    if missing:
        raise ValidationError({"products": [f"There is no {each!r} on sale." for each in missing]})
    products = [known[pk] for pk in dict.fromkeys(ids.values())]
    if len({product.currency for product in products}) > 1:
        raise ValidationError({"products": ["These are priced in different currencies."]})
    return products


def shopper_in(labels: list[str], variants: list[Variant]) -> Shopper:
    """What was said counts for more than what the SKUs say. Raises ValidationError."""
    wanted = {label.strip().upper(): label for label in labels}
    said = list(Size.objects.annotate(spelt=Upper("label")).filter(spelt__in=wanted))
    if unknown := wanted.keys() - {size.label.upper() for size in said}:
        named = ", ".join(sorted(f"“{wanted[each]}”" for each in unknown))
        raise ValidationError({"sizes": [f"No size here is called {named}."]})
    by_scale = {size.scale_id: size for size in [*(v.size for v in variants), *said]}
    return Shopper(sizes=tuple(by_scale.values()))
