"""A glossary as a table (CSV, TSV), for spreadsheets: one entry a row, columns found by their names.

Spreadsheets run a cell that begins like a formula: such cells are written with an apostrophe before them, as OWASP
advises (owasp.org/www-community/attacks/CSV_Injection), and read without it.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from bilingual.cells import SIDES, guarded, unguarded
from bilingual.errors import GlossaryError
from bilingual.messages import _
from bilingual.terminology.entry import Entry, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS = (
    "source",
    "target",
    "plural",
    "plural_target",
    "accepted",
    "variants",
    "near",
    "context",
    "flags",
    "note",
    "remark",
)
_LISTS = ("accepted", "variants", "near")
_OTHER_NAMES = SIDES | {
    "rendering": "target",
    "source_plural": "plural",
    "target_plural": "plural_target",
    "comment": "note",
}
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 100_000


def read(text: str) -> Iterator[tuple[int, Entry]]:
    """The entries of a table with the lines they end on; rows without source and target are passed over.

    Raises:
        GlossaryError: there are no columns `source` and `target`, or a row does not fit; its message begins with the
            line.
    """
    rows, columns = _opened(text.removeprefix("\ufeff"))
    try:
        for row in rows:
            cells = dict(zip(columns, map(unguarded, row), strict=False))
            if len(row) > len(columns) and any(row[len(columns) :]):
                what = _("line {line}: there are more cells than columns", line=rows.line_num + 1)
                raise GlossaryError(what, _("mend that line"))
            if any(len(cell) > _LONGEST_CELL for cell in row):
                what = _("line {line}: a cell is too long", line=rows.line_num + 1)
                raise GlossaryError(what, _("mend that line"))
            if cells.get("source") or cells.get("target"):
                yield rows.line_num + 1, _entry(cells)
    except csv.Error as error:
        what = _("line {line}: {reason}", line=rows.line_num + 1, reason=error)
        raise GlossaryError(what, _("mend that line; perhaps a quotation mark")) from error


def write(entries: Iterable[Entry], delimiter: str = ",") -> str:
    """The table of some entries, the names of the columns first."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell) for cell in _cells(entry)] for entry in entries)
    return file.getvalue()


def _opened(text: str) -> tuple[csv._reader, list[str]]:  # type: ignore[name-defined,unused-ignore]
    """A reader of the rows behind the first, and the columns, by the delimiter that tells most of them."""
    first, rest = f"{text}\n".split("\n", 1)
    columns = max(
        (_columns(first, delimiter) for delimiter in _DELIMITERS), key=lambda one: len(set(COLUMNS) & set(one))
    )
    if not {"source", "target"} <= set(columns):
        mend = _("the first line is to name the columns; there may be {names}", names=", ".join(COLUMNS))
        raise GlossaryError(_("line 1: there are no columns source and target"), mend)
    if len(known := [name for name in columns if name in COLUMNS]) > len(set(known)):
        raise GlossaryError(_("line 1: two columns mean the same"), _("leave one of them out"))
    delimiter = next(one for one in _DELIMITERS if _columns(first, one) == columns)
    return csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True), columns


def _columns(line: str, delimiter: str) -> list[str]:
    names = (cell.strip().strip('"').strip().casefold().replace(" ", "_") for cell in line.split(delimiter))
    return [_OTHER_NAMES.get(name, name) for name in names]


def _entry(cells: dict[str, str]) -> Entry:
    texts: dict[str, Any] = {name: cells.get(name, "") for name in COLUMNS if name not in {*_LISTS, "flags"}}
    lists: dict[str, Any] = {name: _several(cells.get(name, "")) for name in _LISTS}
    flags = tuple(re.split(r"[,;\s]+", cells.get("flags", "")))
    return tidy(Entry(**texts, **lists, flags=flags))


def _cells(entry: Entry) -> Iterator[str]:
    for name in COLUMNS:
        if name in _LISTS:
            yield " | ".join(one.replace("\\", "\\\\").replace("|", "\\|") for one in getattr(entry, name))
        elif name == "flags":
            yield ", ".join(entry.flags)
        else:
            yield getattr(entry, name)


def _several(cell: str) -> tuple[str, ...]:
    """The texts between bars; a bar inside a text has a backslash before it."""
    texts, escaped = [""], False
    for sign in cell:
        if escaped or sign not in "\\|":
            texts[-1] += sign
            escaped = False
        elif sign == "|":
            texts.append("")
        else:
            escaped = True
    return tuple(texts)
