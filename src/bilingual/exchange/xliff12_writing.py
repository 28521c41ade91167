"""Write XLIFF 1.2 (OASIS, 2008, strict): what nearly every translation tool opens."""

from __future__ import annotations

from itertools import groupby
from typing import IO, TYPE_CHECKING

from bilingual.exchange import marks, remarks
from bilingual.exchange.filling import Dialect, Tag, fill
from bilingual.exchange.inline import CHARACTER, placeholder
from bilingual.exchange.names import Names
from bilingual.exchange.unit import tag
from bilingual.exchange.xml_writing import Xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.exchange.marks import Mark
    from bilingual.exchange.outgoing import Outgoing, Row
    from bilingual.types import Status

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
TOOL = "bilingual"
SKIPPED = "x-skipped-"
"""Begins the type of a unit that is not translated; the reason follows."""
CTYPES: dict[str, str] = {
    "bold": "bold",
    "italic": "italic",
    "superscript": "x-superscript",
    "subscript": "x-subscript",
    "code": "x-code",
    "link": "link",
}
"""What XLIFF 1.2 and TMX call marks."""
_STATES: dict[Status, dict[str, str]] = {
    "approved": {"state": "final"},
    "draft": {"state": "needs-review-translation"},
    "rejected": {"state": "needs-translation", "state-qualifier": "rejected-inaccurate"},
}


def write(file: IO[bytes], article: Outgoing) -> None:
    """Writes an article, unit by unit; memory stays flat."""
    out, names = Xml(file), Names()
    head = {
        "original": article.name,
        "source-language": tag(article.source_lang),
        "target-language": tag(article.target_lang),
        "datatype": "plaintext",
        "tool-id": TOOL,
        "xml:space": "preserve",
    }
    with (
        out.inside("xliff", {"xmlns": NAMESPACE, "version": "1.2"}, lines=True),
        out.inside("file", head, lines=True),
    ):
        _header(out, article.signature)
        with out.inside("body", lines=True):
            for number, rows in groupby(article.rows, key=lambda row: row.number):
                _block(out, number, rows, names)
    out.flush()


def _header(out: Xml, signature: dict[str, str]) -> None:
    version = {"tool-version": signature["bilingual"]} if signature.get("bilingual") else {}
    with out.inside("header", lines=True):
        out.leaf("tool", {"tool-id": TOOL, "tool-name": TOOL, **version})
        for name, value in signature.items():
            out.leaf("note", {"from": TOOL}, f"{name}: {value}")


def _block(out: Xml, number: int, rows: Iterable[Row], names: Names) -> None:
    first, *others = rows
    depth = f"-{first.level}" if first.level else ""
    with out.inside("group", {"id": f"b{number}", "restype": f"x-{first.kind}{depth}"}, lines=True):
        for row in (first, *others):
            _unit(out, row, names.of(row.address))


def _unit(out: Xml, row: Row, name: str) -> None:
    source, target = marks.numbered(row.source_marks, row.target_marks)
    opened = marks.apart(source) | marks.apart(target)  # the same element on both sides
    with out.inside("trans-unit", _attributes(row, name), lines=True):
        with out.inside("source"):
            fill(out, row.source, source, _DIALECT, opened)
        if row.target or row.status == "rejected":
            with out.inside("target", _STATES[row.status]):
                fill(out, row.target, target, _DIALECT, opened)
        for said in remarks.of(row):
            priority = {"priority": str(said.priority)} if said.priority else {}
            out.leaf("note", {"from": said.category, **priority}, said.text)
        for text in remarks.terms(row):
            out.leaf("note", {"from": remarks.TERM, "annotates": "source"}, text)
        if row.machine:
            with (
                out.inside("alt-trans", {"alttranstype": "previous-version", "origin": "machine"}),
                out.inside("target"),
            ):
                fill(out, row.machine, (), _DIALECT)


def _attributes(row: Row, name: str) -> dict[str, str]:
    told = {"id": name} | ({"resname": row.address} if name != row.address else {})
    if row.skip:
        return told | {"translate": "no", "restype": f"{SKIPPED}{row.skip}"}
    return told | {"approved": "yes" if row.status == "approved" else "no", "extradata": str(row.seen)}


def _around(mark: Mark) -> Tag | None:
    """Links have both ends, since these have room for the address."""
    return None if mark.kind == "link" else Tag("g", {"id": mark.name, "ctype": CTYPES[mark.kind]})


def _ends(mark: Mark) -> tuple[Tag, Tag]:
    both = {"id": mark.name, "rid": mark.name}
    begin = Tag("bpt", {**both, "ctype": CTYPES[mark.kind]}, marks.code(mark))
    return begin, Tag("ept", both, marks.closing(mark))


def _characters(run: str, number: int) -> Iterator[Tag]:
    yield Tag("ph", {"id": f"c{number}", "ctype": CHARACTER}, placeholder(run))


_DIALECT = Dialect(_around, _ends, _characters)
