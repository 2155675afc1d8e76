"""Where an integrator wants to be told, and how that has been going."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from shop.alerts.webhooks.signing import new_secret
from shop.alerts.webhooks.target import LONGEST

#: A replaced secret signs beside the new one for so long.
OVERLAP = timedelta(hours=24)
#: An endpoint that has only failed for so long is called no more.
PATIENCE = timedelta(days=5)


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def enabled(self) -> EndpointQuerySet:
        return self.filter(disabled_at=None)

    def with_owner_to_tell(self) -> EndpointQuerySet:
        """Disabled ones whose owner has left an address and has not been written to."""
        return self.filter(owner_to_tell=True).exclude(owner__contact="")


class Endpoint(models.Model):
    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    owner = models.ForeignKey("api.ApiKey", models.CASCADE, related_name="endpoints")
    url = models.CharField("address", max_length=LONGEST)
    secret = models.CharField(max_length=80, default=new_secret, editable=False)
    former_secret = models.CharField(max_length=80, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, blank=True, editable=False)
    failing_since = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_why = models.CharField(max_length=200, blank=True)
    owner_to_tell = models.BooleanField(
        default=False, editable=False, help_text="Its owner is to be told that it was disabled."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["owner"], name="endpoint_owner_to_tell", condition=Q(owner_to_tell=True)
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None

    @property
    def secrets(self) -> list[str]:
        """Those that sign now."""
        former = self.former_until is not None and self.former_until > now()
        return [self.secret, self.former_secret] if former else [self.secret]

    def rotate(self) -> None:
        self.former_secret, self.former_until = self.secret, now() + OVERLAP
        self.secret = new_secret()
        self.save(update_fields=["secret", "former_secret", "former_until"])

    def disable(self, why: str) -> None:
        self.disabled_at, self.disabled_why, self.owner_to_tell = now(), why, True
        self.save(update_fields=["disabled_at", "disabled_why", "owner_to_tell"])

    def enable(self) -> None:
        """Call it again. What was not delivered meanwhile is due at once."""
        self.disabled_at, self.disabled_why, self.failing_since = None, "", None
        self.owner_to_tell = False
        self.save(update_fields=["disabled_at", "disabled_why", "failing_since", "owner_to_tell"])

    def note(self, success: bool) -> None:
        """How a call went; after days of nothing but failures there are no more."""
        if success:
            self.failing_since = None
        else:
            self.failing_since = self.failing_since or now()
        self.save(update_fields=["failing_since"])
        if self.failing_since and self.failing_since < now() - PATIENCE:
            self.disable(f"Every call has failed since {self.failing_since:%d.%m.%Y %H:%M}.")
