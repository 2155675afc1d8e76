"""The log of a run: one JSON object a line, a line an epoch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from recommender.training.whole_file import write_text_whole


class RunLog:
    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, entry: dict[str, Any]) -> str:
        """Appends the entry; returns its line."""
        line = json.dumps(entry)
        with self.path.open("a", encoding="utf-8") as log:
            log.write(line + "\n")
        return line

    def last(self) -> dict[str, Any]:
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        return json.loads(lines[-1]) if lines else {}

    def keep(self, epochs: int) -> None:
        """Forgets later lines: a killed run may have written more than its checkpoint holds."""
        if self.path.exists():
            lines = self.path.read_text(encoding="utf-8").splitlines(keepends=True)
            write_text_whole(self.path, "".join(lines[:epochs]))
