"""gunicorn's settings that are code (`--config python:shop.web_server`): searches without a wait.

The encoder takes seconds to load, which the first shopper who searches would wait for. So each web
process loads it by itself: not before it has had time to serve its first pages, and not while
another process does.
"""

from __future__ import annotations

import threading
from typing import Any

#: Seconds from a process's start until it loads the encoder, and between one process and the next.
FIRST, APART = 5.0, 10.0


def post_worker_init(worker: Any) -> None:
    """Called by gunicorn in each of its processes, once that is ready to serve."""
    from django.conf import settings

    if settings.WARM_SEARCH:
        later = threading.Timer(wait_of(worker.age, worker.cfg.workers), warm_search)
        later.daemon = True  # a shop that closes does not wait for it
        later.start()


def wait_of(age: int, processes: int) -> float:
    """Seconds for the process that is the `age`th (from 1) of those gunicorn has started."""
    return FIRST + APART * ((age - 1) % max(processes, 1))


def warm_search() -> None:
    """Load the encoder that answers and let it read a word; what it cannot, the log says."""
    from django.db import connection

    from recommender.query_encoder import encode

    try:
        encode("garment")
    finally:
        connection.close()  # a thread has its own
