"""`python -m tests.crash.run_worker …`: the shop's Celery worker, but for its encoder."""

from __future__ import annotations

import os
import sys

from shop.celery import app


def load(encoder):
    """Stands in for `registry.load`; made anew in each of the worker's processes."""
    from tests.crash.barcode_encoder import BarcodeEncoder

    global loaded
    if loaded is None:
        pace = float(os.environ["CRASH_PACE"])
        loaded = BarcodeEncoder(encoder.version, os.environ["DATABASE_URL"], pace)
    return loaded


loaded = None

if __name__ == "__main__":
    app.loader.import_default_modules()
    from recommender.embedding import indexing

    indexing.load = load
    app.worker_main(sys.argv[1:])
