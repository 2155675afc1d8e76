"""`make install`: finds a Python, prepares .venv once, completes what was cut short."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def fresh(folder: Path) -> Path:
    """A fresh clone whose requirements ask for nothing, so that no network is needed."""
    (folder / "bin").mkdir()
    shutil.copy(REPOSITORY / "bin" / "install", folder / "bin")
    (folder / "requirements.txt").write_text("# nothing\n")
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return fresh(tmp_path)


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with its .venv, to be copied: making one takes seconds."""
    clone = fresh(tmp_path_factory.mktemp("clone"))
    assert install(clone).returncode == 0
    return clone


@pytest.fixture
def installed(pattern: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pattern, tmp_path / "clone", symlinks=True))


def install(checkout: Path, **given: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHON": sys.executable, **given}
    return subprocess.run(
        ["/bin/sh", "bin/install", "requirements.txt"],
        cwd=checkout,
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
        timeout=120,
    )


def with_only(checkout: Path, **programs: str) -> str:
    """A PATH with the ordinary tools and PROGRAMS, and no other Python."""
    folder = checkout / "path"
    folder.mkdir()
    for tool in ("sh", "cat", "cksum", "cmp", "rm", "mv", "basename"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    for name, script in programs.items():
        (folder / name.replace("_", ".")).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name.replace("_", ".")).chmod(0o755)
    return str(folder)


def test_it_works_once_and_then_has_nothing_to_do(checkout: Path) -> None:
    first = install(checkout)
    assert first.returncode == 0, first.stderr
    assert "Creating .venv" in first.stderr
    assert (checkout / ".venv" / "bin" / "pip").exists()
    before = (checkout / ".venv" / "pyvenv.cfg").stat()
    again = install(checkout)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert (checkout / ".venv" / "pyvenv.cfg").stat() == before


def test_new_requirements_are_installed_into_the_same_folder(installed: Path) -> None:
    (installed / ".venv" / "kept").touch()
    (installed / "requirements.txt").write_text("# still nothing, but another nothing\n")
    again = install(installed)
    assert again.returncode == 0
    assert "Installing requirements.txt" in again.stderr
    assert (installed / ".venv" / "kept").exists()


def test_what_was_cut_short_is_completed(installed: Path) -> None:
    """Killed while venv was at work: a folder with a Python and no pip in it."""
    (installed / ".venv" / "installed-requirements").unlink()
    shutil.rmtree(next((installed / ".venv" / "lib").glob("*/site-packages/pip")))
    again = install(installed)
    assert again.returncode == 0, again.stderr
    assert "Creating .venv" in again.stderr
    assert install(installed).stderr == ""


def test_a_failed_install_is_not_taken_for_a_finished_one(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("./no-such-package\n")
    assert install(checkout).returncode != 0
    assert not (checkout / ".venv" / "installed-requirements").exists()


def test_a_python_that_went_away_is_replaced(installed: Path) -> None:
    for name in ("python", "python3"):
        (installed / ".venv" / "bin" / name).unlink()
        (installed / ".venv" / "bin" / name).symlink_to("/no/such/python")
    again = install(installed)
    assert again.returncode == 0, again.stderr
    assert "Creating .venv" in again.stderr


def test_no_python_at_all_is_a_sentence(checkout: Path) -> None:
    answer = install(checkout, PATH=with_only(checkout), PYTHON="")
    assert answer.returncode == 1
    assert "Understudy needs Python 3.11, 3.12 or 3.13" in answer.stderr
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_too_old_is_passed_over(checkout: Path) -> None:
    path = with_only(checkout, python3_13="exit 1", python3=f'exec "{sys.executable}" "$@"')
    answer = install(checkout, PATH=path, PYTHON="")
    assert answer.returncode == 0, answer.stderr
    assert "Creating .venv" in answer.stderr


def test_a_python_that_was_named_and_will_not_do_is_named_back(checkout: Path) -> None:
    answer = install(checkout, PYTHON="python2.7")
    assert answer.returncode == 1
    assert "PYTHON=python2.7 is not a Python from 3.11 to 3.13" in answer.stderr


def test_a_python_without_venv_says_what_to_install(checkout: Path) -> None:
    script = 'case "$2" in *ensurepip*) exit 1;; esac; exit 0'
    answer = install(checkout, PATH=with_only(checkout, python3=script), PYTHON="")
    assert answer.returncode == 1
    assert "sudo apt install python3-venv" in answer.stderr
