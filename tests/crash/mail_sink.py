"""A mail server that keeps what it is sent, and kills who sends it at the worst moments."""

from __future__ import annotations

import logging
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller


def spare(port: int) -> None:
    pass


class Sink:
    """`kill(port)` is called with a sender's port, once in `kill_every` mails when it has named the
    address, and once when its mail is in and it has not heard so yet."""

    def __init__(
        self, kill_every: int = 0, kill: Callable[[int], None] = spare, pace: float = 0
    ) -> None:
        self.kill_every, self.kill, self.pace = kill_every, kill, pace
        self.begun = self.received = 0
        self.order: list[str] = []  # addresses, as the mails came in
        self.mails: dict[str, list[str]] = defaultdict(list)  # Message-IDs by address

    async def handle_RCPT(self, server, session, envelope, address: str, options) -> str:
        self.begun += 1
        if self.kill_every and self.begun % self.kill_every == self.kill_every // 2:
            self.kill(session.peer[1])
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server, session, envelope) -> str:
        mail = message_from_bytes(envelope.content)
        for address in envelope.rcpt_tos:
            self.mails[address].append(mail["Message-ID"])
            self.order.append(address)
        self.received += 1
        if self.kill_every and self.received % self.kill_every == 0:
            self.kill(session.peer[1])
        time.sleep(self.pace)
        return "250 kept"

    @property
    def duplicates(self) -> int:
        return sum(len(names) - 1 for names in self.mails.values())


@contextmanager
def listening(sink: Sink) -> Iterator[int]:
    """The port at which it takes mail."""
    logging.getLogger("mail.log").setLevel("WARNING")  # else it tells of every word
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
