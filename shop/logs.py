"""How the shop's processes log: one line an event, the request's id in each, nobody's name in any.

What the standard library's loggers say (Django, gunicorn, Celery) is laid out in the same way.
"""

from __future__ import annotations

import logging
from typing import Any

import structlog
from structlog.typing import Processor

#: What every line is given, whoever wrote it.
SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]

#: Loggers whose lines another of ours replaces.
REPLACED = {
    "django.request": "request_failed, and the access log",
    "celery.app.trace": "task_succeeded, task_failed, task_retrying",
    "celery.worker.strategy": "task_started",
}


def configuration(layout: str, level: str) -> dict[str, Any]:
    """Django's LOGGING. `layout` is `json`, or `console` for people."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter, "layout": layout}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["console"], "propagate": False},
            **{name: {"level": "CRITICAL"} for name in REPLACED},
        },
    }


def formatter(layout: str) -> structlog.stdlib.ProcessorFormatter:
    """Lays out a line of ours or of the standard library's loggers."""
    renderers: list[Processor] = [structlog.dev.ConsoleRenderer(colors=False)]
    if layout == "json":
        renderers = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        foreign_pre_chain=SHARED,
    )


def configure() -> None:
    """Let structlog's loggers, and Python's warnings, write through the standard library's."""
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,  # first: a line nobody wants costs next to nothing
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def unnamed(username: str, ip_address: str, user_agent: str, path_info: str, request: Any) -> str:
    """What axes writes about who failed to sign in; whom and whence is in its table."""
    return f"somebody at {path_info}"
