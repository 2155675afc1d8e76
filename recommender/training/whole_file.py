"""Files that are there whole or not at all, whenever the run that writes them is killed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` fill a file beside `path`, which then takes its place in one step."""
    part = path.with_name(path.name + ".part")
    write(part)
    part.replace(path)


def write_text_whole(path: Path, text: str) -> None:
    write_whole(path, lambda part: part.write_text(text, encoding="utf-8"))
