"""`python -m tests.crash.writers VARIANT`: change after change, each told of once it is in.

Ends when its input closes. Whatever the database says, the next change is tried.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from itertools import count

WRITERS, PHOTO_EVERY = 3, 20


def write_on(first: int, variant: int, stopped: threading.Event) -> None:
    from django.db import Error, connection

    for number in count(first, WRITERS):
        if stopped.is_set():
            return
        try:
            write(number, variant)
        except Error:
            connection.close()
            time.sleep(0.05)
        else:
            os.write(1, f"{number}\n".encode())  # a line of its own, however many write
        time.sleep(0.01)


def write(number: int, variant: int) -> None:
    """One line of the ledger and, now and then, a product with its photo."""
    from catalog.models import MovementReason, Variant
    from tests.crash.photos import photographed

    if number % PHOTO_EVERY == 0:
        photographed(number // PHOTO_EVERY)
    Variant.objects.get(pk=variant).move(1, MovementReason.RECEIVED, note=f"write {number}")


if __name__ == "__main__":
    import django

    django.setup()
    enough = threading.Event()
    arguments = [(first, int(sys.argv[1]), enough) for first in range(WRITERS)]
    threads = [threading.Thread(target=write_on, args=words) for words in arguments]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    enough.set()
    for thread in threads:
        thread.join()
