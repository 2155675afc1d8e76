"""What an integrator is told: sent to her endpoint, or fetched by her."""

from __future__ import annotations

import json
from typing import Any

import pgtrigger
from django.contrib.postgres.functions import RandomUUID
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.utils.timezone import now

from shop.alerts.models.endpoint import Endpoint


class MessageState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Delivered"
    FAILED = "failed", "Given up"
    KEPT = "kept", "To be fetched"


class MessageQuerySet(models.QuerySet["Message"]):
    def claimable(self) -> MessageQuerySet:
        """The first that is due of each endpoint that nobody is calling just now, locked.

        One endpoint's backlog holds up nobody else's; and those that have been failing come after
        the others, so that not even many that hang do.
        """
        # Said of the row itself as well: only that is looked at again where another claimed it
        # between our look and our lock.
        firsts = Endpoint.objects.enabled().filter(~Exists(self.at_work()))
        firsts = firsts.annotate(first=Subquery(self.first_due())).filter(first__isnull=False)
        failing = ExpressionWrapper(Q(endpoint__failing_since__isnull=False), models.BooleanField())
        due = self.due().filter(pk__in=firsts.values("first")).alias(failing=failing)
        return due.order_by("failing", "next_attempt_at", "pk").select_for_update(
            skip_locked=True, no_key=True, of=("self",)
        )

    def due(self) -> MessageQuerySet:
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now())
        return self.filter(free, state=MessageState.WAITING, next_attempt_at__lte=now())

    def first_due(self) -> models.QuerySet[Message, Any]:
        """Of the endpoint that is asked about."""
        its = self.due().filter(endpoint=OuterRef("pk"))
        return its.order_by("next_attempt_at", "pk").values("pk")[:1]

    def at_work(self) -> MessageQuerySet:
        return self.filter(endpoint=OuterRef("pk"), claimed_until__gt=now())

    def in_order(self) -> MessageQuerySet:
        """As they came to be seen: no other can appear any more before one of them."""
        return self.order_by("position")


class Message(models.Model):
    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    owner = models.ForeignKey("api.ApiKey", models.CASCADE, related_name="messages")
    endpoint = models.ForeignKey(
        "alerts.Endpoint", models.CASCADE, related_name="messages", null=True, blank=True
    )
    delivery = models.OneToOneField(
        "alerts.Delivery", models.SET_NULL, null=True, blank=True, related_name="message"
    )
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.WAITING)
    attempts_made = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    #: Drawn by one writer at a time (see the trigger): whoever sees one sees all that are lower.
    position = models.BigIntegerField(unique=True, db_default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["endpoint", "next_attempt_at"],
                name="message_next",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["endpoint"],
                name="message_claimed",
                condition=Q(claimed_until__isnull=False),
            ),
            models.Index(fields=["owner", "position"], name="message_fetched"),
        ]
        triggers = [
            # The lock is let go of as the transaction ends. It waits for whoever writes messages,
            # and for nobody else who writes.
            pgtrigger.Trigger(
                name="in_order",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    PERFORM pg_advisory_xact_lock(725105);
                    NEW.position := nextval('alerts_message_position');
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.payload['type']} {self.public_id}"

    @property
    def name(self) -> str:
        """The webhook-id: the same however often it is sent."""
        return f"msg_{self.public_id.hex}"

    @property
    def body(self) -> bytes:
        return json.dumps(self.payload, separators=(",", ":")).encode()


class Attempt(models.Model):
    """One call: what came of it."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attempts")
    at = models.DateTimeField(auto_now_add=True)
    status = models.PositiveSmallIntegerField(help_text="0: no answer.")
    seconds = models.FloatField()
    said = models.CharField(max_length=500, blank=True, help_text="How the answer began.")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.message}: {self.status}"


def said_of(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """A payload: thin, what else is wanted can be asked for."""
    return {"type": kind, "timestamp": now().isoformat(), "data": data}
