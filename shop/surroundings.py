"""What a process of the shop finds in its environment when nobody wrote it there.

Every entry point (manage.py, the supervisor) completes the environment here, before Django's
settings read it. A value that is given always stands.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from shop.embedded import Home, embedded_postgres, postgres_url, redis_url
from shop.embedded.postgres import binary

REPOSITORY = Path(__file__).resolve().parent.parent

#: Commands that ask the database nothing. Not among them: `makemigrations`, which compares with
#: what is applied, and `runserver`, whose pages need it.
NEED_NO_DATABASE = frozenset(
    {
        "",
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "sendtestemail",
        "spectacular",
        "startapp",
        "testserver",
        "version",
    }
)

Environment = MutableMapping[str, str]


def home_folder(environment: Mapping[str, str]) -> Path:
    """Where this shop keeps its data: UNDERSTUDY_HOME, or `var` beside the code."""
    return Path(environment.get("UNDERSTUDY_HOME") or REPOSITORY / "var")


def complete(environment: Environment) -> None:
    """Fill in the URLs of the embedded servers and the home's own secret key.

    A process that was given both URLs (a container, a real server) is left alone: there a missing
    secret is an error to report, not a gap to fill.
    """
    if environment.get("DATABASE_URL") and environment.get("CELERY_BROKER_URL"):
        return
    home = Home.at(home_folder(environment))
    environment["UNDERSTUDY_HOME"] = str(home.path)
    fill(environment, "CELERY_BROKER_URL", redis_url(home))
    fill(environment, "DATABASE_URL", postgres_url(home))
    if not environment.get("SECRET_KEY"):
        environment["SECRET_KEY"] = home.secret("secret_key")


def fill(environment: Environment, name: str, value: str) -> None:
    """Set NAME where it is missing or empty (an empty line in an env file means "not given")."""
    if not environment.get(name):
        environment[name] = value


@contextmanager
def surroundings(arguments: Sequence[str], environment: Environment) -> Iterator[None]:
    """Run a command line of manage.py: its environment complete, its database up."""
    given = bool(environment.get("DATABASE_URL"))
    complete(environment)
    if given or not needs_database(arguments):
        yield
        return
    with embedded_postgres(environment["UNDERSTUDY_HOME"]):
        add_client_programs(environment)
        yield


def needs_database(arguments: Sequence[str]) -> bool:
    command = arguments[1] if len(arguments) > 1 else ""
    asks_for_help = command.startswith("-") or "--help" in arguments or "-h" in arguments
    return command not in NEED_NO_DATABASE and not asks_for_help


def add_client_programs(environment: Environment) -> None:
    """Let `dbshell` find a psql of the server's own version, after any on the PATH."""
    folders = [environment.get("PATH", os.defpath), str(binary("psql").parent)]
    environment["PATH"] = os.pathsep.join(folders)
