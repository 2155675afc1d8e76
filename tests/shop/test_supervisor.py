"""`make run`, piece by piece: the port, the environment, the children and their end."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from shop.embedded import Home, postgres_url, redis_url
from shop.supervisor.__main__ import AlreadyOpen, the_only_one
from shop.supervisor.address import Address, AddressError
from shop.supervisor.child import Child, end_strays, write_pid_file
from shop.supervisor.environment import environment_of_the_shop
from shop.supervisor.preparation import Preparation, PreparationError
from shop.supervisor.shop import Shop, ShopError

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "var")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        yield somebody.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        return int(somebody.getsockname()[1])


class Quiet:
    """Wakeups of a supervisor that nobody signals; asked to stop when `stop_requests` says so."""

    stop_requests = 0

    @property
    def stopping(self) -> bool:
        return self.stop_requests > 0

    def wait(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.05))


def child(home: Home, *command: str, name: str = "worker", grace: float = 5.0) -> Child:
    return Child(
        name=name,
        command=command,
        environment=dict(os.environ),
        run=home.run,
        log=home.log / f"{name}.log",
        grace=grace,
        folder=REPOSITORY,
    )


def python(home: Home, script: str, name: str = "worker", grace: float = 5.0) -> Child:
    return child(home, sys.executable, "-c", script, name=name, grace=grace)


def shop_of(*children: Child) -> Shop:
    return Shop(Address("127.0.0.1", free_port()), children[0], children, [], Quiet())  # type: ignore[arg-type]


def until(condition: object, seconds: float = 10.0) -> bool:
    """Whether CONDITION (called again and again) comes true within SECONDS."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())


def runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def supervisor(home: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """A supervisor that is expected to refuse."""
    return subprocess.run(
        [sys.executable, "-m", "shop.supervisor"],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "UNDERSTUDY_HOME": str(home), **given},
        capture_output=True,
        text=True,
        timeout=60,
    )


# -- the port -----------------------------------------------------------------------------------


def test_a_taken_port_is_named_before_anything_starts(tmp_path: Path, taken_port: int) -> None:
    answer = supervisor(tmp_path / "var", PORT=str(taken_port))
    assert answer.returncode == 1
    assert f"Port {taken_port} on 127.0.0.1 is already taken" in answer.stderr
    assert "PORT=" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "var" / "pg").exists()


@pytest.mark.parametrize("port", ["", "0", "-1", "eighty", "65536", "80.5", "²"])
def test_nonsense_is_not_a_port(port: str) -> None:
    with pytest.raises(AddressError, match=f"PORT={port} is not a port"):
        Address.of("127.0.0.1", port)


def test_a_host_that_is_not_ours_is_said_so() -> None:
    with pytest.raises(AddressError, match=r"no-such-host\.invalid is not an address"):
        Address("no-such-host.invalid", 8000).reserve()


def test_a_reserved_port_is_nobody_elses_once_it_listens() -> None:
    address = Address("127.0.0.1", free_port())
    with address.reserve() as ours:
        with pytest.raises(ConnectionRefusedError), socket.create_connection(address.caller):
            pass
        ours.listen()
        with pytest.raises(AddressError, match="already taken"):
            address.reserve()


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://localhost:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),
        ("::1", "http://localhost:8000/"),
        ("fd00::1", "http://[fd00::1]:8000/"),
        ("shop.example", "http://shop.example:8000/"),
    ],
)
def test_the_address_is_one_to_click_on(host: str, url: str) -> None:
    assert Address(host, 8000).url == url


# -- the environment ----------------------------------------------------------------------------


def test_a_shop_that_is_told_nothing_knows_what_it_needs(home: Home) -> None:
    found = environment_of_the_shop({}, home)
    assert found["DATABASE_URL"] == postgres_url(home)
    assert found["CELERY_BROKER_URL"] == redis_url(home)
    assert found["UNDERSTUDY_HOME"] == str(home.path)
    assert found["SECRET_KEY"] == (home.path / "secret_key").read_text().strip()
    assert (found["DEBUG"], found["HTTPS"]) == ("0", "0")
    assert found["ALLOWED_HOSTS"] == "localhost,127.0.0.1,[::1]"


def test_what_is_given_stands(home: Home) -> None:
    given = {
        "DATABASE_URL": "postgres://db/shop",
        "CELERY_BROKER_URL": "redis://broker",
        "SECRET_KEY": "mine",
        "DEBUG": "1",
        "HTTPS": "1",
        "ALLOWED_HOSTS": "shop.example",
        "HOST": "0.0.0.0",
    }
    found = environment_of_the_shop(given, home)
    assert {name: found[name] for name in given} == given
    assert not (home.path / "secret_key").exists()


def test_it_answers_to_the_host_it_listens_on(home: Home) -> None:
    hosts = environment_of_the_shop({"HOST": "fd00::1"}, home)["ALLOWED_HOSTS"]
    assert hosts == "localhost,127.0.0.1,[::1],[fd00::1]"


# -- children -----------------------------------------------------------------------------------


def test_a_child_that_ends_is_started_again_after_a_pause(home: Home) -> None:
    worker = python(home, "import time; print('at work', flush=True); time.sleep(60)")
    shop = shop_of(python(home, "import time; time.sleep(60)", name="web"), worker)
    worker.start()
    assert worker.process is not None
    first = worker.process.pid
    assert until(lambda: "at work" in worker.log.read_text())
    os.kill(first, signal.SIGKILL)
    assert until(lambda: (shop.look_after(), worker.process is None)[1])
    assert until(lambda: (shop.look_after(), worker.process is not None)[1])
    assert worker.process is not None
    assert worker.process.pid != first
    shop.close()
    assert not runs(worker.process.pid if worker.process else first)


def test_the_pauses_grow_and_then_stay(home: Home) -> None:
    worker = python(home, "raise SystemExit(3)")
    lines = []
    for _failure in range(8):
        worker.start()
        assert until(lambda: worker.ended)
        lines.append(worker.note_end())
    assert "worker ended (exit status 3); starting it again in 1 s" in lines[0]
    assert [line.split(" in ")[1].split(" s.")[0] for line in lines] == [
        *("1", "2", "4", "8", "16", "32", "60", "60")
    ]


def test_a_web_server_that_will_not_start_ends_it_with_its_last_words(home: Home) -> None:
    web = python(home, "raise RuntimeError('no such table: hats')", name="web")
    shop = shop_of(web)
    web.start()
    with pytest.raises(ShopError, match=r"ended 3 times in a row[\s\S]*no such table: hats"):
        shop.wait_until_it_answers()


def test_last_words_are_not_those_of_an_earlier_day(home: Home) -> None:
    worker = python(home, "print('today')")
    worker.log.write_text("yesterday\n")
    worker.start()
    assert until(lambda: worker.ended)
    assert worker.last_words() == "today"


def test_a_log_that_has_grown_is_set_aside(home: Home) -> None:
    worker = python(home, "print('fresh')")
    worker.log.write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    worker.start()
    assert until(lambda: worker.ended)
    assert worker.log.read_text() == "fresh\n"
    assert worker.log.with_name("worker.log.1").stat().st_size == 10 * 1024 * 1024 + 1


STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
print(grandchild.pid, flush=True)
time.sleep(60)
"""


def test_one_that_will_not_end_is_killed_with_its_own_children(home: Home) -> None:
    stubborn = python(home, STUBBORN, grace=0.5)
    shop = shop_of(stubborn)
    stubborn.start()
    assert stubborn.process is not None
    pid = stubborn.process.pid
    assert until(lambda: stubborn.log.read_text().strip().isdecimal())
    grandchild = int(stubborn.log.read_text())
    assert runs(pid)
    assert runs(grandchild)
    shop.close()
    assert not runs(pid)
    assert until(lambda: not runs(grandchild))
    assert not (home.run / "worker.pid").exists()


def test_a_second_request_to_stop_waits_for_nobody(home: Home) -> None:
    stubborn = python(home, STUBBORN, grace=60.0)
    shop = shop_of(stubborn)
    stubborn.start()
    assert until(lambda: stubborn.log.read_text().strip().isdecimal())
    shop.wakeups.stop_requests = 1
    shop.wakeups.wait = lambda seconds: setattr(shop.wakeups, "stop_requests", 2)  # type: ignore[method-assign]
    began = time.monotonic()
    shop.close()
    assert time.monotonic() - began < 5


def test_children_are_ended_one_after_the_other(home: Home) -> None:
    script = (
        "import signal, sys, time\n"
        "def leave(*_):\n    time.sleep(.2); print(time.monotonic(), flush=True); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, leave); print('up', flush=True); time.sleep(60)"
    )
    children = [python(home, script, name=name) for name in ("web", "beat", "worker")]
    shop = shop_of(*children)
    for one in children:
        one.start()
        assert until(lambda one=one: "up" in one.log.read_text())
    shop.close()
    left = [float(one.log.read_text().split()[1]) for one in children]
    assert left == sorted(left)
    assert left[1] - left[0] >= 0.2


def test_children_die_with_a_supervisor_that_is_killed(home: Home) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from shop.embedded import Home; from shop.supervisor.programs import program\n"
        "home = Home(Path(sys.argv[1]))\n"
        "import os; one = program('worker', home, dict(os.environ), ['http.server', '0'], 1.0)\n"
        "one.start(); print(one.process.pid, flush=True); time.sleep(60)"
    )
    words = [sys.executable, "-c", script, str(home.path)]
    with subprocess.Popen(words, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert until(lambda: "http.server" in " ".join(psutil.Process(pid).cmdline()))
        time.sleep(0.2)
        parent.kill()
    if sys.platform == "linux":
        assert until(lambda: not runs(pid))
    assert end_strays(home.run) == ([] if sys.platform == "linux" else ["worker"])
    assert not runs(pid)


def test_what_a_killed_supervisor_left_is_ended_by_its_pid_file(home: Home) -> None:
    stray = subprocess.Popen(["sleep", "60"], start_new_session=True)
    write_pid_file(home.run / "worker.pid", stray.pid)
    assert end_strays(home.run) == ["worker"]
    assert not runs(stray.pid)
    stray.wait()
    assert not (home.run / "worker.pid").exists()


def test_a_stubborn_one_is_killed_with_its_own_children(home: Home) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as stray:
        assert stray.stdout is not None
        grandchild = int(stray.stdout.readline())
        write_pid_file(home.run / "worker.pid", stray.pid)
        assert end_strays(home.run, grace=0.3) == ["worker"]
        assert not runs(stray.pid)
        assert until(lambda: not runs(grandchild))


def test_a_number_that_went_to_a_stranger_is_left_in_peace(home: Home) -> None:
    stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        (home.run / "worker.pid").write_text(f"{stranger.pid} {time.time() - 3600}\n")
        (home.run / "web.pid").write_text("not a pid file\n")
        assert end_strays(home.run) == []
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


# -- one supervisor for a home ------------------------------------------------------------------


def test_a_second_supervisor_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "var")
    with the_only_one(home, Address("127.0.0.1", 8123)):
        answer = supervisor(home.path, PORT=str(free_port()))
        with pytest.raises(AlreadyOpen), the_only_one(home, Address("127.0.0.1", 8124)):
            pass
    assert answer.returncode == 1
    assert "already open at http://localhost:8123/" in answer.stderr
    assert not (home.path / "pg").exists()
    with the_only_one(home, Address("127.0.0.1", 8124)):
        pass


# -- preparation --------------------------------------------------------------------------------


def test_a_failed_preparation_stops_the_start_and_is_not_remembered(home: Home) -> None:
    environment = {**os.environ, "DATABASE_URL": "postgresql://127.0.0.1:1/nowhere"}
    environment |= {"CELERY_BROKER_URL": "redis://127.0.0.1:1", "UNDERSTUDY_HOME": str(home.path)}
    preparation = Preparation(home, environment)
    with pytest.raises(PreparationError, match="status 1"):
        preparation.carry_out(Quiet())  # type: ignore[arg-type]
    assert not preparation.known_to_be_done


# -- signals ------------------------------------------------------------------------------------

# SIGHUP as a terminal leaves it: tests that run under nohup would hand on that it is ignored.
AT_A_TERMINAL = "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)"
LISTENER = """
import subprocess, sys, time
from shop.supervisor.wakeups import Wakeups
wakeups = Wakeups()
print('ready', flush=True)
while not wakeups.stopping:
    wakeups.wait(30)
print('asked to stop', flush=True)
began = time.monotonic()
child = subprocess.Popen(['true'])
while child.poll() is None:
    wakeups.wait(30)
print('child seen', time.monotonic() - began < 10, flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_way_of_asking_wakes_the_supervisor(number: signal.Signals) -> None:
    words = [sys.executable, "-c", AT_A_TERMINAL + LISTENER]
    with subprocess.Popen(words, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as listener:
        assert listener.stdout is not None
        assert listener.stdout.readline() == "ready\n"
        listener.send_signal(number)
        assert listener.stdout.read() == "asked to stop\nchild seen True\n"
    assert listener.returncode == 0


def test_a_closed_terminal_is_a_request_to_stop() -> None:
    """Even where no shell is there to pass SIGHUP on."""
    ours, theirs = os.openpty()
    words = [sys.executable, "-c", AT_A_TERMINAL + LISTENER]
    with subprocess.Popen(
        words, cwd=REPOSITORY, stdin=theirs, stdout=subprocess.PIPE, text=True
    ) as listener:
        os.close(theirs)
        assert listener.stdout is not None
        assert listener.stdout.readline() == "ready\n"
        os.write(ours, b"some typing\n")
        time.sleep(0.3)
        assert listener.poll() is None
        os.close(ours)
        assert listener.stdout.read() == "asked to stop\nchild seen True\n"


def test_under_nohup_it_stays_open() -> None:
    words = ["nohup", sys.executable, "-c", LISTENER]
    with subprocess.Popen(
        words, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as listener:
        assert listener.stdout is not None
        assert listener.stdout.readline() == "ready\n"
        listener.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        assert listener.poll() is None
        listener.terminate()
        assert listener.stdout.read().startswith("asked to stop\n")


def test_files_of_the_run_are_for_this_account_alone(home: Home) -> None:
    worker = python(home, "print('hello')")
    worker.start()
    assert until(lambda: worker.ended)
    for folder in (home.run, home.log):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
