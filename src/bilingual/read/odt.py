"""OpenDocument texts: the text as it would be printed, changes accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.messages import _
from bilingual.read import signature, styles
from bilingual.read.archive import LOCKED, UNLOCK, Archive
from bilingual.read.flow import Flow, headed, once
from bilingual.read.hrefs import href
from bilingual.read.runs import PLAIN, Marks, changed, linked
from bilingual.read.styles import Style
from bilingual.read.xml import events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bilingual.read.xml import Event
    from bilingual.types import Block, InlineKind

    Look = Mapping[InlineKind, bool]

_LONGEST_CHAIN = 20
"""Styles based on each other."""

_PARAGRAPHS = frozenset({"text:p", "text:h"})
_UNSEEN = frozenset(
    {"text:tracked-changes", "svg-compatible:title", "svg-compatible:desc", "text:note-citation", "text:ruby-text"}
)
"""What was deleted, what describes pictures to the blind, the numbers of notes, and spellings above a word."""
_ASIDES = {
    "text:note-body": "notes",
    "office:annotation": "remarks",
    "style:header": "page",
    "style:header-left": "page",
    "style:header-first": "page",
    "style:footer": "page",
    "style:footer-left": "page",
    "style:footer-first": "page",
}
_ITEMS = frozenset({"text:list-item"})
_NAVIGATION = frozenset({"text:table-of-content", "text:illustration-index", "text:table-index"})
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_ITALIC = frozenset({"italic", "oblique"})
_CODE = re.compile(r"_([0-9a-f]{2})_")
"""How names of styles write what is no letter: `Heading_20_1`."""


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of an OpenDocument text; notes stand at the end, headers, footers and remarks are marked.

    Raises InputError where it is none, is broken, or is protected.
    """
    if not data.startswith(b"PK"):
        raise signature.other(data, "odt")
    archive = Archive(data)
    if signature.kind(data) not in {"odt", "zip"}:
        raise signature.other(data, "odt")
    if "encrypted-package" in archive or _is_locked(archive):
        raise InputError(_(LOCKED), _(UNLOCK))
    if "content.xml" not in archive:
        raise signature.other(data, "odt")
    walk = _Walk()
    if "styles.xml" in archive:
        _feed(walk, archive.chunks("styles.xml"))
    _feed(walk, archive.chunks("content.xml"))
    yield from once(walk.asides["page"].finish())
    yield from headed(walk.body.finish())
    yield from walk.asides["notes"].finish()
    yield from walk.asides["remarks"].finish()


def _is_locked(archive: Archive) -> bool:
    return "META-INF/manifest.xml" in archive and b":encryption-data" in archive.read("META-INF/manifest.xml")


def _feed(walk: _Walk, chunks: Iterable[bytes]) -> None:
    for event in events(chunks):
        walk.take(event)


@dataclass(slots=True)
class _Defined:
    """A style: what it is called, the key of its parent, and what words have of it."""

    name: str
    parent: str = ""
    look: Look = field(default_factory=dict)


@dataclass(slots=True)
class _Styles:
    """The styles of paragraphs and of words, those of `styles.xml` and those that stand before the text."""

    named: dict[tuple[str, str], _Defined] = field(default_factory=dict)
    """By family and key."""
    looks: dict[str, Look] = field(default_factory=dict)
    """Those of words that have been asked for."""
    last: _Defined | None = None
    """The style that is being defined."""

    def define(self, attributes: Mapping[str, str]) -> None:
        key = attributes.get("name", "")
        name = _CODE.sub(_decoded, attributes.get("display-name", key))
        self.last = _Defined(name, attributes.get("parent-style-name", ""))
        self.named[attributes.get("family", ""), key] = self.last
        self.looks.clear()  # header and text may each have a T1

    def style(self, key: str) -> Style | None:
        """What a style of paragraphs tells, by its name or by what it is based on."""
        return next((found for one in self._chain("paragraph", key) if (found := styles.named(one.name))), None)

    def look(self, key: str) -> Look:
        """What a style of words marks and what it does not, by its properties, its name, or what it is based on."""
        if key not in self.looks:
            found: Look = {}
            for one in self._chain("text", key):
                told = styles.marking(one.name)
                found = {**({told: True} if told else {}), **one.look, **found}
            self.looks[key] = found
        return self.looks[key]

    def _chain(self, family: str, key: str) -> Iterator[_Defined]:
        for _step in range(_LONGEST_CHAIN):
            found = self.named.get((family, key)) or _Defined(_CODE.sub(_decoded, key))
            yield found
            key = found.parent
            if not key:
                return


def _look(attributes: Mapping[str, str]) -> Look:
    """What the properties of words mark, and what they say not to be marked."""
    found: dict[InlineKind, bool] = {}
    if weight := attributes.get("font-weight", ""):
        found["bold"] = weight in _BOLD
    if slant := attributes.get("font-style", ""):
        found["italic"] = slant in _ITALIC
    if place := attributes.get("text-position", "").split()[:1]:
        raised = place[0].removesuffix("%")
        found["superscript"] = raised == "super" or (raised.isdecimal() and raised.strip("0") != "")
        found["subscript"] = raised == "sub" or raised.startswith("-")
    return found


def _decoded(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds inside an element."""

    flow: Flow
    seen: bool = True
    hidden: bool = False
    style: Style = field(default_factory=Style)
    in_paragraph: bool = False
    marks: Marks = PLAIN


@dataclass(slots=True)
class _Walk:
    """Where we are in a document, the innermost place last."""

    body: Flow = field(default_factory=Flow)
    asides: dict[str, Flow] = field(
        default_factory=lambda: {"notes": Flow(), "remarks": Flow("comments"), "page": Flow("boilerplate")}
    )
    known: _Styles = field(default_factory=_Styles)
    places: list[_Place] = field(default_factory=list)

    def take(self, event: Event) -> None:
        """Takes note of what comes next."""
        if event.what == "start":
            outer = self.places[-1] if self.places else _Place(self.body)
            self.places.append(self._place(event.value, event.attributes, outer))
        elif event.what == "text":
            here = self.places[-1]
            if here.in_paragraph and here.seen:
                here.flow.add(event.value, here.marks, hidden=here.hidden)
        elif self.places.pop().seen and event.value in _PARAGRAPHS:
            (self.places[-1] if self.places else _Place(self.body)).flow.end()
        elif event.value == "style:style":
            self.known.last = None

    def _place(self, name: str, attributes: Mapping[str, str], outer: _Place) -> _Place:
        """What holds inside an element, by what holds around it."""
        if not outer.seen or name in _UNSEEN:
            return _Place(outer.flow, seen=False)
        if name in _PARAGRAPHS:
            outer.flow.begin(self._style(name, attributes, outer.style))
            return _Place(outer.flow, hidden=outer.hidden, style=outer.style, in_paragraph=True)
        if name in _ASIDES:
            return _Place(self.asides[_ASIDES[name]])
        if outer.in_paragraph:
            _add_sign(name, outer)
        elif name == "style:style":
            self.known.define(attributes)
        elif name == "style:text-properties" and self.known.last:
            self.known.last.look = _look(attributes)
        return _inside(name, attributes, outer, self._marks(name, attributes, outer.marks))

    def _marks(self, name: str, attributes: Mapping[str, str], around: Marks) -> Marks:
        if name == "text:span":
            return changed(around, self.known.look(attributes.get("style-name", "")))
        return linked(around, href(attributes.get("href", ""))) if name == "text:a" else around

    def _style(self, name: str, attributes: Mapping[str, str], around: Style) -> Style:
        if around.skip:
            return around
        level = attributes.get("outline-level", "1")
        if name == "text:h":
            return styles.heading(int(level) if level.isascii() and level.isdigit() and len(level) < len("100") else 1)
        return self.known.style(attributes.get("style-name", "")) or around


def _add_sign(name: str, here: _Place) -> None:
    """Takes note of white space and line breaks, which are elements here."""
    if name in {"text:s", "text:tab"}:
        here.flow.add(" ", here.marks, hidden=here.hidden)
    elif name == "text:line-break":
        here.flow.end_line()


def _inside(name: str, attributes: Mapping[str, str], outer: _Place, marks: Marks) -> _Place:
    """What holds inside an element that is neither paragraph nor aside."""
    style, hidden = outer.style, outer.hidden
    if name in _ITEMS and not style.skip:
        style = Style("item")
    elif name in _NAVIGATION:
        style = Style(skip="navigation")
    elif name == "text:section" and attributes.get("display") == "none":
        hidden = True
    return _Place(outer.flow, hidden=hidden, style=style, in_paragraph=outer.in_paragraph, marks=marks)
