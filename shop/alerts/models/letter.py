"""What is written to a mailbox, from before it leaves until it is known to have left.

A letter has its Message-ID before anything is sent, and keeps it: one that is sent again, because
the sender died before it could note that the first had gone, can be told from a second letter.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from shop.alerts.addresses import LONGEST


class LetterKind(models.TextChoices):
    LINK = "link", "Link to her alerts"
    NEWS = "news", "What is back"
    SAMPLE = "sample", "Test"
    ENDPOINT = "endpoint", "An endpoint is called no more"


class LetterState(models.TextChoices):
    OPEN = "open", "Waiting"
    SENT = "sent", "Sent"
    DROPPED = "dropped", "Not needed any more"
    FAILED = "failed", "Given up"


def new_message_id() -> str:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{secrets.token_hex(16)}@{host}>"


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class LetterQuerySet(models.QuerySet["Letter"]):
    def open(self) -> LetterQuerySet:
        return self.filter(state=LetterState.OPEN)

    def with_link(self, token: str) -> LetterQuerySet:
        """The letter whose link has this token, if that is still good for anything."""
        oldest = now() - timedelta(days=settings.ALERT_LINK_DAYS)
        return self.filter(link_digest=digest_of(token), created_at__gt=oldest)


class Letter(models.Model):
    mailbox = models.ForeignKey("alerts.Mailbox", models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=8, choices=LetterKind)
    sample_of = models.ForeignKey(
        "alerts.Subscription", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    message_id = models.CharField(
        "Message-ID", max_length=LONGEST, unique=True, default=new_message_id
    )
    link_digest = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=LetterState, default=LetterState.OPEN)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=now)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox"], condition=Q(state="open"), name="one_open_letter_per_mailbox"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.mailbox}"

    def save(self, **kwargs) -> None:
        self.link_digest = self.link_digest or digest_of(self.token)
        super().save(**kwargs)

    @property
    def token(self) -> str:
        """256 bits, in the link this letter carries.

        Made from the secret key each time, so that it lies in no table, and sending a letter again
        sends the same one. Only its digest is kept.
        """
        made = salted_hmac("shop.alerts.link", self.message_id, algorithm="sha256").digest()
        return urlsafe_b64encode(made).decode().rstrip("=")
