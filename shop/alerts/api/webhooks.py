"""The messages we send, as the API's description tells of them (OpenAPI 3.1, `webhooks`)."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, OpenApiWebhook, extend_schema
from rest_framework import serializers

from shop.alerts.api.examples import MESSAGE
from shop.alerts.models.kind import MESSAGES, AlertKind

BACK = MESSAGES[AlertKind.BACK_IN_STOCK]


class BackDataSerializer(serializers.Serializer):
    alert = serializers.UUIDField()
    variant = serializers.IntegerField()
    sku = serializers.CharField()
    product = serializers.IntegerField()
    sequence = serializers.IntegerField(
        help_text="Of two messages about one variant, the later has the larger."
    )
    test = serializers.BooleanField(required=False, help_text="A sample that was asked for.")


class BackInStockSerializer(serializers.Serializer):
    type = serializers.ChoiceField(choices=[(BACK, "A size is back in stock")])
    timestamp = serializers.DateTimeField(help_text="When it was written, not when it was sent.")
    data = BackDataSerializer()  # type: ignore[assignment]  # DRF's own `data` is a property


BACK_IN_STOCK = OpenApiWebhook(
    BACK,
    extend_schema(
        summary="A size is back in stock",
        description=(
            "Signed by Standard Webhooks 1.0: `webhook-id` (the same however often it comes), "
            "`webhook-timestamp` (seconds), `webhook-signature` (`v1,…`, two of them for a day "
            "after the secret was replaced). Check it with any of its libraries before believing "
            "a word. Order is not promised: see `sequence`."
        ),
        request=BackInStockSerializer,
        responses={
            "2XX": OpenApiResponse(description="Heard. What the answer says is not read."),
            410: OpenApiResponse(description="Never again: the endpoint is disabled."),
            "default": OpenApiResponse(
                description="Anything else, redirects too, is tried again for days; later if "
                "Retry-After says so in seconds."
            ),
        },
        examples=[OpenApiExample("The dress is back", value=MESSAGE)],
    ),
)
