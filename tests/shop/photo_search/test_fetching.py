"""A picture by its address: what leads inside is never asked."""

from __future__ import annotations

import json
import socket
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from catalog.photos import LIMITS, PhotoRefused
from shop.photo_search.fetching import fetched
from tests.conftest import open_data
from tests.shop.photo_search.photographs import photo_of

PICTURE = photo_of("red")


class Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/red.jpg")
            self.end_headers()
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * (LIMITS.max_bytes + 5_000))
        else:
            self.send_response(200 if self.path == "/red.jpg" else 404)
            self.end_headers()
            self.wfile.write(PICTURE)

    def log_message(self, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_inwards(settings) -> None:
    settings.PHOTO_URL_PRIVATE = True


def test_a_picture_is_fetched(elsewhere, open_inwards):
    assert fetched(f" {elsewhere}/red.jpg ") == PICTURE


@pytest.mark.parametrize(
    ("path", "reason"), [("/moved", "leads elsewhere"), ("/nothing", "no picture at that address")]
)
def test_what_is_no_picture_there_says_why(elsewhere, open_inwards, path, reason):
    with pytest.raises(PhotoRefused, match=reason):
        fetched(elsewhere + path)


def test_no_more_is_read_than_a_picture_may_have(elsewhere, open_inwards):
    assert len(fetched(f"{elsewhere}/endless")) == LIMITS.max_bytes + 1


def test_our_own_network_is_closed_even_where_webhooks_may_go_there(elsewhere, settings):
    settings.WEBHOOK_PRIVATE = True
    with pytest.raises(PhotoRefused, match="Only https"):
        fetched(f"{elsewhere}/red.jpg")


def test_who_does_not_answer_is_not_told_apart_from_who_is_not_there(open_inwards):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(PhotoRefused, match="nothing can be fetched"):
            fetched(f"http://localhost:{closed.getsockname()[1]}/red.jpg")


def test_no_hostile_address_is_ever_called(monkeypatch):
    called = []

    def never(address, timeout=None):
        called.append(address)
        raise ConnectionRefusedError

    def look_up(host, port, **options):
        if host not in names:
            raise socket.gaierror("no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (names[host], port))]

    with zipfile.ZipFile(open_data("hostile.zip")) as archive:
        name = next(name for name in archive.namelist() if name.endswith("ssrf.txt"))
        cases = [json.loads(line) for line in archive.read(name).decode().splitlines()]
    monkeypatch.setattr("shop.alerts.webhooks.calling.socket.create_connection", never)
    monkeypatch.setattr("shop.alerts.webhooks.target.socket.getaddrinfo", look_up)
    hostile = [case for case in cases if not case["allow"]]
    for case in hostile:
        host = case["url"].partition("//")[2].split("/")[0].split(":")[0].lower()
        names = {host: case["resolves_to"]} if "resolves_to" in case else {}
        with pytest.raises(PhotoRefused):
            fetched(case["url"])
    assert hostile
    assert called == []
