"""What a request was answered that may come again: the answer is repeated, the deed is not."""

from __future__ import annotations

from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.timezone import now

KEPT = timedelta(hours=24)
LONGEST = 255


class AnsweredQuerySet(models.QuerySet["AnsweredRequest"]):
    def forgotten(self) -> AnsweredQuerySet:
        return self.filter(at__lte=now() - KEPT)


class AnsweredRequest(models.Model):
    """Written in the transaction of the deed itself: both are there, or neither is."""

    api_key = models.ForeignKey("api.ApiKey", models.CASCADE, related_name="answered")
    idempotency_key = models.CharField(max_length=LONGEST)
    asked = models.CharField(max_length=64, help_text="Digest of method, address and body.")
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(encoder=DjangoJSONEncoder, null=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = AnsweredQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["api_key", "idempotency_key"], name="answered_once_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.api_key}: {self.idempotency_key}"
