"""The words a garment is known by to the outfit scorer."""

from __future__ import annotations

import re

WORD = re.compile(r"[a-z0-9]+(?:'s|-[a-z]+)?")


def words_of(name: str) -> list[str]:
    """Lower case, each once, in alphabetical order."""
    return sorted(set(WORD.findall(name.lower())))
