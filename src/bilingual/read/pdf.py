"""PDF: the lines of its pages become paragraphs; headers, footers and page numbers are kept, marked."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.messages import _, counted, marked
from bilingual.read import signature
from bilingual.read.layout import Line, paragraphs
from bilingual.types import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TIME = 120
"""Seconds; a book of 500 pages takes about 20."""

_LOCKED, _TOO_LONG = 10, 11
"""Exit codes of `pdf_lines`."""
_REFUSALS = {
    _LOCKED: (marked("it is locked with a password"), marked("open it with the password and save it without")),
    _TOO_LONG: (marked("it is too long"), marked("save it in parts of at most 2,000 pages")),
}
_BROKEN = (marked("this PDF is broken"), marked("open it in a viewer and print it to a new PDF, or save its text"))

_SCANNED = marked("make its text readable with OCR (ocrmypdf, for instance), and give the result")


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a PDF; a page that is a mere picture is named, marked.

    Raises InputError where the file is broken, locked, too long, or has no text.
    """
    if b"%PDF-" not in data[:1024]:
        raise signature.other(data, "pdf")
    lines, pictures = _parsed(_lines(data))
    if not lines:
        what = _("its pages are pictures without text") if pictures else _("its pages are empty")
        raise InputError(what, _(_SCANNED))
    yield from paragraphs(lines)
    for page in pictures:
        yield Block(f"[p. {page}]", skip="boilerplate")


def _lines(data: bytes) -> bytes:
    """What the program `pdf_lines` writes; it runs beside us, where it can neither hang nor take all memory."""
    command = [sys.executable, "-P", "-m", "bilingual.read.pdf_lines"]  # -P: nothing is loaded from the current folder
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=LONGEST_TIME, check=False)  # noqa: S603  # our own program, no shell
    except subprocess.TimeoutExpired as error:
        what = counted(
            "its text was not found within {n} second", "its text was not found within {n} seconds", LONGEST_TIME
        )
        raise InputError(what, _("save it in parts, or as text")) from error
    if done.returncode:
        what, mend = _REFUSALS.get(done.returncode, _BROKEN)
        raise InputError(_(what), _(mend))
    return done.stdout


def _parsed(output: bytes) -> tuple[list[Line], list[int]]:
    """The lines of all pages, and the numbers of the pages that are pictures."""
    lines: list[Line] = []
    pictures: list[int] = []
    page, height = 0, 0.0
    for raw in output.splitlines()[1:]:
        row = json.loads(raw)
        if len(row) == 2:  # noqa: PLR2004  # the head of a page
            page, height = page + 1, row[0]
            pictures += [page] if row[1] else []
        else:
            lines.append(Line(page, height, *row))
    return lines, pictures
