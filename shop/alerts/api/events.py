"""`/api/v1/events/`: the same messages, for those who cannot be called and come to fetch them."""

from __future__ import annotations

import re

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from shop.alerts.api import examples
from shop.alerts.models import Message
from shop.api.documentation import WITH_KEY
from shop.api.keys import WithKey, key_of, may
from shop.api.models import ApiKey, Scope
from shop.api.paging import page_limit

CURSOR = re.compile(r"\d{1,18}")
AFTER = OpenApiParameter(
    "after", str, description="The `after` of the last answer. Without it, from the first message."
)

LIMIT = OpenApiParameter("limit", int, description="How many at most, 1 to 100; without it 50.")


class EventSerializer(serializers.Serializer):
    id = serializers.CharField(source="name", help_text="The webhook-id.")
    type = serializers.CharField(source="payload.type")
    timestamp = serializers.DateTimeField(source="payload.timestamp")
    data = serializers.DictField(  # type: ignore[assignment]  # DRF's own `data` is a property
        source="payload.data"
    )


class EventsSerializer(serializers.Serializer):
    results = EventSerializer(many=True)
    after = serializers.CharField(help_text="Ask for what comes after this, now or later.")


class EventsView(WithKey):
    permission_classes = [may(Scope.ALERTS)]

    @extend_schema(
        summary="What happened since",
        description=(
            "In an order in which nothing can appear later before what was fetched already. Ask "
            "again with the answer's `after`; one that is up to date gets no results."
        ),
        parameters=[AFTER, LIMIT],
        responses={200: EventsSerializer, **WITH_KEY},
        examples=[examples.EVENTS],
    )
    def get(self, request: Request) -> Response:
        after = request.query_params.get("after", "")
        messages = events_after(key_of(request), after)
        found = list(messages[: page_limit(request.query_params.get("limit"), default=50)])
        last = cursor_of(found[-1]) if found else after
        return Response(EventsSerializer({"results": found, "after": last}).data)


def events_after(key: ApiKey, cursor: str) -> QuerySet[Message]:
    """Raises ValidationError for a cursor that no answer of ours had."""
    return Message.objects.in_order().filter(position__gt=position_of(cursor), owner=key)


def cursor_of(message: Message) -> str:
    return str(message.position)


def position_of(cursor: str) -> int:
    """Raises ValidationError for a cursor that no answer of ours had."""
    if cursor and not CURSOR.fullmatch(cursor):
        raise ValidationError({"after": ["Give the “after” of an answer."]})
    return int(cursor or 0)
