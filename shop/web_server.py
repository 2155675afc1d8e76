"""gunicorn's settings that are code (`--config python:shop.web_server`).

Metrics: each web process counts for itself, in a file that all of them can read.

Searches without a wait: the encoder and the segmenter take seconds to load, which the first shopper
who searches would wait for. So each web process loads them by itself: not before it has had time to
serve its first pages, and not while another process does.

Garbage: looked for where pages leave it, and not in the shop's code.
"""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path
from typing import Any

from shop.surroundings import home_folder

#: Seconds from a process's start until it loads the models, and between one process and the next.
FIRST, APART = 5.0, 10.0
#: New objects until the youngest are looked through for garbage; how often before older ones are.
GARBAGE = (50_000, 20, 100)


def metrics_folder() -> Path:
    """Where the web processes' counters lie, made if need be: METRICS_FOLDER or in the home."""
    folder = Path(os.environ.get("METRICS_FOLDER") or home_folder(os.environ) / "run" / "metrics")
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


# gunicorn sets it before it loads the shop, which counts in files from then on.
raw_env = [f"PROMETHEUS_MULTIPROC_DIR={metrics_folder()}"]
logger_class = "shop.access_log.ShopLogger"


def on_starting(server: Any) -> None:
    """Called once by gunicorn's master, with the shop loaded and no worker there yet."""
    leave_in_peace_what_is_loaded()
    if not server.master_pid:  # one that takes over from another counts on
        forget_earlier_runs(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]), server.pid)


def leave_in_peace_what_is_loaded() -> None:
    """Code is no garbage, and is looked through no more; what pages leave behind, less often.

    A page of cards makes some thousand objects that know each other: at Python's 700 each would be
    looked through several times while it is made.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def forget_earlier_runs(folder: Path, mine: int) -> None:
    """Counters begin at nought with the web server, as a scraper expects of them."""
    for file in folder.glob("*.db"):
        if not file.stem.endswith(f"_{mine}"):
            file.unlink(missing_ok=True)


def child_exit(server: Any, worker: Any) -> None:
    """What a process counted stays counted when it ends; what it was doing does not."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


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
    """Load the encoder that answers and let it read a word, then look at a photo as at a shopper's.

    What it cannot, the log says.
    """
    from django.db import connection

    from recommender.query_encoder import encode
    from shop.photo_search.warming import look_at_nothing

    try:
        if encode("garment"):
            look_at_nothing()
    finally:
        connection.close()  # a thread has its own
