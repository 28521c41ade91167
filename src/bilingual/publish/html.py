"""The aligned page: French and English side by side, sentence by sentence, with terms, findings and folds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, islice
from typing import IO, TYPE_CHECKING, Any

from bilingual.publish.rendering import asset, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bilingual.types import Bitext, Occurrence, Pair, Passage, Rule, Term, Verdict

LANGUAGES = {"fr": "French", "en": "English"}
"""How the page names a language."""

REASONS = {
    "promotion": "promotion",
    "cookies": "cookie notice",
    "duplicate": "repeated text",
    "english": "already in English",
    "related": "related articles",
    "share": "sharing buttons",
    "navigation": "navigation",
    "newsletter": "newsletter sign-up",
    "comments": "readers’ comments",
    "legal": "legal notice",
    "boilerplate": "boilerplate",
    "untranslated": "no translation",
}
"""Why a block was skipped, as an editor reads it; the last one is for a block that has neither reason nor pairs."""

VERDICTS: dict[Verdict, str] = {
    "right": "the model’s own wording",
    "inline": "the model’s own sentence, told the term",
    "forced": "set by the glossary during translation",
    "substituted": "put in afterwards; check the words around it",
    "failed": "missing from the translation",
}
"""What a verdict on a term tells an editor."""

RULES: dict[Rule, str] = {
    "pin": "Pinned",
    "read-only": "Never translated",
    "forbidden": "Forbidden",
    "suggest": "Suggested",
}
"""What a glossary's entry asks, as an editor reads it."""

FOLD = 100
"""The most blocks in one fold: its label counts them, so they must be in memory together."""

LONGEST = 300
"""The most characters of an entry's field in an explanation, which is repeated at each occurrence."""


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
class Span:
    """A stretch of a text, inside a mark or between two."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Passages that stand in one frame of the page."""

    kind: str
    """`text`, `items` (one list) or `fold` (skipped together)."""
    passages: Iterable[Passage]
    """To be walked once, before the next group is asked for."""
    reasons: tuple[str, ...] = ()
    """Of a fold: why, each reason once, in reading order."""
    size: int = 0
    """Of a fold: how many blocks."""


def write_page(file: IO[str], bitext: Bitext, summary: Mapping[str, Any]) -> None:
    """Write `NAME.html`: one element `data-pair` a pair, in reading order.

    Args:
        file: Takes the text; a lone surrogate or NUL of the article arrives there as U+FFFD.
        bitext: Its passages are walked once and none is kept.
        summary: The article's entry in `report.json`.

    Raises:
        jinja2.UndefinedError: `summary` lacks a field.
    """
    render(
        file,
        "page.html.j2",
        script=asset("page.js"),
        bitext=bitext,
        summary=summary,
        groups=groups(bitext.passages),
        spans_of=spans_of,
        reason=reason,
        heading=heading,
        languages=LANGUAGES,
        reasons=REASONS,
        verdicts=VERDICTS,
    )


def groups(passages: Iterable[Passage]) -> Iterator[Group]:
    """The passages in order, neighbours of one kind together; read lazily."""
    for kind, run in groupby(passages, key=_frame):
        if kind == "fold":
            yield from _folds(run)
        else:
            yield Group(kind, run)


def spans(text: str, marks: Iterable[tuple[int, int, Mark]]) -> Iterator[Span]:
    """The text cut at its marks `(start, end, mark)`; joined, the spans give the text back.

    Marks that lie outside the text are left out, and so is one that overlaps an earlier or longer one.
    """
    at = 0
    for start, end, mark in sorted(marks, key=lambda place: (place[0], -place[1])):
        if at <= start < end <= len(text):
            if at < start:
                yield Span(text[at:start])
            yield Span(text[start:end], mark)
            at = end
    if at < len(text):
        yield Span(text[at:])


def spans_of(pair: Pair) -> tuple[list[Span], list[Span]]:
    """Source and target of a pair cut at its terms."""
    marked = [(found, mark) for found, mark in zip(pair.occurrences, marks_of(pair), strict=True) if mark]
    source = [(found.pin.start, found.pin.end, mark) for found, mark in marked]
    target = [(found.start, found.end, mark) for found, mark in marked]
    return list(spans(pair.source.text, source)), list(spans(pair.target, target))


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
    also = f"Also right: {', '.join(term.accepted)}" if term.accepted and term.rule != "forbidden" else ""
    homonyms = ", ".join(f"{one.target} ({one.context or ', '.join(one.near)})" for one in occurrence.pin.homonyms)
    open_one = f"The text does not tell which: {homonyms}" if homonyms else ""
    lines = (_rendering(term), also, f"{RULES[term.rule]}: {_outcome(occurrence)}", open_one, term.note)
    return "\n".join(_brief(line) for line in lines if line)


def reason(passage: Passage) -> str:
    """Why a passage is folded; `untranslated` where nobody said why."""
    return passage.block.skip or "untranslated"


def heading(level: int, *, first: bool) -> str:
    """The element for a heading: `h1` for the first of the article, else by its depth."""
    return "h1" if first else f"h{min(level, 6) if level > 0 else 2}"


def _frame(passage: Passage) -> str:
    if not passage.pairs:
        return "fold"
    return "items" if passage.block.kind == "item" else "text"


def _folds(run: Iterator[Passage]) -> Iterator[Group]:
    while passages := tuple(islice(run, FOLD)):
        yield Group("fold", passages, tuple(dict.fromkeys(map(reason, passages))), len(passages))


def _outcome(occurrence: Occurrence) -> str:
    if occurrence.pin.term.rule == "forbidden":
        return "stands in the translation all the same"
    if occurrence.pin.term.rule == "suggest" and occurrence.verdict == "failed":
        return "not taken up"
    return VERDICTS[occurrence.verdict]


def _brief(text: str) -> str:
    line = " ".join(text[: LONGEST + 1].split())
    return line if len(text) <= LONGEST else f"{line[:LONGEST]}…"


def _rendering(term: Term) -> str:
    if term.rule == "forbidden":
        return f"{term.source}, never “{term.target}”"
    if term.source == term.target:
        return f"{term.source} stays as it is"
    return f"{term.source} → {term.target}"
