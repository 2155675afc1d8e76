"""Processes that save a product and are killed when they are about to tell a worker of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping

from tests.crash.workers import REPOSITORY


def publish_and_die(times: int, environment: Mapping[str, str]) -> list[int]:
    """One process after the other; the exit statuses, negative for a signal."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.dying_publishers", str(times)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "shop.settings", **environment},
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def in_a_process_of_its_own(number: int) -> int:
    """Forked, because starting Python fifty times takes minutes."""
    child = os.fork()
    if child == 0:
        save_and_die(number)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def save_and_die(number: int) -> None:
    from recommender.embedding import wakeups
    from tests.crash.photos import photographed

    wakeups.wake_embedders = lambda: os.kill(os.getpid(), signal.SIGKILL)
    photographed(number)


if __name__ == "__main__":
    import django

    django.setup()
    statuses = [in_a_process_of_its_own(number) for number in range(int(sys.argv[1]))]
    print(json.dumps(statuses))
