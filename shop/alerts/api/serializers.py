"""Shapes of what integrators ask for and are answered about alerts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError as Refused
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.models import Product, Status, Variant
from shop.alerts.addresses import LONGEST, normalised
from shop.alerts.forms import MOST_PIECES
from shop.alerts.models import AlertKind, Endpoint, Subscription


class AddressField(serializers.EmailField):
    def to_internal_value(self, data: Any) -> str:
        try:
            return normalised(super().to_internal_value(data))
        except Refused as error:
            raise serializers.ValidationError(error.messages) from error


@extend_schema_field(serializers.UUIDField())
class OwnEndpointField(serializers.SlugRelatedField):
    """An endpoint of the key that asks, by its id."""

    def get_queryset(self) -> QuerySet[Endpoint]:
        return Endpoint.objects.filter(owner=self.context["owner"])

    def to_internal_value(self, data: Any) -> Endpoint:
        return super().to_internal_value(serializers.UUIDField().run_validation(data))


ABOUT = frozenset({"variant", "product", "quantity", "threshold", "target"})
NEEDED = {
    AlertKind.BACK_IN_STOCK: {"variant"},
    AlertKind.LOW_STOCK: {"variant", "threshold"},
    AlertKind.PRICE_DROP: {"product"},
    AlertKind.SIMILAR_IN_STOCK: {"variant"},
}
MAY_BE: dict[AlertKind, set[str]] = {
    AlertKind.BACK_IN_STOCK: {"quantity"},
    AlertKind.LOW_STOCK: set(),
    AlertKind.PRICE_DROP: {"target"},
    AlertKind.SIMILAR_IN_STOCK: set(),
}


class AskSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=AlertKind.choices, default=AlertKind.BACK_IN_STOCK)
    variant = serializers.PrimaryKeyRelatedField(
        queryset=Variant.objects.filter(product__status__in=[Status.ACTIVE, Status.DISCONTINUED]),
        pk_field=serializers.IntegerField(),
        required=False,
        help_text="The size: its id in `/api/v1/variants/`. For every kind but `price_drop`; of a "
        "discontinued product only for `similar_in_stock`.",
    )
    product = serializers.PrimaryKeyRelatedField(
        queryset=Product.objects.active(),
        pk_field=serializers.IntegerField(),
        required=False,
        help_text="For `price_drop`: its id in `/api/v1/products/`.",
    )
    email = AddressField(
        max_length=LONGEST,
        required=False,
        help_text="Who is told, once she has said yes. Without it you are told, each time.",
    )
    endpoint = OwnEndpointField(
        slug_field="public_id",
        queryset=Endpoint.objects.all(),
        required=False,
        help_text="Where you are told. Without it you fetch it from `/api/v1/events/`.",
    )
    quantity = serializers.IntegerField(
        min_value=1,
        max_value=MOST_PIECES,
        required=False,
        help_text="For `back_in_stock`: told only when so many are there. Without it 1.",
    )
    threshold = serializers.IntegerField(
        min_value=1,
        max_value=MOST_PIECES,
        required=False,
        help_text="For `low_stock`: told when no more than so many pieces are left.",
    )
    target = serializers.DecimalField(
        max_digits=10,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        help_text="For `price_drop`: told when it costs no more than this, in its currency. "
        "Without it, when it costs less than now.",
    )

    def validate(self, wish: dict[str, Any]) -> dict[str, Any]:
        if wrong := dict(self.wrong_with(wish)):
            raise serializers.ValidationError({name: [words] for name, words in wrong.items()})
        return wish

    def wrong_with(self, wish: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if "email" in wish and "endpoint" in wish:
            yield "endpoint", "Give an email or an endpoint."
        kind = AlertKind(wish["kind"])
        for name in NEEDED[kind]:
            if name not in wish:
                yield name, f"An alert of the kind {kind} needs it."
        for name in ABOUT - NEEDED[kind] - MAY_BE[kind]:
            if name in wish:
                yield name, f"An alert of the kind {kind} has no use for it."
        variant = wish.get("variant")
        if variant and kind != AlertKind.SIMILAR_IN_STOCK and not variant.product.is_active:
            yield "variant", "It is discontinued; ask for the like of it."


class AlertSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    email = serializers.CharField(source="mailbox.address", default=None, allow_null=True)
    endpoint = serializers.UUIDField(source="endpoint.public_id", default=None, allow_null=True)
    variant: Any = serializers.PrimaryKeyRelatedField(read_only=True, allow_null=True)
    product: Any = serializers.PrimaryKeyRelatedField(read_only=True, allow_null=True)

    class Meta:
        model = Subscription
        fields = [
            "id",
            "kind",
            "variant",
            "product",
            "email",
            "endpoint",
            "quantity",
            "threshold",
            "target",
            "last_price",
            "state",
            "created_at",
        ]


class AcceptedSerializer(serializers.Serializer):
    id = serializers.UUIDField(help_text="To ask about it, or to end it.")
