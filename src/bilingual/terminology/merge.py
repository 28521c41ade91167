"""Entries from elsewhere into a glossary: what is new, what is there already, and what contradicts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bilingual.terminology import edit, formats
from bilingual.terminology.entry import Entry, flaws

if TYPE_CHECKING:
    from pathlib import Path

Choice = Literal["ask", "keep", "replace"]
"""What becomes of a contradiction: nothing at all is written, the glossary stays, or the other file wins."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two entries of one name that do not say the same."""

    line: int
    """Of the file that is imported."""
    ours: Entry
    theirs: Entry


@dataclass(frozen=True, slots=True)
class Merger:
    """What an import does."""

    added: tuple[Entry, ...]
    same: int
    """Entries that are in both."""
    conflicts: tuple[Conflict, ...]
    refused: tuple[tuple[int, str, str], ...]
    """Line, source and reason of what can stand in no glossary; left out."""
    written: bool = False
    """Whether the glossary was written to."""


def merge(ours: list[Entry], theirs: formats.Placed) -> Merger:
    """What the import of some entries would do; an entry contradicts another one of its own file as well."""
    known = {entry.name: entry for entry in ours}
    added: list[Entry] = []
    conflicts: list[Conflict] = []
    refused: list[tuple[int, str, str]] = []
    same = 0
    for line, entry in theirs:
        there = known.get(entry.name)
        if reasons := flaws(entry):
            refused += [(line, entry.source, reason) for reason in reasons]
        elif there is None:
            known[entry.name] = entry
            added.append(entry)
        elif there == entry:
            same += 1
        else:
            conflicts.append(Conflict(line, there, entry))
    return Merger(tuple(added), same, tuple(conflicts), tuple(refused))


def import_file(path: Path, into: Path, choice: Choice = "ask") -> Merger:
    """Takes the entries of a file over into a glossary, which is begun where it is not there.

    Nothing is written where there are contradictions and the choice is `ask`. With `replace`, the last one of a name
    that the file has twice wins.

    Raises:
        GlossaryError: either file cannot be read, or the glossary cannot be written.
    """
    ours = edit.read(into) if into.exists() else []
    found = merge(ours, formats.read(path))
    added = {entry.name: entry for entry in found.added}
    replaced: dict[tuple[str, str], Entry] = {}
    if choice == "replace":
        for conflict in found.conflicts:
            (added if conflict.theirs.name in added else replaced)[conflict.theirs.name] = conflict.theirs
    if (found.conflicts and choice == "ask") or not (added or replaced):
        return found
    edit.add(into, added.values(), replaced.values())
    return Merger(found.added, found.same, found.conflicts, found.refused, written=True)
