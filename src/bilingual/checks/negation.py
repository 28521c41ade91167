"""Was a negation lost, or did one come in?

What negates beyond doubt (ne … pas, sans; not, never, without) is looked for around the words that it negates, where
their partners stand on the other side. There, anything will do that may negate: *fail*, *refuser*, *unless*, or a
negative prefix that no word of the other side explains. Where no partner stands, the translation is free, and nothing
is said.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from bilingual.checks.coverage import is_close
from bilingual.dictionary import key, likely
from bilingual.messages import _
from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.types import Pair, Span

_WORD = re.compile(r"[^\W\d_]+(?:['’]t\b)?", re.IGNORECASE)
_MAY_NEGATE = re.compile(r"\b(?:n(?:e|['’])|sans|aucun|nullement)", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|never|without|cannot|neither|ain)|n['’]t\b", re.IGNORECASE)
_NUMBER = re.compile(r"[.°]? ?\d")
"""No. 35."""
_REACH = 7
"""Words behind ne in which its second part is looked for: je ne le lui ai peut-être pas dit."""
_BEHIND = 4
"""Words behind ne … plus in which que restricts: il n'y a plus guère que."""
_BEFORE, _BEHIND_ALL = 3, 6
"""Words before and behind the beginning of a negation that it may negate."""
_LOOKED_AT = 20
"""Negations of a text that are looked at."""
_NEAR = 3
"""Words on either side of a partner in which a negation is looked for."""
_LIKELY = 20.0
"""How many times likelier than by chance a partner must stand there, to show where a word is; e³."""
_MEANS = 150.0
"""The same, to be what a word means, rather than what stands beside a negation for it (ignorer, know); e⁵."""
_EXPLAINS = 7.0
"""The same, to explain a word that seems to negate; e²."""


class _Negation(NamedTuple):
    """Where a text negates."""

    span: Span
    first: int
    """Number of the first word that it is made of."""
    last: int
    """Number of the last one."""


@dataclass(frozen=True, slots=True)
class _Words:
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


class _Text:
    """A text by its words."""

    def __init__(self, text: str) -> None:
        matches = list(_WORD.finditer(text))
        self.text = text
        self.spans = [match.span() for match in matches]
        self.words = [match[0].lower().replace("’", "'") for match in matches]
        self.keys = [key(word) for word in self.words]
        self.known = frozenset(self.keys)

    def at(self) -> dict[str, list[int]]:
        """Where each key stands."""
        places: dict[str, list[int]] = {}
        for i, word in enumerate(self.keys):
            places.setdefault(word, []).append(i)
        return places


def lost(pair: Pair) -> Iterator[Finding]:
    """The source denies something that the translation affirms."""
    if not pair.target or not _MAY_NEGATE.search(pair.source.text):
        return
    source, target = _text(pair.source.text), _text(pair.target)
    if _english(target):
        return
    negating = _negating(source, target, "english")
    for one in _french(source)[:_LOOKED_AT]:
        if _is_doubled(source, one) or _asks(pair.source.text, source, one):
            continue
        places = _rendered(source, one, target, "french") or set(range(len(target.words)))
        if negating.isdisjoint(_around(places, target)):
            if not is_close(pair, _negative()):
                return
            said = pair.source.text[slice(*one.span)]
            message = _("“{source}” negates; nothing in the translation does.", source=said)
            yield Finding("negation", "warning", message, pair.source.address, source=one.span)
            return


def added(pair: Pair) -> Iterator[Finding]:
    """The translation denies something that the source affirms."""
    if not _DENIES.search(pair.target):
        return
    source, target = _text(pair.source.text), _text(pair.target)
    if _french(source) or not _known("french").bare.isdisjoint(source.words):
        return
    negating = _negating(target, source, "french")
    for one in _english(target)[:_LOOKED_AT]:
        if pair.target[slice(*one.span)] in source.words or _undoes(target, one):
            continue
        places = _rendered(target, one, source, "english")
        if places and negating.isdisjoint(_around(places, source)):
            if not is_close(pair, _negative()):
                return
            said = pair.target[slice(*one.span)]
            message = _("“{target}” negates; nothing in the source does.", target=said)
            yield Finding("negation", "warning", message, pair.source.address, target=one.span)
            return


@lru_cache(maxsize=4)  # both checks look at the same pair
def _text(text: str) -> _Text:
    return _Text(text)


def _french(text: _Text) -> list[_Negation]:
    """Where a French text negates beyond doubt."""
    known, words = _known("french"), text.words
    found: list[_Negation] = []
    behind = 0
    for i, word in enumerate(words):
        if i < behind:
            continue
        if word in {"ne", "n"} and i and words[i - 1] in known.before:
            found.append(_Negation((text.spans[i - 1][0], text.spans[i][1]), i - 1, i))
            behind = i + 1
        elif word in {"ne", "n"} and (j := _second(words, i)):
            found.append(_Negation((text.spans[i][0], text.spans[j][1]), i, j))
            behind = j + 1
        elif word in known.alone and i + 1 < len(words) and known.unless.isdisjoint(words[i + 1 : i + 3]):
            found.append(_Negation(text.spans[i], i, i))
            behind = i + 2  # sans aucun
    return found


def _second(words: Sequence[str], at: int) -> int:
    """The word that belongs to a ne; 0 where none does, or where que restricts it."""
    known = _known("french")
    may = 0
    for j in range(at + 1, min(at + 1 + _REACH, len(words))):
        if words[j] in known.restricts:
            break
        if words[j] in known.second:
            only = words[j] in known.restricted and known.restricts.intersection(words[j + 1 : j + 1 + _BEHIND])
            return 0 if only else j
        if words[j] in known.may and not may:
            may = 0 if known.restricts.intersection(words[j + 1 : j + 1 + _BEHIND]) else j
    return may


def _english(text: _Text) -> list[_Negation]:
    """Where an English text negates beyond doubt."""
    known, words = _known("english"), text.words
    return [
        _Negation(text.spans[i], i, i)
        for i, word in enumerate(words)
        if (word in known.alone or word.endswith("n't")) and not _is_idle(words, i, text.text, text.spans[i][1])
    ]


def _is_idle(words: Sequence[str], at: int, text: str, end: int) -> bool:
    """Whether an English negation denies nothing: not only, if not all, not until, No. 5."""
    known = _known("english")
    if (at + 1 < len(words) and words[at + 1] in known.unless) or "only" in words[at + 1 : at + 3]:
        return True
    if words[at] == "no" and _NUMBER.match(text, end):
        return True
    return (at > 0 and words[at - 1] in known.unless_behind) or "until" in words[at + 1 : at + 2 + 2 * _NEAR]


def _is_doubled(text: _Text, one: _Negation) -> bool:
    """Whether two French negations undo each other: pas sans, ne manquera pas, n'est pas exclu."""
    known = _known("french")
    inner = text.words[one.first + 1 : one.last] + text.words[one.last + 1 : one.last + 3]
    return any(word.startswith(known.undo) for word in inner)


def _undoes(text: _Text, one: _Negation) -> bool:
    """Whether an English negation denies a negative word: not unusual, not without."""
    return any(
        _core(word, "english") or word in _known("english").alone for word in text.words[one.last + 1 : one.last + 3]
    )


def _asks(text: str, words: _Text, one: _Negation) -> bool:
    """Whether a negation only belongs to a question: ne devrait-il pas … ?"""
    inverted = {"il", "elle", "on", "ils", "elles", "je", "tu", "nous", "vous", "ce"}
    return "?" in text and one.last > one.first and words.words[one.last - 1] in inverted


def _rendered(text: _Text, one: _Negation, other: _Text, language: str) -> set[int]:
    """Where the partners stand of the words around a negation."""
    known = _known(language)
    first, last = max(0, one.first - _BEFORE), min(len(text.words), one.first + _BEHIND_ALL)
    scope = [
        i
        for i in range(first, last)
        if len(text.words[i]) > 2  # noqa: PLR2004  # l, au
        and text.words[i] not in known.function | known.alone | known.second
        and not text.words[i].endswith("n't")
    ]
    partners, at = likely(_LIKELY, backward=language == "english"), _at(other)
    found = [
        [
            place
            for key in (partners.get(text.keys[i], frozenset()) | {text.keys[i]}) & at.keys()
            for place in at[key][:_NEAR]
        ]
        for i in scope
    ]
    return {place for places in found for place in places}


@lru_cache(maxsize=4)
def _at(text: _Text) -> dict[str, list[int]]:
    return text.at()


def _around(places: set[int], text: _Text) -> set[int]:
    return {i for place in places for i in range(max(0, place - _NEAR), min(place + _NEAR + 1, len(text.words)))}


def _negating(text: _Text, other: _Text, language: str) -> frozenset[int]:
    """Numbers of the words of the other side, in a language, that may negate."""
    negates = _english_negates if language == "english" else _french_negates
    return frozenset(i for i in range(len(other.words)) if negates(other, i, text))


def _english_negates(text: _Text, at: int, source: _Text) -> bool:
    known, word = _known("english"), text.words[at]
    if word in known.alone or word.endswith("n't") or word in known.like:
        return True
    if word in known.function:
        return False
    partners = likely(_EXPLAINS, backward=True).get(text.keys[at], frozenset()) | {text.keys[at]}
    if word.startswith(known.begin):
        return partners.isdisjoint(_seeming(source))
    return _denies(text, at, source, "english")


def _french_negates(text: _Text, at: int, target: _Text) -> bool:
    known, word = _known("french"), text.words[at]
    if word in known.like or word in known.alone:
        return True
    if word in known.function:
        return False
    if word.startswith(known.begin):
        partners = (likely(_MEANS).get(text.keys[at], frozenset()) | {text.keys[at]}) - _negative()
        return partners.isdisjoint(target.known)
    return _denies(text, at, target, "french")


def _denies(text: _Text, at: int, other: _Text, language: str) -> bool:
    """Whether a word is what another one of the other side is, but for a negative prefix: unacceptable, contactless."""
    own, core = text.keys[at], _core(text.words[at], language)
    if not core or (own in other.known and text.words[at].startswith(_known(language).prefixes)):
        return False
    partners = likely(_LIKELY, backward=language == "english")
    whole, part = partners.get(own, frozenset()), partners.get(core, frozenset()) | {core}
    return not part.isdisjoint(other.known) and (language == "english" or whole.isdisjoint(other.known))


@lru_cache(maxsize=4)
def _seeming(text: _Text) -> frozenset[str]:
    """Keys of the words of a French text that look negative."""
    return frozenset(one for one, word in zip(text.keys, text.words, strict=True) if _seems(word))


def _seems(word: str) -> bool:
    """Whether a French word has the look of a negative one: a prefix, or a meaning of that kind."""
    known = _known("french")
    return word not in known.function and (word.startswith(known.begin + known.prefixes) or word.endswith(known.end))


@lru_cache(maxsize=20_000)
def _core(word: str, language: str) -> str:
    """The key of what a negative prefix or suffix denies: acceptable of unacceptable, contact of contactless."""
    from simplemma import is_known

    known = _known(language)
    core = next((word[len(prefix) :] for prefix in known.prefixes if word.startswith(prefix)), "")
    if not core and (end := next((end for end in known.end if word.endswith(end)), "")):
        core = word[: -len(end)]
    return key(core) if len(core) > 3 and is_known(core, lang={"french": "fr", "english": "en"}[language]) else ""  # noqa: PLR2004  # under, into


@cache
def _negative() -> frozenset[str]:
    french, english = _known("french"), _known("english")
    return frozenset(map(key, french.second | french.alone | {"ne", "n", "non"} | english.alone))


@cache
def _known(language: str) -> _Words:
    data = files("bilingual") / "data"
    table = tomllib.loads((data / "negation.toml").read_text(encoding="utf-8"))[language]
    function = tomllib.loads((data / "english.fr.toml").read_text(encoding="utf-8"))[language]
    return _Words(
        before=frozenset(table.get("before", ())),
        second=frozenset(table.get("second", ())),
        restricted=frozenset(table.get("restricted", ())),
        may=frozenset(table.get("may", ())),
        bare=frozenset(table.get("bare", ())),
        restricts=frozenset(table.get("restricts", ())),
        alone=frozenset(table.get("alone") or table["strict"]),
        unless=frozenset(table["unless_before"]),
        unless_behind=frozenset(table["unless_behind"]),
        like=frozenset(table["like"]),
        begin=tuple(table["like_begin"]),
        prefixes=tuple(table["prefixes"]),
        undo=tuple(table["undo"]),
        end=tuple(table.get("like_end", ())),
        function=frozenset(function),
    )
