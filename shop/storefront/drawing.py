"""Pieces of a page that are drawn when they first look like this, and kept.

What a piece shows is read from the database for each request. Only the drawing is saved, and kept
under all that it shows: a price, a photo or a piece of stock more or less is another piece.
"""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

MOST_KEPT = 8_192  # pieces, of some 2 KB each, in each process
#: Stands where a shopper's CSRF token goes; nobody can write it into a title.
TOKEN = secrets.token_hex(16)


def drawn(template: str, shown: Hashable, csrf_token: object = "") -> SafeString:
    """The template with `shown`, which holds all that it may name: equal ones look the same."""
    # While templates are being written, each page shows them as they are now.
    pieces = draw(template, shown) if settings.DEBUG else drawn_once(template, shown)
    return SafeString(str(csrf_token).join(pieces))


def draw(template: str, shown: Hashable) -> tuple[str, ...]:
    """Its HTML, cut where the token goes."""
    context = {"shown": shown, "csrf_token": TOKEN}
    return tuple(render_to_string(template, context).split(TOKEN))


drawn_once = lru_cache(maxsize=MOST_KEPT)(draw)
