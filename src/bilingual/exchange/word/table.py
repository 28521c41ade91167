"""The rows of the tables in a Word document as a reader sees them: tracked changes accepted, with what is marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilingual.read import docx_styles
from bilingual.read.docx_links import ELEMENTS, Links
from bilingual.read.docx_styles import is_on, value
from bilingual.read.runs import PLAIN, changed, linked
from bilingual.read.xml import events, local
from bilingual.types import Inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bilingual.read.docx_styles import Styles
    from bilingual.read.runs import Marks
    from bilingual.read.xml import Event
    from bilingual.types import InlineKind

_DELETED = frozenset({"del", "moveFrom"})
_CHANGES = frozenset({"pPrChange", "rPrChange", "trPrChange"})
"""What they hold was so before a tracked change."""
_UNSEEN = _DELETED | _CHANGES | {"Fallback", "txbxContent", "rt"}
"""Those, and what stands there a second time, in boxes that float somewhere else, or in small letters above."""
_PROPERTIES = frozenset({"pPr", "trPr"})
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\xad"}
_ARROWS = {"F0E0": "→", "F0DF": "←", "F0F3": "↔", "F04A": "☺", "F04C": "☹"}
"""What Word makes of `-->` and the like, by its number in the font Wingdings."""
_REFERENCES = {"commentReference": "comment", "footnoteReference": "footnote", "endnoteReference": "endnote"}
_PLAIN = frozenset({"tbl", "tr", "tc", "p", "r", "t", "instrText", "fldChar", "br", "sym"})
_LOOKS = frozenset({"vanish", "rStyle", "b", "i", "vertAlign"})
_WANTED = _UNSEEN | _PROPERTIES | ELEMENTS | _PLAIN | _LOOKS | _SIGNS.keys() | _REFERENCES.keys()
"""All others are looked through; most of a document's elements say how wide and how dark its lines are."""


@dataclass(slots=True)
class Cell:
    """What stands in a cell; between paragraphs is a line end."""

    words: list[str] = field(default_factory=list)
    turns: list[tuple[int, Marks]] = field(default_factory=list)
    """Where other marks begin to hold."""
    size: int = 0
    paragraphs: int = 0
    is_joined: bool = False
    """Whether the mark between the last paragraph and the next was deleted."""

    @property
    def text(self) -> str:
        """All of it; where there are several paragraphs, without empty ones at the end."""
        text = "".join(self.words)
        return text.rstrip("\n") if self.paragraphs > 1 else text

    @property
    def marks(self) -> tuple[Inline, ...]:
        """What is marked in it, by the starts, of those with one start the longer first."""
        found = sorted(self._inlines(len(self.text)), key=lambda one: (one.start, -one.end))
        return tuple(found)

    def begin(self) -> None:
        """A paragraph begins."""
        if self.paragraphs and not self.is_joined:
            self.add("\n", self.turns[-1][1] if self.turns else PLAIN)
        self.paragraphs += 1
        self.is_joined = False

    def add(self, words: str, marks: Marks) -> None:
        """Takes note of a run."""
        if marks != (self.turns[-1][1] if self.turns else PLAIN):
            self.turns.append((self.size, marks))
        self.words.append(words)
        self.size += len(words)

    def _inlines(self, end: int) -> Iterator[Inline]:
        begun: dict[tuple[InlineKind, str], int] = {}
        for place, marks in (*self.turns, (end, PLAIN)):
            for mark in [mark for mark in begun if mark not in marks]:
                start = begun.pop(mark)
                if start < min(place, end):
                    yield Inline(start, min(place, end), *mark)
            for mark in marks:
                begun.setdefault(mark, place)


@dataclass(slots=True)
class Row:
    """A row of the outermost table."""

    cells: list[Cell] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    """What hangs on its words: `comment`, `footnote` or `endnote`, and its number."""
    is_deleted: bool = False
    """By a tracked change."""


def rows(chunks: Iterable[bytes], known: Styles, relations: Mapping[str, str]) -> Iterator[Row]:
    """The rows of all tables in order; what is remarked outside of tables comes in rows without cells.

    Args:
        chunks: the part of the document with its text.
        known: its styles.
        relations: where its links lead, by the names of their relations.
    """
    walk = _Walk(known, Links(relations))
    for event in events(chunks, _WANTED):
        walk.take(event)
        if walk.done:
            yield from walk.done
            walk.done.clear()
    yield walk.outside


@dataclass(slots=True)
class _Walk:
    """Where we are in the document."""

    known: Styles
    links: Links
    done: list[Row] = field(default_factory=list)
    outside: Row = field(default_factory=Row)
    """Takes what hangs on words between the tables."""
    row: Row | None = None
    cell: Cell | None = None
    tables: int = 0
    """Inside each other; the inner ones are text of a cell."""
    unseen: int = 0
    """Elements inside each other since one whose text is not shown."""
    properties: str = ""
    """Of `_PROPERTIES`, the element that we are in."""
    reading: str = ""
    """`t` or `instrText`, where we are in one."""
    hidden: bool = False
    look: Mapping[InlineKind, bool] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Takes note of what comes next."""
        if event.what == "text":
            if self.reading and not self.unseen:
                self._take_words(event.value)
            return
        name = local(event.value)
        if event.what == "end":
            self._end(name)
        elif self.unseen or (name in _UNSEEN and not self.properties) or (self.properties and name in _CHANGES):
            self._take_remark(name, event.attributes)
            self.unseen += 1
        elif self.properties:
            self._take_property(name)
        else:
            self._start(name, event.attributes)

    def _take_words(self, words: str) -> None:
        if self.reading == "t":
            self._add(words)
        else:
            self.links.instruct(words)

    def _add(self, words: str) -> None:
        if words and self.cell is not None and not self.hidden:
            self.cell.add(words, linked(changed(PLAIN, self.look), self.links.href))

    def _take_remark(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _REFERENCES:
            (self.row or self.outside).remarks.append((_REFERENCES[name], attributes.get("id", "")))

    def _take_property(self, name: str) -> None:
        if name in _DELETED and self.properties == "trPr" and self.row is not None:
            self.row.is_deleted = True
        elif name in _DELETED and self.properties == "pPr" and self.cell is not None:
            self.cell.is_joined = True

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "t" | "instrText":
                self.reading = name
            case "r":
                self.hidden, self.look = False, {}
            case "p" if self.cell is not None:
                self.cell.begin()
            case "tbl":
                self.tables += 1
            case "tr" | "tc" if self.tables == 1:
                self._open(name)
            case "fldChar":
                self.links.turn(attributes.get("fldCharType", ""))
            case _ if name in _PROPERTIES:
                self.properties = name
            case _ if name in ELEMENTS:
                self.links.begin(attributes)
            case _:
                self._add(_sign(name, attributes))
                self._take_remark(name, attributes)
                self._take_look(name, attributes)

    def _open(self, name: str) -> None:
        if name == "tr":
            if self.outside.remarks:
                self.done.append(self.outside)
                self.outside = Row()
            self.row = Row()
        elif self.row is not None:
            self.cell = Cell()
            self.row.cells.append(self.cell)

    def _take_look(self, name: str, attributes: Mapping[str, str]) -> None:
        """A property of a run; its own goes before that of its style, in whatever order they stand."""
        if name == "vanish":
            self.hidden = is_on(attributes)
        elif name == "rStyle":
            self.look = {**self.known.look(value(attributes)), **self.look}
        elif found := docx_styles.look(name, attributes):
            self.look = {**self.look, **found}

    def _end(self, name: str) -> None:
        if self.unseen:
            self.unseen -= 1
            return
        match name:
            case "t" | "instrText":
                self.reading = ""
            case "p":
                self.links.end_paragraph()
            case "tbl":
                self.tables -= 1
            case "tc" if self.tables == 1:
                self.cell = None
            case "tr" if self.tables == 1 and self.row is not None:
                self.done.append(self.row)
                self.row = None
            case _ if name in _PROPERTIES:
                self.properties = ""
            case _ if name in ELEMENTS:
                self.links.end()


def _sign(name: str, attributes: Mapping[str, str]) -> str:
    """The character for which an element stands; empty for others, and for a break of the page."""
    if name == "sym":
        return _ARROWS.get(attributes.get("char", "").upper(), "\N{REPLACEMENT CHARACTER}")
    if name == "br":
        return "\n" if attributes.get("type", "textWrapping") == "textWrapping" else ""
    return _SIGNS.get(name, "")
