"""Addresses from outside that lead inside: none of them is ever called."""

from __future__ import annotations

import json
import socket
import threading
import zipfile
from contextlib import suppress

import pytest

from shop.alerts.webhooks import target
from shop.alerts.webhooks.calling import call
from shop.alerts.webhooks.target import NotAllowed, parsed
from tests.conftest import open_data
from tests.shop.integrator import integrator, problem_of

PUBLIC = "93.184.216.34"


def cases() -> list[dict]:
    with zipfile.ZipFile(open_data("hostile.zip")) as archive:
        name = next(name for name in archive.namelist() if name.endswith("ssrf.txt"))
        return [json.loads(line) for line in archive.read(name).decode().splitlines()]


def resolver(answers: dict[str, list[str]]):
    """A name server of the test's own: each question takes the next answer, the last one stays."""

    def look_up(host: str, port: int, **options):
        if host not in answers:
            raise socket.gaierror("no such name")
        left = answers[host]
        address = left.pop(0) if len(left) > 1 else left[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    return look_up


@pytest.fixture
def called(monkeypatch) -> list[str]:
    """The addresses that were called. Nothing leaves the machine."""
    seen: list[str] = []

    def create_connection(address, timeout=None):
        seen.append(address[0])
        raise ConnectionRefusedError("nobody is called in this test")

    monkeypatch.setattr("shop.alerts.webhooks.calling.socket.create_connection", create_connection)
    return seen


def test_every_hostile_address_is_refused_and_every_good_one_called(monkeypatch, called):
    wrong = []
    for case in cases():
        names = {}
        if "resolves_to" in case:
            host = case["url"].split("//")[1].split("/")[0].split(":")[0].lower()
            names = {host: [case["resolves_to"]]}
        monkeypatch.setattr(target.socket, "getaddrinfo", resolver(names))
        called.clear()
        answer = call(case["url"], {}, b"{}")
        if called != ([PUBLIC] if case["allow"] else []):
            wrong.append((case, called[:], answer.said))
    assert wrong == []


def test_a_listener_on_loopback_hears_nothing():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        heard: list[object] = []
        listener.settimeout(0.5)

        def listen() -> None:
            with suppress(TimeoutError):
                heard.append(listener.accept())

        ear = threading.Thread(target=listen)
        ear.start()
        port = listener.getsockname()[1]
        for host in ("127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0"):
            for scheme in ("http", "https"):
                assert call(f"{scheme}://{host}:{port}/", {}, b"{}").status == 0
        ear.join()
        assert heard == []


def test_a_name_that_changes_after_it_was_looked_at_leads_nowhere_else(monkeypatch, called):
    answers = {"rebind.example.net": [PUBLIC, "127.0.0.1"]}
    monkeypatch.setattr(target.socket, "getaddrinfo", resolver(answers))
    call("https://rebind.example.net/", {}, b"{}")
    assert called == [PUBLIC]
    assert "NotAllowed" in call("https://rebind.example.net/", {}, b"{}").said
    assert called == [PUBLIC]


@pytest.mark.parametrize(
    "address",
    ["::ffff:10.0.0.5", "2002:7f00:1::", "64:ff9b::a9fe:a9fe", "fe80::1", "ff0e::1", "100.64.0.1"],
)
def test_no_disguise_of_an_inner_address_passes(monkeypatch, called, address):
    monkeypatch.setattr(target.socket, "getaddrinfo", resolver({"hooks.example.net": [address]}))
    assert "NotAllowed" in call("https://hooks.example.net/", {}, b"{}").said
    assert called == []


@pytest.mark.django_db
def test_an_endpoint_with_such_an_address_is_not_taken_down():
    nordlys = integrator("alerts")
    for url in ("http://example.com/", "https://10.0.0.5/", "https://example.com:22/", "nonsense"):
        refused = nordlys.post("/api/v1/endpoints/", {"url": url})
        assert refused.status_code == 400
        assert list(problem_of(refused)["errors"]) == ["url"]
    good = "https://hooks.example.com/a?b=c"
    assert nordlys.post("/api/v1/endpoints/", {"url": good}).status_code == 201


def test_the_ports_are_a_setting(settings):
    settings.WEBHOOK_PORTS = [9443]
    assert parsed("https://example.com:9443/").port == 9443
    with pytest.raises(NotAllowed, match="Port 443 is not called"):
        parsed("https://example.com/")
