"""One POST to one looked-up address: never redirected, read no further than needed, cut off."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings

from shop.alerts.webhooks.target import Target, looked_up, parsed

MOST_READ = 4096  # bytes of an answer's body
LEAST = 0.1  # seconds for a receiver whose name took all the others


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
        self.target, self.address, self.seconds = target, address, timeout
        self.was_cut = False

    def connect(self) -> None:
        raw = socket.create_connection((self.address, self.target.port), self.timeout)
        self.hold(raw)
        if self.target.is_secure:
            context, name = ssl.create_default_context(), self.target.host
            # The handshake comes after, so that `cut` finds the socket that it is on.
            secure = context.wrap_socket(raw, server_hostname=name, do_handshake_on_connect=False)
            self.hold(secure)
            secure.do_handshake()

    def hold(self, sock: socket.socket) -> None:
        """Whoever cuts just before finds no socket; who does so just after finds this one."""
        self.sock = sock
        if self.was_cut:
            raise TimeoutError("The connection took too long.")


def call(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Whatever happens, an answer, after WEBHOOK_TIMEOUT seconds and a little at the latest."""
    begun = time.monotonic()
    try:
        target = parsed(url)
        address = looked_up_in_time(target, settings.WEBHOOK_TIMEOUT)
        left = settings.WEBHOOK_TIMEOUT - (time.monotonic() - begun)
        connection = PinnedConnection(target, address, max(left, LEAST))
        status, said, retry_after = asked(connection, headers, body)
    except (OSError, ValueError, http.client.HTTPException) as error:
        return Answer(0, f"{type(error).__name__}: {error}", time.monotonic() - begun)
    return Answer(status, said, time.monotonic() - begun, retry_after)


def looked_up_in_time(target: Target, seconds: float, private: bool | None = None) -> str:
    """A name server can keep us for longer than any receiver may: it is left to a thread that
    nobody waits for any more."""
    found: Future[str] = Future()

    def look_up() -> None:
        try:
            found.set_result(looked_up(target, private))
        except Exception as error:
            found.set_exception(error)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        return found.result(seconds)
    except TimeoutError as error:
        raise TimeoutError("The name was not found in time.") from error


def asked(
    connection: PinnedConnection, headers: Mapping[str, str], body: bytes
) -> tuple[int, str, str]:
    """Status, the beginning of what was said, Retry-After."""
    # A timeout counts for each piece read: who sends a byte a second would be listened to for ever.
    hang_up = threading.Timer(connection.seconds, cut, [connection])
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
