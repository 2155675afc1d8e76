"""Where an uploaded CSV waits between its preview and its import."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from import_export.tmp_storages import BaseStorage

KEPT_FOR = 24 * 3600  # seconds; a preview nobody confirmed


class ImportUploads(BaseStorage):
    """Files under the shop's own home, named by a random id.

    The name comes back from the browser with the confirmation, so nothing else is opened by it
    (the library's own storage would open, and then delete, any file of the system's temporary
    folder that the form names).
    """

    def save(self, data: bytes) -> None:
        folder().mkdir(parents=True, exist_ok=True)
        remove_forgotten()
        self.name = uuid4().hex
        self._path().write_bytes(data)

    def read(self) -> str:
        return self._path().read_text(encoding=self.encoding, errors="strict")

    def remove(self) -> None:
        self._path().unlink(missing_ok=True)

    def _path(self) -> Path:
        try:
            return folder() / UUID(self.name).hex
        except ValueError as error:
            raise SuspiciousOperation("That is not the name of an upload.") from error


def folder() -> Path:
    return settings.HOME / "import-uploads"


def remove_forgotten() -> None:
    oldest = time.time() - KEPT_FOR
    for path in folder().iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
