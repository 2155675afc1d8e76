"""Who may do what through the API. Only digests of the keys are kept.

A public key stands in the pages of other shops, for everybody to read: it has no secret, opens
nothing but reading, and only for the pages that it names.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now

from shop.alerts.addresses import normalised
from shop.api.origins import LONGEST, origin_of

#: How long a key that was replaced still opens, so that its user has time to put the new one in.
OVERLAP = timedelta(hours=24)
#: How the text of a public key begins.
PUBLIC = "up_"
#: Its last use is noted so often.
NOTED_EVERY = timedelta(minutes=1)


class Scope(models.TextChoices):
    READ = "read", "Show what is on sale on other pages (public keys)"
    ALERTS = "alerts", "Ask to be told, and look after what was asked"
    STOCK = "stock", "Push what came and went"
    BOUNCES = "bounces", "Say which mail came back"


def digest_of(secret: str) -> str:
    """Of 256 random bits, so a fast hash without salt is enough."""
    return sha256(secret.encode()).hexdigest()


def new_prefix() -> str:
    return secrets.token_hex(6)


def checked_origin(text: str) -> None:
    if origin_of(text) != text:
        raise ValidationError(f"Write it as browsers do: {origin_of(text)}")


class ApiKeyManager(models.Manager["ApiKey"]):
    def issue(self, name: str, scopes: list[str], contact: str = "") -> tuple[ApiKey, str]:
        """A new key, and its text, which is shown this once."""
        key = ApiKey(name=name, scopes=scopes, contact=contact)
        text = key.renew()
        return key, text

    def publish(self, name: str, origins: list[str]) -> ApiKey:
        """A public key for pages of these origins."""
        return self.create(name=name, scopes=[Scope.READ], origins=origins)

    def public(self, text: str) -> ApiKey | None:
        """The public key with this text."""
        prefix = text.removeprefix(PUBLIC)
        shown = self.filter(revoked_at__isnull=True, digest="").exclude(origins=[])
        return None if prefix == text else shown.filter(prefix=prefix).first()

    def opened_by(self, text: str) -> ApiKey | None:
        """The key with this text, if it still opens anything."""
        parts = text.split("_", 2)
        if len(parts) != 3 or parts[0] != "us":
            return None
        key = self.filter(prefix=parts[1], revoked_at__isnull=True).first()
        return key if key and key.fits(parts[2]) else None


class ApiKey(models.Model):
    name = models.CharField(max_length=80, help_text="Whose it is, or what uses it.")
    prefix = models.CharField(max_length=12, unique=True, default=new_prefix, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    former_digest = models.CharField(max_length=64, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, blank=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope))
    origins = ArrayField(
        models.CharField(max_length=LONGEST, validators=[checked_origin]),
        default=list,
        blank=True,
        help_text="Of a public key: the pages it may stand in, as https://www.nordlys.example",
    )
    contact = models.EmailField(
        blank=True, help_text="Who is written to when calls to its endpoints are given up."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiKeyManager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "API key"
        constraints = [
            models.CheckConstraint(
                condition=Q(origins=[]) | Q(scopes=["read"], digest=""),
                name="public_key_only_reads",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    def save(self, **kwargs: Any) -> None:
        self.contact = normalised(self.contact) if self.contact else ""
        super().save(**kwargs)

    @property
    def is_public(self) -> bool:
        return bool(self.origins)

    @property
    def public_text(self) -> str:
        """What stands in pages; of a secret key nothing can be shown."""
        return f"{PUBLIC}{self.prefix}" if self.is_public else ""

    def renew(self) -> str:
        """Give it a new text, which is returned; the one it had opens for another day."""
        secret = secrets.token_urlsafe(32)
        self.former_digest = self.digest
        self.former_until = now() + OVERLAP if self.digest else None
        self.digest = digest_of(secret)
        self.save()
        return f"us_{self.prefix}_{secret}"

    def fits(self, secret: str) -> bool:
        digest = digest_of(secret)
        if constant_time_compare(digest, self.digest):
            return True
        former = self.former_until is not None and self.former_until > now()
        return former and constant_time_compare(digest, self.former_digest)

    def note_use(self) -> None:
        """At most once a minute, so that a busy key's row is not written all the time."""
        if self.last_used_at is None or self.last_used_at < now() - NOTED_EVERY:
            ApiKey.objects.filter(pk=self.pk).update(last_used_at=now())

    def revoke(self) -> None:
        self.revoked_at = now()
        self.save(update_fields=["revoked_at"])
