"""Was something left in French?"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bilingual.checks.form import words
from bilingual.dictionary import WORD, letters
from bilingual.messages import _
from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.types import Pair, Span

_HYPHENS = "-‐‑"
_WORD = re.compile(rf"{WORD.pattern}(?:[{_HYPHENS}]{WORD.pattern})*")
COPIED_SHARE = 0.8
COPIED_WORDS = 6
_SHORTEST = 4
"""Letters of a single word that is reported; shorter ones are parts of names, or words of both languages."""
_RUN = 4
"""Words in a row, as in the source, that are no longer translated: le projet de loi."""
_FRENCH_IN_RUN = 2
"""Of those, how many are French beyond doubt."""
_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|\"[^\"]*\"|\([^()]*\)|‘[^‘’]*’")
_NAMED = 3
"""Words behind one in which a capital makes it part of a name: rue de la Paix."""
_TITLE = 4
"""Words in quotation marks or brackets that may be a title; more are to be translated."""


class _Said(NamedTuple):
    """A word of the target."""

    word: str
    span: Span
    is_left: bool
    """Whether it is French, and stands in the source."""


def copied(pair: Pair) -> Iterator[Finding]:
    """The source came through as it is, or several words of it in a row."""
    source = words(pair.source.text)
    said = set(source)
    if len(source) >= COPIED_WORDS and len(said.intersection(words(pair.target))) >= COPIED_SHARE * len(said):
        yield Finding("copied", "warning", _("Most words are still those of the source."), pair.source.address)
        return
    for start, end in _runs(pair):
        message = _("“{target}” is still French.", target=pair.target[start:end])
        yield Finding("copied", "warning", message, pair.source.address, target=(start, end))


def untranslated(pair: Pair) -> Iterator[Finding]:
    """Single French words stand in the English text."""
    said = _words(pair.source.text, pair.target)
    if not any(one.is_left for one in said):
        return
    runs = _runs(pair)
    quoted = [match.span() for match in _QUOTED.finditer(pair.target) if len(match[0].split()) <= _TITLE]
    for i, one in enumerate(said):
        if not one.is_left or len(one.word) < _SHORTEST or not one.word.islower():
            continue
        if _within(one.span, runs) or _within(one.span, quoted) or _is_named(said, i):
            continue
        message = _("“{target}” was not translated.", target=one.word)
        yield Finding("untranslated", "warning", message, pair.source.address, target=one.span)


@lru_cache(maxsize=4)  # both checks look at the same pair
def _words(source: str, target: str) -> tuple[_Said, ...]:
    """The words of the target; none where no French word of the source is among them."""
    both = {*_joined(source)}.intersection(_joined(target))
    left = set(filter(is_left, both))
    if not left and _lists()["function"].isdisjoint(both):
        return ()
    return tuple(_Said(match[0], match.span(), match[0] in left) for match in _WORD.finditer(target))


def _joined(text: str) -> Sequence[str]:
    """The words of a text; what hyphens join is one."""
    return _WORD.findall(text) if any(sign in text for sign in _HYPHENS) else letters(text)


def _runs(pair: Pair) -> list[Span]:
    """Where the target says several words in a row as the source does, French ones among them, and not in a name."""
    theirs = _words(pair.source.text, pair.target)
    if sum(one.is_left or is_function(one.word.lower()) for one in theirs) < _FRENCH_IN_RUN:
        return []
    follows = set(pairwise(_joined(pair.source.text)))
    runs: list[list[_Said]] = []
    for one in theirs:
        if runs and (runs[-1][-1].word, one.word) in follows:
            runs[-1].append(one)
        else:
            runs.append([one])
    return [(run[0].span[0], run[-1].span[1]) for run in runs if len(run) >= _RUN and _is_french(run)]


def _is_french(run: Sequence[_Said]) -> bool:
    """Whether a run is running French: small words, more of them than capitals, and no name's capital to begin with."""
    if run[0].span[0] and any(not one.word.islower() and one.word[0].isupper() for one in run[:2]):
        return False
    if len(run) <= _RUN + 1 and not run[-1].word.islower():  # rue de la Paix
        return False
    french = sum(one.word.islower() and (one.is_left or is_function(one.word)) for one in run)
    capitals = sum(not one.word.islower() for one in run)
    return french >= _FRENCH_IN_RUN and french > capitals


def _within(span: Span, others: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _is_named(words: tuple[_Said, ...], at: int) -> bool:
    """Whether a word belongs to a French name: Conseil constitutionnel, rue de Rivoli."""
    before = words[at - 1] if at else None
    if before and not before.word.islower() and (before.is_left or is_function(before.word.lower())):
        return True
    behind = words[at + 1 : at + 1 + _NAMED]
    return any(not one.word.islower() for one in behind) and is_function(behind[0].word.lower())


@lru_cache(maxsize=50_000)
def is_left(word: str) -> bool:
    """Whether a word is French and not English: the dictionaries know it so, or a list does where both claim it."""
    from simplemma import is_known

    small = word.lower()
    if small in _lists()["both"]:
        return False
    if small in _lists()["only_french"]:
        return True
    return bool(is_known(small, lang="fr")) and not is_known(small, lang="en")


@lru_cache(maxsize=50_000)
def is_english(word: str) -> bool:
    """Whether the dictionary knows a word as English, in small letters; single letters are."""
    from simplemma import is_known

    return len(word) == 1 or bool(is_known(word.lower(), lang="en"))


def is_function(word: str) -> bool:
    """Whether a word in small letters is a French function word and no English one."""
    return word in _lists()["function"]


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = files("bilingual") / "data"
    table = tomllib.loads((data / "french.toml").read_text(encoding="utf-8"))
    function = tomllib.loads((data / "english.fr.toml").read_text(encoding="utf-8"))["french"]
    return {name: frozenset(table[name]) for name in ("only_french", "both")} | {"function": frozenset(function)}
