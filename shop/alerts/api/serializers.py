"""Shapes of what integrators ask for and are answered about alerts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError as Refused
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.models import Status, Variant
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


class AskSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=AlertKind.choices, default=AlertKind.BACK_IN_STOCK)
    variant = serializers.PrimaryKeyRelatedField(
        queryset=Variant.objects.filter(product__status=Status.ACTIVE),
        help_text="The size: its id in `/api/v1/variants/`.",
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
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_PIECES, default=1)

    def validate(self, wish: dict[str, Any]) -> dict[str, Any]:
        if "email" in wish and "endpoint" in wish:
            raise serializers.ValidationError({"endpoint": ["Give an email or an endpoint."]})
        return wish


class AlertSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    email = serializers.CharField(source="mailbox.address", default=None, allow_null=True)
    endpoint = serializers.UUIDField(source="endpoint.public_id", default=None, allow_null=True)
    variant: Any = serializers.PrimaryKeyRelatedField(read_only=True)

    class Meta:
        model = Subscription
        fields = ["id", "kind", "variant", "email", "endpoint", "quantity", "state", "created_at"]


class AcceptedSerializer(serializers.Serializer):
    id = serializers.UUIDField(help_text="To ask about it, or to end it.")
