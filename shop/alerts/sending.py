"""Sends what is due over one connection to the mail server."""

from __future__ import annotations

from collections.abc import Callable
from smtplib import SMTPException, SMTPRecipientsRefused

import structlog
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from shop.alerts import outbox
from shop.alerts.models import Letter
from shop.alerts.models.mailbox import Suppressed
from shop.alerts.writing import written

log = structlog.get_logger(__name__)


class ServerAway(Exception):
    """The mail server takes nothing now: no use in trying the next letter."""


def send_letters(may_go_on: Callable[[], bool] = lambda: True) -> int:
    """Send letters until none is due, the server is away, or time is up; how many were sent."""
    server, sent = get_connection(), 0
    try:
        for letter in outbox.due_letters():
            sent += send(letter, server)
            if not may_go_on():
                break
    except ServerAway as error:
        log.warning("mail_server_away", error=str(error))
    finally:
        server.close()
    return sent


def send(letter: Letter, server: BaseEmailBackend) -> bool:
    """Whether it went out. Whatever happens is noted with the letter."""
    try:
        mail = written(letter)
    except Exception as error:  # a fault of ours in one letter holds up no other
        log.exception("letter_not_written", letter=letter.pk)
        outbox.put_off(letter, error)
        return False
    if mail is None:
        outbox.dropped(letter)
        return False
    return hand_over(letter, mail, server)


def hand_over(letter: Letter, mail: EmailMultiAlternatives, server: BaseEmailBackend) -> bool:
    try:
        server.open()
        server.send_messages([mail])
    except SMTPRecipientsRefused as error:
        refused(letter, error)
        return False
    except (OSError, SMTPException) as error:
        outbox.put_off(letter, error)
        server.close()
        raise ServerAway(error) from error
    outbox.sent(letter)
    return True


def refused(letter: Letter, error: SMTPRecipientsRefused) -> None:
    """The server knows no such mailbox (5xx, then nothing goes there again), or not now (4xx)."""
    code, words = next(iter(error.recipients.values()))
    if code < 500:
        outbox.put_off(letter, f"{code} {words!r}")
        return
    letter.attempts = len(outbox.WAITS) + 1
    outbox.put_off(letter, f"{code} {words!r}")
    letter.mailbox.suppress(Suppressed.BOUNCED)
