"""Write XLIFF 2.1 (OASIS, 2018) with its glossary and metadata modules.

A block is a `group`, a segment a `unit` of one `segment`: so each has its remarks, terms and digest to itself, and what
a tool splits inside a unit comes together again when it is read.
"""

from __future__ import annotations

from itertools import groupby
from typing import IO, TYPE_CHECKING

from bilingual.exchange import marks, remarks
from bilingual.exchange.filling import Dialect, Tag, fill
from bilingual.exchange.names import Names
from bilingual.exchange.unit import tag
from bilingual.exchange.xml_writing import Xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.exchange.marks import Mark
    from bilingual.exchange.outgoing import Outgoing, Row

OURS = "bilingual"
"""Category of what the metadata hold, and prefix of the values that the standard leaves to us."""
REJECTED = f"{OURS}:rejected"
_NAMESPACES = {
    "xmlns": "urn:oasis:names:tc:xliff:document:2.0",
    "xmlns:gls": "urn:oasis:names:tc:xliff:glossary:2.0",
    "xmlns:mda": "urn:oasis:names:tc:xliff:metadata:2.0",
}
_TYPES: dict[str, dict[str, str]] = {
    "bold": {"type": "fmt", "subType": "xlf:b"},
    "italic": {"type": "fmt", "subType": "xlf:i"},
    "superscript": {"type": "fmt", "subType": f"{OURS}:superscript"},
    "subscript": {"type": "fmt", "subType": f"{OURS}:subscript"},
    "code": {"type": "fmt", "subType": f"{OURS}:code"},
    "link": {"type": "link"},
}


def write(file: IO[bytes], article: Outgoing) -> None:
    """Writes an article, unit by unit; memory stays flat."""
    out, names = Xml(file), Names()
    languages = {"srcLang": tag(article.source_lang), "trgLang": tag(article.target_lang)}
    head = {"id": "f1", "original": article.name, "canResegment": "no", "xml:space": "preserve"}
    with (
        out.inside("xliff", {**_NAMESPACES, "version": "2.1", **languages}, lines=True),
        out.inside("file", head, lines=True),
    ):
        if article.signature:
            _metadata(out, f"{OURS}:signature", article.signature)
        for number, rows in groupby(article.rows, key=lambda row: row.number):
            _block(out, number, rows, names)
    out.flush()


def _block(out: Xml, number: int, rows: Iterable[Row], names: Names) -> None:
    first, *others = rows
    depth = f"-{first.level}" if first.level else ""
    with out.inside("group", {"id": f"b{number}", "type": f"{OURS}:{first.kind}{depth}"}, lines=True):
        for row in (first, *others):
            _unit(out, row, names.of(row.address))


def _unit(out: Xml, row: Row, name: str) -> None:
    source, target = marks.numbered(row.source_marks, row.target_marks)
    terms = [marks.Mark(pin.start, pin.end, f"t{n}", "term") for n, pin in enumerate(row.pins, 1)]
    told = {"address": row.address} if name != row.address else {}
    with out.inside("unit", {"id": name, **({"translate": "no"} if row.skip else {})}, lines=True):
        if row.pins:
            _glossary(out, row)
        _metadata(out, OURS, told | ({"skipped": row.skip} if row.skip else {"seen": str(row.seen)}))
        _notes(out, row)
        _original(out, [*source, *target])
        opened = marks.apart([*source, *terms]) | marks.apart(target)  # the same element on both sides
        with out.inside("segment", _state(row)):
            with out.inside("source"):
                fill(out, row.source, [*source, *terms], _DIALECT, opened)
            if row.target:
                with out.inside("target"):
                    fill(out, row.target, target, _DIALECT, opened)


def _state(row: Row) -> dict[str, str]:
    if row.status == "rejected":
        return {"state": "initial", "subState": REJECTED}
    return {"state": "final" if row.status == "approved" else "translated" if row.target else "initial"}


def _glossary(out: Xml, row: Row) -> None:
    with out.inside("gls:glossary"):
        for number, pin in enumerate(row.pins, 1):
            with out.inside("gls:glossEntry", {"ref": f"#t{number}"}):
                out.leaf("gls:term", {}, pin.term.source)
                if pin.term.rule != "forbidden":
                    out.leaf("gls:translation", {}, pin.term.target)
                if said := remarks.term(pin.term):
                    out.leaf("gls:definition", {}, said)


def _metadata(out: Xml, category: str, told: dict[str, str]) -> None:
    with out.inside("mda:metadata"), out.inside("mda:metaGroup", {"category": category}):
        for name, value in told.items():
            out.leaf("mda:meta", {"type": name}, value)


def _notes(out: Xml, row: Row) -> None:
    said = list(remarks.of(row))
    if said:
        with out.inside("notes"):
            for one in said:
                priority = {"priority": str(one.priority)} if one.priority else {}
                out.leaf("note", {"id": one.name, "category": one.category, **priority}, one.text)


def _original(out: Xml, both: list[Mark]) -> None:
    """What the codes stand for in the original, each number once."""
    if both:
        with out.inside("originalData"):
            for name, mark in {mark.name: mark for mark in both}.items():
                out.leaf("data", {"id": f"b{name}"}, marks.code(mark))
                out.leaf("data", {"id": f"e{name}"}, marks.closing(mark))


def _around(mark: Mark) -> Tag:
    if mark.kind == "term":
        return Tag("mrk", {"id": mark.name, "type": "term"})
    ends = {"dataRefStart": f"b{mark.name}", "dataRefEnd": f"e{mark.name}"}
    return Tag("pc", {"id": mark.name, **_TYPES[mark.kind], **ends})


def _ends(mark: Mark) -> tuple[Tag, Tag]:
    if mark.kind == "term":
        return Tag("sm", {"id": mark.name, "type": "term"}), Tag("em", {"startRef": mark.name})
    begin = Tag("sc", {"id": mark.name, **_TYPES[mark.kind], "dataRef": f"b{mark.name}"})
    return begin, Tag("ec", {"startRef": mark.name, "dataRef": f"e{mark.name}"})


def _characters(run: str, _number: int) -> Iterator[Tag]:
    return (Tag("cp", {"hex": f"{ord(char):04X}"}) for char in run)


_DIALECT = Dialect(_around, _ends, _characters)
