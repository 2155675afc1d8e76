"""The course of `make run`, from the first check to the last child's end."""

from __future__ import annotations

import fcntl
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from shop.embedded import EmbeddedError, Home
from shop.embedded.postgres import postgres_server
from shop.embedded.redis import redis_server
from shop.embedded.shared import Server, in_use, opened, try_lock
from shop.surroundings import home_folder

from . import programs
from .address import STAND_INS, Address, AddressError
from .child import end_strays
from .environment import DEFAULTS, environment_of_the_shop
from .preparation import Preparation, PreparationError
from .shop import Shop, ShopError
from .speech import say, step
from .wakeups import Wakeups


class AlreadyOpen(RuntimeError):
    """Another supervisor keeps a shop open on this home."""


REFUSALS = (AddressError, AlreadyOpen, EmbeddedError, PreparationError, ShopError)


def main() -> int:
    wakeups = Wakeups()
    try:
        run(dict(os.environ), wakeups)
    except REFUSALS as refusal:
        sys.stderr.write(f"\n{refusal}\n")
        return 1
    return 0


def run(given: Mapping[str, str], wakeups: Wakeups) -> None:
    """Open the shop that GIVEN describes and close it when asked to."""
    address = Address.of(
        given.get("HOST") or DEFAULTS["HOST"], given.get("PORT") or DEFAULTS["PORT"]
    )
    home = Home.at(home_folder(given))
    with ExitStack() as stack:
        stack.enter_context(the_only_one(home, address))
        clear_up(home)
        listener = stack.enter_context(address.reserve())
        environment = environment_of_the_shop(given, home)
        servers = [stack.enter_context(up(server)) for server in needed(given, home)]
        shop = assembled(home, environment, address, listener, servers, wakeups)
        stack.callback(close, shop, listener)
        open_up(shop, Preparation(home, environment), given)
        shop.stay_open()


@contextmanager
def the_only_one(home: Home, address: Address) -> Iterator[None]:
    """Hold the home's supervisor lock. Raises AlreadyOpen with the address of who has it."""
    with opened(home.run / "supervisor.lock") as lock:
        if not try_lock(lock, fcntl.LOCK_EX):
            where = os.pread(lock, 200, 0).decode() or "an address not yet known"
            raise AlreadyOpen(
                f"This shop is already open at {where} (data folder {home.path}). For a second "
                "one, give it another folder and port: UNDERSTUDY_HOME=… PORT=… make run"
            )
        os.truncate(lock, 0)
        os.pwrite(lock, address.url.encode(), 0)
        yield


def clear_up(home: Home) -> None:
    strays = end_strays(home.run)
    if strays:
        say(f"  Ended what an earlier run left behind: {', '.join(sorted(strays))}")


def needed(given: Mapping[str, str], home: Home) -> list[Server]:
    """The embedded servers that no URL stands in for."""
    embedded = {"DATABASE_URL": postgres_server, "CELERY_BROKER_URL": redis_server}
    return [server(home) for url, server in embedded.items() if not given.get(url)]


@contextmanager
def up(server: Server) -> Iterator[Server]:
    with ExitStack() as stack:
        with step(f"Starting {server.name.capitalize()}"):
            stack.enter_context(in_use(server))
        yield server


def assembled(
    home: Home,
    environment: Mapping[str, str],
    address: Address,
    listener: socket.socket,
    servers: list[Server],
    wakeups: Wakeups,
) -> Shop:
    web = programs.web(home, environment, listener.fileno())
    children = [web, programs.beat(home, environment), programs.worker(home, environment)]
    return Shop(address, web, children, servers, wakeups)


def open_up(shop: Shop, preparation: Preparation, given: Mapping[str, str]) -> None:
    """Prepare, then open; a shop known to be prepared opens first and is looked over after."""
    password = preparation.home.path / "admin_password"
    is_new = not password.exists()
    in_order = [lambda: preparation.carry_out(shop.wakeups), lambda: open_doors(shop)]
    for act in reversed(in_order) if preparation.known_to_be_done else in_order:
        act()
        if shop.wakeups.stopping:
            return
    for child in shop.children:
        if child is not shop.web:
            child.start()
    tell(shop.address, given)
    tell_password(password, is_new)
    say("  Ctrl-C closes it.\n")


def open_doors(shop: Shop) -> None:
    with step("Starting the web server"):
        shop.web.start()
        shop.wait_until_it_answers()


def tell(address: Address, given: Mapping[str, str]) -> None:
    say(f"\n  The shop is open   {address.url}")
    say(f"  Admin              {address.url}admin/")
    if address.host in STAND_INS and not given.get("ALLOWED_HOSTS"):
        say("  Set ALLOWED_HOSTS to the names visitors use, or they are turned away.")


def tell_password(kept_in: Path, is_new: bool) -> None:
    """Show the generated password the one time it is new; afterwards only where it is kept."""
    if kept_in.exists() and is_new:
        say(f"  Sign in as admin, password {kept_in.read_text().strip()}")
        say(f"  (shown this once; kept in {kept_in})")
    elif kept_in.exists():
        say(f"  Sign in as admin; the password is in {kept_in}")


def close(shop: Shop, listener: socket.socket) -> None:
    listener.close()
    with step("Closing the shop"):
        shop.close()


if __name__ == "__main__":
    sys.exit(main())
