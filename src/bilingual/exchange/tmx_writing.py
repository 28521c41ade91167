"""Write Translation Memory eXchange 1.4b (LISA/GALA), level 2: the pairs of an article that have a translation."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from bilingual.exchange import marks
from bilingual.exchange.filling import Dialect, Tag, fill
from bilingual.exchange.inline import CHARACTER, placeholder
from bilingual.exchange.names import Names
from bilingual.exchange.tmx import ADDRESS, ARTICLE, SEEN, STATUS
from bilingual.exchange.unit import tag
from bilingual.exchange.xliff12_writing import CTYPES
from bilingual.exchange.xml_writing import Xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.marks import Mark
    from bilingual.exchange.outgoing import Outgoing, Row

_TOOL = "bilingual"


def write(file: IO[bytes], article: Outgoing) -> None:
    """Writes the pairs of an article one by one; memory stays flat."""
    out, names = Xml(file, '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'), Names()
    languages = tag(article.source_lang), tag(article.target_lang)
    with out.inside("tmx", {"version": "1.4"}, lines=True):
        _header(out, article, languages[0])
        with out.inside("body", lines=True):
            for row in article.rows:
                if row.target:
                    _unit(out, row, article.name, names.of(row.address), languages)
    out.flush()


def _header(out: Xml, article: Outgoing, source: str) -> None:
    made = {"creationtool": _TOOL, "creationtoolversion": article.signature.get("bilingual", ""), "o-tmf": _TOOL}
    what = {"segtype": "sentence", "adminlang": "en", "srclang": source, "datatype": "plaintext"}
    with out.inside("header", {**made, **what}, lines=True):
        for name, value in article.signature.items():
            out.leaf("prop", {"type": f"x-{_TOOL}-{name}"}, value)


def _unit(out: Xml, row: Row, article: str, name: str, languages: tuple[str, str]) -> None:
    source, target = marks.numbered(row.source_marks, row.target_marks)
    told = {ARTICLE: article, ADDRESS: row.address, STATUS: row.status, SEEN: str(row.seen)}
    with out.inside("tu", {"tuid": name}, lines=True):
        if row.note:
            out.leaf("note", {}, row.note)
        for kind, value in told.items():
            out.leaf("prop", {"type": kind}, value)
        for language, text, marked in ((languages[0], row.source, source), (languages[1], row.target, target)):
            with out.inside("tuv", {"xml:lang": language}), out.inside("seg"):
                fill(out, text, marked, _DIALECT)


def _ends(mark: Mark) -> tuple[Tag, Tag]:
    """`i` joins both ends, `x` joins the marks of both languages."""
    begin = Tag("bpt", {"i": mark.name, "x": mark.name, "type": CTYPES[mark.kind]}, marks.code(mark))
    return begin, Tag("ept", {"i": mark.name}, marks.closing(mark))


def _characters(run: str, _number: int) -> Iterator[Tag]:
    yield Tag("ph", {"type": CHARACTER}, placeholder(run))


_DIALECT = Dialect(lambda _mark: None, _ends, _characters)
