"""What hangs on the words of a Word document: its comments and notes, with who wrote them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bilingual.exchange.sent import received
from bilingual.read.xml import events, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bilingual.read.archive import Archive
    from bilingual.read.xml import Event

_KINDS = frozenset({"comment", "footnote", "endnote"})


class Remark(NamedTuple):
    """A comment, or a note at the foot of the page or at the end. Both texts are untrusted."""

    author: str
    """Empty where none is told."""
    text: str


Remarks = dict[tuple[str, str], Remark]
"""By kind (`comment`, `footnote` or `endnote`) and number."""


def main_part(archive: Archive) -> str | None:
    """The name of the member that holds the text; None where there is none."""
    named = (target for kind, target in _related(archive, "_rels/.rels") if kind.endswith("/officeDocument"))
    found = next(named, "word/document.xml").lstrip("/")
    return found if found.startswith("word/") and found in archive else None


def read(archive: Archive, main: str) -> Remarks:
    """All of a document, whose text the member `main` holds."""
    folder, _slash, name = main.rpartition("/")
    found: Remarks = {}
    for relation, target in _related(archive, f"{folder}/_rels/{name}.rels"):
        kind = relation.rpartition("/")[2].removesuffix("s")
        part = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        if kind in _KINDS and part in archive:
            walk = _Walk(kind)
            for event in events(archive.chunks(part)):
                walk.take(event)
            found |= walk.found
    return found


def _related(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    """Type and target of the relations in a member."""
    for event in events(archive.chunks(part)) if part in archive else ():
        if event.what == "start" and local(event.value) == "Relationship":
            yield event.attributes.get("Type", ""), event.attributes.get("Target", "")


@dataclass(slots=True)
class _Walk:
    """Where we are in a part."""

    kind: str
    found: Remarks = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    paragraphs: int = 0
    is_text: bool = False
    deleted: int = 0

    def take(self, event: Event) -> None:
        name = local(event.value)
        if event.what == "text":
            if self.is_text and not self.deleted:
                self.words.append(event.value)
        elif name == "t":
            self.is_text = event.what == "start"
        elif name == "del":
            self.deleted += 1 if event.what == "start" else -1
        elif event.what == "start":
            self._start(name, event.attributes)
        elif name == self.kind:
            text, _marks = received("".join(self.words))
            self.found[self.kind, self.told.get("id", "")] = Remark(self.told.get("author", ""), text)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == self.kind:
            self.told, self.words, self.paragraphs = attributes, [], 0
        elif name == "p":
            self.words += ["\n"] * bool(self.paragraphs)
            self.paragraphs += 1
        elif name in {"br", "cr"}:
            self.words.append("\n")
        elif name == "tab":
            self.words.append("\t")
