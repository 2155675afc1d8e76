"""Where a webhook may go. An address comes from outside, and must not reach our own network.

Names only, no numbers; looked up once, refused if any of its addresses is not a public one, and
the very address that was looked at is the one that is called.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

#: A name of at least two labels, the last of which is no number. Nothing before an @.
URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*)"
    r"(?::(?P<port>[0-9]{1,5}))?(?P<path>[/?][!$-;=?-Z_a-z~%]*)?",
    re.IGNORECASE | re.ASCII,
)
PUBLIC_NAME = re.compile(r".+\.(?!internal$|local$|localhost$|localdomain$)[a-z][a-z0-9-]+")
LONGEST = 500
NAT64 = ip_network("64:ff9b::/96")


class NotAllowed(ValueError):
    """Nothing is ever sent there; its text says why."""


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"


def parsed(url: str, private: bool | None = None) -> Target:
    """Raises NotAllowed. Looks nothing up.

    private: whether it may lead into our own network; None: as WEBHOOK_PRIVATE has it.
    """
    match = URL.fullmatch(url)
    if match is None or len(url) > LONGEST:
        raise NotAllowed("This is not a web address that can be called.")
    scheme, host = match["scheme"].lower(), match["host"].lower()
    port = int(match["port"] or (443 if scheme == "https" else 80))
    if may_be_private(private):
        return Target(scheme, host, port, path_of(match))
    if scheme != "https":
        raise NotAllowed("Only https addresses are called.")
    if not PUBLIC_NAME.fullmatch(host):
        raise NotAllowed("Give a name that everybody can look up, not a number.")
    if port not in settings.WEBHOOK_PORTS:
        raise NotAllowed(f"Port {port} is not called.")
    return Target(scheme, host, port, path_of(match))


def path_of(match: re.Match[str]) -> str:
    path = match["path"] or "/"
    return path if path.startswith("/") else f"/{path}"


def may_be_private(private: bool | None) -> bool:
    return settings.WEBHOOK_PRIVATE if private is None else private


def looked_up(target: Target, private: bool | None = None) -> str:
    """The address to call, as a number. Raises NotAllowed, or OSError where there is none."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(entry[4][0])) for entry in found]
    if not may_be_private(private) and not all(is_public(address) for address in addresses):
        raise NotAllowed("The name leads to an address that is not public.")
    return str(addresses[0])


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is on the open internet, and no other address in disguise."""
    if isinstance(address, IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address.teredo or address in NAT64
    ):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
