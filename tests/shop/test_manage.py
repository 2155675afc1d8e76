"""manage.py on a laptop: every command finds its database, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from shop.embedded import Home, embedded_postgres, postgres_url
from shop.surroundings import complete, needs_database

REPOSITORY = Path(__file__).parents[2]

#: Where the command's database is, and that it answers.
ASK = (
    "from django.db import connection as c; cursor = c.cursor(); "
    "cursor.execute('SELECT current_database()'); "
    "print(c.settings_dict['HOST'], *cursor.fetchone())"
)


def manage(home: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "UNDERSTUDY_HOME": str(home), **given},
        capture_output=True,
        text=True,
        timeout=120,
    )


def servers_of(home: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if any(str(home) in word for word in process.info["cmdline"] or []):
            found.append(process)
    return found


def test_a_command_starts_the_database_for_its_own_time(tmp_path: Path) -> None:
    answer = manage(tmp_path, "shell", "-v0", "-c", ASK)
    assert answer.stdout.split() == [str(tmp_path / "run"), "understudy"], answer.stderr
    assert servers_of(tmp_path) == []


def test_a_command_attaches_to_the_database_that_runs(tmp_path: Path) -> None:
    with embedded_postgres(tmp_path):
        number = (tmp_path / "pg" / "postmaster.pid").read_text()
        assert manage(tmp_path, "shell", "-v0", "-c", ASK).returncode == 0
        assert (tmp_path / "pg" / "postmaster.pid").read_text() == number


def test_two_commands_at_once_share_it(tmp_path: Path) -> None:
    words = [sys.executable, "manage.py", "shell", "-v0", "-c", ASK]
    environment = {"PATH": os.environ["PATH"], "UNDERSTUDY_HOME": str(tmp_path)}
    both = [subprocess.Popen(words, cwd=REPOSITORY, env=environment) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert servers_of(tmp_path) == []


def test_a_command_that_asks_nothing_starts_nothing(tmp_path: Path) -> None:
    assert manage(tmp_path, "version").returncode == 0
    assert not (tmp_path / "pg").exists()


def test_a_given_database_is_used_and_the_home_left_alone(tmp_path: Path) -> None:
    real = tmp_path / "real"
    with embedded_postgres(real) as url:
        given = {"DATABASE_URL": url, "CELERY_BROKER_URL": "redis://broker"}
        answer = manage(tmp_path / "var", "shell", "-v0", "-c", ASK, **given)
    assert answer.stdout.split() == [str(Home(real).sockets), "understudy"], answer.stderr
    assert not (tmp_path / "var").exists()


def test_a_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    answer = manage(tmp_path / "var", "migrate")
    assert answer.returncode == 1
    assert "Name a folder in UNDERSTUDY_HOME" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.crash
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_command_that_is_ended_leaves_nothing_running(
    tmp_path: Path, number: signal.Signals
) -> None:
    words = [sys.executable, "manage.py", "shell", "-v0", "-c"]
    waiting = "import time; print('up', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [*words, waiting],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "UNDERSTUDY_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        assert len(servers_of(tmp_path)) >= 2
        process.send_signal(number)
    deadline = time.monotonic() + 15
    while servers_of(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert servers_of(tmp_path) == []


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["manage.py", "migrate"], True),
        (["manage.py", "runserver"], True),
        (["manage.py", "import_catalog", "styles.csv"], True),
        (["manage.py", "makemigrations", "--check"], True),
        (["manage.py", "migrate", "--help"], False),
        (["manage.py", "help", "migrate"], False),
        (["manage.py", "collectstatic"], False),
        (["manage.py", "--version"], False),
        (["manage.py"], False),
    ],
)
def test_which_commands_need_the_database(words: list[str], needed: bool) -> None:
    assert needs_database(words) is needed


def test_a_real_server_is_never_given_a_secret_of_our_making(tmp_path: Path) -> None:
    """With both URLs given a missing SECRET_KEY stays missing, so that settings complain."""
    environment = {"DATABASE_URL": "postgres://db/shop", "CELERY_BROKER_URL": "redis://broker"}
    complete(environment | {"UNDERSTUDY_HOME": str(tmp_path / "var")})
    assert not (tmp_path / "var").exists()
    answer = manage(tmp_path / "var", "check", **environment, DEBUG="0", ALLOWED_HOSTS="a")
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert "SECRET_KEY is not set and DEBUG is off" in answer.stderr


def test_an_empty_value_counts_as_none(tmp_path: Path) -> None:
    environment = {"DATABASE_URL": "", "UNDERSTUDY_HOME": str(tmp_path), "SECRET_KEY": ""}
    complete(environment)
    assert environment["DATABASE_URL"] == postgres_url(Home.at(tmp_path))
    assert environment["SECRET_KEY"]
