"""What `make run` adds to the environment it was given, for itself and all its children."""

from __future__ import annotations

from collections.abc import Mapping

from shop.embedded import Home
from shop.surroundings import complete, fill

#: Ready for a shop on one's own machine: errors have pages instead of tracebacks, plain http, and
#: logs that a person reads.
DEFAULTS = {
    "DEBUG": "0",
    "HTTPS": "0",
    "HOST": "127.0.0.1",
    "PORT": "8000",
    "LOG_FORMAT": "console",
}
NAMES_OF_THIS_MACHINE = "localhost,127.0.0.1,[::1]"


def environment_of_the_shop(given: Mapping[str, str], home: Home) -> dict[str, str]:
    """GIVEN and whatever it lacks: URLs, secret key, the names the shop answers to."""
    environment = {**given, "UNDERSTUDY_HOME": str(home.path)}
    for name, value in DEFAULTS.items():
        fill(environment, name, value)
    fill(environment, "ALLOWED_HOSTS", names(environment["HOST"]))
    if not environment.get("SECRET_KEY"):
        environment["SECRET_KEY"] = home.secret("secret_key")
    complete(environment)
    environment["DJANGO_SETTINGS_MODULE"] = "shop.settings"
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


def names(host: str) -> str:
    """The Host headers to answer to when the shop listens on HOST."""
    bracketed = f"[{host}]" if ":" in host else host
    known = NAMES_OF_THIS_MACHINE.split(",")
    return ",".join(known if bracketed in known else [*known, bracketed])
