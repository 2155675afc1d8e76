"""A few processes that draw the demo catalogue at once, for those who wait for it.

A drawing process holds one end of a pipe and nothing else of ours: when this process is gone,
however it went, its next picture finds the pipe broken and it ends. Nothing here needs Django,
which a drawing process does not have.
"""

from __future__ import annotations

import io
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection

from catalog.demo.product import DemoProduct

ARTISTS = min(4, os.cpu_count() or 1)
#: The door of `catalog.photos` encodes once more, so this one keeps nearly all.
QUALITY = 95


def drawn(products: Sequence[DemoProduct]) -> Iterator[bytes]:
    """The products' pictures as JPEG files, in their order."""
    with artists(products) as pipes:
        for number in range(len(products)):
            yield pipes[number % len(pipes)].recv_bytes()


@contextmanager
def artists(products: Sequence[DemoProduct]) -> Iterator[list[Connection]]:
    """One pipe per process, each bringing every so-many-th picture as a JPEG."""
    # Not forked: a fork would carry our database connection along.
    context = multiprocessing.get_context("spawn")
    ends = [context.Pipe(duplex=False) for _ in range(ARTISTS)]
    processes = [
        context.Process(target=draw, args=(products[start::ARTISTS], end), daemon=True)
        for start, (_, end) in enumerate(ends)
    ]
    for process, (_, end) in zip(processes, ends, strict=True):
        process.start()
        end.close()
    try:
        yield [receiver for receiver, _ in ends]
    finally:
        for process, (receiver, _) in zip(processes, ends, strict=True):
            receiver.close()
            process.terminate()
            process.join()


def draw(products: Sequence[DemoProduct], pipe: Connection) -> None:
    for product in products:
        file = io.BytesIO()
        product.draw().save(file, "JPEG", quality=QUALITY, subsampling=0)
        try:
            pipe.send_bytes(file.getvalue())
        except BrokenPipeError:
            return
