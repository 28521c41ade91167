"""Did the house's terms come through?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Pair


def failed(pair: Pair) -> Iterator[Finding]:
    """A pinned term is missing in the target."""
    for occurrence in pair.occurrences:
        term = occurrence.pin.term
        if occurrence.verdict == "failed" and term.rule in {"pin", "read-only"}:
            said = pair.source.text[occurrence.pin.start : occurrence.pin.end]
            message = f"“{said}” must be rendered “{term.target}”, which is missing."
            yield Finding("term", "error", message, pair.source.address)


def forbidden(pair: Pair) -> Iterator[Finding]:
    """A rendering stands in the target that the glossary forbids."""
    for occurrence in pair.occurrences:
        term = occurrence.pin.term
        if term.rule == "forbidden" and occurrence.start >= 0:
            said = pair.source.text[occurrence.pin.start : occurrence.pin.end]
            message = f"“{said}” must not be rendered “{term.target}”."
            yield Finding("term-forbidden", "warning", message, pair.source.address)
