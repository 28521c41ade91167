"""Was a negation lost, or did one come in?

What negates beyond doubt (ne … pas, sans; not, never, without) is looked for around the words that it negates, where
their partners stand on the other side. There, anything will do that may negate: *fail*, *refuser*, *unless*, or a
negative prefix that no word of the other side explains. Where no partner stands, the translation is free, and nothing
is said.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bilingual.checks.coverage import is_close
from bilingual.checks.denials import asks, english, french, is_doubled, known, read
from bilingual.dictionary import key, likely
from bilingual.messages import _
from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.checks.denials import Negation, Text
    from bilingual.types import Pair

_MAY_NEGATE = re.compile(r"\b(?:n(?:e|['’])|sans|aucun|nullement)", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|never|without|cannot|neither|ain)|n['’]t\b", re.IGNORECASE)
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


def lost(pair: Pair) -> Iterator[Finding]:
    """The source denies something that the translation affirms."""
    if not pair.target or not _MAY_NEGATE.search(pair.source.text):
        return
    target = read(pair.target)
    if english(target):
        return
    source = read(pair.source.text)
    negating = _negating(source, target, "english")
    for one in french(source)[:_LOOKED_AT]:
        if is_doubled(source, one) or asks(pair.source.text, source, one):
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
    source = read(pair.source.text)
    if french(source) or not known("french").bare.isdisjoint(source.words):
        return
    target = read(pair.target)
    negating = _negating(target, source, "french")
    for one in english(target)[:_LOOKED_AT]:
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


def _undoes(text: Text, one: Negation) -> bool:
    """Whether an English negation denies a negative word: not unusual, not without."""
    return any(
        _core(word, "english") or word in known("english").alone for word in text.words[one.last + 1 : one.last + 3]
    )


def _rendered(text: Text, one: Negation, other: Text, language: str) -> set[int]:
    """Where the partners stand of the words around a negation."""
    table = known(language)
    first, last = max(0, one.first - _BEFORE), min(len(text.words), one.first + _BEHIND_ALL)
    scope = [
        i
        for i in range(first, last)
        if len(text.words[i]) > 2  # noqa: PLR2004  # l, au
        and text.words[i] not in table.function | table.alone | table.second
        and not text.words[i].endswith("n't")
    ]
    partners, at = likely(_LIKELY, backward=language == "english"), other.at
    found = [
        [place for key in (partners[text.keys[i]] | {text.keys[i]}) & at.keys() for place in at[key][:_NEAR]]
        for i in scope
    ]
    return {place for places in found for place in places}


def _around(places: set[int], text: Text) -> set[int]:
    return {i for place in places for i in range(max(0, place - _NEAR), min(place + _NEAR + 1, len(text.words)))}


def _negating(text: Text, other: Text, language: str) -> frozenset[int]:
    """Numbers of the words of the other side, in a language, that may negate."""
    negates = _english_negates if language == "english" else _french_negates
    return frozenset(i for i in range(len(other.words)) if negates(other, i, text))


def _english_negates(text: Text, at: int, source: Text) -> bool:
    table, word = known("english"), text.words[at]
    if word in table.alone or word.endswith("n't") or word in table.like:
        return True
    if word in table.function:
        return False
    if word.startswith(table.begin):
        return (likely(_EXPLAINS, backward=True)[text.keys[at]] | {text.keys[at]}).isdisjoint(_seeming(source))
    return _denies(text, at, source, "english")


def _french_negates(text: Text, at: int, target: Text) -> bool:
    table, word = known("french"), text.words[at]
    if word in table.like or word in table.alone:
        return True
    if word in table.function:
        return False
    if word.startswith(table.begin):
        return ((likely(_MEANS)[text.keys[at]] | {text.keys[at]}) - _negative()).isdisjoint(target.known)
    return _denies(text, at, target, "french")


def _denies(text: Text, at: int, other: Text, language: str) -> bool:
    """Whether a word is what another one of the other side is, but for a negative prefix: unacceptable, contactless."""
    own, core = text.keys[at], _core(text.words[at], language)
    if not core or (own in other.known and text.words[at].startswith(known(language).prefixes)):
        return False
    partners = likely(_LIKELY, backward=language == "english")
    if partners[core].isdisjoint(other.known) and core not in other.known:
        return False
    return language == "english" or partners[own].isdisjoint(other.known)


@lru_cache(maxsize=4)
def _seeming(text: Text) -> frozenset[str]:
    """Keys of the words of a French text that look negative."""
    return frozenset(one for one, word in zip(text.keys, text.words, strict=True) if _seems(word))


def _seems(word: str) -> bool:
    """Whether a French word has the look of a negative one: a prefix, or a meaning of that kind."""
    table = known("french")
    return word not in table.function and (word.startswith(table.begin + table.prefixes) or word.endswith(table.end))


@lru_cache(maxsize=20_000)
def _core(word: str, language: str) -> str:
    """The key of what a negative prefix or suffix denies: acceptable of unacceptable, contact of contactless."""
    from simplemma import is_known

    table = known(language)
    core = next((word[len(prefix) :] for prefix in table.prefixes if word.startswith(prefix)), "")
    if not core and (end := next((end for end in table.end if word.endswith(end)), "")):
        core = word[: -len(end)]
    return key(core) if len(core) > 3 and is_known(core, lang={"french": "fr", "english": "en"}[language]) else ""  # noqa: PLR2004  # under, into


@cache
def _negative() -> frozenset[str]:
    french, english = known("french"), known("english")
    return frozenset(map(key, french.second | french.alone | {"ne", "n", "non"} | english.alone))
