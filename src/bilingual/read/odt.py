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
from bilingual.read.styles import Style
from bilingual.read.xml import events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bilingual.read.xml import Event
    from bilingual.types import Block

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
class _Styles:
    """The styles of paragraphs, those of `styles.xml` and those that stand before the text."""

    named: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By key: what it is called, and the key of its parent."""

    def define(self, attributes: Mapping[str, str]) -> None:
        key = attributes.get("name", "")
        self.named[key] = attributes.get("display-name", key), attributes.get("parent-style-name", "")

    def style(self, key: str) -> Style | None:
        """What a style tells, by its name or by what it is based on."""
        for _step in range(_LONGEST_CHAIN):
            name, parent = self.named.get(key, (key, ""))
            if found := styles.named(_CODE.sub(_decoded, name)):
                return found
            if not parent:
                return None
            key = parent
        return None


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
                here.flow.add(event.value, hidden=here.hidden)
        elif self.places.pop().seen and event.value in _PARAGRAPHS:
            (self.places[-1] if self.places else _Place(self.body)).flow.end()

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
        elif name == "style:style" and attributes.get("family") == "paragraph":
            self.known.define(attributes)
        return _inside(name, attributes, outer)

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
        here.flow.add(" ", hidden=here.hidden)
    elif name == "text:line-break":
        here.flow.end_line()


def _inside(name: str, attributes: Mapping[str, str], outer: _Place) -> _Place:
    """What holds inside an element that is neither paragraph nor aside."""
    style, hidden = outer.style, outer.hidden
    if name in _ITEMS and not style.skip:
        style = Style("item")
    elif name in _NAVIGATION:
        style = Style(skip="navigation")
    elif name == "text:section" and attributes.get("display") == "none":
        hidden = True
    return _Place(outer.flow, hidden=hidden, style=style, in_paragraph=outer.in_paragraph)
