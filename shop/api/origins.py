"""Which pages a public key may stand in: by their origin, as browsers write it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest

LONGEST = 255
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]")
USUAL = {"https": 443, "http": 80}
HINT = "Give an origin: https://www.nordlys.example, without a path."


def origin_of(text: str) -> str:
    """`HTTPS://Nordlys.example:443/` as `https://nordlys.example`. Raises ValidationError."""
    try:
        parts = urlsplit(text.strip().lower())
        host, port = parts.netloc, parts.port
        host = host.removesuffix(f":{port}").encode("idna").decode()
    except ValueError as error:
        raise ValidationError(HINT) from error
    beyond = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in USUAL or not HOST.fullmatch(host) or beyond or len(text) > LONGEST:
        raise ValidationError(HINT)
    return f"{parts.scheme}://{host}" + (
        f":{port}" if port not in (None, USUAL[parts.scheme]) else ""
    )


def own_origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
