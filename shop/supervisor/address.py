"""The address the shop is found at."""

from __future__ import annotations

import socket
from dataclasses import dataclass

#: Addresses that stand for all of a machine's, and where to call a server that listens on them.
STAND_INS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class AddressError(RuntimeError):
    """The shop cannot open at this address; the message says why and what to set."""


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @classmethod
    def of(cls, host: str, port: str) -> Address:
        """The address named by the words in HOST and PORT. Raises AddressError on nonsense."""
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise AddressError(f"PORT={port} is not a port: give a number from 1 to 65535.")
        return cls(host, int(port))

    @property
    def url(self) -> str:
        host = "localhost" if self.host in {*STAND_INS, "127.0.0.1", "::1"} else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    @property
    def caller(self) -> tuple[str, int]:
        """Where this machine itself reaches the shop."""
        return STAND_INS.get(self.host, self.host), self.port

    def reserve(self) -> socket.socket:
        """Take the port, so that nobody else has it by the time the web server is ready.

        The socket is bound and not listening: visitors who come too early are turned away at once
        instead of being kept waiting. Raises AddressError where the port is taken.
        """
        try:
            family, kind, protocol, _name, where = socket.getaddrinfo(
                self.host or None, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            taken = socket.socket(family, kind, protocol)
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(where)
        except OSError as error:
            raise AddressError(self._refusal(error)) from error
        return taken

    def _refusal(self, error: OSError) -> str:
        if isinstance(error, socket.gaierror):
            return f"HOST={self.host} is not an address of this machine."
        if isinstance(error, PermissionError):
            return (
                f"Port {self.port} is not for ordinary accounts. "
                "Choose one above 1023: PORT=8000 make run"
            )
        return (
            f"Port {self.port} on {self.host} is already taken ({error.strerror}). "
            f"Choose another one: PORT={self.port + 1 if self.port < 65535 else 8000} make run"
        )
