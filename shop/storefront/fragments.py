"""One address serves the page and the piece of it that htmx swaps."""

from __future__ import annotations

from django.http import HttpRequest


def wants_fragment(request: HttpRequest) -> bool:
    """htmx asks for a piece, unless it restores a whole page from the browser's history."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request
