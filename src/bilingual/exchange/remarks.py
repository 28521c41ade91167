"""What travels with a segment for translators to read: an editor's note, what the checks found, what a term asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.outgoing import Row
    from bilingual.types import Finding, Severity, Term

EDITOR = "editor"
"""Category and name of the note that an editor has left; it comes back as whatever somebody made of it."""
CHECK = "bilingual:check"
"""Category of what is ours: it is found anew, and does not come back."""
SKIPPED = "bilingual:skipped"
TERM = "bilingual:term"
_OURS = frozenset({CHECK, SKIPPED, TERM})
_PRIORITY: dict[Severity, int] = {"error": 1, "warning": 3, "info": 5}


class Remark(NamedTuple):
    """A note."""

    name: str
    """Unlike that of the unit's other notes."""
    category: str
    text: str
    priority: int = 0
    """1 to 10, 1 the highest; 0 for none."""


def of(row: Row) -> Iterator[Remark]:
    """The remarks of a segment."""
    if row.skip:
        yield Remark("skipped", SKIPPED, row.skip)
    if row.note:
        yield Remark(EDITOR, EDITOR, row.note)
    for number, finding in enumerate(row.findings, 1):
        yield Remark(f"check-{number}", CHECK, found(finding), _PRIORITY[finding.severity])


def terms(row: Row) -> Iterator[str]:
    """A line for each term of a segment, for formats that have no place of their own for them: each once."""
    for said in dict.fromkeys(pin.term for pin in row.pins):
        rendering = f"{said.source} → {said.target}" if said.rule != "forbidden" else said.source
        asked = "; ".join(term(said).split("\n"))
        yield f"{rendering} ({asked})" if asked else rendering


def found(finding: Finding) -> str:
    """A finding in a line: which check it is of, and what it says."""
    return _("{check}: {message}", check=finding.check, message=finding.message)


def is_ours(category: str) -> bool:
    """Whether a note with this category is one that the program wrote."""
    return category in _OURS


def term(said: Term) -> str:
    """What a glossary entry asks beside its rendering."""
    asked = {
        "forbidden": _("not: {target}", target=said.target),
        "read-only": _("not translated"),
        "suggest": _("suggestion"),
    }
    return "\n".join(filter(None, (asked.get(said.rule, ""), said.note)))
