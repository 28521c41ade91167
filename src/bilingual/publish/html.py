"""The aligned page: French and English side by side, sentence by sentence, with terms, findings and folds."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby, islice
from typing import IO, TYPE_CHECKING, Any

from markupsafe import Markup

from bilingual.messages import _
from bilingual.publish import labels, script
from bilingual.publish.rendering import render, rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from bilingual.types import Bitext, Occurrence, Pair, Passage, Rule, Term, Verdict

FOLD = 100
"""The most blocks in one fold: its label counts them, so they must be in memory together."""

MANY = 500
"""From how many segments on a browser lays out only what is near the reader.

With 5,000 rows that makes the page ready seven times sooner, and a key is answered in 20 ms instead of 130; but
Chromium hides what it has not laid out from screen readers, so that shorter articles do without.
"""

_WIDEST = 0xFFFF
"""The last character that is one UTF-16 unit."""

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


def write_page(file: IO[str], bitext: Bitext, summary: Mapping[str, Any], *, served: bool = False) -> None:
    """Write `NAME.html`: one element `data-pair` a pair, in reading order.

    Args:
        file: Takes the text; a lone surrogate or NUL of the article arrives there as U+FFFD.
        bitext: Its passages are walked once and none is kept.
        summary: The article's entry in `report.json`.
        served: Whether the desk's server shows the page; its script then speaks to that.

    Raises:
        jinja2.UndefinedError: `summary` lacks a field.
    """
    render(
        file,
        "page.html.j2",
        script=script.bundle(),
        connect=served,
        phrases=Markup(script.phrases()),  # noqa: S704  # JSON without any `<`
        served=served,
        bitext=bitext,
        summary=summary,
        groups=groups(bitext.passages),
        reason=reason,
        why=why,
        many=MANY,
        **_row_context(),
    )


def row(bitext: Bitext, passage: Passage, pair: Pair) -> str:
    """One pair of a bitext as the page has it, but for the link to the next finding.

    Walks the bitext up to the pair, to know its number and whether a heading is the article's title.
    """
    here = (place for place in _places(bitext) if place[1].source.address == pair.source.address)
    _passage, _pair, number, title = next(here)
    return _row(bitext, passage, pair, number, title=title)


def rows(bitext: Bitext, addresses: Container[str]) -> Iterator[tuple[str, str]]:
    """Address and row of each pair that is asked for, in order, as `row` has them; the bitext is walked once."""
    for passage, pair, number, title in _places(bitext):
        if pair.source.address in addresses:
            yield pair.source.address, _row(bitext, passage, pair, number, title=title)


def _places(bitext: Bitext) -> Iterator[tuple[Passage, Pair, int, bool]]:
    """The pairs with their passage and number, and whether a heading there is the article's title."""
    number, title = 0, True
    for passage in bitext.passages:
        for number, pair in enumerate(passage.pairs, number + 1):  # noqa: B020  # it goes on counting
            yield passage, pair, number, title
        title = title and not (passage.pairs and passage.block.kind == "heading")


def _row(bitext: Bitext, passage: Passage, pair: Pair, number: int, *, title: bool) -> str:
    tag = heading(passage.block.level, first=title) if passage.block.kind == "heading" else "p"
    return rendered("one.html.j2", bitext=bitext, pair=pair, tag=tag, number=number, **_row_context())


def links(pair: Pair) -> str:
    """The word links as the page's script reads them: offsets in UTF-16 units, `0 3 0 3;4 8 4 9`."""
    source, target = _units(pair.source.text), _units(pair.target)
    return ";".join(
        f"{source(a)} {source(b)} {target(c)} {target(d)}" for (a, b), (c, d) in pair.words if _inside(pair, a, b, c, d)
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
    accepted = ", ".join(term.accepted) if term.rule != "forbidden" else ""
    also = _("Also right: {renderings}", renderings=accepted) if accepted else ""
    homonyms = ", ".join(f"{one.target} ({one.context or ', '.join(one.near)})" for one in occurrence.pin.homonyms)
    open_one = _("The text does not tell which: {renderings}", renderings=homonyms) if homonyms else ""
    ruled = _("{rule}: {outcome}", rule=labels.said(labels.RULES, term.rule), outcome=_outcome(occurrence))
    lines = (_rendering(term), also, ruled, open_one, term.note)
    return "\n".join(_brief(line) for line in lines if line)


def reason(passage: Passage) -> str:
    """Why a passage is folded; `untranslated` where nobody said why."""
    return passage.block.skip or "untranslated"


def why(reasons: Iterable[str]) -> str:
    """The reasons of a fold as an editor reads them: `navigation, cookie notice`."""
    return ", ".join(labels.said(labels.REASONS, name) for name in reasons)


def heading(level: int, *, first: bool) -> str:
    """The element for a heading: `h1` for the first of the article, else by its depth."""
    return "h1" if first else f"h{min(level, 6) if level > 0 else 2}"


def _row_context() -> dict[str, object]:
    """What the macro of a row reads besides the row."""
    return {"spans_of": spans_of, "links": links, "heading": heading, "tools": labels.tools()}


def _units(text: str) -> Callable[[int], int]:
    """A function from an offset in characters to one in UTF-16 units."""
    wide = [at for at, letter in enumerate(text) if ord(letter) > _WIDEST]
    return lambda at: at + bisect_left(wide, at)


def _inside(pair: Pair, a: int, b: int, c: int, d: int) -> bool:
    return 0 <= a < b <= len(pair.source.text) and 0 <= c < d <= len(pair.target)


def _frame(passage: Passage) -> str:
    if not passage.pairs:
        return "fold"
    return "items" if passage.block.kind == "item" else "text"


def _folds(run: Iterator[Passage]) -> Iterator[Group]:
    while passages := tuple(islice(run, FOLD)):
        yield Group("fold", passages, tuple(dict.fromkeys(map(reason, passages))), len(passages))


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
