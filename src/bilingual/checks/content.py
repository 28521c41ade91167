"""Was a passage left out, or made up; and was the engine sure of what it wrote?"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bilingual.checks.coverage import LEAST_WORDS, gaps
from bilingual.checks.form import words
from bilingual.messages import _
from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Pair, Span

_LONGEST = 60
"""Characters of a passage that a message quotes."""


def dropped(pair: Pair) -> Iterator[Finding]:
    """A passage of the source has no counterpart in the target."""
    if not pair.target or len(pair.source.text) < LEAST_WORDS:
        return
    gap = gaps(pair)[0]
    if gap.score > 0:
        said = _quoted(pair.source.text, gap.span)
        message = _("“{source}” seems to be missing in the translation.", source=said)
        yield Finding("dropped", "warning", message, pair.source.address, source=gap.span)


def added(pair: Pair) -> Iterator[Finding]:
    """A passage of the target has no counterpart in the source."""
    if not pair.target or len(pair.target) < LEAST_WORDS:
        return
    gap = gaps(pair)[1]
    if gap.score > 0:
        said = _quoted(pair.target, gap.span)
        message = _("“{target}” seems to come from nowhere: the source does not say it.", target=said)
        yield Finding("added", "warning", message, pair.source.address, target=gap.span)


def doubtful(pair: Pair) -> Iterator[Finding]:
    """The engine was unsure of most of what it wrote."""
    sure = per_word(pair)
    if sure is not None and sure < _least_score() and len(words(pair.target)) >= LEAST_WORDS:
        message = _("The engine was unsure of this translation.")
        yield Finding("doubtful", "info", message, pair.source.address)


def second(pair: Pair) -> Iterator[Finding]:
    """The engine's first text was put aside for another one of its own (`bilingual.retries` has the rule)."""
    if pair.instead is None:
        return
    if words(pair.instead):
        said = _quoted(pair.instead, (0, len(pair.instead)))
        message = _("The engine's second choice; more spoke against its first one: “{target}”", target=said)
    else:
        message = _("The engine was asked again, since it had written nothing at first.")
    yield Finding("second-choice", "info", message, pair.source.address)


def per_word(pair: Pair) -> float | None:
    """The engine's log-probability a word of its translation; None where a person wrote it, or there is none."""
    if pair.origin != "machine" or pair.score is None or not pair.target:
        return None
    return pair.score / (1 + len(words(pair.target)))


def _quoted(text: str, span: Span) -> str:
    """A passage, its middle left out where it is long."""
    said = text[slice(*span)]
    half = _LONGEST // 2
    return said if len(said) <= _LONGEST else f"{said[:half].rstrip()} … {said[-half:].lstrip()}"


@cache
def _least_score() -> float:
    table = tomllib.loads((files("bilingual") / "data" / "gates.toml").read_text(encoding="utf-8"))
    return float(table["doubtful"]["score"])
