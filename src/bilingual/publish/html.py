"""The aligned page: French and English side by side, sentence by sentence, with terms, findings and folds."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby, islice
from typing import IO, TYPE_CHECKING, Any

from markupsafe import Markup

from bilingual import report
from bilingual.publish import labels, script
from bilingual.publish.cells import cells
from bilingual.publish.rendering import render, rendered
from bilingual.reasons import said

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from bilingual.types import Bitext, Finding, Pair, Passage
    from bilingual.types import Span as Place

FOLD = 100
"""The most blocks in one fold: its label counts them, so they must be in memory together."""

MANY = 500
"""From how many segments on a browser lays out only what is near the reader.

With 5,000 rows that makes the page ready seven times sooner, and a key is answered in 20 ms instead of 130; but
Chromium hides what it has not laid out from screen readers, so that shorter articles do without.
"""

_WIDEST = 0xFFFF
"""The last character that is one UTF-16 unit."""


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
    doubts = {place["address"]: place["doubt"] for place in summary.get("read_twice", {}).get("places", ())}
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
        doubt=lambda pair: doubts.get(pair.source.address),
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
    own = {"pair": pair, "tag": tag, "number": number, "doubt": report.doubt}
    return rendered("one.html.j2", bitext=bitext, **own, **_row_context())


def links(pair: Pair) -> str:
    """The word links as the page's script reads them: offsets in UTF-16 units, `0 3 0 3;4 8 4 9`."""
    source, target = _units(pair.source.text), _units(pair.target)
    return ";".join(
        f"{source(a)} {source(b)} {target(c)} {target(d)}" for (a, b), (c, d) in pair.words if _inside(pair, a, b, c, d)
    )


def places(finding: Finding, pair: Pair) -> tuple[str, str]:
    """Which words of source and target a finding is about, as the script reads them: `4 9`; empty for none."""
    sides = (pair.source.text, finding.source), (pair.target, finding.target)
    return _place(*sides[0]), _place(*sides[1])


def groups(passages: Iterable[Passage]) -> Iterator[Group]:
    """The passages in order, neighbours of one kind together; read lazily."""
    for kind, run in groupby(passages, key=_frame):
        if kind == "fold":
            yield from _folds(run)
        else:
            yield Group(kind, run)


def reason(passage: Passage) -> str:
    """Why a passage is folded; `untranslated` where nobody said why."""
    return passage.block.skip or "untranslated"


def why(reasons: Iterable[str]) -> str:
    """The reasons of a fold as an editor reads them: `navigation, cookie notice`."""
    return ", ".join(map(said, reasons))


def heading(level: int, *, first: bool) -> str:
    """The element for a heading: `h1` for the first of the article, else by its depth."""
    return "h1" if first else f"h{min(level, 6) if level > 0 else 2}"


def _row_context() -> dict[str, object]:
    """What the macro of a row reads besides the row."""
    tools = labels.tools()
    return {"cells": cells, "heading": heading, "links": links, "places": places, "tools": tools}


def _place(text: str, span: Place | None) -> str:
    if not span or not 0 <= span[0] < span[1] <= len(text):
        return ""
    unit = _units(text)
    return f"{unit(span[0])} {unit(span[1])}"


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
