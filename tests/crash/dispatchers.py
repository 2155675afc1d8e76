"""Those who tell of restocks, as processes of their own, to be killed."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.db import connection

from tests.crash.workers import Celery, wait_for

DISPATCHERS, GRACE = 4, 2.0
#: Longer than a mail takes on the slowest machine: who only was slow is taken for dead by nobody.
LEASE = 10.0


def of_this_test(**settings: str) -> dict[str, str]:
    """Their environment: the test's own database, no long waits."""
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    usual = {"ALERT_GRACE": str(GRACE), "ALERT_LEASE": str(LEASE), "ALERT_BATCH_WAIT": "1"}
    return {"DATABASE_URL": url, "LOG_FORMAT": "console", **usual, **settings}


class Dispatchers:
    """Processes that run `manage.py send_alerts` for good, started anew whenever one is killed."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        words = ["manage", "send_alerts", "--every", "0.2"]
        self.processes = [Celery(words, environment, log) for _ in range(DISPATCHERS)]
        self.kills = 0
        self.guard = threading.Lock()  # the story kills, and so does the mail server it talks to

    def kill_at(self, port: int) -> None:
        """The one that talks from this port."""
        with self.guard:
            for process in self.processes:
                if process.process and port in ports_of(process.process.pid):
                    self.kill(process)

    def kill(self, process: Celery) -> None:
        process.kill()
        process.start()
        self.kills += 1

    def kill_one(self, chance: random.Random) -> None:
        with self.guard:
            self.kill(chance.choice(self.processes))

    def start(self, log: Path) -> None:
        """And wait until one of them is at work."""
        for process in self.processes:
            process.start()
        wait_for(lambda: "letters sent" in log.read_text(), log, 180)


@contextmanager
def dispatchers(environment: Mapping[str, str], log: Path) -> Iterator[Dispatchers]:
    """Not started."""
    crew = Dispatchers(environment, log)
    try:
        yield crew
    finally:
        for process in crew.processes:
            process.kill()


def ports_of(pid: int) -> set[int]:
    try:
        return {each.laddr.port for each in psutil.Process(pid).net_connections("tcp")}
    except psutil.Error:
        return set()
