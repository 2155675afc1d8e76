"""`POST /api/v1/bounces/`: whatever reads the mail that comes back says whose it was."""

from __future__ import annotations

from django.db import models
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shop.alerts.addresses import LONGEST
from shop.alerts.api.serializers import AddressField
from shop.alerts.models.mailbox import Suppressed
from shop.alerts.personal_data import suppress
from shop.api.documentation import WITH_KEY
from shop.api.idempotency import HEADER, idempotent
from shop.api.keys import WithKey, may
from shop.api.models import Scope

MOST = 500


class BounceKind(models.TextChoices):
    PERMANENT = "permanent", "There is no such mailbox, or it takes nothing"
    COMPLAINT = "complaint", "She called it spam"
    TRANSIENT = "transient", "Not now: nothing follows from it"


#: What follows from each. A mailbox that is full today is written to again.
WHY = {BounceKind.PERMANENT: Suppressed.BOUNCED, BounceKind.COMPLAINT: Suppressed.ASKED}


class BounceSerializer(serializers.Serializer):
    address = AddressField(max_length=LONGEST, help_text="Whom the mail was to.")
    why = serializers.ChoiceField(choices=BounceKind.choices, default=BounceKind.PERMANENT)


class BouncesSerializer(serializers.Serializer):
    bounces = BounceSerializer(many=True, allow_empty=False, max_length=MOST)  # type: ignore[call-arg]


class SuppressedSerializer(serializers.Serializer):
    suppressed = serializers.IntegerField(help_text="Addresses that get no more letters.")


class BouncesView(WithKey):
    permission_classes = [may(Scope.BOUNCES)]

    @extend_schema(
        summary="Say which mail came back",
        description=(
            "These addresses are never written to again and their alerts end, known here or not. "
            f"At most {MOST} at a time."
        ),
        request=BouncesSerializer,
        parameters=[HEADER],
        responses={200: SuppressedSerializer, **WITH_KEY},
        examples=[
            OpenApiExample(
                "One mailbox is gone, one is full",
                value={
                    "bounces": [
                        {"address": "ada@example.org", "why": "permanent"},
                        {"address": "bob@example.org", "why": "transient"},
                    ]
                },
                request_only=True,
            ),
            OpenApiExample(
                "The first gets no more letters",
                value={"suppressed": 1},
                response_only=True,
                status_codes=["200"],
            ),
        ],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        asked = BouncesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        bounces = asked.validated_data["bounces"]
        hopeless = {each["address"]: WHY[each["why"]] for each in bounces if each["why"] in WHY}
        for address, why in sorted(hopeless.items()):
            suppress(address, why)
        return Response({"suppressed": len(hopeless)})
