"""The substitute fragment at 200,000 products, against a bare page of the same web server.

`python -m bench.fragment --help` tells the options; `make bench ARGS=fragment` takes none.
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
            "DJANGO_SETTINGS_MODULE": "bench.fragment.settings",
            "PHOTO_ENCODER": "",  # substitutes ask the other one
            "DEBUG": "0",
            "ALLOWED_HOSTS": "*",
            "HTTPS": "0",
        }
        from shop.surroundings import surroundings

        stack.enter_context(surroundings(["manage.py", "bench"], os.environ))
        from bench.fragment.run import bench_fragment, bench_pages

        if options.pages:
            found = bench_pages(options.rows)
        else:
            found = bench_fragment(options.rows, options.requests, options.plans)
        print(json.dumps(found, indent=2))


def read(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser("python -m bench.fragment", description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="products, made up where missing")
    parser.add_argument("--requests", type=int, default=1_000, help="of each page")
    parser.add_argument("--plans", type=Path, help="write the statements and their plans here")
    parser.add_argument("--pages", action="store_true", help="time the storefront's pages instead")
    parser.add_argument("--home", type=Path, help="keep the shop here, and use it again")
    return parser.parse_args(list(arguments))
