"""`/api/v1/events/stream/`: the same messages, sent as they come (server-sent events).

An open stream keeps a thread of the web server to itself, and a process has four. So each process
keeps EVENT_STREAMS open, for EVENT_STREAM_SECONDS at a time. Whoever comes while these are taken is
told what there is, and to come again in a few seconds: a client does that by itself, and says what
it heard last, so nobody is refused and nothing is missed.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from shop.alerts.api.events import AFTER, EventSerializer, cursor_of, events_after
from shop.alerts.api.examples import MESSAGE
from shop.alerts.models import Message
from shop.api.documentation import WITH_KEY
from shop.api.keys import WithKey, key_of, may
from shop.api.models import ApiKey, Scope

MEDIA_TYPE = "text/event-stream"
#: Seconds between two looks, and between two signs of life.
PACE, HEARTBEAT = 1.0, 10.0
#: Messages fetched at a time.
MOST = 100
#: Milliseconds until a client comes again, after its time was up, or when there was no place.
AGAIN, LATER = 500, 5_000
LAST = OpenApiParameter(
    "Last-Event-ID", str, OpenApiParameter.HEADER, description="What was heard last: goes on there."
)
EXAMPLE = OpenApiExample(
    "The dress is back",
    value=f"id: 81234\nevent: {MESSAGE['type']}\ndata: {json.dumps(MESSAGE)}\n\n",
    response_only=True,
    status_codes=["200"],
)


class Places:
    """How many streams this process may keep open."""

    def __init__(self) -> None:
        self._guard, self.taken = threading.Lock(), 0

    def take(self) -> bool:
        with self._guard:
            free = self.taken < settings.EVENT_STREAMS
            self.taken += free
            return free

    def give_back(self) -> None:
        with self._guard:
            self.taken -= 1


places = Places()


class AsStream(JSONRenderer):
    """So that who accepts nothing but a stream gets one; what is refused is JSON all the same."""

    media_type = MEDIA_TYPE
    format = "stream"


class EventStreamView(WithKey):
    permission_classes = [may(Scope.ALERTS)]
    renderer_classes = [JSONRenderer, AsStream]

    @extend_schema(
        summary="What happened since, and what happens",
        description=(
            "Server-sent events: `id` is the `after` of the poll, `event` the type, `data` the "
            "event. A stream ends after a while, or at once when the shop keeps as many open as it "
            "can: any client of server-sent events comes again after `retry` and goes on."
        ),
        parameters=[AFTER, LAST],
        responses={
            (200, MEDIA_TYPE): OpenApiResponse(OpenApiTypes.STR, "Events, until the time is up."),
            **WITH_KEY,
        },
        examples=[EXAMPLE],
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        asked = request.query_params.get("after", "")
        after = request.headers.get("Last-Event-ID", asked)
        events_after(key_of(request), after)  # what cannot be understood is refused before
        stream = StreamingHttpResponse(told(key_of(request), after), content_type=MEDIA_TYPE)
        stream["Cache-Control"] = "no-store"
        stream["X-Accel-Buffering"] = "no"  # nginx would keep it until it ends
        return stream


def told(key: ApiKey, after: str) -> Iterator[bytes]:
    """Takes its place when it begins, so that one that is never read keeps none."""
    if not places.take():
        yield b"retry: %d\n\n" % LATER
        yield from map(event, events_after(key, after)[:MOST])
        return
    try:
        yield b"retry: %d\n\n" % AGAIN
        yield from told_as_they_come(key, after)
    finally:
        places.give_back()


def told_as_they_come(key: ApiKey, after: str) -> Iterator[bytes]:
    begun = spoke = time.monotonic()
    while (moment := time.monotonic()) < begun + settings.EVENT_STREAM_SECONDS:
        for message in events_after(key, after)[:MOST]:
            yield event(message)
            after, spoke = cursor_of(message), moment
        if moment - spoke >= HEARTBEAT:  # and whoever has gone is noticed
            yield b": nothing new\n\n"
            spoke = moment
        time.sleep(PACE)


def event(message: Message) -> bytes:
    said = JSONRenderer().render(EventSerializer(message).data)
    kind, cursor = message.payload["type"], cursor_of(message)
    return f"id: {cursor}\nevent: {kind}\ndata: ".encode() + said + b"\n\n"
