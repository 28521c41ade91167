"""A table for spreadsheets brings back all that left in it, whatever a spreadsheet makes of the file."""

from __future__ import annotations

import csv
import io
import tomllib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bilingual.errors import InputError
from bilingual.exchange import csv_reading, csv_writing
from bilingual.exchange.incoming import Returned
from bilingual.exchange.outgoing import Outgoing, Row
from bilingual.types import Inline, Pin, Term

CASES = tomllib.loads((Path(__file__).parent / "data" / "exchange_sheet.toml").read_text(encoding="utf-8"))
HOSTILE = (
    "\N{RIGHT-TO-LEFT OVERRIDE}مرحبا",
    "👩‍👩‍👧 é",
    "<b>&amp;</b>",
    '=HYPERLINK("http://evil.example";"x")',
    "'=1+1",
    "-1\t+2",
    "@SUM(A1)",
    "\ttab\rreturn\nline\r\nboth",
    "a;b,c|d \"e\" 'f'",
    "\0\a\x1a\x85 \ud800\ufffe\ufeff\u2028",
    "\\u{7} _x0007_",
    "#1",
    "x" * 200_000,
)
TEXTS = st.text(st.sampled_from("ab=+-@'\"#;,|\t\n\r\0\x85\ufeff\ud800é😀א \\u{}7")) | st.text()


def row(**changes: Any) -> Row:  # noqa: ANN401  # any field of a row
    """A segment."""
    return replace(Row(1, "paragraph", 0, "3f2a9c1b0d", "La cour a tranché.", "The court ruled."), **changes)


def written(*rows: Row, name: str = "press/essai") -> bytes:
    """The table of some rows."""
    file = io.BytesIO()
    csv_writing.write(file, Outgoing(name, rows))
    return file.getvalue()


def read(data: bytes) -> list[Returned]:
    """What comes back in a table."""
    return list(csv_reading.returned(io.BytesIO(data)))


def expected(one: Row, line: int = 2, name: str = "press/essai") -> Returned:
    """What comes back of a row that nobody has touched."""
    return Returned(one.address, one.source, one.target, one.status, one.note, (), None, str(one.seen), name, line)


def cells(data: bytes) -> list[list[str]]:
    """The table as a spreadsheet sees it."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@settings(max_examples=100, deadline=None)
@example([(text, text, text, "approved") for text in HOSTILE], "=été")
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.sampled_from(["draft", "approved", "rejected"]))), TEXTS)
def test_nothing_is_lost_on_the_way(found: list[tuple[str, str, str, Any]], name: str) -> None:
    """Text, status, note and order come back to the letter."""
    rows = [
        row(address=f"{number:010x}", source=source, target=target, note=note, status=status)
        for number, (source, target, note, status) in enumerate(found)
    ]
    assert read(written(*rows, name=name)) == [expected(one, line, name) for line, one in enumerate(rows, 2)]


@pytest.mark.parametrize("title", CASES)
def test_tables_as_spreadsheets_write_them(title: str) -> None:
    """Columns are found by their names, and what is not understood is told, not dropped."""
    case = CASES[title]
    data = case["table"].encode()
    if "error" in case:
        with pytest.raises(InputError, match=case["error"]):
            read(data)
        return
    found = [
        [one.address, one.source, one.target, one.status or "-", "-" if one.note is None else one.note, [*one.added]]
        for one in read(data)
    ]
    assert found == case["rows"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_spreadsheets(encoding: str) -> None:
    """Whatever Excel calls its CSV."""
    one = row(source="« L’œuvre a coûté 3 € », dit-il…", target="“It cost €3”, he said…")
    assert read(written(one).decode("utf-8-sig").encode(encoding)) == [expected(one)]


def test_no_cell_is_a_formula_or_a_number() -> None:
    """A spreadsheet that opens the file runs nothing and keeps every address."""
    address = "1234567e12"
    marks = (Inline(0, 1, "bold"),)
    pins = (Pin(Term("cour", "court"), 3, 7), Pin(Term("cour", "yard", "forbidden"), 3, 7))
    table = cells(
        written(
            row(address=address, source="=1+1", target="@x", note="-1", pins=pins, kind="heading", level=2),
            row(skip="cookies", source_marks=marks),
            name="=x",
        )
    )
    assert table[0] == [*csv_writing.COLUMNS]
    assert table[1][:7] == [f"#{address}", "heading 2", "'=1+1", "'@x", "draft", "'-1", "cour → court | cour ≠ yard"]
    assert table[2][4] == "skipped"
    assert (table[2][7], table[2][8]) == ("skipped.cookies", "'=x")
    assert not [cell for line in table for cell in line if cell.startswith(tuple("=+-@"))]


def test_a_text_that_a_spreadsheet_has_cut_off_is_refused() -> None:
    """Excel keeps 32,767 characters; a text that was as long before is none of these."""
    one = row(target="x" * 32_767)
    assert read(written(one)) == [expected(one)]
    with pytest.raises(InputError, match="row 2: the spreadsheet has cut the translation off, after 32,767"):
        read(written(row(target="x" * 40_000)).replace(b"x" * 40_000, b"x" * 32_767))


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is decoded."""
    monkeypatch.setattr(csv_reading, "_MOST_BYTES", 10)
    with pytest.raises(InputError, match="more than 0 MB"):
        read(written())


def test_what_is_no_text_is_refused() -> None:
    """A picture, or a workbook of Excel itself."""
    with pytest.raises(InputError):
        read(b"PK\x03\x04\0\0")


@settings(max_examples=100, deadline=None)
@example(b'sep="\naddress"target\n')
@example(b"sep=\r\naddress\rtarget")
@given(st.binary() | st.builds(lambda rest: b"address;target;status\n#1;" + rest, st.binary()))
def test_anything_is_read_or_refused(data: bytes) -> None:
    """Whatever the bytes: no other error."""
    with suppress(InputError):
        read(data)


class Many:
    """10,000 rows, made as they are asked for."""

    def __iter__(self) -> Any:  # noqa: ANN401  # a generator
        """The rows."""
        return (row(address=f"{number:010x}", note="A note.\nTwo lines.") for number in range(10_000))


def test_ten_thousand_segments() -> None:
    """They take about a second both ways."""
    file = io.BytesIO()
    csv_writing.write(file, Outgoing("x", Many()))
    file.seek(0)
    assert sum(1 for _ in csv_reading.returned(file)) == 10_000
