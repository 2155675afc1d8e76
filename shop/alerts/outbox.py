"""The letters that are due, one mailbox at a time, however many processes send them.

A mailbox is claimed, and its letter written down, in a transaction that ends before anything is
sent. Whoever is killed with a letter in hand leaves it open: when the claim has run out the next
one sends it again, under the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from shop.alerts.link_letters import link_letter
from shop.alerts.models import Letter, LetterKind, LetterState, Mailbox
from shop.alerts.models.letter import digest_of
from shop.alerts.news_letters import given_up, news_letter, told, withdraw_untrue
from shop.alerts.owner_letters import owner_letter
from shop.alerts.quiet_hours import end_of_quiet
from shop.alerts.sample_letters import sample_letter

#: How long a letter waits after each failure. After the last it is given up.
WAITS = tuple(timedelta(seconds=seconds) for seconds in (60, 300, 1800, 7200, 18000, 36000, 50400))
LONGEST_ERROR = 300


def due_letters() -> Iterator[Letter]:
    """Letters to be sent now, each claimed for as long as sending may take."""
    while True:
        with transaction.atomic():
            mailbox = Mailbox.objects.claimable().first()
            if mailbox is None:
                return
            letter = letter_for(mailbox)
            mailbox.save(update_fields=["claimed_until", "due_at", "asked_at"])
        if letter is not None:
            yield letter


def letter_for(mailbox: Mailbox) -> Letter | None:
    """The letter that a locked mailbox is due, if any; else when to look at it again."""
    letter = mailbox.letters.open().first() or new_letter(mailbox)
    if letter is None:
        return None
    may_leave_at = earliest(letter)
    if may_leave_at > now():
        mailbox.due_at = may_leave_at
        return None
    mailbox.claim(timedelta(seconds=settings.ALERT_LEASE))
    begin(letter)
    return letter


def earliest(letter: Letter) -> datetime:
    """News waits for the end of her quiet hours, also where it was only put off until then."""
    if letter.kind != LetterKind.NEWS:
        return letter.next_attempt_at
    morning = end_of_quiet(now(), letter.mailbox.time_zone)
    return max(letter.next_attempt_at, morning or letter.next_attempt_at)


def new_letter(mailbox: Mailbox) -> Letter | None:
    news = news_letter(mailbox) or owner_letter(mailbox)
    return news or sample_letter(mailbox) or link_letter(mailbox)


def begin(letter: Letter) -> None:
    """Note the attempt, and the link as the secret key makes it today."""
    withdraw_untrue(letter.deliveries.waiting())
    letter.attempts += 1
    letter.link_digest = digest_of(letter.token)
    letter.save(update_fields=["attempts", "link_digest"])


@transaction.atomic
def sent(letter: Letter) -> None:
    look_again(letter)
    close(letter, LetterState.SENT)
    told(letter)


@transaction.atomic
def dropped(letter: Letter) -> None:
    """There was nothing left to say."""
    look_again(letter)
    close(letter, LetterState.DROPPED)


@transaction.atomic
def put_off(letter: Letter, error: object) -> None:
    """Not sent: to be tried again, or given up after the last wait."""
    look_again(letter)
    letter.error = str(error)[:LONGEST_ERROR]
    if letter.attempts > len(WAITS):
        close(letter, LetterState.FAILED)
        given_up(letter)
        return
    letter.next_attempt_at = next_attempt(letter.attempts)
    letter.save(update_fields=["error", "next_attempt_at"])


def next_attempt(attempts: int) -> datetime:
    return now() + WAITS[attempts - 1]


def look_again(letter: Letter) -> None:
    """End the claim; the next look finds what else there is for this mailbox, or nothing."""
    Mailbox.objects.filter(pk=letter.mailbox_id).update(claimed_until=None, due_at=now())


def close(letter: Letter, state: LetterState) -> None:
    letter.state = state
    letter.sent_at = now() if state == LetterState.SENT else None
    letter.save(update_fields=["state", "sent_at", "error"])
