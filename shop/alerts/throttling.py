"""How often one visitor may ask for letters, to whomever."""

from __future__ import annotations

from shop.visitor_rate import VisitorThrottle


class LettersThrottle(VisitorThrottle):
    scope = "alerts"
    rate_setting = "ALERT_RATE"


seconds_to_wait = LettersThrottle.seconds_to_wait
