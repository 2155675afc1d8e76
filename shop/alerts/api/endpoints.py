"""`/api/v1/endpoints/`: where an integrator wants to be told, and how that has been going."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from shop.alerts.api import examples
from shop.alerts.api.paging import ID, NewestFirst
from shop.alerts.models import Attempt, Endpoint, Message, MessageState
from shop.alerts.wakeups import wake_after_commit
from shop.alerts.webhooks.target import LONGEST, NotAllowed, parsed
from shop.api.documentation import MAY_MISS, WITH_KEY
from shop.api.idempotency import HEADER, idempotent
from shop.api.keys import WithKey, key_of, may
from shop.api.models import Scope


class WhereSerializer(serializers.Serializer):
    url = serializers.CharField(max_length=LONGEST, trim_whitespace=False)

    def validate_url(self, url: str) -> str:
        try:
            parsed(url)
        except NotAllowed as error:
            raise serializers.ValidationError(str(error)) from error
        return url


class EndpointSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Endpoint
        fields = ["id", "url", "created_at", "failing_since", "disabled_at", "disabled_why"]


class SecretSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    secret = serializers.CharField(help_text="To check signatures with. Shown this once.")


class AttemptSerializer(serializers.ModelSerializer):
    message = serializers.CharField(source="message.name", help_text="The webhook-id.")

    class Meta:
        model = Attempt
        fields = ["message", "at", "status", "seconds", "said"]


class AgainSerializer(serializers.Serializer):
    message = serializers.RegexField(
        r"^msg_[0-9a-f]{32}$", required=False, help_text="One message, by its webhook-id."
    )
    since = serializers.DateTimeField(required=False, help_text="Or those written from then on.")
    until = serializers.DateTimeField(required=False, help_text="And before then.")

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if ("message" in asked) == ("since" in asked):
            raise serializers.ValidationError({"since": ["Give a message, or since when."]})
        return asked

    def among(self, messages: QuerySet[Message]) -> QuerySet[Message]:
        asked = self.validated_data
        if name := asked.get("message"):
            return messages.filter(public_id=name.removeprefix("msg_"))
        until = asked.get("until") or now()
        return messages.filter(created_at__gte=asked["since"], created_at__lt=until)


class ReplayedSerializer(serializers.Serializer):
    messages = serializers.IntegerField()


@extend_schema_view(
    list=extend_schema(
        summary="This key's endpoints",
        responses={200: EndpointSerializer(many=True), **WITH_KEY},
        examples=[examples.ENDPOINT],
    ),
    retrieve=extend_schema(
        summary="One endpoint, and how it has been going",
        parameters=[ID],
        responses={200: EndpointSerializer, **WITH_KEY, **MAY_MISS},
        examples=[examples.ENDPOINT],
    ),
)
class EndpointViewSet(WithKey, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    permission_classes = [may(Scope.ALERTS)]
    queryset = Endpoint.objects.all()
    serializer_class = EndpointSerializer
    pagination_class = NewestFirst
    filter_backends = []
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Endpoint]:
        return Endpoint.objects.filter(owner=key_of(self.request))

    @extend_schema(
        summary="Name an endpoint",
        description="Only https, to a public name, on the usual ports. Its secret is shown once.",
        request=WhereSerializer,
        parameters=[HEADER],
        responses={201: SecretSerializer, **WITH_KEY},
        examples=[examples.SECRET],
    )
    @idempotent
    def create(self, request: Request) -> Response:
        asked = WhereSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        endpoint = Endpoint.objects.create(owner=key_of(request), **asked.validated_data)
        endpoint.refresh_from_db()
        return Response(SecretSerializer(endpoint).data, status=201)

    @extend_schema(
        summary="Take an endpoint away, with its alerts",
        parameters=[ID],
        responses={204: None, **WITH_KEY, **MAY_MISS},
    )
    def destroy(self, request: Request, public_id: str) -> Response:
        self.get_object().delete()
        return Response(status=204)

    @extend_schema(
        summary="Replace the secret",
        description="For a day messages are signed with both.",
        request=None,
        parameters=[ID, HEADER],
        responses={200: SecretSerializer, **WITH_KEY, **MAY_MISS},
        examples=[examples.ROTATED],
    )
    @action(detail=True, methods=["post"])
    @idempotent
    def rotate(self, request: Request, public_id: str) -> Response:
        endpoint = self.get_object()
        endpoint.rotate()
        return Response(SecretSerializer(endpoint).data)

    @extend_schema(
        summary="Call it again after it was disabled",
        request=None,
        parameters=[ID, HEADER],
        responses={200: EndpointSerializer, **WITH_KEY, **MAY_MISS},
        examples=[examples.ENDPOINT],
    )
    @action(detail=True, methods=["post"])
    @idempotent
    def enable(self, request: Request, public_id: str) -> Response:
        endpoint = self.get_object()
        endpoint.enable()
        wake_after_commit()
        return Response(EndpointSerializer(endpoint).data)

    @extend_schema(
        summary="Send a message, or a time's messages, again",
        description="Whatever became of them. Each keeps its webhook-id.",
        request=AgainSerializer,
        parameters=[ID, HEADER],
        responses={202: ReplayedSerializer, **WITH_KEY, **MAY_MISS},
        examples=[*examples.AGAIN, examples.REPLAYED],
    )
    @action(detail=True, methods=["post"])
    @idempotent
    def replay(self, request: Request, public_id: str) -> Response:
        endpoint = self.get_object()
        asked = AgainSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        messages = asked.among(Message.objects.filter(endpoint=endpoint))
        again = messages.update(state=MessageState.WAITING, attempts_made=0, next_attempt_at=now())
        wake_after_commit()
        return Response({"messages": again}, status=202)

    @extend_schema(
        summary="The calls made, newest first",
        parameters=[ID],
        responses={200: AttemptSerializer(many=True), **WITH_KEY, **MAY_MISS},
        examples=[examples.ATTEMPT],
    )
    @action(detail=True)
    def attempts(self, request: Request, public_id: str) -> Response:
        calls = Attempt.objects.filter(message__endpoint=self.get_object())
        page = self.paginate_queryset(calls.select_related("message"))
        return self.get_paginated_response(AttemptSerializer(page, many=True).data)
