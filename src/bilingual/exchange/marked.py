"""Text and marks of a segment out of the inline elements of XLIFF 1.2, XLIFF 2 and TMX, ours or another tool's."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from bilingual.exchange import marks
from bilingual.exchange.inline import characters, shown
from bilingual.exchange.xml import local, own_text, whole_text
from bilingual.types import Inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bilingual.types import InlineKind

KINDS: dict[str, InlineKind] = {
    "xlf:b": "bold",
    "xlf:i": "italic",
    "bilingual:superscript": "superscript",
    "bilingual:subscript": "subscript",
    "bilingual:code": "code",
    "bold": "bold",
    "italic": "italic",
    "x-superscript": "superscript",
    "x-subscript": "subscript",
    "x-code": "code",
    "link": "link",
}
"""By what the formats call them: those of XLIFF 2 (`subType`), then those of XLIFF 1.2 (`ctype`) and TMX (`type`)."""
_AROUND = frozenset({"pc", "g", "hi"})
"""Elements with the marked words inside."""
_OPENING = {"sc": "id", "bx": "rid", "bpt": "rid"}
_CLOSING = {"ec": "startRef", "ex": "rid", "ept": "rid"}
"""Elements at both ends of the marked words, and the attribute that joins them; else `i` does so (TMX), or `id`."""
_CODES_OF_TMX = frozenset({"it", "ph", "ut"})
"""Codes of TMX, whose text is another program's, beside those at both ends."""

Codes = dict[str, tuple["InlineKind", str]]
"""Kind and address of the marks of a source by their numbers: what a target may leave unsaid."""


class Marked(NamedTuple):
    """A text with its marks."""

    text: str
    marks: tuple[Inline, ...]
    codes: Codes


def read(elements: Iterable[Any], data: Mapping[str, str] | None = None, codes: Codes | None = None) -> Marked:
    """The text of a source, target or seg, as `inline.flat` gives it, and what is marked in it.

    Args:
        elements: the element, or those among which its text is divided, in order.
        data: what codes stand for, by the name under which they refer to it; None where codes show nothing (TMX).
        codes: those of the source, where the elements are a target's.
    """
    reader = _Reader(data, codes or {})
    for element in elements:
        reader.inside(element)
    found = sorted(reader.marks, key=lambda one: (one.start, -one.end))
    return Marked("".join(reader.parts), tuple(found), reader.found)


class _Reader:
    """Collects text and marks in the order of the elements."""

    def __init__(self, data: Mapping[str, str] | None, codes: Codes) -> None:
        self.parts: list[str] = []
        self.marks: list[Inline] = []
        self.found: Codes = {}
        self._data, self._codes = data, codes
        self._at = 0
        self._open: dict[str, list[tuple[int, tuple[InlineKind, str]]]] = defaultdict(list)

    def inside(self, element: Any) -> None:  # noqa: ANN401  # lxml's elements have no types of their own
        """Reads what an element holds."""
        self._add(own_text(element))
        for child in element:
            self._child(child)
            self._add(child.tail or "")

    def _child(self, child: Any) -> None:  # noqa: ANN401  # as above
        name = local(child)
        if name in _AROUND:
            start = self._at
            self.inside(child)
            self._mark(start, self._meaning(child, child.get("id") or child.get("x", "")))
        elif name in _OPENING:
            number = _number(child, _OPENING[name])
            if meaning := self._meaning(child, number):
                self._open[number].append((self._at, meaning))
        elif name in _CLOSING:
            if begun := self._open[_number(child, _CLOSING[name])]:
                self._mark(*begun.pop())
        elif self._data is None and name in _CODES_OF_TMX:
            self._add(characters(child))
        elif (said := shown(child, self._data or {})) is not None:
            self._add(said)
        else:
            self.inside(child)

    def _meaning(self, element: Any, number: str) -> tuple[InlineKind, str] | None:  # noqa: ANN401  # as above
        """Kind and address of a mark, by its own attributes or by the source's; None for another tool's code."""
        told = next((KINDS[said] for key in ("subType", "ctype", "type") if (said := element.get(key)) in KINDS), None)
        if told is None:
            return self._codes.get(number)
        where = ""
        if told == "link":
            code = (self._data or {}).get(element.get("dataRefStart") or element.get("dataRef") or "", "")
            known = self._codes.get(number, ("link", ""))[1]
            where = marks.href(code or whole_text(element) * (local(element) == "bpt")) or known
        self.found[number] = (told, where)
        return told, where

    def _mark(self, start: int, meaning: tuple[InlineKind, str] | None) -> None:
        if meaning and start < self._at:
            self.marks.append(Inline(start, self._at, *meaning))

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._at += len(text)


def _number(element: Any, joins: str) -> str:  # noqa: ANN401  # as above
    """The number by which both ends of a mark are joined."""
    return str(element.get(joins) or element.get("i") or element.get("id") or "")
