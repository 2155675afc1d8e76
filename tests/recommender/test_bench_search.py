"""The search benchmark, small: what it reports, and that it leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bench.search.growth import slope
from bench.search.memory import PeakMemory

SCENARIOS = {"stock5", "stock30", "stock80", "type30", "full"}
CONTENDERS = {"understudy", "pgvector", "faiss", "faiss_fine", "hnswlib", "numpy"}
FIGURES = {"recall10", "cpu_ms", "p50_ms", "p95_ms", "short"}

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace")
        return {name for (name,) in cursor.fetchall()}


def report(capsys, *options: str) -> dict:
    call_command("bench_search", "--queries", "30", "--json", *options)
    return json.loads(capsys.readouterr().out)


def test_every_contender_in_every_scenario(capsys, settings):
    found = report(capsys, "--rows", "3000", "--dim", "32")
    assert set(found["scenarios"]) == SCENARIOS
    for scenario in found["scenarios"].values():
        assert set(scenario) >= CONTENDERS
        for contender in CONTENDERS:
            assert set(scenario[contender]) >= FIGURES
        assert scenario["numpy"]["recall10"] >= 0.999
        ours = scenario["understudy"]
        assert (ours["recall10"] >= 0.99, ours["short"]) == (True, 0)
        assert scenario["cpu_vs_faiss"] > 0
        assert scenario["cpu_vs_pgvector"] > 0
        assert scenario["qps2"] > 0
    assert {"p50", "p99"} <= set(found["flip_ms"])
    assert set(found["build_s"]) >= {"understudy", "pgvector", "faiss", "hnswlib"}
    assert found["index_bytes"]["understudy"]["rows"] > 0
    assert "bench_search" not in schemas()


def test_vectors_of_ones_own(capsys, tmp_path):
    vectors = np.random.default_rng(2).standard_normal((800, 12)).astype(np.float32)
    np.save(tmp_path / "mine.npy", vectors)
    found = report(capsys, "--vectors", str(tmp_path / "mine.npy"), "--rows", "700", "--only")
    assert (found["rows"], found["dim"]) == (700, 12)
    assert set(found["scenarios"]["full"]) & CONTENDERS == {"understudy"}


def test_a_file_that_holds_no_vectors(tmp_path):
    np.save(tmp_path / "flat.npy", np.zeros(30))
    with pytest.raises(CommandError, match=r"flat.npy: \(n, d\) vectors"):
        call_command("bench_search", "--vectors", str(tmp_path / "flat.npy"))


def test_growth_its_slopes_and_its_picture(capsys, tmp_path):
    picture = tmp_path / "growth.svg"
    found = report(capsys, "--growth", "1500", "500", "--dim", "16", "--plot", str(picture))
    assert list(found["growth"]) == ["500", "1500"]
    for figures in found["growth"].values():
        assert set(figures["cpu_ms"]) == {"stock30", "type30", "full"}
        assert min(figures["recall10"].values()) >= 0.99
        assert figures["build_s"]["product_search_exact_1"] > 0
    # Three times the rows take about three times the room.
    assert 0.8 < found["slopes"]["bytes"]["rows"] < 1.2
    assert f"n^{found['slopes']['bytes']['rows']:.2f}" in picture.read_text()


@pytest.mark.parametrize(("power", "of_ten"), [(0.0, 7.0), (0.5, 7 * 10**0.5), (1.0, 70.0)])
def test_a_slope_says_what_ten_times_as_many_cost(power, of_ten):
    assert slope([(100, 7.0), (1_000, of_ten)]) == power


def test_growth_wants_two_sizes_and_a_place_for_its_picture(tmp_path):
    with pytest.raises(CommandError, match="two sizes"):
        call_command("bench_search", "--growth", "500", "500")
    nowhere = str(tmp_path / "nowhere" / "growth.svg")
    with pytest.raises(CommandError, match="nowhere is no folder"):
        call_command("bench_search", "--growth", "500", "900", "--plot", nowhere)


def test_the_memory_that_building_takes_is_seen():
    taken = 40_000_000
    waits = f"input('ready'); kept = bytearray(b'1') * {taken}; input('taken')"
    deadline = time.monotonic() + 20
    with subprocess.Popen(
        [sys.executable, "-uc", waits], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as builder:
        assert builder.stdin
        assert builder.stdout
        builder.stdout.read(len("ready"))
        with PeakMemory(builder.pid) as peak:
            builder.stdin.write(b"\n")
            builder.stdin.flush()
            while (peak.bytes or 0) < taken // 2 and time.monotonic() < deadline:
                time.sleep(0.05)
        builder.communicate(b"\n")
    assert peak.bytes is not None
    assert peak.bytes > taken // 2
