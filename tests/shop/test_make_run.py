"""`make run` as a person meets it: an empty folder, a shop, Ctrl-C, a crash, and open again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

from shop.embedded import Home, postgres_url

REPOSITORY = Path(__file__).parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.crash]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        return int(somebody.getsockname()[1])


@dataclass
class OpenShop:
    """A supervisor at work, and what it has said so far."""

    process: subprocess.Popen[bytes]
    home: Path
    port: int
    words: Path

    @property
    def said(self) -> str:
        return self.words.read_text()

    def wait_until_it_says(self, words: str, seconds: float) -> str:
        deadline = time.monotonic() + seconds
        while words not in self.said:
            assert self.process.poll() is None, f"ended early:\n{self.said}"
            assert time.monotonic() < deadline, f"did not say {words!r}:\n{self.said}"
            time.sleep(0.1)
        return self.said

    def page(self, path: str = "/") -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def wait_for_a_page(self, seconds: float) -> float:
        """Seconds until the first page came."""
        began = time.monotonic()
        while True:
            try:
                self.page()
                return time.monotonic() - began
            except OSError:
                assert time.monotonic() - began < seconds, self.said
                assert self.process.poll() is None, self.said
                time.sleep(0.05)

    def ask(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(90)


@contextmanager
def supervisor(home: Path, words: Path) -> Iterator[OpenShop]:
    port = free_port()
    given = {"UNDERSTUDY_HOME": str(home), "PORT": str(port), "PATH": os.environ["PATH"]}
    with words.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "shop.supervisor"],
            cwd=REPOSITORY,
            env=given,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        yield OpenShop(process, home, port, words)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(90)


def left_behind(home: Path) -> list[list[str]]:
    """The command lines of whatever still runs for HOME, by argument, environment or folder."""
    found = []
    for process in psutil.process_iter():
        try:
            words = [
                *process.cmdline(),
                process.cwd(),
                process.environ().get("UNDERSTUDY_HOME", ""),
            ]
            alive = process.status() != psutil.STATUS_ZOMBIE and process.pid != os.getpid()
            if alive and any(word.startswith(str(home)) for word in words):
                found.append(process.cmdline())
        except (psutil.Error, OSError):
            continue
    return found


def soon_left_behind(home: Path, seconds: float = 20.0) -> list[list[str]]:
    deadline = time.monotonic() + seconds
    while left_behind(home) and time.monotonic() < deadline:
        time.sleep(0.2)
    return left_behind(home)


def count(home: Path, question: str) -> int:
    with psycopg.connect(postgres_url(Home.at(home))) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[call-overload]
    assert row is not None
    return int(row[0])


PRODUCTS = "SELECT count(*) FROM catalog_product"
#: By the encoder that answers; those that photos are compared with are made with the shop open.
OF_ACTIVE = """
    FROM recommender_productembedding e JOIN recommender_encoderversion v ON v.id = e.encoder_id
    WHERE v.is_active AND e.vector IS NOT NULL
"""
VECTORS = f"SELECT count(*) {OF_ACTIVE}"
LAST_VECTOR = f"SELECT extract(epoch FROM max(e.embedded_at)) * 1000 {OF_ACTIVE}"


@dataclass(frozen=True)
class FirstEvening:
    """What the first run on an empty folder said and left."""

    home: Path
    said: str
    left_behind: list[list[str]]
    page: str
    products: int
    vectors: int
    last_vector: int


@pytest.fixture(scope="module")
def first_evening(tmp_path_factory: pytest.TempPathFactory) -> FirstEvening:
    folder = tmp_path_factory.mktemp("first")
    home = folder / "var"
    with supervisor(home, folder / "said") as shop:
        shop.wait_until_it_says("Ctrl-C closes it", seconds=420)
        page, counts = shop.page(), [count(home, of) for of in (PRODUCTS, VECTORS, LAST_VECTOR)]
        shop.ask(signal.SIGTERM)
        return FirstEvening(home, shop.said, left_behind(home), page, *counts)


@pytest.fixture
def prepared(first_evening: FirstEvening, tmp_path: Path) -> Path:
    """A copy of the home that the first evening left, as a person would copy it."""
    return Path(shutil.copytree(first_evening.home, tmp_path / "var"))


def test_an_empty_folder_becomes_an_open_shop(first_evening: FirstEvening) -> None:
    assert "<html" in first_evening.page
    assert first_evening.products >= 240
    assert first_evening.vectors == first_evening.products
    for step in ("Starting Postgres", "Starting Redis", "Setting up the database"):
        assert re.search(rf"{step} … \d+\.\d s", first_evening.said), first_evening.said


def test_the_first_password_is_shown_and_kept_for_this_account_alone(
    first_evening: FirstEvening,
) -> None:
    kept = first_evening.home / "admin_password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE((first_evening.home / "secret_key").stat().st_mode) == 0o600
    assert f"password {kept.read_text().strip()}\n" in first_evening.said


def test_a_request_to_stop_leaves_no_process(first_evening: FirstEvening) -> None:
    assert first_evening.left_behind == []
    assert "Closing the shop" in first_evening.said


def test_the_second_evening_opens_at_once_and_embeds_nothing(
    first_evening: FirstEvening, tmp_path: Path
) -> None:
    with supervisor(first_evening.home, tmp_path / "said") as shop:
        seconds = shop.wait_for_a_page(seconds=60)
        said = shop.wait_until_it_says("Ctrl-C closes it", seconds=60)
        assert count(first_evening.home, LAST_VECTOR) == first_evening.last_vector
        assert shop.ask(signal.SIGINT) == 0
    assert seconds < 20, "a few seconds on an idle machine"
    assert "Embedding" not in said
    assert "Drawing" not in said
    assert (first_evening.home / "admin_password").read_text().strip() not in said
    assert left_behind(first_evening.home) == []


def test_a_killed_supervisor_is_recovered_from_by_the_next_start(
    prepared: Path, tmp_path: Path
) -> None:
    with supervisor(prepared, tmp_path / "before") as shop:
        shop.wait_until_it_says("Ctrl-C closes it", seconds=60)
        shop.process.kill()
        shop.process.wait()
    with supervisor(prepared, tmp_path / "after") as shop:
        shop.wait_for_a_page(seconds=60)
        shop.wait_until_it_says("Ctrl-C closes it", seconds=60)
        assert shop.ask(signal.SIGTERM) == 0
    assert left_behind(prepared) == []


def test_nothing_lingers_after_a_kill_even_if_nobody_comes_back(
    prepared: Path, tmp_path: Path
) -> None:
    with supervisor(prepared, tmp_path / "said") as shop:
        shop.wait_until_it_says("Ctrl-C closes it", seconds=60)
        assert len(left_behind(prepared)) > 6
        shop.process.kill()
        shop.process.wait()
    if sys.platform == "linux":
        assert soon_left_behind(prepared, seconds=40) == []


def test_whatever_is_killed_comes_back(prepared: Path, tmp_path: Path) -> None:
    with supervisor(prepared, tmp_path / "said") as shop:
        shop.wait_until_it_says("Ctrl-C closes it", seconds=60)
        for name in ("web", "worker", "beat"):
            os.kill(int((prepared / "run" / f"{name}.pid").read_text().split()[0]), signal.SIGKILL)
        os.kill(int((prepared / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        for name in ("web", "worker", "beat"):
            shop.wait_until_it_says(f"{name} ended (signal 9); starting it again", seconds=30)
        shop.wait_until_it_says("postgres ended; starting it again", seconds=30)
        shop.wait_for_a_page(seconds=60)
        assert shop.ask(signal.SIGTERM) == 0
    assert left_behind(prepared) == []


def test_two_shops_stand_side_by_side(
    first_evening: FirstEvening, prepared: Path, tmp_path: Path
) -> None:
    with (
        supervisor(first_evening.home, tmp_path / "one") as one,
        supervisor(prepared, tmp_path / "other") as other,
    ):
        one.wait_for_a_page(seconds=90)
        other.wait_for_a_page(seconds=90)
        other.wait_until_it_says("Ctrl-C closes it", seconds=90)
        assert other.ask(signal.SIGTERM) == 0
        assert "<html" in one.page()
