r"""Approved pairs as a table, one a row: CSV for spreadsheets, TSV as translators' corpora have it.

In a TSV nothing is quoted (IANA, text/tab-separated-values): a line is a row, and a line break or tab in a text becomes
a space. Spreadsheets run a cell that begins like a formula: such cells are written with an apostrophe before them, as
OWASP advises (owasp.org/www-community/attacks/CSV_Injection), and read without it.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from bilingual.cells import SIDES, guarded, unguarded
from bilingual.errors import InputError
from bilingual.memory.exchange.unit import LONGEST, Unit, Writer
from bilingual.messages import _
from bilingual.read.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.memory.approved import Approved

COLUMNS = ("source", "target", "article", "address")
_DELIMITERS = ",;\t|"
_BREAKS = re.compile(r"[\t\r\n]+")


def read(data: bytes, *, is_plain: bool) -> Iterator[Unit]:
    """The units of a table; without a line of names, its columns are source and target.

    Args:
        data: the file.
        is_plain: whether it is a TSV.

    Raises:
        InputError: it is no text, its names lack source or target, or a quotation has no end.
    """
    text = decode(data).removeprefix("\ufeff")
    rows = enumerate((line.rstrip("\r").split("\t") for line in text.split("\n")), 1) if is_plain else _csv_rows(text)
    columns: Sequence[str] = COLUMNS[:2]
    for number, (line, row) in enumerate(rows):
        if number == 0 and (names := _names(row)):
            columns = names
        elif any(row):
            yield _unit(line, row, columns)


def _plain_row(pair: Approved) -> str:
    return "\t".join(guarded(_BREAKS.sub(" ", cell)) for cell in _cells(pair)) + "\n"


def _csv_row(pair: Approved) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(map(guarded, _cells(pair)))
    return line.getvalue()


TSV = Writer("\t".join(COLUMNS) + "\n", _plain_row)
CSV = Writer("\ufeff" + ",".join(COLUMNS) + "\n", _csv_row)
"""Excel takes it for UTF-8 by its mark alone."""


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begun = 1
    try:
        for row in rows:
            yield begun, row
            begun = rows.line_num + 1
    except csv.Error as error:
        what = _("line {line}: {reason}", line=begun, reason=error)
        raise InputError(what, _("mend that line; perhaps a quotation mark")) from error


def _delimiter(text: str) -> str:
    """The one that makes two columns of the first line, or makes names of them, or else the comma."""
    first = text.partition("\n")[0][: 2 * LONGEST]
    cells = {delimiter: next(csv.reader([first], delimiter=delimiter), []) for delimiter in _DELIMITERS}
    named = (delimiter for delimiter, row in cells.items() if {"source", "target"} <= set(map(_name, row)))
    paired = (delimiter for delimiter, row in cells.items() if len(row) == 2)  # noqa: PLR2004  # source and target
    return next(named, None) or next(paired, None) or ","


def _names(row: list[str]) -> list[str]:
    """The columns by their names, where a first row names them; else none.

    Raises:
        InputError: it names some, but not what is needed.
    """
    names = [_name(cell) for cell in row]
    if not {"source", "target"} & set(names):
        return []
    if not {"source", "target"} <= set(names) or len(set(names)) < len(names):
        what = _("line 1: there are no columns source and target, or one of them twice")
        raise InputError(what, _("there may be {names}", names=", ".join(COLUMNS)))
    return names


def _name(cell: str) -> str:
    name = cell.strip().casefold()
    return SIDES.get(name, name)


def _unit(line: int, row: list[str], columns: Sequence[str]) -> Unit:
    if any(row[len(columns) :]):
        return Unit(line, flaw=_("there are more cells than columns"))
    cells = dict(zip(columns, map(unguarded, row), strict=False))
    place = (cells.get("article"), cells.get("address"))
    article, address = place if cells.get("address") else (None, None)
    return Unit(line, cells.get("source", ""), cells.get("target", ""), article, address)


def _cells(pair: Approved) -> tuple[str, ...]:
    return pair.source, pair.target, pair.article, pair.address
