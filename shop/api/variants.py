"""`/api/v1/variants/`: every size of every product on sale, by SKU."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from catalog.models import Status, Variant
from shop.api.documentation import MAY_FAIL, MAY_MISS
from shop.api.filters import VariantFilter
from shop.api.paging import Pages
from shop.api.serializers import VariantSerializer


@extend_schema_view(
    list=extend_schema(
        summary="Sizes of products", responses={200: VariantSerializer(many=True), **MAY_FAIL}
    ),
    retrieve=extend_schema(
        summary="One size of a product", responses={200: VariantSerializer, **MAY_MISS}
    ),
)
class VariantViewSet(ReadOnlyModelViewSet):
    permission_classes = [AllowAny]
    queryset = (
        Variant.objects.filter(product__status=Status.ACTIVE).select_related("size").order_by("pk")
    )
    serializer_class = VariantSerializer
    filterset_class = VariantFilter
    pagination_class = Pages
    lookup_value_converter = "int"
