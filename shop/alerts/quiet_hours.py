"""Hours of the night in which nobody is told of anything.

In the shop's time zone, and again in hers where she has told it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.timezone import localtime

HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")


def end_of_quiet(moment: datetime, time_zone: str = "") -> datetime | None:
    """When the ALERT_QUIET_HOURS ("22-8") in which `moment` lies are over; None in none of them.

    Counted in `time_zone` ("Europe/Oslo"); in the shop's where it is empty, or known no more.
    """
    if not settings.ALERT_QUIET_HOURS:
        return None
    begin, end = quiet_hours(settings.ALERT_QUIET_HOURS)
    here = localtime(moment, zone_of(time_zone))
    if not (begin <= here.hour < end if begin <= end else here.hour >= begin or here.hour < end):
        return None
    morning = here.replace(hour=end % 24, minute=0, second=0, microsecond=0)
    return morning if morning > here else morning + timedelta(days=1)


def zone_of(name: str) -> tzinfo | None:
    """None for the shop's own."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):  # its name has gone out of use
        return None


def quiet_hours(text: str) -> tuple[int, int]:
    match = HOURS.fullmatch(text.strip())
    if match is None or max(int(hour) for hour in match.groups()) > 24:
        raise ImproperlyConfigured(f"ALERT_QUIET_HOURS is {text!r}; it should be like 22-8.")
    return int(match[1]), int(match[2])
