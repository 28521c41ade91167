"""Do the figures and dates of the target have the values of the source, and are they written the English way?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilingual.figures.agree import gaps, recounted
from bilingual.figures.language import language
from bilingual.figures.mend import fitted, mended
from bilingual.figures.reading import found
from bilingual.figures.write import exists, written
from bilingual.messages import _
from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.figures.agree import Gap
    from bilingual.figures.figure import Figure
    from bilingual.types import Pair, Span

_HOUR = 60
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"(\d{1,3}) ?[hH:] ?(\d{2})(?![\d:])")
_TWO = re.compile(  # 1.400 2019 utilisateurs: a grouped number, and a year that nothing separates from it
    r"(?<![\d.,])\d{1,3}(?:[. \u00a0\u202f]\d{3}){1,4}[ \u00a0\u202f](?:19|20)\d\d[ \u00a0\u202f](?=[^\W\d_]{3})"
)
_SHOWN = 3
"""How many changes a message quotes."""


def wrong(pair: Pair) -> Iterator[Finding]:
    """A figure of the source has no equal in the target, or the target one that the source does not have."""
    source, target = pair.source.text, pair.target
    if not target:
        return
    mine, theirs = _free(pair, found(source, "fr")), _outside(_written_spans(pair), found(target, "en"))
    for gap in (*gaps(mine, theirs), *recounted(mine, theirs)):
        yield _finding(pair, gap)
    if placeholder := language("en").placeholders.search(target):
        message = _("“{target}” stands where a figure was lost.", target=placeholder[0])
        yield Finding("figure", "error", message, pair.source.address)


def impossible(pair: Pair) -> Iterator[Finding]:
    """The source itself has a figure or a date that cannot be."""
    for said in dict.fromkeys(_nonsense(pair.source.text)):
        message = _("The source says “{source}”, which cannot be.", source=said)
        yield Finding("figure-source", "warning", message, pair.source.address)


def style(pair: Pair) -> Iterator[Finding]:
    """Figures, quotation marks or spacing are still written the French way."""
    text, edits = mended(pair.source.text, pair.target, keep=_written_spans(pair))
    if edits:
        shown = [
            pair.target[max(0, start - 1) : end + 1] if not said else pair.target[start:end]
            for (start, end), said in edits
        ]
        quoted = ", ".join(_("“{target}”", target=" ".join(said.split())) for said in dict.fromkeys(shown[:_SHOWN]))
        message = _("Written the French way: {quoted}.", quoted=quoted)
        yield Finding("figure-style", "info", message, pair.source.address, text)


def _finding(pair: Pair, gap: Gap) -> Finding:
    address = pair.source.address
    if gap.source is None:
        said = pair.target[gap.target.start : gap.target.end] if gap.target else ""
        message = _("“{target}” in the translation is not in the source.", target=said)
        return Finding("figure", "warning", message, address)
    said = pair.source.text[gap.source.start : gap.source.end]
    if gap.target is None:
        message = _("“{source}” is missing in the translation.", source=said)
        return Finding("figure", "warning", message, address)
    there = pair.target[gap.target.start : gap.target.end]
    message = _("“{source}” became “{target}”, which is another value.", source=said, target=there)
    return Finding("figure", "error", message, address, _replaced(pair, gap.source, gap.target))


def _replaced(pair: Pair, one: Figure, other: Figure) -> str | None:
    """The target with a figure of the source in the place of another one; None where it cannot be told how."""
    said = pair.source.text[one.start : one.end]
    if one.others and "," in said:
        return None  # 1,400 may be either
    text = written(one, said)
    if text is None:
        return None
    return pair.target[: other.start] + fitted(text, pair.target, other.end) + pair.target[other.end :]


def _free(pair: Pair, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of the source that belong to no term."""
    return _outside([(o.pin.start, o.pin.end) for o in pair.occurrences if o.start >= 0], figures)


def _written_spans(pair: Pair) -> list[Span]:
    return [(o.start, o.end) for o in pair.occurrences if o.start >= 0]


def _outside(spans: Iterable[Span], figures: Sequence[Figure]) -> list[Figure]:
    spans = list(spans)
    return [one for one in figures if all(one.end <= start or end <= one.start for start, end in spans)]


def _nonsense(text: str) -> Iterator[str]:
    """What cannot be, as it is written."""
    yield from (match[0] for match in language("fr").placeholders.finditer(text))
    if not _DIGIT.search(text):
        return
    yield from (match[0].strip() for match in _TWO.finditer(text))
    for match in _TIME.finditer(text):
        if ":" not in match[0] and int(match[2]) >= _HOUR:
            yield match[0]
    for one in found(text, "fr"):
        if one.kind == "date" and not exists(one.day):
            yield text[one.start : one.end]
