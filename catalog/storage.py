"""Where photos' files lie on this machine's disk."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """A file gets its name when it is whole, so that nothing half-written is ever found there:
    not by a shopper, not after a crash, not by another process that stores the same photo."""

    def _save(self, name: str, content: File) -> str:
        draft = super()._save(f"{name}.{secrets.token_hex(4)}.part", content)  # type: ignore[misc]
        try:
            Path(self.path(draft)).replace(self.path(name))
        except OSError:
            self.delete(draft)
            raise
        return name
