"""The programs a shop consists of, and how each is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from shop.embedded import Home
from shop.surroundings import REPOSITORY

from .child import Child

#: Seconds each program gets to finish what it is doing: a page, nothing, a batch of embeddings.
WEB_GRACE, BEAT_GRACE, WORKER_GRACE = 12.0, 5.0, 20.0


#: Every queue that settings.CELERY_TASK_ROUTES names, and the default one.
QUEUES = "default,embed"


def web(home: Home, environment: Mapping[str, str], listener: int) -> Child:
    """gunicorn on the reserved socket; the code is loaded once and shared by its workers."""
    options = {
        "bind": f"fd://{listener}",
        "workers": environment.get("WEB_CONCURRENCY") or "2",
        "threads": "4",
        "worker-class": "gthread",
        "graceful-timeout": "10",
        "timeout": "60",
        "error-logfile": "-",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    command = ["gunicorn", "shop.wsgi:application", "--preload", "--no-control-socket"]
    command += ["--config", "python:shop.web_server", *words]
    return program("web", home, environment, command, WEB_GRACE, (listener,))


def worker(home: Home, environment: Mapping[str, str]) -> Child:
    """Celery without the chatter that only matters among several workers."""
    size = environment.get("WORKER_CONCURRENCY") or "2"
    command = ["celery", "-A", "shop", "worker", "--loglevel", "INFO", "--concurrency", size]
    command += ["--without-gossip", "--without-mingle", "--queues", QUEUES]
    # Its processes embed side by side, and the web server is to have its share of the cores.
    threads = {"ENCODER_THREADS": str(max(1, (os.cpu_count() or 1) // max(1, int(size))))}
    return program("worker", home, {**threads, **environment}, command, WORKER_GRACE)


def beat(home: Home, environment: Mapping[str, str]) -> Child:
    command = ["celery", "-A", "shop", "beat", "--loglevel", "INFO"]
    command += ["--schedule", str(home.run / "beat-schedule")]
    return program("beat", home, environment, command, BEAT_GRACE)


def program(
    name: str,
    home: Home,
    environment: Mapping[str, str],
    module: list[str],
    grace: float,
    pass_fds: tuple[int, ...] = (),
) -> Child:
    return Child(
        name=name,
        command=[sys.executable, "-m", *module],
        environment=environment,
        run=home.run,
        log=home.log / f"{name}.log",
        grace=grace,
        folder=REPOSITORY,
        pass_fds=pass_fds,
    )
