"""An encoder that reads the pictures' numbers, notes each call, and suffers what they do to it."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress

import numpy as np
import psycopg
from PIL import Image

from tests.crash.photos import Nature, read


class BarcodeEncoder:
    """Three numbers for each picture. Calls are noted before they are made, whoever is killed."""

    dimension = 3

    def __init__(self, version: str, database: str, pace: float) -> None:
        """pace: seconds that one picture takes."""
        self.version, self.pace, self.database = version, pace, database
        self.diary: psycopg.Connection | None = None

    def encode_images(self, images: Sequence[Image.Image]) -> np.ndarray:
        seen = [read(image) for image in images]
        # Where the database itself is killed, the encoder is not to be blamed for its diary.
        with suppress(psycopg.OperationalError):
            self.note([number for number, _ in seen])
        for _, nature in seen:
            time.sleep(self.pace)
            suffer(nature)
        return np.stack([vector(number) for number, _ in seen])

    def note(self, numbers: Sequence[int]) -> None:
        if self.diary is None or self.diary.closed:
            self.diary = psycopg.connect(self.database, autocommit=True)
        call = "INSERT INTO crash_calls (number, together) VALUES (%s, %s)"
        self.diary.cursor().executemany(call, [(number, len(numbers)) for number in numbers])


def suffer(nature: Nature) -> None:
    if nature is Nature.RAISES:
        raise RuntimeError("cannot bear the sight of it")
    if nature is Nature.KILLS:
        os.kill(os.getpid(), signal.SIGKILL)
    if nature is Nature.HANGS:
        hang()


def hang() -> None:
    """Wait in C for what never comes: the interpreter is locked and no signal is heard."""
    mutex = ctypes.create_string_buffer(128)
    for _ in range(2):
        ctypes.PyDLL(None).pthread_mutex_lock(mutex)


def vector(number: int) -> np.ndarray:
    """Unit length, another for each number."""
    row = np.array([1, number / 100, 1], dtype=np.float32)
    return row / np.linalg.norm(row)
