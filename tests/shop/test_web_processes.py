"""gunicorn as `make run` and the container start it: what its processes count and log together."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

REPOSITORY = Path(__file__).parents[2]
TOKEN = "for-the-scraper"

pytestmark = [pytest.mark.slow, pytest.mark.crash]


@dataclass
class WebServer:
    """gunicorn with two processes at PORT, its log, and the folder it counts in."""

    master: psutil.Process
    port: int
    log: Path
    counters: Path

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and body."""
        call = Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urlopen(call, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 120
        while True:
            try:
                self.ask("/healthz")
                return
            except OSError:
                assert self.master.is_running(), self.log.read_text()
                assert time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.2)

    def signs_of_life(self) -> float:
        """How often /healthz was answered, by all processes that were."""
        _, page = self.ask("/metrics", Authorization=f"Bearer {TOKEN}")
        return sum(
            sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
            if sample.name.startswith("django_http_responses_total_by_status_view_method_total")
            and sample.labels["view"] == "healthz"
        )

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture
def server(tmp_path) -> Iterator[WebServer]:
    """A web server whose database is away, in a home where an earlier one has counted."""
    counters, log = tmp_path / "counters", tmp_path / "log"
    counters.mkdir()
    (counters / "counter_1.db").write_bytes(b"of an earlier run, and half written")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres:///nowhere?host=/nowhere",
        "CELERY_BROKER_URL": "redis://nowhere",
        "SECRET_KEY": "k" * 50,
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEBUG": "0",
        "HTTPS": "0",
        "METRICS_FOLDER": str(counters),
        "METRICS_TOKEN": TOKEN,
        "ACCESS_LOG": "1",
        "WARM_SEARCH": "0",
    }
    command = [sys.executable, "-m", "gunicorn", "shop.wsgi:application", "--preload"]
    command += ["--config", "python:shop.web_server", "--no-control-socket", "--workers", "2"]
    command += ["--bind", f"127.0.0.1:{port}", "--threads", "2", "--worker-class", "gthread"]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=REPOSITORY, env=environment, stdout=file, stderr=file
        )
    web = WebServer(psutil.Process(process.pid), port, log, counters)
    try:
        web.wait_until_it_answers()
        yield web
    finally:
        process.terminate()
        process.wait(60)


def test_its_processes_count_together_and_one_that_is_killed_takes_nothing_away(server):
    before = server.signs_of_life()
    for _ in range(12):
        server.ask("/healthz")
    assert server.signs_of_life() == before + 12
    assert not (server.counters / "counter_1.db").exists()

    workers = server.master.children()
    workers[0].send_signal(signal.SIGKILL)
    workers[0].wait(20)
    server.wait_until_it_answers()
    after = server.signs_of_life()
    assert after >= before + 12


def test_each_request_is_one_line_that_can_be_followed_and_tells_nothing_private(server):
    server.ask("/search/?q=mother+of+the+bride", **{"X-Request-ID": "proxy-0123456789"})
    server.ask("/bag/order/Zk3v9-unguessable_0123456789abcd/")
    server.ask("/healthz")
    lines = server.lines
    requests = [line for line in lines if line["logger"] == "gunicorn.access"]
    search = next(line for line in requests if line["path"] == "/search/")
    assert (search["status"], search["request_id"]) == (503, "proxy-0123456789")
    assert search["ms"] > 0
    assert [line["path"] for line in requests].count("/search/") == 1
    failed = [line for line in lines if line.get("request_id") == "proxy-0123456789"]
    assert [line["event"] for line in failed] == ["request_failed", "request"]
    assert "bride" not in server.log.read_text()
    assert "unguessable" not in server.log.read_text()
    assert any(str(line["event"]).startswith("Listening at") for line in lines)


def test_without_its_database_it_lives_and_is_not_ready(server):
    assert server.ask("/healthz") == (200, "ok")
    status, told = server.ask("/readyz")
    assert (status, json.loads(told)["parts"]["database"]) == (503, "away")
    assert "nowhere" not in told
