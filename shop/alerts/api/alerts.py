"""`/api/v1/alerts/`: an integrator asks for shoppers of hers to be told.

A key sees what it asked for and nothing else, and its answers are the same whether or not the shop
knows the address: the shopper herself says yes, by the letter she gets.
"""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from shop.alerts.api import examples
from shop.alerts.api.paging import ID, NewestFirst
from shop.alerts.api.serializers import AcceptedSerializer, AlertSerializer, AskSerializer
from shop.alerts.models import Subscription
from shop.alerts.subscribing import ask_for, ask_for_sample, listen_for
from shop.api.documentation import MAY_MISS, WITH_KEY
from shop.api.idempotency import HEADER, idempotent
from shop.api.keys import WithKey, key_of, may
from shop.api.models import Scope


class NotConfirmed(APIException):
    status_code = 409
    default_code = "not_confirmed"
    default_detail = "Nobody has said yes to this alert, or it is over: nothing is sent to it."


@extend_schema_view(
    list=extend_schema(
        summary="What this key asked for, newest first",
        responses={200: AlertSerializer(many=True), **WITH_KEY},
        examples=[examples.ALERT],
    ),
    retrieve=extend_schema(
        summary="One alert",
        parameters=[ID],
        responses={200: AlertSerializer, **WITH_KEY, **MAY_MISS},
        examples=[examples.ALERT],
    ),
)
class AlertViewSet(WithKey, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    permission_classes = [may(Scope.ALERTS)]
    queryset = Subscription.objects.all()
    serializer_class = AlertSerializer
    pagination_class = NewestFirst
    filter_backends = []
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Subscription]:
        mine = Subscription.objects.filter(owner=key_of(self.request))
        return mine.select_related("mailbox", "endpoint", "variant", "product")

    @extend_schema(
        summary="Ask for somebody to be told",
        description=(
            "She gets a letter and has to say yes before anything else comes of it. The answer is "
            "the same whether or not the shop knows her address; asked again, the alert there is. "
            "Without an email you are told yourself, each time, until you end it."
        ),
        request=AskSerializer,
        parameters=[HEADER],
        responses={202: AcceptedSerializer, **WITH_KEY},
        examples=[*examples.ASKED, examples.LISTENING, examples.ACCEPTED],
    )
    @idempotent
    def create(self, request: Request) -> Response:
        owner = key_of(request)
        asked = AskSerializer(data=request.data, context={"owner": owner})
        asked.is_valid(raise_exception=True)
        wish = asked.validated_data
        goods = wish.pop("variant", None) or wish.pop("product")
        endpoint = wish.pop("endpoint", None)
        if email := wish.pop("email", ""):
            alert = ask_for(goods, email, owner, **wish)
        else:
            alert = listen_for(goods, owner, endpoint, **wish)
        return Response({"id": str(alert)}, status=202)

    @extend_schema(
        summary="End an alert",
        parameters=[ID],
        responses={204: None, **WITH_KEY, **MAY_MISS},
    )
    def destroy(self, request: Request, public_id: str) -> Response:
        self.get_queryset().filter(pk=self.get_object().pk).end()  # type: ignore[attr-defined]
        return Response(status=204)

    @extend_schema(
        summary="Send a sample",
        description="A letter that says it is a test, to somebody who has said yes.",
        request=None,
        parameters=[ID, HEADER],
        responses={202: AcceptedSerializer, **WITH_KEY, **MAY_MISS},
        examples=[examples.ACCEPTED],
    )
    @action(detail=True, methods=["post"])
    @idempotent
    def test(self, request: Request, public_id: str) -> Response:
        alert = self.get_object()
        if not ask_for_sample(alert):
            raise NotConfirmed
        return Response({"id": str(alert.public_id)}, status=202)
