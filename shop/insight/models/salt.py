"""The day's salt: with it a visitor is recognised until midnight, without it never again."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import models
from django.utils.timezone import localdate


def fresh_salt() -> bytes:
    return secrets.token_bytes(32)


class SaltManager(models.Manager["DailySalt"]):
    #: The last day this process asked for, and its salt.
    _known: tuple[date, bytes] | None = None

    def today(self) -> bytes:
        day = localdate()
        if self._known is None or self._known[0] != day:
            self._known = day, self.of(day)
        return self._known[1]

    def of(self, day: date) -> bytes:
        """All web processes get the same; that of each earlier day is thrown away."""
        self.throw_away(before=day)
        return bytes(self.get_or_create(day=day)[0].salt)

    def throw_away(self, before: date) -> int:
        return self.filter(day__lt=before).delete()[0]

    def forget(self) -> None:
        """What this process knows."""
        self._known = None


class DailySalt(models.Model):
    day = models.DateField(primary_key=True)
    salt = models.BinaryField(default=fresh_salt)

    objects = SaltManager()

    def __str__(self) -> str:
        return f"{self.day}"
