"""Addresses from outside that lead inside, tried on a listener that is really there."""

from __future__ import annotations

import random
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address

import pytest

from shop.alerts.webhooks import target
from shop.alerts.webhooks.calling import call
from tests.shop.alerts.test_ssrf import PUBLIC, cases

pytestmark = pytest.mark.crash

INNER = ["127.0.0.1", "127.8.8.8", "0.0.0.0", "::1", "::ffff:127.0.0.1", "10.0.0.5", "fd00::1"]
ask_the_system = socket.getaddrinfo


@dataclass
class Network:
    """All that a call could reach: the listener, at every address of this machine; nothing else.

    Ports are left out: whichever is called, the listener would hear it.
    """

    port: int
    heard: list[object] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)

    def look_up(self, host: str, port: int, **options):
        """The test's own name server; numbers in any disguise as the system reads them."""
        if host not in self.names:
            options["flags"] = socket.AI_NUMERICHOST if host != "localhost" else 0
            return ask_the_system(host, port, **options)
        families = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [
            (families[ip_address(each).version], socket.SOCK_STREAM, 6, "", (each, port))
            for each in self.names[host]
        ]

    def connect(self, address, timeout=None, **options):
        self.called.append(address[0])
        if is_this_machine(address[0]):
            family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
            there = socket.socket(family)
            there.settimeout(timeout)
            there.connect((address[0], self.port))
            return there
        raise ConnectionRefusedError("nobody else is called in this test")


def is_this_machine(address: str) -> bool:
    number = ip_address(address)
    return number.is_loopback or number.is_unspecified or "127.0.0.1" in str(number)


@pytest.fixture
def network(monkeypatch) -> Iterator[Network]:
    class Hears(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            network.heard.append(self.client_address)

    with socketserver.ThreadingTCPServer(("0.0.0.0", 0), Hears) as listener:
        network = Network(listener.server_address[1])
        threading.Thread(target=listener.serve_forever, args=[0.05], daemon=True).start()
        monkeypatch.setattr(target.socket, "getaddrinfo", network.look_up)
        monkeypatch.setattr(target.socket, "create_connection", network.connect)
        yield network
        listener.shutdown()


def test_no_address_of_the_list_is_heard_of_on_loopback(network, settings, counts):
    allowed, refused = 0, 0
    for case in cases():
        host = case["url"].partition("//")[2].partition("/")[0].partition(":")[0].lower()
        network.names = {host: [case["resolves_to"]]} if "resolves_to" in case else {}
        network.called.clear()
        said = call(case["url"], {}, b"{}")
        assert network.called == ([PUBLIC] if case["allow"] else []), (case, said)
        allowed, refused = allowed + case["allow"], refused + (not case["allow"])
    assert network.heard == []
    counts(f"{refused} refused, 0 connections to loopback; {allowed} allowed, each called once")
    settings.WEBHOOK_PRIVATE = True  # or else nobody listened
    call("http://127.0.0.1/", {}, b"{}")
    assert network.heard


def test_a_name_that_changes_its_mind_is_called_only_where_it_was_looked_at(network, full, counts):
    """Public, inner, or both at once; another answer each time it is asked."""
    chance = random.Random(6)
    rounds, calls = (20_000 if full else 500), 0
    for _ in range(rounds):
        answer = chance.sample([PUBLIC, *INNER], chance.choice([1, 1, 2]))
        network.names = {"rebind.example.net": answer}
        network.called.clear()
        call("https://rebind.example.net/", {}, b"{}")
        assert network.called == ([PUBLIC] if answer == [PUBLIC] else []), answer
        calls += len(network.called)
    assert calls
    assert network.heard == []
    counts(f"{rounds} answers of the name server: {calls} calls, none of them inside")
