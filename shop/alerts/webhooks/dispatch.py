"""Messages that are due, several endpoints at once, however many processes call."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from shop.alerts.models import Attempt, Message, MessageState
from shop.alerts.webhooks.calling import Answer, call
from shop.alerts.webhooks.signing import headers

#: Endpoints called at the same time by one process.
AT_ONCE = 8
#: Seconds after each failure (Standard Webhooks: over more than three days). The last is the last.
WAITS = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
JITTER = 0.2
LONGEST_WAIT = 86_400
GONE = 410
SAID = 500


def send_messages(may_go_on: Callable[[], bool] = lambda: True) -> int:
    """Call until nothing is due or time is up; how many calls were made."""
    made = 0
    with ThreadPoolExecutor(AT_ONCE) as callers:
        while may_go_on() and (messages := claim()):
            answers = callers.map(call_with, messages)
            for message, answer in zip(messages, answers, strict=True):
                note(message, answer)
            made += len(messages)
    return made


@transaction.atomic
def claim() -> list[Message]:
    """At most one message of each endpoint, for as long as a call can take."""
    chosen = list(Message.objects.claimable().select_related("endpoint")[:AT_ONCE])
    until = now() + timedelta(seconds=2 * settings.WEBHOOK_TIMEOUT + 30)
    Message.objects.filter(pk__in=[each.pk for each in chosen]).update(claimed_until=until)
    return chosen


def call_with(message: Message) -> Answer:
    """In a thread of its own: asks the database nothing."""
    endpoint, body = message.endpoint, message.body
    assert endpoint is not None  # noqa: S101 - what has none is fetched, not sent
    signed = headers(message.name, int(time.time()), body, endpoint.secrets)
    return call(endpoint.url, {**signed, "Content-Type": "application/json"}, body)


@transaction.atomic
def note(message: Message, answer: Answer) -> None:
    """Write down what came of a call, and when to call again."""
    attempts = message.attempts_made = message.attempts_made + 1
    message.claimed_until = None
    Attempt.objects.create(
        message=message, status=answer.status, seconds=answer.seconds, said=answer.said[:SAID]
    )
    if answer.is_success:
        message.state = MessageState.SENT
    elif attempts > len(WAITS):
        message.state = MessageState.FAILED
    else:
        wait = max(waited(attempts), asked_to_wait(answer.retry_after))
        message.next_attempt_at = now() + timedelta(seconds=wait)
    message.save(update_fields=["attempts_made", "claimed_until", "state", "next_attempt_at"])
    judge(message, answer)


def judge(message: Message, answer: Answer) -> None:
    endpoint = message.endpoint
    assert endpoint is not None  # noqa: S101
    endpoint.note(answer.is_success)
    if answer.status == GONE:
        endpoint.disable("It answered 410 Gone.")


def waited(attempts: int) -> float:
    return WAITS[attempts - 1] * random.uniform(1, 1 + JITTER)  # noqa: S311 - no secret


def asked_to_wait(retry_after: str) -> int:
    """Seconds; a date is not understood, and what is longer than a day is a day."""
    return min(int(retry_after), LONGEST_WAIT) if retry_after.isdecimal() else 0
