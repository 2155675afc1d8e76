"""All that there is to do for those who wait, once round. Any number of processes may be at it."""

from __future__ import annotations

from time import monotonic

from shop.alerts.arrivals import match
from shop.alerts.owner_letters import wake_owners
from shop.alerts.planning import plan
from shop.alerts.sending import send_letters
from shop.alerts.webhooks.dispatch import send_messages


def tell_for(seconds: float) -> int:
    """Work until nothing is due, for `seconds` at most; how many letters were sent."""
    until = monotonic() + seconds
    while match() and monotonic() < until:
        pass
    while plan() and monotonic() < until:
        pass
    wake_owners()
    return send_letters(lambda: monotonic() < until)


def call_for(seconds: float) -> int:
    """The same for integrators who are called; how many calls were made.

    Apart from the letters: a receiver that hangs keeps no shopper waiting.
    """
    until = monotonic() + seconds
    return send_messages(lambda: monotonic() < until)
