"""Word documents (Office Open XML): the text as it would be printed, changes accepted.

Read by the XML itself: python-docx knows neither text boxes, notes and tracked changes nor the order of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from bilingual.read import docx_styles, signature, styles
from bilingual.read.archive import Archive
from bilingual.read.docx_links import ELEMENTS, Links, relations
from bilingual.read.docx_styles import BODY_LEVEL, is_on, number, value
from bilingual.read.flow import Flow, headed, once
from bilingual.read.runs import PLAIN, changed, linked
from bilingual.read.styles import Style
from bilingual.read.xml import events, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bilingual.read.docx_styles import Styles
    from bilingual.read.xml import Event
    from bilingual.types import Block, InlineKind, Reason

_DELETED = frozenset({"del", "moveFrom"})
_EARLIER = frozenset({"pPrChange", "rPrChange", "sectPrChange"})
"""What they hold was so before a tracked change."""
_UNSEEN = _DELETED | _EARLIER | {"rt"}  # `rt` spells a word out once more, in small letters above it
_SIGNS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011"}
_READ = frozenset({"t", "instrText"})
"""What holds text, and what holds the instruction of a field."""


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a Word document; notes stand at the end, headers, footers and remarks are marked.

    Raises InputError where it is none, is broken, or is protected.
    """
    if not data.startswith(b"PK"):
        raise signature.other(data, "docx")
    archive = Archive(data)
    main = _main_part(archive)
    if main is None:
        raise signature.other(data, "docx")
    folder = main.rpartition("/")[0]
    known = docx_styles.read(archive, f"{folder}/styles.xml")

    def parts(pattern: str, skip: Reason | None = None) -> list[Block]:
        wanted = re.compile(rf"{re.escape(folder)}/{pattern}\.xml")
        names = sorted(filter(wanted.fullmatch, archive.names))
        return list(chain.from_iterable(_read(archive, name, known, skip) for name in names))

    yield from once(parts(r"header\d*", "boilerplate"))
    yield from headed(_read(archive, main, known))
    yield from parts("(?:foot|end)notes")
    yield from once(parts(r"footer\d*", "boilerplate"))
    yield from parts("comments", "comments")


def _main_part(archive: Archive) -> str | None:
    """The name of the member that holds the text; None where there is none."""
    if "word/document.xml" in archive:
        return "word/document.xml"
    if "_rels/.rels" not in archive:
        return None
    for event in events(archive.chunks("_rels/.rels")):
        if event.attributes.get("Type", "").endswith("/officeDocument"):
            target = event.attributes.get("Target", "").lstrip("/")
            return target if target.startswith("word/") and target in archive else None
    return None


def _read(archive: Archive, part: str, known: Styles, skip: Reason | None = None) -> list[Block]:
    """The blocks of one part."""
    walk = _Walk(known, Flow(skip), Links(relations(archive, part)))
    for event in events(archive.chunks(part)):
        walk.take(event)
    return walk.flow.finish()


@dataclass(slots=True)
class _Properties:
    """What a paragraph says of itself."""

    style: str = ""
    level: int | None = None
    numbered: bool = False
    joined: bool = False
    """Whether its mark was deleted: the next paragraph goes on in its line."""

    def meant(self, known: Styles) -> Style:
        style = known.style(self.style) or Style()
        if self.level is not None and self.level < BODY_LEVEL and style.kind == "paragraph":
            return styles.heading(self.level + 1)
        return Style("item") if self.numbered and style == Style() else style


@dataclass(slots=True)
class _Walk:
    """Where we are in a part."""

    known: Styles
    flow: Flow
    links: Links
    open: list[_Properties] = field(default_factory=list)
    """Of the paragraphs inside each other."""
    choices: list[int] = field(default_factory=list)
    """For each set of alternatives, how much text stood before it."""
    unseen: int = 0
    """Elements inside each other since one whose text is not shown."""
    in_properties: bool = False
    reading: str = ""
    """Of `_READ`, the element that we are in."""
    hidden: bool = False
    look: Mapping[InlineKind, bool] = field(default_factory=dict)
    """What the run marks, and what it says not to be marked."""

    def take(self, event: Event) -> None:
        """Takes note of what comes next."""
        if event.what == "text":
            if not self.unseen:
                self._take_words(event.value)
            return
        name = local(event.value)
        if event.what == "end":
            self._end(name)
        elif self.unseen or self._is_unseen(name):
            self.unseen += 1
        elif self.in_properties:
            self._take_property(name, event.attributes)
        else:
            self._start(name, event.attributes)

    def _take_words(self, words: str) -> None:
        if self.reading == "t":
            self._add(words)
        elif self.reading:
            self.links.instruct(words)

    def _add(self, words: str) -> None:
        self.flow.add(words, linked(changed(PLAIN, self.look), self.links.href), hidden=self.hidden)

    def _is_unseen(self, name: str) -> bool:
        if self.in_properties and name in _DELETED:
            return False
        # Word writes a drawing twice, for programs of now and for old ones
        is_second = name == "Fallback" and bool(self.choices) and self.flow.size > self.choices[-1]
        return is_second or name in _UNSEEN

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "p":
                self.open.append(_Properties())
                self.flow.begin()
            case "pPr":
                self.in_properties = True
            case _ if name in _READ:
                self.reading = name
            case "br" | "cr":
                self.flow.end_line()
            case "r":
                self.hidden, self.look = False, {}
            case "AlternateContent":
                self.choices.append(self.flow.size)
            case _ if name in ELEMENTS:
                self.links.begin(attributes)
            case "fldChar":
                self.links.turn(attributes.get("fldCharType", ""))
            case _ if name in _SIGNS:
                self._add(_SIGNS[name])
            case _:
                self._take_look(name, attributes)

    def _take_look(self, name: str, attributes: Mapping[str, str]) -> None:
        """A property of a run; its own goes before that of its style, in whatever order they stand."""
        if name == "vanish":
            self.hidden = is_on(attributes)
        elif name == "rStyle":
            self.look = {**self.known.look(value(attributes)), **self.look}
        elif found := docx_styles.look(name, attributes):
            self.look = {**self.look, **found}

    def _take_property(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self.open:
            return
        here = self.open[-1]
        match name:
            case "pStyle":
                here.style = value(attributes)
            case "outlineLvl":
                here.level = number(attributes)
            case "numId":
                here.numbered = value(attributes) != "0"
            case "del" | "moveFrom":
                here.joined = True

    def _end(self, name: str) -> None:
        if self.unseen:
            self.unseen -= 1
            return
        match name:
            case "p" if self.open:
                properties = self.open.pop()
                self.flow.restyle(properties.meant(self.known))
                self.flow.end(joined=properties.joined)
                self.links.end_paragraph()
            case "pPr":
                self.in_properties = False
            case _ if name in _READ:
                self.reading = ""
            case "r":
                self.hidden, self.look = False, {}
            case _ if name in ELEMENTS and not self.in_properties:
                self.links.end()
            case "AlternateContent" if not self.in_properties:
                self.choices.pop()
