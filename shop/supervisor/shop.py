"""The open shop: its programs, started in order, looked after, and ended in order."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from shop.embedded.shared import Server
from shop.pulse import answers

from .address import Address
from .child import Child
from .speech import say
from .wakeups import Wakeups

#: Seconds the web server may take to answer for the first time.
PATIENCE = 90.0
TRIES = 3


class ShopError(RuntimeError):
    """The shop cannot stay open; the message says why, with the end of the log."""


@dataclass
class Shop:
    """`children` in the order they are ended; `servers` are the embedded ones, if any."""

    address: Address
    web: Child
    children: Sequence[Child]
    servers: Sequence[Server]
    wakeups: Wakeups

    def wait_until_it_answers(self) -> None:
        """Return once a page is served, or when asked to stop. Raises ShopError if neither."""
        deadline = time.monotonic() + PATIENCE
        while not self.wakeups.stopping and not self._answers():
            if time.monotonic() > deadline:
                raise ShopError(self._no_answer("does not answer"))
            self.look_after()
            self.wakeups.wait(0.1)

    def stay_open(self) -> None:
        """Look after the programs until asked to stop."""
        while not self.wakeups.stopping:
            self.look_after()
            self.wakeups.wait(1.0)

    def look_after(self) -> None:
        """Start again what has ended. Raises ShopError when the web server cannot be kept up."""
        for server in self.servers:
            if not server.kept:
                say(f"{server.name} ended; starting it again. Log: {server.log}")
                server.ensure()
        for child in self.children:
            if child.ended:
                say(child.note_end())
            if child is self.web and child.failures >= TRIES:
                raise ShopError(self._no_answer(f"ended {TRIES} times in a row"))
            if child.due:
                child.start()

    def close(self) -> None:
        """End every program, each with its own grace; a second Ctrl-C ends what is left at once."""
        asked = self.wakeups.stop_requests
        for child in self.children:
            child.ask_to_end()
            deadline = time.monotonic() + child.grace
            while child.process is not None and not child.ended:
                left = deadline - time.monotonic()
                if left <= 0 or self.wakeups.stop_requests > max(asked, 1):
                    break
                self.wakeups.wait(min(left, 0.5))
            child.end_for_certain()

    def _answers(self) -> bool:
        allowed_hosts = self.web.environment.get("ALLOWED_HOSTS", "")
        return answers(*self.address.caller, allowed_hosts)

    def _no_answer(self, what: str) -> str:
        return f"The web server {what}. Its log, {self.web.log}, ends:\n{self.web.last_words()}"
