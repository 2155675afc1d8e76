"""`/api/v1/products/`: what is on sale, what can stand in for it, what goes with it."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from catalog.models import Product, Variant
from recommender.outfits import complements_for, in_turn
from shop.api import examples, serializers
from shop.api.documentation import LIMIT, MAY_FAIL, MAY_MISS, SIZE
from shop.api.filters import ProductFilter
from shop.api.paging import Pages, page_limit
from shop.api.substitution import MODE, MOST_ANSWERS, STRICT, substitutes_answer


@extend_schema_view(
    list=extend_schema(
        summary="Products on sale",
        responses={200: serializers.ProductSerializer(many=True), **MAY_FAIL},
    ),
    retrieve=extend_schema(
        summary="One product, in full",
        responses={200: serializers.ProductDetailSerializer, **MAY_MISS},
    ),
)
class ProductViewSet(ReadOnlyModelViewSet):
    permission_classes = [AllowAny]
    queryset = Product.objects.all()
    serializer_class = serializers.ProductSerializer
    filterset_class = ProductFilter
    pagination_class = Pages
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Product]:
        return Product.objects.active().for_card()

    def get_serializer_class(self) -> type[serializers.ProductSerializer]:
        if self.action == "retrieve":
            return serializers.ProductDetailSerializer
        return serializers.ProductSerializer

    @extend_schema(
        summary="What can stand in for the product in a size",
        description=(
            "Products in stock in the asked size, for the same gender or unisex, closest rung of "
            "the ladder first. Answered "
            "whether or not the size itself is sold out. Empty while the product has no vector."
        ),
        parameters=[SIZE, MODE, STRICT, LIMIT],
        responses={200: serializers.SubstitutesSerializer, **MAY_FAIL, **MAY_MISS},
        examples=[examples.SUBSTITUTES, examples.UNKNOWN_SIZE],
    )
    @action(detail=True, filterset_class=None, pagination_class=None)
    def substitutes(self, request: Request, pk: int) -> Response:
        variant = variant_asked_for(self.get_object(), request.query_params.get("size", ""))
        return Response(substitutes_answer(variant, request, self))

    @extend_schema(
        summary="What to wear with the product",
        parameters=[LIMIT],
        responses={200: serializers.ComplementsSerializer, **MAY_FAIL, **MAY_MISS},
    )
    @action(detail=True, filterset_class=None, pagination_class=None)
    def complements(self, request: Request, pk: int) -> Response:
        product = self.get_object()
        limit = page_limit(request.query_params.get("limit"), default=4, most=MOST_ANSWERS)
        return self._answer(
            serializers.ComplementsSerializer,
            product=product.pk,
            results=in_turn(complements_for(product, k=limit), limit),
        )

    def _answer(self, shape: type, **content: object) -> Response:
        return Response(shape(content, context=self.get_serializer_context()).data)


def variant_asked_for(product: Product, label: str) -> Variant:
    """The product in that size. Raises ValidationError that names the sizes there are."""
    variants = list(product.variants.all())
    for variant in variants:
        if variant.size.label.casefold() == label.strip().casefold():
            return variant
    sizes = ", ".join(variant.size.label for variant in variants) or "no size yet"
    problem = f"“{label}” is no size of this product." if label else "Say which size."
    raise ValidationError({"size": [f"{problem} It comes in {sizes}."]})
