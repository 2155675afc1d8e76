"""Where photos' files lie on this machine's disk."""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path
from urllib.parse import urljoin

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.encoding import filepath_to_uri


@lru_cache(maxsize=65_536)
def address(base: str, name: str) -> str:
    """As Django has it; a page of cards asks for a hundred of them."""
    return urljoin(base, (filepath_to_uri(name) or "").lstrip("/"))


class WholeFiles(FileSystemStorage):
    """A file gets its name when it is whole, so that nothing half-written is ever found there:
    not by a shopper, not after a crash, not by another process that stores the same photo."""

    def url(self, name: str | None) -> str:
        return address(self.base_url or "", name or "")

    def _save(self, name: str, content: File) -> str:
        draft = super()._save(f"{name}.{secrets.token_hex(4)}.part", content)  # type: ignore[misc]
        try:
            Path(self.path(draft)).replace(self.path(name))
        except OSError:
            self.delete(draft)
            raise
        return name
