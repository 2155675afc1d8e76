"""From a photo to results: one shopper, where the time goes, and eight at once.

`python -m bench.photos --home COPY_OF_A_SHOP` asks the shop of that home; without it, a demo shop
of its own. `make bench ARGS=photos` takes no options.
"""

from __future__ import annotations

import json
import os
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path


def main(arguments: Sequence[str] = ()) -> None:
    options = read(arguments)
    with ExitStack() as stack:
        home = options.home or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="understudy-bench-", ignore_cleanup_errors=True)
        )
        os.environ |= {
            "UNDERSTUDY_HOME": str(Path(home).resolve()),
            "DJANGO_SETTINGS_MODULE": "shop.settings",
            "DEBUG": "0",
            "ALLOWED_HOSTS": "*",
            "HTTPS": "0",
            "PHOTO_RATE": "1000000/min",
            "CELERY_BROKER_URL": "memory://",  # no worker is asked for anything
            "WEB_CONCURRENCY": "1",
        }
        from shop.surroundings import surroundings

        stack.enter_context(surroundings(["manage.py", "bench"], os.environ))
        from bench.photos.run import bench_photos

        print(json.dumps(bench_photos(options.photos, options.rounds), indent=2))


def read(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser("python -m bench.photos", description=__doc__)
    parser.add_argument("--home", type=Path, help="of a shop with products and vectors: a copy")
    parser.add_argument("--photos", type=Path, help="a folder of photos; the drawn scenes if none")
    parser.add_argument("--rounds", type=int, default=40, help="photos that one shopper sends")
    return parser.parse_args(list(arguments))
