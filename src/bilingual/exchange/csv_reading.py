"""A table that came back from a spreadsheet, whatever its encoding, delimiter and line ends have become."""

from __future__ import annotations

import csv
import re
from typing import IO, TYPE_CHECKING

from bilingual.address import digest
from bilingual.cells import SIDES, unguarded
from bilingual.errors import InputError
from bilingual.exchange import seen
from bilingual.exchange.csv_writing import COLUMNS, NUMBER_SIGN, SKIPPED
from bilingual.exchange.incoming import Returned
from bilingual.exchange.sent import received
from bilingual.exchange.statuses import meant
from bilingual.messages import _, number
from bilingual.read.encoding import decode
from bilingual.read.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_DELIMITERS = ",;\t|"
_MARK = re.compile(r"sep=([,;\t|])[ ]*(?:\r\n|\n|\r)")
"""By which Excel is told the delimiter."""
_MOST_BYTES = 256 << 20
_LONGEST_HEAD = 10_000
"""Characters in which the names of the columns are looked for."""
_CUT = 32_767
"""Characters after which Excel cuts a cell off (support.microsoft.com, "Excel specifications and limits")."""
_OTHER_NAMES = SIDES | {
    "adresse": "address",
    "statut": "status",
    "état": "status",
    "comment": "remark",
    "commentaire": "remark",
    "remarque": "remark",
    "remarks": "remark",
    "comments": "remark",
    "commentaires": "remark",
    "remarques": "remark",
}
_LINE_END = re.compile(r"\r\n?")


def returned(file: IO[bytes]) -> Iterator[Returned]:
    """The segments of a table, found by the names of its columns, in its order; skipped blocks and empty rows left out.

    A column `remark` that somebody has added, and what stands for a status and is none, are remarks.

    Raises:
        InputError: it is no table of ours, a quotation in it has no end, or a spreadsheet has cut a text off.
    """
    data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        what = _("refused: it has more than {n} MB", n=_MOST_BYTES >> 20)
        raise InputError(what, _("divide it, and give the parts one by one"))
    text = decode(data).removeprefix("\ufeff")
    mark = _MARK.match(text)
    text = (text[mark.end() :] if mark else text).lstrip("\r\n")
    delimiter, columns = _head(text, mark[1] if mark else _DELIMITERS)
    found = rows_of(text, delimiter, csv.QUOTE_MINIMAL, strict=True)
    line = 0
    try:
        for line, row in enumerate(found, 1):
            if line > 1 and any(map(str.strip, row)) and (made := _returned(line, _named(line, row, columns))):
                yield made
    except csv.Error as error:
        what = _("row {n}: {reason}", n=number(line + 1), reason=error)
        raise InputError(what, _("mend that row; perhaps a quotation mark")) from error


def _head(text: str, delimiters: str) -> tuple[str, list[str]]:
    """The delimiter by which the first row names the most columns, and its names."""
    first = text[:_LONGEST_HEAD].splitlines()[:1]
    split = {one: [_name(cell) for cell in next(csv.reader(first, delimiter=one), [])] for one in delimiters}
    delimiter = max(split, key=lambda one: len({*split[one]} & {*COLUMNS}))
    columns = split[delimiter]
    if not {"address", "target"} <= {*columns}:
        what = _("there are no columns address and target")
        raise InputError(what, _("the first row names the columns: {names}", names=", ".join(COLUMNS)))
    known = [name for name in columns if name in COLUMNS]
    if len(known) > len({*known}):
        raise InputError(_("two columns have the same name"), _("leave one of them out"))
    return delimiter, columns


def _name(cell: str) -> str:
    name = cell.strip().casefold()
    return _OTHER_NAMES.get(name, name)


def _named(line: int, row: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """The cells by their columns."""
    if any(map(str.strip, row[len(columns) :])):
        what = _("row {n}: there are more cells than columns", n=number(line))
        raise InputError(what, _("mend that row; perhaps a quotation mark"))
    return dict(zip(columns, map(unguarded, row), strict=False))


def _returned(line: int, cells: Mapping[str, str]) -> Returned | None:
    status = cells.get("status", "").strip()
    before = cells.get("before", "").strip()
    if SKIPPED in {status.casefold(), before.partition(".")[0]}:
        return None
    target = _text(cells, "target")
    _refuse_cut(line, cells.get("target", ""), target, before)
    known = meant(status)
    unknown = [status] if status and known is None else []
    remark = _text(cells, "remark")
    added = (*unknown, remark) if remark.strip() else tuple(unknown)
    return Returned(
        cells.get("address", "").strip().removeprefix(NUMBER_SIGN),
        _text(cells, "source"),
        target,
        known,
        _text(cells, "note") if "note" in cells else None,
        added,
        None,
        before,
        _text(cells, "article"),
        line,
    )


def _text(cells: Mapping[str, str], name: str) -> str:
    """A cell's text; spreadsheets end the lines in it as they like."""
    return received(_LINE_END.sub("\n", cells.get(name, "")))[0]


def _refuse_cut(line: int, cell: str, target: str, before: str) -> None:
    exported = seen.read(before)
    if len(cell) == _CUT and (exported is None or exported.target != digest(target)):
        what = _(
            "row {n}: the spreadsheet has cut the translation off, after {most} characters",
            n=number(line),
            most=number(_CUT),
        )
        raise InputError(what, _("delete the row, and correct that segment elsewhere"))
