"""Word documents (Office Open XML): the text as it would be printed, changes accepted.

Read by the XML itself: python-docx knows neither text boxes, notes and tracked changes nor the order of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from bilingual.read import signature, styles
from bilingual.read.archive import Archive
from bilingual.read.flow import Flow, headed, once
from bilingual.read.styles import Style
from bilingual.read.xml import events, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bilingual.read.xml import Event
    from bilingual.types import Block, Reason

_LONGEST_CHAIN = 20
"""Styles based on each other."""
_BODY_LEVEL = 9
"""The outline level of what is no heading; those of headings are 0 to 8."""

_DELETED = frozenset({"del", "moveFrom"})
_EARLIER = frozenset({"pPrChange", "rPrChange", "sectPrChange"})
"""What they hold was so before a tracked change."""
_UNSEEN = _DELETED | _EARLIER | {"rt"}  # `rt` spells a word out once more, in small letters above it
_SIGNS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011"}
_OFF = frozenset({"0", "false", "off"})


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
    known = _styles(archive, f"{folder}/styles.xml")

    def parts(pattern: str, skip: Reason | None = None) -> list[Block]:
        wanted = re.compile(rf"{re.escape(folder)}/{pattern}\.xml")
        names = sorted(filter(wanted.fullmatch, archive.names))
        return list(chain.from_iterable(_read(archive.chunks(name), known, skip) for name in names))

    yield from once(parts(r"header\d*", "boilerplate"))
    yield from headed(_read(archive.chunks(main), known))
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


@dataclass(slots=True)
class _Defined:
    """A style as `styles.xml` has it."""

    name: str = ""
    parent: str = ""
    level: int | None = None
    """As Word counts, from 0."""
    numbered: bool = False


@dataclass(slots=True)
class _Styles:
    by_id: dict[str, _Defined] = field(default_factory=dict)

    def style(self, key: str) -> Style | None:
        """What a style tells, by its name or by what it is based on."""
        for _ in range(_LONGEST_CHAIN):
            defined = self.by_id.get(key, _Defined())
            if found := styles.named(defined.name) or styles.named(key):
                return found
            if defined.level is not None:
                return styles.heading(defined.level + 1) if defined.level < _BODY_LEVEL else None
            if defined.numbered:
                return Style("item")
            key = defined.parent
            if not key:
                break
        return None


def _styles(archive: Archive, part: str) -> _Styles:
    found = _Styles()
    defined = _Defined()
    for event in events(archive.chunks(part)) if part in archive else ():
        if event.what != "start":
            continue
        match local(event.value):
            case "style":
                defined = found.by_id[event.attributes.get("styleId", "")] = _Defined()
            case "name":
                defined.name = _value(event.attributes)
            case "basedOn":
                defined.parent = _value(event.attributes)
            case "outlineLvl":
                defined.level = _number(event.attributes)
            case "numPr":
                defined.numbered = True
    return found


def _read(chunks: Iterable[bytes], known: _Styles, skip: Reason | None = None) -> list[Block]:
    """The blocks of one part."""
    walk = _Walk(known, Flow(skip))
    for event in events(chunks):
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

    def meant(self, known: _Styles) -> Style:
        style = known.style(self.style) or Style()
        if self.level is not None and self.level < _BODY_LEVEL and style.kind == "paragraph":
            return styles.heading(self.level + 1)
        return Style("item") if self.numbered and style == Style() else style


@dataclass(slots=True)
class _Walk:
    """Where we are in a part."""

    known: _Styles
    flow: Flow
    open: list[_Properties] = field(default_factory=list)
    """Of the paragraphs inside each other."""
    choices: list[int] = field(default_factory=list)
    """For each set of alternatives, how much text stood before it."""
    unseen: int = 0
    """Elements inside each other since one whose text is not shown."""
    in_properties: bool = False
    in_text: bool = False
    hidden: bool = False

    def take(self, event: Event) -> None:
        """Takes note of what comes next."""
        if event.what == "text":
            if self.in_text and not self.unseen:
                self.flow.add(event.value, hidden=self.hidden)
        elif event.what == "end":
            self._end(local(event.value))
        elif self.unseen or self._is_unseen(local(event.value)):
            self.unseen += 1
        else:
            self._start(local(event.value), event.attributes)

    def _is_unseen(self, name: str) -> bool:
        if self.in_properties and name in _DELETED:
            return False
        # Word writes a drawing twice, for programs of now and for old ones
        is_second = name == "Fallback" and bool(self.choices) and self.flow.size > self.choices[-1]
        return is_second or name in _UNSEEN

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.in_properties:
            self._take_property(name, attributes)
            return
        match name:
            case "p":
                self.open.append(_Properties())
                self.flow.begin()
            case "pPr":
                self.in_properties = True
            case "t":
                self.in_text = True
            case "br" | "cr":
                self.flow.end_line()
            case "r":
                self.hidden = False
            case "vanish":
                self.hidden = _value(attributes) not in _OFF
            case "AlternateContent":
                self.choices.append(self.flow.size)
            case _ if name in _SIGNS:
                self.flow.add(_SIGNS[name], hidden=self.hidden)

    def _take_property(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self.open:
            return
        here = self.open[-1]
        match name:
            case "pStyle":
                here.style = _value(attributes)
            case "outlineLvl":
                here.level = _number(attributes)
            case "numId":
                here.numbered = _value(attributes) != "0"
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
            case "pPr":
                self.in_properties = False
            case "t":
                self.in_text = False
            case "r":
                self.hidden = False
            case "AlternateContent" if not self.in_properties:
                self.choices.pop()


def _value(attributes: Mapping[str, str]) -> str:
    return attributes.get("val", "")


def _number(attributes: Mapping[str, str]) -> int | None:
    value = _value(attributes)
    return int(value) if value.isascii() and value.isdigit() and len(value) == 1 else None
