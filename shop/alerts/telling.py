"""All that there is to do for those who wait, once round. Any number of processes may be at it."""

from __future__ import annotations

from time import monotonic

from shop.alerts.planning import plan
from shop.alerts.sending import send_letters
from shop.alerts.webhooks.dispatch import send_messages


def tell_for(seconds: float) -> int:
    """Work until nothing is due, for `seconds` at most; how many letters were sent."""
    until = monotonic() + seconds
    while plan() and monotonic() < until:
        pass
    send_messages(lambda: monotonic() < until)
    return send_letters(lambda: monotonic() < until)
