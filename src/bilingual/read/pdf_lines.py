"""A program that writes down the lines of a PDF and where they stand: run on its own, so that it can be stopped.

A PDF is a program for drawing pages, often a broken one; no library is proof against all that can be written in it.
Standard input is the file; on standard output each line is JSON: the number of pages, then for each page its height and
whether it has a picture, followed by its lines of text in the order of drawing.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from math import hypot, isfinite
from typing import IO, TYPE_CHECKING, Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PageObject

MOST_PAGES = 2_000
MOST_CHARACTERS = 50_000_000
MOST_MEMORY = 2_000_000_000
"""Bytes; what it needs for a book of 500 pages is a tenth of it."""

_FAR = 100_000.0
"""Points; no page is as large."""

LOCKED, TOO_LONG = 10, 11
"""Exit codes; any other but 0 means that the file is broken."""


class _Lines:
    """What a page draws, put together to lines."""

    def __init__(self) -> None:
        self.found: list[list[Any]] = []
        self._open: list[Any] | None = None
        self._bold = 0

    def __call__(self, text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:  # noqa: ANN401  # a dictionary of pypdf
        """Takes note of a piece of text, as pypdf hands it over: with its matrices, font and size."""
        first, *rest = text.split("\n")
        self._add(first, cm, tm, font, size)
        for part in rest:
            self.end()
            self._add(part, cm, tm, font, size)

    def end(self) -> None:
        """Takes note of the end of a line."""
        if self._open:
            self._open[3] = 2 * self._bold > len(self._open[4])
            self.found.append(self._open)
        self._open, self._bold = None, 0

    def _add(self, text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:  # noqa: ANN401
        if self._open is None:
            if not text.strip():
                return
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
            self._open = [_distance(x), _distance(y), max(_distance(size * scale), 0.1), False, ""]
        self._open[4] += text
        name = str((font or {}).get("/BaseFont", ""))
        self._bold += len(text) * any(weight in name for weight in ("Bold", "Black", "Heavy", "bold"))


def main(source: IO[bytes], target: IO[str]) -> int:
    """Writes the lines of a PDF; gives the exit code."""
    reader = PdfReader(BytesIO(source.read()))
    if reader.is_encrypted and not _opens(reader):
        return LOCKED
    count = len(reader.pages)
    if count > MOST_PAGES:
        return TOO_LONG
    target.write(f"{count}\n")
    size = 0
    for page in reader.pages:
        for row in _page(page):
            written = json.dumps(row)
            size += len(written)
            if size > MOST_CHARACTERS:
                return TOO_LONG
            target.write(written + "\n")
    return 0


def _opens(reader: PdfReader) -> bool:
    """Whether it opens without a password, as files do that only forbid to print."""
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, FileNotDecryptedError):
        return False


def _page(page: PageObject) -> Iterator[list[Any]]:
    lines = _Lines()
    page.extract_text(visitor_text=lines)
    lines.end()
    bottom = _distance(float(page.cropbox.bottom))
    yield [_distance(float(page.cropbox.height)), not lines.found and _has_picture(page)]
    for x, y, size, bold, text in lines.found:
        yield [x, round(y - bottom, 2), size, bold, _characters(text)]


def _distance(points: float) -> float:
    """A distance that can be reckoned with, whatever the file says."""
    return round(min(max(points, -_FAR), _FAR), 2) if isfinite(points) else 0.0


def _characters(text: str) -> str:
    """The text with its surrogates paired, and without control characters, which stand for nothing on paper."""
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(char for char in paired if char.isprintable() or char.isspace() or char == "\xad")


def _has_picture(page: PageObject) -> bool:
    """Whether it draws something that is kept as an object: what a scanner makes is nothing else."""
    resources = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources else None
    return bool(drawn and drawn.get_object())


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    _limit_memory()
    sys.exit(main(sys.stdin.buffer, sys.stdout))
