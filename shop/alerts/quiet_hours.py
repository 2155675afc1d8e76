"""Hours of the night in which nobody is told of anything. In the shop's own time zone."""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.timezone import localtime

HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")


def is_quiet(moment: datetime) -> bool:
    """Whether `moment` lies in ALERT_QUIET_HOURS, "22-8"; never where that is empty."""
    if not settings.ALERT_QUIET_HOURS:
        return False
    begin, end = quiet_hours(settings.ALERT_QUIET_HOURS)
    hour = localtime(moment).hour
    if begin <= end:
        return begin <= hour < end
    return hour >= begin or hour < end


def quiet_hours(text: str) -> tuple[int, int]:
    match = HOURS.fullmatch(text.strip())
    if match is None or max(int(hour) for hour in match.groups()) > 24:
        raise ImproperlyConfigured(f"ALERT_QUIET_HOURS is {text!r}; it should be like 22-8.")
    return int(match[1]), int(match[2])
