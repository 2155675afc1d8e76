"""What a shop is told at its start about its letters."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register
from django.core.exceptions import ImproperlyConfigured

from shop.alerts.quiet_hours import quiet_hours


@register()
def letters(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [*hours_that_are_none(), *letters_that_go_nowhere()]


def hours_that_are_none() -> list[CheckMessage]:
    try:
        if settings.ALERT_QUIET_HOURS:
            quiet_hours(settings.ALERT_QUIET_HOURS)
    except ImproperlyConfigured as error:
        return [Error(str(error), id="alerts.E001")]
    return []


def letters_that_go_nowhere() -> list[CheckMessage]:
    if settings.DEBUG or settings.EMAIL_URL:
        return []
    words = f"EMAIL_URL is not set: letters to shoppers are only put into {settings.MAIL_FOLDER}."
    return [Info(words, id="alerts.I001")]
