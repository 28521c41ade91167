"""The styles of a Word document: what a paragraph is, and what is marked in a line, by the style's name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilingual.read import styles
from bilingual.read.styles import Style
from bilingual.read.xml import events, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bilingual.read.archive import Archive
    from bilingual.types import InlineKind

BODY_LEVEL = 9
"""The outline level of what is no heading; those of headings are 0 to 8."""

_LONGEST_CHAIN = 20
"""Styles based on each other."""
_OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class _Defined:
    """A style as `styles.xml` has it."""

    of_words: bool = False
    name: str = ""
    parent: str = ""
    level: int | None = None
    """As Word counts, from 0."""
    numbered: bool = False
    look: dict[InlineKind, bool] = field(default_factory=dict)


@dataclass(slots=True)
class Styles:
    """By their ids."""

    by_id: dict[str, _Defined] = field(default_factory=dict)
    _looks: dict[str, Mapping[InlineKind, bool]] = field(default_factory=dict)

    def style(self, key: str) -> Style | None:
        """What a style tells, by its name or by what it is based on."""
        for one, defined in self._chain(key):
            if found := styles.named(defined.name) or styles.named(one):
                return found
            if defined.level is not None:
                return styles.heading(defined.level + 1) if defined.level < BODY_LEVEL else None
            if defined.numbered:
                return Style("item")
        return None

    def look(self, key: str) -> Mapping[InlineKind, bool]:
        """What a style of words marks and what it does not, by its properties, its name, or what it is based on."""
        if key not in self._looks:
            found: dict[InlineKind, bool] = {}
            for one, defined in self._chain(key):
                told = styles.marking(defined.name) or styles.marking(one)
                found = ({told: True} if told else {}) | defined.look | found
            self._looks[key] = found
        return self._looks[key]

    def _chain(self, key: str) -> Iterator[tuple[str, _Defined]]:
        for _ in range(_LONGEST_CHAIN):
            defined = self.by_id.get(key, _Defined())
            yield key, defined
            key = defined.parent
            if not key:
                return


def read(archive: Archive, part: str) -> Styles:
    """The styles that a document defines; none where it has no such part."""
    found = Styles()
    defined = _Defined()
    for event in events(archive.chunks(part)) if part in archive else ():
        if event.what != "start":
            continue
        match local(event.value):
            case "style":
                defined = _Defined(of_words=event.attributes.get("type") == "character")
                found.by_id[event.attributes.get("styleId", "")] = defined
            case "name":
                defined.name = value(event.attributes)
            case "basedOn":
                defined.parent = value(event.attributes)
            case "outlineLvl":
                defined.level = number(event.attributes)
            case "numPr":
                defined.numbered = True
            case name if defined.of_words:
                defined.look |= look(name, event.attributes)
    return found


def look(name: str, attributes: Mapping[str, str]) -> Mapping[InlineKind, bool]:
    """What a property of a run marks, and what it says not to be marked."""
    match name:
        case "b":
            return {"bold": is_on(attributes)}
        case "i":
            return {"italic": is_on(attributes)}
        case "vertAlign":
            place = value(attributes)
            return {"superscript": place == "superscript", "subscript": place == "subscript"}
    return {}


def is_on(attributes: Mapping[str, str]) -> bool:
    """Whether a property holds: one without a value does."""
    return value(attributes) not in _OFF


def value(attributes: Mapping[str, str]) -> str:
    """Of a property; empty where it has none."""
    return attributes.get("val", "")


def number(attributes: Mapping[str, str]) -> int | None:
    """The value of a property, of one digit; None where it is none."""
    told = value(attributes)
    return int(told) if told.isascii() and told.isdigit() and len(told) == 1 else None
