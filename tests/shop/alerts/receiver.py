"""An integrator's server that listens for webhooks, in whatever mood."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """Answers with the moods in turn, then with `always`: a status, or the name of a habit."""

    moods: list[int | str] = field(default_factory=list)
    always: int | str = 204
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/hook"

    def next_mood(self, name: str) -> int | str:
        """For the message of this name."""
        with self.guard:
            return self.moods.pop(0) if self.moods else self.always


@contextmanager
def listening(receiver: Receiver) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            answer(self, receiver.next_mood(self.headers["webhook-id"]))

        def log_message(self, *args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_port
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


def answer(handler: BaseHTTPRequestHandler, mood: int | str) -> None:
    if isinstance(mood, int):
        handler.send_response(mood)
        handler.send_header("Location", "http://localhost/elsewhere")
        handler.send_header("Content-Length", "0")
        if mood == 429:
            handler.send_header("Retry-After", "7200")
        handler.end_headers()
        return
    with suppress(OSError):  # it was hung up on
        HABITS[mood](handler)


def hangs(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(20)


def drips(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def floods(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1024):
        handler.wfile.write(b"x" * 2**20)


def closes(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


HABITS = {"hangs": hangs, "drips": drips, "floods": floods, "closes": closes}
