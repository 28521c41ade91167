"""Where a text negates: what denies beyond doubt, in French and in English, and what undoes that again."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from bilingual.dictionary import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.types import Span

_WORD = re.compile(r"[^\W\d_]+(?:'[tT]\b)?")
_NUMBER = re.compile(r"[.°]? ?\d")
"""No. 35."""
_REACH = 7
"""Words behind ne in which its second part is looked for: je ne le lui ai peut-être pas dit."""
_BEHIND = 4
"""Words behind ne … plus in which que restricts: il n'y a plus guère que."""
_UNTIL = 7
"""Words behind not among which until restricts."""


class Negation(NamedTuple):
    """Where a text negates."""

    span: Span
    first: int
    """Number of the first word that it is made of."""
    last: int
    """Number of the last one."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language of the data file."""

    before: frozenset[str]
    second: frozenset[str]
    restricted: frozenset[str]
    may: frozenset[str]
    restricts: frozenset[str]
    alone: frozenset[str]
    unless: frozenset[str]
    unless_behind: frozenset[str]
    like: frozenset[str]
    bare: frozenset[str]
    begin: tuple[str, ...]
    prefixes: tuple[str, ...]
    undo: tuple[str, ...]
    end: tuple[str, ...]
    function: frozenset[str]


class Text:
    """A text by its words."""

    def __init__(self, text: str) -> None:
        matches = list(_WORD.finditer(text.replace("’", "'")))
        self.text = text
        self.spans = [match.span() for match in matches]
        self.words = [match[0].lower() for match in matches]

    @cached_property
    def keys(self) -> list[str]:
        """The words, as the dictionary knows them."""
        return list(map(key, self.words))

    @cached_property
    def known(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self.keys)

    @cached_property
    def at(self) -> dict[str, list[int]]:
        """Where each key stands."""
        places: dict[str, list[int]] = {}
        for i, word in enumerate(self.keys):
            places.setdefault(word, []).append(i)
        return places


@lru_cache(maxsize=4)  # both checks look at the same pair
def read(text: str) -> Text:
    """A text by its words."""
    return Text(text)


def french(text: Text) -> list[Negation]:
    """Where a French text negates beyond doubt."""
    table, words = known("french"), text.words
    found: list[Negation] = []
    behind = 0
    for i, word in enumerate(words):
        if i < behind:
            continue
        if word in {"ne", "n"} and i and words[i - 1] in table.before:
            found.append(Negation((text.spans[i - 1][0], text.spans[i][1]), i - 1, i))
            behind = i + 1
        elif word in {"ne", "n"} and (j := _second(words, i)):
            found.append(Negation((text.spans[i][0], text.spans[j][1]), i, j))
            behind = j + 1
        elif word in table.alone and i + 1 < len(words) and table.unless.isdisjoint(words[i + 1 : i + 3]):
            found.append(Negation(text.spans[i], i, i))
            behind = i + 2  # sans aucun
    return found


def _second(words: Sequence[str], at: int) -> int:
    """The word that belongs to a ne; 0 where none does, or where que restricts it."""
    table = known("french")
    may = 0
    for j in range(at + 1, min(at + 1 + _REACH, len(words))):
        if words[j] in table.restricts:
            break
        if words[j] in table.second:
            only = words[j] in table.restricted and table.restricts.intersection(words[j + 1 : j + 1 + _BEHIND])
            return 0 if only else j
        if words[j] in table.may and not may:
            may = 0 if table.restricts.intersection(words[j + 1 : j + 1 + _BEHIND]) else j
    return may


def english(text: Text) -> list[Negation]:
    """Where an English text negates beyond doubt."""
    table, words = known("english"), text.words
    return [
        Negation(text.spans[i], i, i)
        for i, word in enumerate(words)
        if (word in table.alone or word.endswith("n't")) and not _is_idle(words, i, text.text, text.spans[i][1])
    ]


def _is_idle(words: Sequence[str], at: int, text: str, end: int) -> bool:
    """Whether an English negation denies nothing: not only, if not all, not until, No. 5."""
    table = known("english")
    if (at + 1 < len(words) and words[at + 1] in table.unless) or "only" in words[at + 1 : at + 3]:
        return True
    if words[at] == "no" and _NUMBER.match(text, end):
        return True
    return (at > 0 and words[at - 1] in table.unless_behind) or "until" in words[at + 1 : at + 1 + _UNTIL]


def is_doubled(text: Text, one: Negation) -> bool:
    """Whether two French negations undo each other: pas sans, ne manquera pas, n'est pas exclu."""
    table = known("french")
    inner = text.words[one.first + 1 : one.last] + text.words[one.last + 1 : one.last + 3]
    return any(word.startswith(table.undo) for word in inner)


def asks(text: str, words: Text, one: Negation) -> bool:
    """Whether a negation only belongs to a question: ne devrait-il pas … ?"""
    inverted = {"il", "elle", "on", "ils", "elles", "je", "tu", "nous", "vous", "ce"}
    return "?" in text and one.last > one.first and words.words[one.last - 1] in inverted


@cache
def known(language: str) -> Words:
    """What the data files know of a language, `french` or `english`."""
    data = files("bilingual") / "data"
    rows = tomllib.loads((data / "negation.toml").read_text(encoding="utf-8"))[language]
    function = tomllib.loads((data / "english.fr.toml").read_text(encoding="utf-8"))[language]
    return Words(
        before=frozenset(rows.get("before", ())),
        second=frozenset(rows.get("second", ())),
        restricted=frozenset(rows.get("restricted", ())),
        may=frozenset(rows.get("may", ())),
        bare=frozenset(rows.get("bare", ())),
        restricts=frozenset(rows.get("restricts", ())),
        alone=frozenset(rows.get("alone") or rows["strict"]),
        unless=frozenset(rows["unless_before"]),
        unless_behind=frozenset(rows["unless_behind"]),
        like=frozenset(rows["like"]),
        begin=tuple(rows["like_begin"]),
        prefixes=tuple(rows["prefixes"]),
        undo=tuple(rows["undo"]),
        end=tuple(rows.get("like_end", ())),
        function=frozenset(function),
    )
