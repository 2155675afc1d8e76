"""Several people doing things at the same moment, each on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connections


def at_once(deeds: list[Callable[[], object]], patience: float = 60) -> list[object]:
    """What each comes to, all begun at the same moment; an error is its own answer."""
    start, answers = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            answers.append(deed())
        except Exception as error:
            answers.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=patience)
    return answers
