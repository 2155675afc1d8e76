"""A shop's own words for its products: "autumn-window", "staff-pick"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.text import slugify

LONGEST = 40
MOST = 20
SEPARATORS = re.compile(r"[,;|\n]")


def read_tags(text: str) -> list[str]:
    """Tags as slugs, in the order and number they were first written in, separated by commas.

    Raises ValueError where a word is none, is too long, or there are too many.
    """
    words = (word.strip() for word in SEPARATORS.split(text))
    tags = list(dict.fromkeys(tag(word) for word in words if word))
    if len(tags) > MOST:
        raise ValueError(f"{len(tags)} tags, {MOST} at most")
    return tags


def tag(word: str) -> str:
    found = slugify(word, allow_unicode=True)
    if not found:
        raise ValueError(f"“{word[:LONGEST]}” has no letter or digit to make a tag of")
    if len(found) > LONGEST:
        raise ValueError(f"“{found[:LONGEST]}…” is longer than {LONGEST} characters")
    return found


def write_tags(tags: Iterable[str]) -> str:
    """As people read and type them."""
    return ", ".join(tags)
