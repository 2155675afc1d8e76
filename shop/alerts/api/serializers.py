"""Shapes of what integrators ask for and are answered about alerts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError as Refused
from rest_framework import serializers

from catalog.models import Status, Variant
from shop.alerts.addresses import LONGEST, normalised
from shop.alerts.forms import MOST_PIECES
from shop.alerts.models import AlertKind, Subscription


class AddressField(serializers.EmailField):
    def to_internal_value(self, data: Any) -> str:
        try:
            return normalised(super().to_internal_value(data))
        except Refused as error:
            raise serializers.ValidationError(error.messages) from error


class AskSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=AlertKind.choices, default=AlertKind.BACK_IN_STOCK)
    variant = serializers.PrimaryKeyRelatedField(
        queryset=Variant.objects.filter(product__status=Status.ACTIVE),
        help_text="The size: its id in `/api/v1/variants/`.",
    )
    email = AddressField(max_length=LONGEST, help_text="Who is told, once she has said yes.")
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_PIECES, default=1)


class AlertSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    email = serializers.CharField(source="mailbox.address")
    variant: Any = serializers.PrimaryKeyRelatedField(read_only=True)

    class Meta:
        model = Subscription
        fields = ["id", "kind", "variant", "email", "quantity", "state", "created_at"]


class AcceptedSerializer(serializers.Serializer):
    id = serializers.UUIDField(help_text="To ask about it, or to end it.")
