"""docs/integrating.md, run as it stands: its commands, its receiver, the answers it promises."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

REPOSITORY = Path(settings.BASE_DIR)
PAGE = REPOSITORY / "docs" / "integrating.md"
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "== block {} =="

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path) -> Path:
    """Where the reader stands: a checkout, as far as the page needs one."""
    for name in (".venv", "manage.py"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    return tmp_path


@pytest.fixture
def environment(live_server, settings, tmp_path) -> dict[str, str]:
    """The shop that is open, for the reader's own commands."""
    cache.clear()
    settings.WEBHOOK_PRIVATE, settings.EVENT_STREAM_SECONDS = True, 1.0
    database = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    given = {"SHOP": live_server.url, "SITE_URL": live_server.url, "DATABASE_URL": database}
    given |= {"UNDERSTUDY_HOME": str(tmp_path / "var"), "ALERT_GRACE": "0", "WEBHOOK_PRIVATE": "1"}
    return {**os.environ, **given, "LOG_LEVEL": "ERROR"}


def script_of(blocks: list[tuple[str, str]]) -> str:
    """All of the page's commands in one shell, with a mark before each block."""
    lines = ["set -euo pipefail"]
    for number, (kind, text) in enumerate(blocks):
        if kind == "sh":
            lines += [f"printf '\\n{MARK.format(number)}\\n'", text]
    return "\n".join(lines)


def answers_in(output: str) -> dict[int, str]:
    parts = re.split(r"^== block (\d+) ==\n", output, flags=re.MULTILINE)[1:]
    return {int(number): said for number, said in zip(parts[::2], parts[1::2], strict=True)}


def pattern_of(promised: str) -> str:
    return r"\s*".join(re.escape(line).replace("…", ".*") for line in promised.splitlines())


def test_the_walk_goes_as_the_page_says(folder, environment, sold_out_dress, its_lookalike):
    blocks = FENCED.findall(PAGE.read_text())
    [receiver] = [text for kind, text in blocks if kind == "python"]
    (folder / "receiver.py").write_text(receiver)
    (folder / "walk.sh").write_text(script_of(blocks))
    command = ["bash", "walk.sh"]
    output = subprocess.PIPE
    walked = subprocess.run(command, cwd=folder, env=environment, stdout=output, stderr=output)
    said, complaints = walked.stdout.decode(), walked.stderr.decode()
    assert walked.returncode == 0, said + complaints
    answers = answers_in(said)
    promises = {n - 1: text for n, (kind, text) in enumerate(blocks) if kind == "text"}
    assert len(promises) >= 14
    broken = {
        promise: answers[number]
        for number, promise in promises.items()
        if not re.fullmatch(pattern_of(promise), answers[number].strip())
    }
    assert broken == {}
    accepted = next(answer for answer in answers.values() if '"} 202' in answer)
    assert (folder / "again.json").read_text() in accepted
