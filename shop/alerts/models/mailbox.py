"""Who is written to. The row is the job of whoever writes: all that waits for one address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, models
from django.db.models import Q
from django.utils.timezone import now

from shop.alerts.addresses import inbox_of

WAKE = """
    UPDATE alerts_mailbox SET due_at = LEAST(due_at, turn)
    FROM (SELECT id AS woken, %s + place * interval '1 microsecond' AS turn
          FROM unnest(%s::bigint[]) WITH ORDINALITY AS in_turn (id, place)) AS turns
    WHERE id = woken
"""


class Suppressed(models.TextChoices):
    ASKED = "asked", "Asked for it"
    BOUNCED = "bounced", "Mail came back"
    STAFF = "staff", "By the shop"


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def asking(self, address: str) -> Mailbox:
        """The mailbox of a normalised address, known or not, with a letter asked for.

        One statement, the same for everybody, so that an answer's time tells nothing.
        """
        moment = now()
        asked = Mailbox(address=address, inbox=inbox_of(address), asked_at=moment, due_at=moment)
        Mailbox.objects.bulk_create(
            [asked],
            update_conflicts=True,
            unique_fields=["address"],
            update_fields=["asked_at", "due_at"],
        )
        return asked

    def claimable(self) -> MailboxQuerySet:
        """Due ones that nobody is at work on, the longest waiting first, locked."""
        moment = now()
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=moment)
        due = self.filter(free, due_at__lte=moment).order_by("due_at", "pk")
        return due.select_for_update(skip_locked=True, no_key=True)

    def wake(self, mailboxes: Sequence[int], at: datetime) -> None:
        """Let these be looked at by `at`, and in this order, a microsecond apart.

        Locked in another one, so that nobody waits in a circle.
        """
        rows = self.filter(pk__in=mailboxes).order_by("pk").select_for_update(no_key=True)
        chosen = {row.pk for row in rows.only("pk")}
        in_turn = [pk for pk in dict.fromkeys(mailboxes) if pk in chosen]
        with connection.cursor() as cursor:
            cursor.execute(WAKE, [at - timedelta(microseconds=len(in_turn)), in_turn])


class Mailbox(models.Model):
    address = models.EmailField(unique=True, help_text="Normalised.")
    inbox = models.EmailField(
        db_index=True, help_text="Where its mail ends up: without what follows a plus."
    )
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="Somebody asked for a letter with the link to its alerts."
    )
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="When to look whether there is something to write."
    )
    claimed_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then whoever writes to it is alone with it."
    )
    time_zone = models.CharField(
        max_length=64,
        blank=True,
        help_text="In which her quiet hours are counted, as “Europe/Oslo”. Empty: the shop's.",
    )
    suppressed_at = models.DateTimeField(null=True, blank=True)
    suppressed_why = models.CharField(max_length=8, choices=Suppressed, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "mailboxes"
        ordering = ["address"]
        indexes = [
            models.Index(fields=["due_at"], name="mailbox_due", condition=Q(due_at__isnull=False))
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_suppressed(self) -> bool:
        return self.suppressed_at is not None

    def suppress(self, why: Suppressed) -> None:
        """Never write to it again, and end its alerts."""
        self.suppressed_at, self.suppressed_why, self.asked_at = now(), why, None
        self.save(update_fields=["suppressed_at", "suppressed_why", "asked_at"])
        self.subscriptions.end()

    def allow(self) -> None:
        self.suppressed_at, self.suppressed_why = None, ""
        self.save(update_fields=["suppressed_at", "suppressed_why"])

    def live_in(self, time_zone: str) -> None:
        """Count her quiet hours there; what waits for their end is looked at anew."""
        self.time_zone, self.due_at = time_zone, self.due_at and now()
        self.save(update_fields=["time_zone", "due_at"])

    def claim(self, lease: timedelta) -> None:
        self.claimed_until = now() + lease
