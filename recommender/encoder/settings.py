"""Django's settings, where there is Django."""

from __future__ import annotations

from typing import Any


def setting(name: str, default: Any) -> Any:
    """The Django setting where Django is configured; a script of training needs none."""
    from django.conf import settings

    return getattr(settings, name, default) if settings.configured else default
