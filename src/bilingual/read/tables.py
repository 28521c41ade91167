"""Tables (CSV, TSV): one column holds the article, a row each."""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.messages import _
from bilingual.read.addresses import refuse_list
from bilingual.read.columns import Columns, is_known
from bilingual.read.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from bilingual.types import Block

_DELIMITERS = (";", ",", "\t", "|")
_NONE = "\x1f"
"""Delimits nothing in a table of one column."""
_SAMPLE = 20
"""Rows by which the delimiter is told."""
_PIECE = 100_000
"""Characters at the start that are looked at."""
_MARK = re.compile(r"sep=(.)[ \t]*(?:\r\n|\n|\r)")
"""By which Excel is told the delimiter."""


def blocks(data: bytes, column: str = "") -> Iterator[Block]:
    """The blocks of a table's rows; cells that are neither headline nor text are kept, marked.

    Args:
        data: the whole file.
        column: the name of the one with the text; empty where its own name tells.

    Raises:
        InputError: no column is known to hold the text, a quotation never ends, or all are web addresses.
    """
    content = decode(data)
    refuse_list(content)
    mark = _MARK.match(content)
    content = content[mark.end() :] if mark else content
    delimiter = mark[1] if mark else _delimiter(content, column)
    rows = (row for row in rows_of(content, delimiter, _quoting(content, delimiter)) if any(map(str.strip, row)))
    head = next(rows, [])
    columns = Columns.of(head, column=column)
    if len(head) == 1 and not column and not is_known(head[0]):
        yield from columns.row(head)  # one column without a name: its first row is text, too
    for row in rows:
        yield from columns.row(_mended(row, len(head), columns.text, delimiter))


def _mended(row: list[str], width: int, last: int, delimiter: str) -> list[str]:
    """The row; where the text comes last and holds the delimiter itself without being quoted, put together again."""
    if len(row) <= width or last != width - 1:
        return row
    return [*row[:last], delimiter.join(row[last:])]


def _delimiter(content: str, column: str) -> str:
    """What stands between the cells: of what the first row has, that by which the most rows are as long as it."""
    best, most = _NONE, 0
    for delimiter in _DELIMITERS:
        found = rows_of(content[:_PIECE], delimiter, csv.QUOTE_MINIMAL)
        first, *rows = [row for row in islice(found, _SAMPLE) if row] or [[]]
        fits = sum(len(row) == len(first) for row in rows)
        known = any(is_known(name, column) for name in first)
        score = (1 + fits + _SAMPLE * known) * (len(first) > 1 and (known or fits == len(rows)))
        if score > most:
            best, most = delimiter, score
    return best


def _quoting(content: str, delimiter: str) -> Literal[0, 3]:
    """Whether quotation marks hold cells together; in tables between tabs they often are mere text.

    Raises InputError where one is never closed: all that follows would be one cell.
    """
    try:
        for row in rows_of(content, delimiter, csv.QUOTE_MINIMAL, strict=True):
            del row
    except csv.Error as error:
        if delimiter == "\t":
            return csv.QUOTE_NONE
        if "end of data" in str(error):
            hint = _("double the quotation marks inside a cell, or save the table anew as CSV in UTF-8")
            raise InputError(_("a quotation mark that opens a cell is never closed"), hint) from error
    return csv.QUOTE_MINIMAL


def rows_of(content: str, delimiter: str, quoting: Literal[0, 3], *, strict: bool = False) -> Iterator[list[str]]:
    """The rows, one at a time, with cells of any length; raises csv.Error where they are strictly none."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, quoting=quoting, strict=strict)
    while True:
        with _any_size(len(content)):
            row = next(reader, None)
        if row is None:
            return
        yield row


@contextmanager
def _any_size(size: int) -> Iterator[None]:
    """Lets a cell be as long as an article; the limit is one for the whole process, so it is put back at once."""
    before = csv.field_size_limit(max(size, 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)
