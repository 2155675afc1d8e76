"""The embedded PostgreSQL and Redis: shared, stopped by the last one out, hard to break."""

from __future__ import annotations

import os
import pwd
import re
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
from environs import Env
from kombu import Connection

from shop.embedded import EmbeddedError, Home, embedded_postgres, embedded_redis, postgres_url
from shop.embedded.postgres import postgres_server, server_account
from shop.embedded.shared import in_use

REPOSITORY = Path(__file__).parents[2]

#: A process of its own that opens the server, says its URL, and leaves when its input closes.
VISITOR = """
import sys
from shop.embedded import {server}
with {server}(sys.argv[1]) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@contextmanager
def visitor(home: Path, server: str = "embedded_postgres") -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the home's server until it is told to leave, or killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", VISITOR.format(server=server), str(home)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        leave(process)


def arrived(process: subprocess.Popen[str]) -> str:
    """The URL a visitor was given, once it was given one."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def leave(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.wait(60)
    process.stdout.close()


def at_work_for(home: Path) -> list[psutil.Process]:
    """Every process whose command line names HOME, or that works in a folder under it."""
    return [p for p in psutil.process_iter() if p.pid != os.getpid() and belongs_to(p, home)]


def belongs_to(process: psutil.Process, home: Path) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        works_there = Path(process.cwd()).is_relative_to(home)
        return works_there or any(str(home) in word for word in process.cmdline())
    except (psutil.Error, OSError):
        return False


def nobody_is_left(home: Path, seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while at_work_for(home) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not at_work_for(home)


def keep(url: str, word: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def kept(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM kept ORDER BY 1")]


def postmaster(home: Path) -> int:
    return int((home / "pg" / "postmaster.pid").read_text().split()[0])


def keeper_of(home: Path) -> psutil.Process:
    parent = psutil.Process(postmaster(home)).parent()
    assert parent is not None
    assert "keeper.py" in " ".join(parent.cmdline())
    return parent


def kill(*processes: psutil.Process) -> None:
    """End PROCESSES by SIGKILL, all before any of them could react to the end of another."""
    for process in processes:
        process.kill()
    psutil.wait_procs(processes, timeout=10)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "var"
    yield folder
    assert nobody_is_left(folder), [p.cmdline() for p in at_work_for(folder)]


def test_a_new_home_has_postgres_with_vectors_and_nothing_runs_afterwards(home: Path) -> None:
    with embedded_postgres(home) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION vector")
        row = connection.execute("SELECT '[1,0,0]'::vector <=> '[0,1,0]', lower('ÉTÉ')").fetchone()
        assert row == (1.0, "été")
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert at_work_for(home) == []


def test_what_was_written_is_there_the_next_time(home: Path) -> None:
    with embedded_postgres(home) as url:
        keep(url, "dress")
    with embedded_postgres(home) as url:
        assert kept(url) == ["dress"]


def test_settings_read_the_url_as_it_was_meant(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with embedded_postgres(home) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        found = Env().dj_db_url("DATABASE_URL")
        with psycopg.connect(host=found["HOST"], user=found["USER"], dbname=found["NAME"]) as shop:
            assert shop.execute("SELECT current_database()").fetchone() == ("understudy",)
    assert found["HOST"] == str(home / "run")
    assert found["ENGINE"] == "django.db.backends.postgresql"


@pytest.mark.parametrize("name", ["x" * 150, "a shop, with 'quotes' & ünï"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    home = tmp_path / name / "var"
    with embedded_postgres(home) as url, embedded_redis(home) as broker:
        keep(url, "coat")
        with Connection(broker) as connection:
            connection.ensure_connection(max_retries=1)
        sockets = Home.at(home).sockets
    assert nobody_is_left(home)
    assert not sockets.is_relative_to(home)
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert not list(sockets.iterdir())
    sockets.rmdir()


def test_a_socket_folder_laid_out_by_somebody_else_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path / ("x" * 150))
    home.path.mkdir()
    trap = tmp_path / "trap"
    trap.mkdir()
    home.sockets.symlink_to(trap)
    try:
        with pytest.raises(EmbeddedError, match="not a folder of this account"):
            Home.at(home.path)
    finally:
        home.sockets.unlink()


def test_a_second_process_attaches_and_the_last_one_out_stops_it(home: Path) -> None:
    with visitor(home) as first, visitor(home) as second:
        assert arrived(first) == arrived(second) == postgres_url(Home.at(home))
        number = postmaster(home)
        leave(first)
        assert postmaster(home) == number
        keep(postgres_url(Home.at(home)), "still open")
    assert nobody_is_left(home, seconds=0)


def test_many_may_start_at_the_same_moment_on_a_new_home(home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    with visitor(home) as a, visitor(home) as b, visitor(home) as c, visitor(home) as d:
        assert len({arrived(process) for process in (a, b, c, d)}) == 1
        keepers = [p for p in at_work_for(home) if "keeper.py" in " ".join(p.cmdline())]
        assert [child.pid for child in keepers[0].children()] == [postmaster(home)]
        assert len(keepers) == 1


def test_threads_of_one_process_share_it_too(home: Path) -> None:
    with embedded_postgres(home) as url:
        thread = threading.Thread(target=lambda: [keep(use(home), "thread") for _ in range(3)])
        thread.start()
        thread.join()
        assert kept(url) == ["thread"] * 3


def use(home: Path) -> str:
    with embedded_postgres(home) as url:
        return url


def test_coming_and_going_never_meets_a_closed_door(home: Path) -> None:
    """Rounds of short visits, so that some arrive while the server is being stopped."""
    script = (
        "import sys, psycopg; from shop.embedded import embedded_postgres\n"
        "for _ in range(5):\n"
        "    with embedded_postgres(sys.argv[1]) as url: psycopg.connect(url).close()\n"
    )
    words = [sys.executable, "-c", script, str(home)]
    visitors = [subprocess.Popen(words, cwd=REPOSITORY) for _ in range(3)]
    assert [process.wait(120) for process in visitors] == [0, 0, 0]


def test_a_killed_user_does_not_keep_it_running(home: Path) -> None:
    with visitor(home) as only:
        keep(arrived(only), "before the kill")
        only.kill()
        only.wait()
        assert nobody_is_left(home)
    with embedded_postgres(home) as url:
        assert kept(url) == ["before the kill"]


def test_everything_killed_at_once_is_mended_by_the_next_start(home: Path) -> None:
    with visitor(home) as only:
        keep(arrived(only), "committed")
        for process in [
            keeper_of(home),
            psutil.Process(postmaster(home)),
            psutil.Process(only.pid),
        ]:
            process.kill()
        assert (home / "pg" / "postmaster.pid").exists()
        with embedded_postgres(home) as url:
            assert kept(url) == ["committed"]


def test_a_killed_keeper_takes_the_server_along_and_the_next_start_recovers(home: Path) -> None:
    with visitor(home) as only:
        keep(arrived(only), "committed")
        server = psutil.Process(postmaster(home))
        kill(keeper_of(home))
        with embedded_postgres(home) as url:
            assert kept(url) == ["committed"]
            assert postmaster(home) != server.pid
            assert not server.is_running()


def test_a_killed_server_comes_back_for_whoever_asks_next(home: Path) -> None:
    with visitor(home) as only:
        keep(arrived(only), "committed")
        os.kill(postmaster(home), signal.SIGKILL)
        with embedded_postgres(home) as url:
            assert kept(url) == ["committed"]


def test_a_pid_file_that_names_a_stranger_harms_nobody(home: Path) -> None:
    with embedded_postgres(home) as url:
        keep(url, "dress")
    account = server_account(home / "pg")  # PostgreSQL takes others' processes for strangers itself
    stranger = subprocess.Popen(["sleep", "60"], user=None if os.geteuid() else account)
    try:
        (home / "pg" / "postmaster.pid").write_text(
            f"{stranger.pid}\n{home / 'pg'}\n1\n5432\n{home / 'run'}\n\n\nready   \n"
        )
        (home / "run" / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n")
        with embedded_postgres(home) as url:
            assert kept(url) == ["dress"]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_start_cut_short_leaves_nothing_half_made(home: Path) -> None:
    with visitor(home) as only:
        deadline = time.monotonic() + 20
        while not list(home.glob("pg.new-*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        only.kill()
        only.wait()
    assert not (home / "pg").exists()
    with embedded_postgres(home) as url:
        keep(url, "dress")
    assert not list(home.glob("pg.new-*"))


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    with embedded_postgres(home):
        pass
    with (home / "pg" / "postgresql.conf").open("a") as settings:
        settings.write("\nno_such_setting = 1\n")
    with pytest.raises(EmbeddedError, match="no_such_setting"), embedded_postgres(home):
        pass


def test_data_of_another_version_is_left_alone(home: Path) -> None:
    with embedded_postgres(home):
        pass
    (home / "pg" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedError, match="written by PostgreSQL 17"), embedded_postgres(home):
        pass


def test_the_home_and_its_secret_are_for_one_account_alone(home: Path) -> None:
    place = Home.at(home)
    secret = place.secret("secret_key")
    assert re.fullmatch(r"[\w-]{50,}", secret)
    assert place.secret("secret_key") == secret
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    for folder in (home, home / "run", home / "log"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_nobody_draws_a_different_secret_at_the_same_moment(home: Path) -> None:
    place, drawn = Home.at(home), []
    threads = [threading.Thread(target=lambda: drawn.append(place.secret("k"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawn) == 8
    assert len(set(drawn)) == 1


def test_redis_takes_messages_and_keeps_them_over_a_restart(home: Path) -> None:
    with embedded_redis(home) as url, Connection(url) as connection:
        connection.SimpleQueue("embed").put({"product": 7})
    assert at_work_for(home) == []
    with embedded_redis(home) as url, Connection(url) as connection:
        assert connection.SimpleQueue("embed").get(timeout=5).payload == {"product": 7}
        sockets = Home.at(home).sockets
        assert stat.S_IMODE((sockets / "redis.sock").stat().st_mode) == 0o700


def test_redis_recovers_from_a_kill(home: Path) -> None:
    with visitor(home, "embedded_redis") as only:
        arrived(only)
        kill(*at_work_for(home))
        with embedded_redis(home) as url, Connection(url) as connection:
            connection.ensure_connection(max_retries=1)


def test_a_manager_can_tell_that_the_server_is_gone(home: Path) -> None:
    with in_use(postgres_server(Home.at(home))) as server:
        assert server.kept
        assert server.ready()
        os.kill(postmaster(home), signal.SIGKILL)
        deadline = time.monotonic() + 10
        while server.kept and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not server.kept
        assert not server.ready()
        server.ensure()
        assert kept_nothing(server.url)


def kept_nothing(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody else")


@as_root
def test_root_runs_the_server_as_somebody_else_and_opens_no_folder(home: Path) -> None:
    home.parent.chmod(0o700)
    with embedded_postgres(home):
        assert psutil.Process(postmaster(home)).username() == "nobody"
    assert stat.S_IMODE(home.parent.stat().st_mode) == 0o700
    assert (home / "pg").stat().st_uid == pwd.getpwnam("nobody").pw_uid


@as_root
def test_an_ordinary_account_is_told_whose_the_folder_is(home: Path) -> None:
    with embedded_postgres(home):
        pass
    for folder in [home, *home.parents]:
        if folder.stat().st_uid == 0 and folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(0o755)
    answer = as_ordinary_account(home)
    assert answer.returncode == 1
    assert "belongs to root" in answer.stderr
    assert "UNDERSTUDY_HOME" in answer.stderr
    assert "Traceback" not in answer.stderr


@as_root
def test_an_ordinary_account_runs_its_own(home: Path, tmp_path: Path) -> None:
    for folder in [tmp_path, *tmp_path.parents]:
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(0o755)
    home.mkdir()
    os.chown(home, pwd.getpwnam("nobody").pw_uid, -1)
    answer = as_ordinary_account(home)
    assert (answer.returncode, answer.stdout.strip()) == (0, postgres_url(Home(home)))
    assert answer.stderr == ""


def a_python_for_everyone() -> list[str]:
    """An interpreter that other accounts may run, seeing the packages of this one."""
    for python in (sys.executable, "/usr/bin/python3"):
        words = ["/usr/bin/env", f"PYTHONPATH={os.pathsep.join(sys.path)}", python]
        probe = [*words, "-c", "import sys, psutil; sys.exit(sys.version_info < (3, 11))"]
        if (
            subprocess.run(
                probe, user="nobody", cwd="/", capture_output=True, check=False
            ).returncode
            == 0
        ):
            return words
    pytest.skip(
        "no Python here that an ordinary account may run (this one lies in a closed folder)"
    )


def as_ordinary_account(home: Path) -> subprocess.CompletedProcess[str]:
    """Open and close the home's PostgreSQL as `nobody`."""
    script = (
        "import sys\nfrom shop.embedded import EmbeddedError, embedded_postgres\n"
        "try:\n    with embedded_postgres(sys.argv[1]) as url: print(url)\n"
        "except EmbeddedError as error: sys.exit(str(error))\n"
    )
    return subprocess.run(
        [*a_python_for_everyone(), "-c", script, str(home)],
        cwd=REPOSITORY,
        user="nobody",
        group=pwd.getpwnam("nobody").pw_gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_is_not_a_home(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(EmbeddedError, match="is a file"):
        Home.at(tmp_path / "var")


@as_root
def test_root_may_look_after_the_shop_of_another(home: Path) -> None:
    """What root starts on somebody's home stays that somebody's, even on a long path."""
    nobody = pwd.getpwnam("nobody").pw_uid
    place = home / ("x" * 120)
    place.mkdir(parents=True)
    os.chown(place, nobody, -1)
    with embedded_postgres(place) as url:
        keep(url, "dress")
        assert (place / "pg").stat().st_uid == nobody
        assert Home.at(place).sockets.stat().st_uid == nobody
    Home.at(place).sockets.rmdir()
