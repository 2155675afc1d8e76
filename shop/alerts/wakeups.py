"""Telling a worker, after commit, that there is something to write. Beat finds what was missed."""

from __future__ import annotations

from django.db import transaction

from catalog.hints import send_hint


def wake_after_commit() -> None:
    transaction.on_commit(wake)


def wake() -> None:
    from shop.alerts.tasks import call, tell

    send_hint(tell)
    send_hint(call)
