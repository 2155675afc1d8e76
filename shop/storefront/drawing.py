"""Pieces of a page that are drawn when they first look like this, and kept.

What a piece shows is read from the database for each request. Only the drawing is saved, and kept
under all that it shows: a price, a photo or a piece of stock more or less is another piece.
"""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

#: Stands where a shopper's CSRF token goes; nobody can write it into a title.
TOKEN = secrets.token_hex(16)


class Drawing:
    """A template that names `shown`, the shop and the token, and nothing else of a request.

    What is `shown` is a value that never changes and holds all there is to see: equal ones look
    the same. `most_kept` are kept in each process, the longest unseen are forgotten first.
    """

    def __init__(self, template: str, most_kept: int) -> None:
        self.template = template
        self.drawn_once = lru_cache(maxsize=most_kept)(self.draw)

    def for_shopper(self, shown: Hashable, request: HttpRequest) -> SafeString:
        """With her token in each form; a piece without a form asks for none."""
        pieces = self.pieces(shown)
        return SafeString((get_token(request) if len(pieces) > 1 else "").join(pieces))

    def pieces(self, shown: Hashable) -> tuple[str, ...]:
        # While templates are being written, each page shows them as they are now.
        return self.draw(shown) if settings.DEBUG else self.drawn_once(shown)

    def draw(self, shown: Hashable) -> tuple[str, ...]:
        """Its HTML, cut where the token goes."""
        context = {"shown": shown, "csrf_token": TOKEN, "shop": {"name": settings.SHOP_NAME}}
        return tuple(render_to_string(self.template, context).split(TOKEN))
