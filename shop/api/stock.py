"""`POST /api/v1/stock/movements/`: a warehouse says what came and went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import MovementReason, Variant
from catalog.models.stock import InsufficientStock
from shop.api.documentation import WITH_KEY
from shop.api.examples import MOVEMENTS, MOVEMENTS_ASKED
from shop.api.idempotency import HEADER, idempotent
from shop.api.keys import WithKey, may
from shop.api.models import Scope

MOST = 500
REASONS = [
    reason
    for reason in MovementReason
    if reason not in (MovementReason.OPENING, MovementReason.IMPORTED, MovementReason.DIRECT)
]
UNKNOWN = "There is no size with this SKU."
TOO_FEW = "Fewer are on hand."


class MovementSerializer(serializers.Serializer):
    sku = serializers.CharField(max_length=80)
    change = serializers.IntegerField(
        min_value=-100_000, max_value=100_000, help_text="Pieces that came, or went (below zero)."
    )
    reason = serializers.ChoiceField(choices=[(each.value, each.label) for each in REASONS])
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)

    def validate_change(self, change: int) -> int:
        if change == 0:
            raise serializers.ValidationError("A movement moves something.")
        return change


class MovementsSerializer(serializers.Serializer):
    movements = MovementSerializer(many=True, allow_empty=False, max_length=MOST)  # type: ignore[call-arg]


class MovedSerializer(serializers.Serializer):
    sku = serializers.CharField()
    moved = serializers.BooleanField()
    on_hand = serializers.IntegerField(allow_null=True, help_text="After it; null if unknown here.")
    error = serializers.CharField(help_text="Why it was not moved; empty if it was.")


class MovementsAnswerSerializer(serializers.Serializer):
    moved = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = MovedSerializer(many=True, help_text="In the order of the movements.")


@dataclass
class Moved:
    sku: str
    on_hand: int | None
    error: str = ""

    @property
    def moved(self) -> bool:
        return not self.error


class StockMovementsView(WithKey):
    permission_classes = [may(Scope.STOCK)]

    @extend_schema(
        summary="Push what came and went",
        description=(
            "Each row stands for itself: one that is refused says why, the others are moved. "
            f"At most {MOST} rows. Send an Idempotency-Key, so that a request whose answer was "
            "lost can be sent again."
        ),
        request=MovementsSerializer,
        parameters=[HEADER],
        responses={200: MovementsAnswerSerializer, **WITH_KEY},
        examples=[MOVEMENTS_ASKED, MOVEMENTS],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        asked = MovementsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        results = moved(asked.validated_data["movements"])
        gone = sum(result.moved for result in results)
        answer = {"moved": gone, "refused": len(results) - gone, "results": results}
        return Response(MovementsAnswerSerializer(answer).data)


@transaction.atomic
def moved(rows: list[dict[str, Any]]) -> list[Moved]:
    """Move each row that can be; all the sizes are locked before the first is moved."""
    shelves = Variant.objects.filter(sku__in={row["sku"] for row in rows}).locked_in_order()
    by_sku = {shelf.sku: shelf for shelf in shelves}
    return [move(by_sku.get(row["sku"]), **row) for row in rows]


def move(shelf: Variant | None, sku: str, change: int, reason: str, note: str) -> Moved:
    if shelf is None:
        return Moved(sku, None, UNKNOWN)
    try:
        shelf.move(change, MovementReason(reason), note=note)
    except InsufficientStock:
        return Moved(sku, shelf.on_hand, TOO_FEW)
    return Moved(sku, shelf.on_hand)
