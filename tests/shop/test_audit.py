"""`bin/audit`: a known vulnerability stops `make check`, a missing network does not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

AUDIT = Path(__file__).resolve().parents[2] / "bin" / "audit"
FLAW = {"id": "PYSEC-2026-1", "fix_versions": ["5.2.99"], "aliases": [], "description": ""}
SOUND = {"name": "celery", "version": "5.6.0", "vulns": []}
TORN = {"name": "django", "version": "5.2.1", "vulns": [FLAW]}
UNKNOWN = {"name": "torch", "skip_reason": "not found"}


def audited(tmp_path: Path, says: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    """With an auditor that says this."""
    said = tmp_path / "said.json"
    said.write_text(says)
    auditor = tmp_path / "auditor"
    auditor.write_text(f"#!/bin/sh\ncat {said}\nexit {status}\n")
    auditor.chmod(0o755)
    command = [sys.executable, str(AUDIT), str(auditor)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def told_of(*packages: dict) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_known_vulnerability_is_named_and_stops(tmp_path):
    done = audited(tmp_path, told_of(SOUND, TORN), 1)
    assert done.returncode == 1
    assert "django 5.2.1: PYSEC-2026-1, mended in 5.2.99" in done.stdout
    assert "2 packages looked up, 1 vulnerabilities known" in done.stdout


def test_none_known_goes_on(tmp_path):
    done = audited(tmp_path, told_of(SOUND, UNKNOWN))
    assert done.returncode == 0
    assert "1 packages looked up, 0 vulnerabilities known; 1 could not" in done.stdout
    assert "NOT DONE" not in done.stdout


@pytest.mark.parametrize("says", ["", "connection refused", told_of(UNKNOWN)])
def test_where_nobody_can_be_asked_it_says_so_and_goes_on(tmp_path, says):
    done = audited(tmp_path, says, 1)
    assert done.returncode == 0
    assert "NOT DONE" in done.stdout
