"""The shop's web server as strangers with photos meet it: one process of four threads."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import psutil
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.crash.dispatchers import of_this_test
from tests.crash.workers import Celery, wait_for
from tests.shop.photo_search.photographs import named

PAGE, API = "/search/photo/", "/api/v1/search/photo/"
#: Seconds in which a photo that is sent again and again has to have been looked at.
PATIENCE = 600
#: A browser sends both back as it got them.
CSRF = {"Cookie": f"csrftoken={'c' * 32}", "X-CSRFToken": "c" * 32}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    page: str

    @property
    def is_busy(self) -> bool:
        return self.status == 503


@dataclass
class PhotoShop:
    server: Celery
    port: int
    temporary: Path
    patience: float  # seconds that one who is sent no answer waits for it
    heard: list[Answer] = field(default_factory=list)

    def asked(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Raises TimeoutError where no answer comes in time."""
        client = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            client.request(method, path, body, CSRF | headers)
            answer = client.getresponse()
            told = answer.read().decode()
            return Answer(answer.status, dict(answer.headers), told)
        finally:
            client.close()

    def get(self, path: str) -> Answer:
        return self.asked("GET", path)

    def sent(self, name: str, data: bytes, path: str = PAGE) -> Answer:
        body = encode_multipart(BOUNDARY, {"photo": named(data, name)})
        answer = self.asked("POST", path, body, **{"Content-Type": MULTIPART_CONTENT})
        self.heard.append(answer)
        return answer

    def sent_until_looked_at(self, name: str, data: bytes, path: str = PAGE) -> Answer:
        """As the page does it: again, while the shop is busy."""
        until = time.monotonic() + PATIENCE
        while (answer := self.sent(name, data, path)).is_busy and time.monotonic() < until:
            time.sleep(0.2)
        return answer

    def memory(self) -> int:
        """Bytes that the web process and its decoders keep."""
        processes = [each for web in self.server.children() for each in (web, *web.children())]
        return sum(map(resident, processes))


def resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:  # a decoder that has just been replaced
        return 0


@contextmanager
def photo_shop(folder: Path, patience: float, **settings: str) -> Iterator[PhotoShop]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["gunicorn", "shop.wsgi:application", "--config", "python:shop.web_server"]
    words += ["--preload", "--no-control-socket", "--bind", f"127.0.0.1:{port}"]
    words += ["--workers", "1", "--threads", "4", "--worker-class", "gthread"]
    words += ["--timeout", "600"]  # nobody is taken for dead who only is slow
    temporary = folder / "temporary"
    temporary.mkdir()
    environment = of_this_test(
        ALLOWED_HOSTS="127.0.0.1",
        HTTPS="0",
        PHOTO_RATE="1000000/min",
        WARM_SEARCH="0",
        METRICS_FOLDER=str(folder / "metrics"),
        TMPDIR=str(temporary),
        **settings,
    )
    server = Celery(words, environment, folder / "web.log")
    server.start()
    try:
        shop = PhotoShop(server, port, temporary, patience)
        wait_for(lambda: answers(shop), server.log, 300)
        yield shop
    finally:
        server.kill()


def answers(shop: PhotoShop) -> bool:
    try:
        return shop.get("/healthz").status == 200
    except OSError:
        return False
