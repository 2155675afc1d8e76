"""With DEBUG off, a shop that was not told what it must know does not start, and says why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
TOLD = {"DEBUG": "0", "SECRET_KEY": "k" * 60 + "1a!", "ALLOWED_HOSTS": "shop.example"}


def start(command: str = "check", **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings as a real server would: both URLs given, nothing filled in."""
    servers = {"DATABASE_URL": "postgres:///nowhere", "CELERY_BROKER_URL": "redis://nowhere"}
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=REPOSITORY,
        env={**os.environ, **servers, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_what_is_missing_is_named(missing):
    answer = start(**{**TOLD, missing: ""})
    assert answer.returncode != 0
    assert f"{missing} is not set and DEBUG is off. Set it to" in answer.stderr


def test_told_all_it_starts():
    answer = start(**TOLD)
    assert answer.returncode == 0, answer.stderr


def test_a_word_where_a_truth_value_belongs_is_refused():
    answer = start(**{**TOLD, "DEBUG": "perhaps"})
    assert answer.returncode != 0
    assert "DEBUG" in answer.stderr


def test_a_replica_that_is_named_is_read_with_the_router():
    replica = "postgres://reader@replica.example/shop?sslmode=require"
    told = start("diffsettings", **TOLD, REPLICA_URL=replica).stdout
    assert "replica.example" in told
    assert "{'connect_timeout': 2, 'sslmode': 'require'}" in told
    assert "DATABASE_ROUTERS = ['shop.replica.router.ReplicaRouter']" in told
    assert "replica" not in start("diffsettings", **TOLD).stdout.replace("REPLICA_MAX_LAG", "")
