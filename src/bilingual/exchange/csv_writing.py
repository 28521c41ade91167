"""An article as a table for spreadsheets: CSV in UTF-8, with a mark at its beginning, by which alone Excel knows it.

Cells that a spreadsheet would run as a formula have an apostrophe before them (`cells.py`), addresses a `#`: Excel
takes `1234567e12` for a number. What it makes of a segment such as `1.400` cannot be helped.
"""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING

from bilingual.cells import guarded
from bilingual.exchange.sent import sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.outgoing import Outgoing, Row

COLUMNS = ("address", "kind", "source", "target", "status", "note", "terms", "before", "article")
"""`before` is what was exported (`seen.py`), or why the block is not translated."""
NUMBER_SIGN = "#"
SKIPPED = "skipped"
"""Stands for the status of a block that is not translated."""


def write(file: IO[bytes], article: Outgoing) -> None:
    """Writes the table, the names of the columns first; memory stays flat."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for row in article.rows:
        table.writerow([guarded(sent(cell)) for cell in _cells(row, article.name)])
    text.detach()


def _cells(row: Row, article: str) -> Iterator[str]:
    yield f"{NUMBER_SIGN}{row.address}"
    yield f"{row.kind} {row.level}" if row.level else row.kind
    yield row.source
    yield row.target
    yield SKIPPED if row.skip else row.status
    yield row.note
    yield " | ".join(_terms(row))
    yield f"{SKIPPED}.{row.skip}" if row.skip else str(row.seen)
    yield article


def _terms(row: Row) -> Iterator[str]:
    """What the glossary asks for, each entry once."""
    told = (
        f"{pin.term.source} ≠ {pin.term.target}"
        if pin.term.rule == "forbidden"
        else f"{pin.term.source} → {pin.term.target}"
        for pin in row.pins
    )
    yield from dict.fromkeys(told)
