"""The folder a shop keeps its data in (``UNDERSTUDY_HOME``), and who may use it."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

#: A Unix socket's path holds 107 bytes on Linux and 103 on macOS; the names in it take up to 20.
LONGEST_SOCKET_FOLDER = 80

#: What survives libpq, kombu and a server's own configuration without any quoting.
PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")


class EmbeddedError(RuntimeError):
    """An embedded server cannot be had; the message is a sentence for the person who asked."""


@dataclass(frozen=True)
class Home:
    """The data folder's rooms. Created on first use, for this account alone (mode 0700)."""

    path: Path

    @classmethod
    def at(cls, path: str | os.PathLike[str]) -> Home:
        """The home at PATH, with its folders in place.

        Raises EmbeddedError where it belongs to another account or cannot be written.
        """
        home = cls(Path(path).expanduser().resolve())
        home._create()
        return home

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def sockets(self) -> Path:
        """Where the servers' sockets lie: `run`, or a short private folder in its stead."""
        plain = PLAIN_PATH.fullmatch(str(self.run)) is not None
        if plain and len(os.fsencode(self.run)) <= LONGEST_SOCKET_FOLDER:
            return self.run
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        # Not gettempdir(): every process of the home must find the same one.
        return Path("/tmp") / f"understudy-{self.owner}-{digest}"  # noqa: S108

    @property
    def owner(self) -> int:
        """The account the home belongs to: ours, unless root looks after somebody's shop."""
        return self.path.stat().st_uid

    def secret(self, name: str, size: int = 48) -> str:
        """The secret of SIZE random bytes kept under NAME, drawn on first use (mode 600)."""
        keep_secret(self.path / name, size)
        try:
            return (self.path / name).read_text().strip()
        except PermissionError as error:
            raise self.refusal(self.path / name) from error

    def _create(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            for folder in (self.path, self.run, self.log):
                self._claim(folder)
        except (FileExistsError, NotADirectoryError) as error:
            raise EmbeddedError(
                f"{self.path} cannot be the data folder: {nearest_existing(self.path)} is a file. "
                "Name a folder in UNDERSTUDY_HOME."
            ) from error
        except PermissionError as error:
            raise self.refusal(self.path) from error
        if self.sockets != self.run:
            own_private_folder(self.sockets, self.owner)

    def _claim(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True, mode=0o700)
        if os.geteuid() not in (0, folder.stat().st_uid):
            raise self.refusal(folder)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise self.refusal(folder)

    def refusal(self, folder: Path) -> EmbeddedError:
        """The error that says whose FOLDER is and what to do about it."""
        me, found = account(os.geteuid()), nearest_existing(folder)
        owner = account(found.stat().st_uid)
        ways = [f"Run as {owner}"] if owner != me else []
        if found.is_relative_to(self.path):
            ways.append(f"give it over (sudo chown -R {me} {self.path})")
        ways.append("name another folder in UNDERSTUDY_HOME")
        return EmbeddedError(
            f"The data folder {self.path} cannot be used: {found} belongs to {owner}, and this "
            f"runs as {me}. {', or '.join(ways)}."
        )


def nearest_existing(path: Path) -> Path:
    while not os.path.lexists(path):
        path = path.parent
    return path


def keep_secret(path: Path, size: int) -> None:
    """Write a fresh secret to PATH unless there is one. Whole or not at all, whoever is killed."""
    if path.exists():
        return
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(size) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was quicker: its secret stands
    finally:
        Path(draft).unlink()


def own_private_folder(folder: Path, owner: int) -> None:
    """Make sure FOLDER is a real folder that OWNER alone can enter."""
    folder.mkdir(exist_ok=True, mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()):
        raise EmbeddedError(f"{folder} is not a folder of this account: remove it and start again.")
    folder.chmod(0o700)
    if found.st_uid != owner:
        os.chown(folder, owner, -1)


def account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"account {uid}"
