"""A streaming replica of the test run's own PostgreSQL, which a story can hold up and stop."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from typing import Any

from django.db import connection, connections

from shop.embedded import Home
from shop.embedded.postgres import binary, postgres_server, run_once, server_account
from shop.embedded.shared import in_use
from shop.replica import REPLICA


class Standby:
    def __init__(self, home: Home) -> None:
        self.home = home
        self.running = ExitStack()
        data = home.path / "pg"
        uid = server_account(data)
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(data, uid, uid)
        primary = ["--dbname", os.environ["DATABASE_URL"], "--write-recovery-conf"]
        copy = ["--pgdata", str(data), "--checkpoint=fast", "--wal-method=stream"]
        run_once(home, uid, [binary("pg_basebackup"), *primary, *copy])

    def start(self) -> None:
        self.running.enter_context(in_use(postgres_server(self.home)))

    def stop(self) -> None:
        self.running.close()

    def hold_up(self) -> None:
        """From now on it shows what was there until now."""
        self.catch_up()
        ask(REPLICA, "SELECT pg_wal_replay_pause()")
        wait_until(lambda: ask(REPLICA, "SELECT pg_get_wal_replay_pause_state()") == "paused")

    def go_on(self) -> None:
        if ask(REPLICA, "SELECT pg_is_wal_replay_paused()"):
            ask(REPLICA, "SELECT pg_wal_replay_resume()")

    def catch_up(self) -> None:
        """Wait until it has all that the primary has now."""
        written = ask("default", "SELECT pg_current_wal_lsn()::text")
        has_it = f"SELECT pg_last_wal_replay_lsn() >= '{written}'"
        wait_until(lambda: ask(REPLICA, has_it))

    @property
    def settings(self) -> dict[str, Any]:
        """Its entry in DATABASES."""
        kept_by_the_primary = {**connection.settings_dict["TEST"], "MIRROR": "default"}
        there = {"HOST": str(self.home.sockets), "TEST": kept_by_the_primary}
        return {**connection.settings_dict, **there}


def ask(alias: str, sql: str) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def wait_until(is_so, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "the replica does not follow"
        time.sleep(0.02)
