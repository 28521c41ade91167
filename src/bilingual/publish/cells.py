"""What stands in a cell of the page: a text with the glossary's terms in it, and what its author marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilingual.messages import _
from bilingual.publish import labels
from bilingual.publish.pieces import WHOLE, Piece, Span, pieces
from bilingual.uri import uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.types import Inline, InlineKind, Occurrence, Pair, Rule, Term, Verdict

LONGEST = 300
"""The most characters of an entry's field in an explanation, which is repeated at each occurrence."""

ELEMENTS: dict[InlineKind, str] = {
    "bold": "strong",
    "italic": "em",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
    "link": "a",
}
"""The element for each kind of mark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A term as the page shows it, on either side."""

    number: int
    """Within its pair, from 1; partners share it, and so do two rules for the same French words."""
    verdict: Verdict
    rule: Rule
    gloss: str
    """What a reader learns about the term, line by line; see `gloss`."""


@dataclass(frozen=True, slots=True)
class Element:
    """Words that their author marked, as an element of the page."""

    name: str
    href: str = ""
    """Of a link: a web or mail address."""


Cell = list[Piece[Mark | Element]]


def cells(pair: Pair) -> tuple[Cell, Cell]:
    """Source and target of a pair, in pieces."""
    marked = [(found, mark) for found, mark in zip(pair.occurrences, marks_of(pair), strict=True) if mark]
    source = [(found.pin.start, found.pin.end, mark) for found, mark in marked]
    target = [(found.start, found.end, mark) for found, mark in marked]
    return cell(pair.source.text, source, pair.source.inlines), cell(pair.target, target, pair.inlines)


def cell(text: str, terms: Iterable[tuple[int, int, Mark]], inlines: Sequence[Inline]) -> Cell:
    """A text in pieces: its terms `(start, end, mark)` are elements in one piece each, within or around the others."""
    spans: list[Span[Mark | Element]] = [Span(start, end, mark, WHOLE) for start, end, mark in terms]
    for kind in ELEMENTS if inlines else ():
        spans += _elements(kind, [one for one in inlines if one.kind == kind])
    return list(pieces(text, spans))


def marks_of(pair: Pair) -> Iterator[Mark | None]:
    """The mark of each occurrence; None for a forbidden rendering that does not stand there: all is well."""
    numbers: dict[tuple[int, int], int] = {}
    for found in pair.occurrences:
        term = found.pin.term
        number = numbers.setdefault((found.pin.start, found.pin.end), len(numbers) + 1)
        if term.rule != "forbidden":
            yield Mark(number, found.verdict, term.rule, gloss(found))
        else:
            yield Mark(number, "failed", term.rule, gloss(found)) if found.start >= 0 else None


def gloss(occurrence: Occurrence) -> str:
    """What a reader learns about a term: its renderings, the rule with what became of it, and the glossary's note.

    A line each, whatever line breaks the texts have.
    """
    term = occurrence.pin.term
    accepted = ", ".join(term.accepted) if term.rule != "forbidden" else ""
    also = _("Also right: {renderings}", renderings=accepted) if accepted else ""
    homonyms = ", ".join(f"{one.target} ({one.context or ', '.join(one.near)})" for one in occurrence.pin.homonyms)
    open_one = _("The text does not tell which: {renderings}", renderings=homonyms) if homonyms else ""
    ruled = _("{rule}: {outcome}", rule=labels.said(labels.RULES, term.rule), outcome=_outcome(occurrence))
    lines = (_rendering(term), also, ruled, open_one, term.note)
    return "\n".join(_brief(line) for line in lines if line)


def _elements(kind: InlineKind, inlines: Iterable[Inline]) -> Iterator[Span[Mark | Element]]:
    """The marks of one kind, none upon another: what overlaps or touches is one, but another link begins behind."""
    found: list[tuple[int, int, str]] = []
    for one in sorted(inlines, key=lambda one: (one.start, -one.end)):
        href = uri(one.href) if kind == "link" else ""
        if kind == "link" and not href:
            continue
        first, last, other = found[-1] if found else (0, 0, "")
        if found and one.start <= last and href == other:
            found[-1] = first, max(last, one.end), href
        elif not found or one.end > last:
            found.append((max(one.start, last), one.end, href))
    for start, end, href in found:
        yield Span(start, end, Element(ELEMENTS[kind], href), int(kind == "link"))


def _outcome(occurrence: Occurrence) -> str:
    if occurrence.pin.term.rule == "forbidden":
        return _("stands in the translation all the same")
    if occurrence.pin.term.rule == "suggest" and occurrence.verdict == "failed":
        return _("not taken up")
    return labels.said(labels.VERDICTS, occurrence.verdict)


def _brief(text: str) -> str:
    line = " ".join(text[: LONGEST + 1].split())
    return line if len(text) <= LONGEST else f"{line[:LONGEST]}…"


def _rendering(term: Term) -> str:
    if term.rule == "forbidden":
        return _("{source}, never “{target}”", source=term.source, target=term.target)
    if term.source == term.target:
        return _("{term} stays as it is", term=term.source)
    return f"{term.source} → {term.target}"
