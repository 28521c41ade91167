"""What comes back from other tools: segment by segment, as far as each format tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bilingual.types import Inline, Status


class Returned(NamedTuple):
    """A segment that came back. All texts are untrusted, to the last character as the file has them."""

    address: str
    source: str
    target: str
    """Empty where the file has none, which asks for nothing."""
    status: Status | None = None
    """None where the file does not tell."""
    note: str | None = None
    """What became of the note that was exported, `""` where somebody deleted it; None where the file does not tell."""
    added: tuple[str, ...] = ()
    """Remarks that are new, in order."""
    marks: tuple[Inline, ...] | None = None
    """What is marked in the target; None where the file does not tell."""
    seen: str = ""
    """`str(row.seen)` of the row that was exported; empty where a tool has lost it."""
    article: str = ""
    """The name of the article; empty where the file does not tell."""
    line: int = 0
    """Where in the file it stands, from 1; 0 where there are no lines."""
