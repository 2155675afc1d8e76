"""Log files that stay small, and their last words when something will not start."""

from __future__ import annotations

from pathlib import Path

#: Bytes a log may have when its program starts; beyond that it becomes the one older log kept.
LIMIT = 10 * 1024 * 1024


def rotate(log: Path, limit: int = LIMIT) -> None:
    """Set LOG aside as LOG.1, over an earlier one, when it has outgrown LIMIT bytes."""
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_name(f"{log.name}.1"))


def tail(log: Path, lines: int = 12, since: int = 0) -> str:
    """The last LINES of LOG, none of them from before byte SINCE."""
    if not log.exists():
        return "(the log is empty)"
    with log.open("rb") as file:
        file.seek(max(since, log.stat().st_size - 200 * lines))
        words = file.read().decode(errors="replace").splitlines()[-lines:]
    return "\n".join(words) or "(the log is empty)"
