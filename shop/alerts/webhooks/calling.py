"""One POST to one looked-up address: never redirected, read no further than needed, cut off."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings

from shop.alerts.webhooks.target import Target, looked_up, parsed

MOST_READ = 4096  # bytes of an answer's body


@dataclass(frozen=True)
class Answer:
    """What came back; `status` 0 where nothing did, and `said` then tells why."""

    status: int
    said: str
    seconds: float
    retry_after: str = ""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


class PinnedConnection(http.client.HTTPConnection):
    """Calls the address that was looked at, whatever the name leads to by now."""

    def __init__(self, target: Target, address: str, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self.target, self.address = target, address
        self.was_cut = False

    def connect(self) -> None:
        raw = socket.create_connection((self.address, self.target.port), self.timeout)
        self.sock = raw
        if self.target.is_secure:
            context, name = ssl.create_default_context(), self.target.host
            # The handshake comes after, so that `cut` finds the socket that it is on.
            secure = context.wrap_socket(raw, server_hostname=name, do_handshake_on_connect=False)
            self.sock = secure
            secure.do_handshake()


def call(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Whatever happens, an answer, after WEBHOOK_TIMEOUT seconds and a little at the latest."""
    begun = time.monotonic()
    try:
        target = parsed(url)
        connection = PinnedConnection(target, looked_up(target), settings.WEBHOOK_TIMEOUT)
        status, said, retry_after = asked(connection, headers, body)
    except (OSError, ValueError, http.client.HTTPException) as error:
        return Answer(0, f"{type(error).__name__}: {error}", time.monotonic() - begun)
    return Answer(status, said, time.monotonic() - begun, retry_after)


def asked(
    connection: PinnedConnection, headers: Mapping[str, str], body: bytes
) -> tuple[int, str, str]:
    """Status, the beginning of what was said, Retry-After."""
    # A timeout counts for each piece read: who sends a byte a second would be listened to for ever.
    hang_up = threading.Timer(settings.WEBHOOK_TIMEOUT, cut, [connection])
    hang_up.start()
    try:
        connection.request("POST", connection.target.path, body, dict(headers))
        response = connection.getresponse()
        if connection.was_cut:  # half a head is read as a whole one
            raise TimeoutError("The answer took too long to begin.")
        said = response.read(MOST_READ).decode(errors="replace").replace("\0", "")
        return response.status, said, response.headers.get("Retry-After", "")
    finally:
        hang_up.cancel()
        connection.close()


def cut(connection: PinnedConnection) -> None:
    connection.was_cut = True
    with suppress(OSError, AttributeError):  # there may be no connection yet, or no more
        connection.sock.shutdown(socket.SHUT_RDWR)
