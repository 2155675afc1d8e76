"""Telling a worker that something waits.

Only ever a hint. A database row is the job, and a sweep of Celery beat finds what a lost hint
missed; so a broker that is away is logged and forgotten, never shown to whoever saved a product.
"""

from __future__ import annotations

import structlog
from celery import Task
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)

#: Seconds after which a hint is worth nothing: sweeps have been there since.
EXPIRES = 600


def send_hint(task: Task) -> None:
    try:
        task.apply_async(retry=False, expires=EXPIRES)
    except (OperationalError, OSError) as error:
        log.warning("broker_away", task=task.name.rpartition(".")[2], error=str(error))
