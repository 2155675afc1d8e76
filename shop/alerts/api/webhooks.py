"""The messages we send, as the API's description tells of them (OpenAPI 3.1, `webhooks`)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, OpenApiWebhook, extend_schema
from rest_framework import serializers

from shop.alerts.api import examples
from shop.alerts.models import AlertKind


class DataSerializer(serializers.Serializer):
    alert = serializers.UUIDField()
    product = serializers.IntegerField()
    sequence = serializers.IntegerField(
        help_text="Of two messages about one variant or price, the later has the larger."
    )
    test = serializers.BooleanField(required=False, help_text="A sample that was asked for.")


class VariantDataSerializer(DataSerializer):
    variant = serializers.IntegerField()
    sku = serializers.CharField()


class LowStockDataSerializer(VariantDataSerializer):
    threshold = serializers.IntegerField(help_text="That was asked for.")
    available = serializers.IntegerField(help_text="Pieces left, net of what is held at the till.")


class OfferedSerializer(serializers.Serializer):
    variant = serializers.IntegerField()
    sku = serializers.CharField()
    product = serializers.IntegerField()


class SimilarDataSerializer(VariantDataSerializer):
    offered = OfferedSerializer(help_text="What arrived, in the same size.")


class PriceDataSerializer(DataSerializer):
    price = serializers.DecimalField(max_digits=10, decimal_places=2)
    last_price = serializers.DecimalField(
        max_digits=10, decimal_places=2, help_text="When you asked, or were last told."
    )
    currency = serializers.CharField()


def message(kind: AlertKind, data: type[serializers.Serializer]) -> type[serializers.Serializer]:
    name = kind.message.title().replace(".", "").replace("_", "")
    fields: dict[str, Any] = {
        "type": serializers.ChoiceField(choices=[(kind.message, kind.label)]),
        "timestamp": serializers.DateTimeField(help_text="When it was written, not when sent."),
        "data": data(),
    }
    return type(f"{name}Serializer", (serializers.Serializer,), fields)


def webhook(
    kind: AlertKind, summary: str, data: type[serializers.Serializer], example: dict[str, Any]
) -> OpenApiWebhook:
    return OpenApiWebhook(
        kind.message,
        extend_schema(
            summary=summary,
            description=(
                "Signed by Standard Webhooks 1.0: check it with any of its libraries before "
                "believing a word. Order is not promised: see `sequence`."
            ),
            request=message(kind, data),
            responses={
                "2XX": OpenApiResponse(description="Heard. What the answer says is not read."),
                410: OpenApiResponse(description="Never again: the endpoint is disabled."),
                "default": OpenApiResponse(
                    description="Anything else, redirects too, is tried again for days; later if "
                    "Retry-After says so in seconds."
                ),
            },
            examples=[OpenApiExample(summary, value=example)],
        ),
    )


#: What every message comes with (Standard Webhooks 1.0).
HEADERS = {
    "webhook-id": (
        "The same however often the message comes.",
        {"type": "string", "pattern": "^msg_[0-9a-f]{32}$"},
        examples.MESSAGE_ID,
    ),
    "webhook-timestamp": (
        "When this call was made, in seconds since 1970; refuse one that is minutes old.",
        {"type": "string", "pattern": "^[0-9]+$"},
        "1795280773",
    ),
    "webhook-signature": (
        "HMAC-SHA256 of `id.timestamp.body`; for a day after the secret was replaced two, with a "
        "space between them. One that fits is enough.",
        {"type": "string", "pattern": "^v1,[A-Za-z0-9+/]+=*( v1,[A-Za-z0-9+/]+=*)*$"},
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
}


def with_headers(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """drf-spectacular's hook: it describes no parameters of webhooks by itself."""
    said = result["components"]["parameters"] = {
        name: {"name": name, "in": "header", "required": True}
        | {"description": words, "schema": schema, "example": example}
        for name, (words, schema, example) in HEADERS.items()
    }
    for message in result["webhooks"].values():
        message["post"]["parameters"] = [
            {"$ref": f"#/components/parameters/{each}"} for each in said
        ]
    return result


BACK_IN_STOCK = webhook(
    AlertKind.BACK_IN_STOCK, "A size is back in stock", VariantDataSerializer, examples.MESSAGE
)
LOW_STOCK = webhook(
    AlertKind.LOW_STOCK, "A size is nearly gone", LowStockDataSerializer, examples.FEW_LEFT
)
PRICE_DROP = webhook(
    AlertKind.PRICE_DROP, "A product costs less", PriceDataSerializer, examples.PRICE
)
SIMILAR_IN_STOCK = webhook(
    AlertKind.SIMILAR_IN_STOCK,
    "Something like a size has arrived",
    SimilarDataSerializer,
    examples.SIMILAR,
)
