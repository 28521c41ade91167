"""Links of a Word document: elements that name a relation of their part, and fields, which begin and end as runs do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.read.hrefs import href, of_field
from bilingual.read.xml import events, local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bilingual.read.archive import Archive

ELEMENTS = frozenset({"hyperlink", "fldSimple"})


def relations(archive: Archive, part: str) -> Mapping[str, str]:
    """Where the links of a part lead, by the ids of its relations; what is broken there costs no text, and is left."""
    folder, _, name = part.rpartition("/")
    member = f"{folder}/_rels/{name}.rels"
    found: dict[str, str] = {}
    if member in archive:
        with suppress(InputError):
            for event in events(archive.chunks(member)):
                if local(event.value) == "Relationship" and event.attributes.get("Type", "").endswith("/hyperlink"):
                    found[event.attributes.get("Id", "")] = event.attributes.get("Target", "")
    return found


@dataclass(slots=True)
class Links:
    """Where we are among the links of a part."""

    relations: Mapping[str, str]
    _elements: list[str] = field(default_factory=list)
    """Where those around us lead."""
    _field: str = ""
    """Where the field leads whose result we are in."""
    _since: int = 0
    """Its depth."""
    _depth: int = 0
    """Fields inside each other."""
    _instruction: list[str] = field(default_factory=list)

    @property
    def href(self) -> str:
        """Where what comes next leads; empty outside of links."""
        return self._field or (self._elements[-1] if self._elements else "")

    def begin(self, attributes: Mapping[str, str]) -> None:
        """An element begins that may be a link."""
        target, place = self.relations.get(attributes.get("id", ""), ""), attributes.get("anchor", "")
        found = href(f"{target}#{place}" if target and place else target) or of_field(attributes.get("instr", ""))
        self._elements.append(found or self.href)

    def end(self) -> None:
        """The innermost of these elements ends."""
        if self._elements:
            self._elements.pop()

    def turn(self, what: str) -> None:
        """A field begins, its result does (`separate`), or it ends."""
        if what == "begin":
            self._depth += 1
            self._instruction.clear()
        elif what == "separate" and (found := of_field("".join(self._instruction))):
            self._field, self._since = found, self._depth
        elif what == "end":
            if self._depth <= self._since:
                self._field = ""
            self._depth = max(0, self._depth - 1)

    def instruct(self, words: str) -> None:
        """Takes note of a part of what a field says."""
        self._instruction.append(words)

    def end_paragraph(self) -> None:
        """No link of a field goes on into the next paragraph: of many, the end was lost in a change."""
        self._field = ""
