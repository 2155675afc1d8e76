"""A text file's lines, whatever wrote them: encodings, line ends, endless lines."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

#: Longer than any honest row. A longer line is cut here and marked, and its rest thrown away.
LONGEST_LINE = 200_000

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    is_cut: bool = False


@dataclass
class Lines:
    """Lines numbered as an editor numbers them. `give_back` makes them come again."""

    file: io.TextIOWrapper
    number: int = 0
    #: The first line that was no UTF-8 and was read as Latin-1.
    first_latin1: int | None = None
    _waiting: deque[Line] = field(default_factory=deque)

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        if self._waiting:
            return self._waiting.popleft()
        text = self.file.readline(LONGEST_LINE)
        if not text:
            raise StopIteration
        self.number += 1
        is_cut = self._skip_rest(text)
        return Line(self.number, self._as_latin1(text.rstrip("\n")), is_cut)

    def give_back(self, lines: list[Line]) -> None:
        self._waiting.extendleft(reversed(lines))

    def _skip_rest(self, text: str) -> bool:
        """Read to the end of a line that is too long; says whether there was a rest."""
        if len(text) < LONGEST_LINE or text.endswith("\n"):
            return False
        while (rest := self.file.readline(LONGEST_LINE)) and not rest.endswith("\n"):
            pass
        return True

    def _as_latin1(self, text: str) -> str:
        """Undecodable bytes came through as lone surrogates: read such a line as Windows does."""
        if text.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in text):
            return text
        self.first_latin1 = self.first_latin1 or self.number
        raw = text.encode("utf-8", "surrogateescape")
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError:
            return raw.decode("latin-1")


def open_lines(path: Path) -> Lines:
    """Open PATH for reading line by line. Raises OSError. The caller closes `.file`."""
    with path.open("rb") as file:
        start = file.read(4)
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if start.startswith(mark)), "utf-8")
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    # Universal newlines: a file may end its lines in LF, CRLF or CR alone.
    return Lines(path.open(encoding=encoding, errors=errors, newline=None))


def count_lines(path: Path) -> int:
    """How many lines the file has, about: for a progress bar."""
    with path.open("rb") as file:
        blocks = iter(lambda: file.read(1 << 20), b"")
        ends = [(block.count(b"\n"), block.count(b"\r")) for block in blocks]
    return max(sum(column) for column in zip((0, 0), *ends, strict=True))
