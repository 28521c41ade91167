"""Does another name stand where the source has one?

A name of the source that is nowhere in the target, in any spelling or known rendering, and a name of the target that
comes from nowhere, are taken for each other's place. Either alone says nothing: a pronoun may stand for a name, and a
name for a pronoun.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from bilingual.checks.coverage import is_close
from bilingual.dictionary import COGNATE, WORD, fold_accents, key, letters, likely
from bilingual.messages import _
from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bilingual.types import Pair, Span

_CAPITAL = re.compile(r"(?<![^\W\d_])(?=[^\W\d_a-zà-öø-ÿ])[^\W\d_]+")
"""A word that begins with no small letter."""
_TITLES = frozenset({"Mme", "Mlle", "Mmes", "Mrs", "Miss", "Mister", "The", "Les", "Los", "Las", "Rep", "Sen"})
_ROMAN = re.compile(r"[IVXLCDM]+(?:e|er|ème)?")
_STARTS = frozenset('.!?:;«“"”»(–—-•*…[')
"""Before a word, these make its capital say nothing."""
_SHORTEST, _SHORTEST_FIRST = 3, 4
"""Letters of a name, and of one that begins a sentence."""
_ALIKE = 0.8
"""Share of their consonants that two spellings of a name have in common at the least."""
_FREE = 0.7
"""As `coverage.FREE`; a little more, since names are often glossed."""
_MOST = 60
"""Names of a text that are looked at."""
_TRIED = 5
_AROUND = 40
"""Characters on either side in which the words next to a name are looked for."""
_APART = 0.4
"""How far the places of one name may be apart in the two texts, as a share of their lengths."""
_LETTERS = 12
_VOWELS = re.compile(r"[aeiouyhj\W\d]")
_FIRST_VOWEL = re.compile(r"[aeiouyhj]")
_SOUNDS = str.maketrans("kqgzwdx", "cccsvts")
_INITIALS = 2
"""Letters that the initials of one thing have in common in two languages at the least: ONU, UN."""
_HEADLINE = 0.75
"""A text with a larger share of words with capitals is a headline, or shouted."""
_LIKELY = 50.0
"""How many times likelier than by chance a partner must be to be what a name is called; e⁴."""
_USUAL = 140.0
"""The same for the rendering of an ordinary word; e⁵."""


def changed(pair: Pair) -> Iterator[Finding]:
    """A name became another one."""
    source, target = pair.source.text, pair.target
    theirs = _names(target, "en")
    if all(name in source for name, _ in theirs):
        return
    said = letters(target)
    mine = [one for one in _names(source, "fr") if one[0] not in said]
    if not mine:
        return
    lost = _strange(mine, target, likely(_LIKELY))
    if not lost or _is_headline(target) or _is_headline(source):
        return
    come = _strange(theirs, source, likely(_LIKELY, backward=True))
    come = [one for one in come if not any(_alike(one[0], name) for name, _ in lost)]
    lost = [one for one in lost if not any(_alike(one[0], name) for name, _ in theirs)]
    for (name, span), (other, place) in product(lost[:_TRIED], come[:_TRIED]):
        if name.isupper() != other.isupper():
            continue
        if _is_there(source, name, span, target, other, place) and is_close(
            pair, frozenset(key(one) for one, _ in lost + come), _FREE
        ):
            message = _("“{source}” became “{target}”.", source=name, target=other)
            yield Finding("name", "warning", message, pair.source.address, source=span, target=place)
            return


def _is_there(source: str, name: str, span: Span, target: str, other: str, place: Span) -> bool:  # noqa: PLR0913, PLR0917  # two places
    """Whether a name stands where another one stood: beside the same name, or about there and beside the same words."""
    if _beside(source, span) & _beside(target, place):
        return True
    if _is_word(name, "fr"):
        return False
    apart = abs(span[0] / len(source) - place[0] / len(target))
    return (apart <= _APART and not _is_word(other, "en")) or _has_neighbours(source, span, target, place)


def _beside(text: str, span: Span) -> set[str]:
    """The names right before and behind one, without accents."""
    before = WORD.findall(text, max(0, span[0] - _AROUND), span[0])[-1:]
    behind = WORD.findall(text, span[1], span[1] + _AROUND)[:1]
    return {fold_accents(word) for word in (*before, *behind) if word[0].isupper() and len(word) >= _SHORTEST}


def _has_neighbours(source: str, span: Span, target: str, place: Span) -> bool:
    """Whether a word next to one in the source is rendered next to one in the target."""
    here, there = _neighbours(source, span), _neighbours(target, place)
    return any(word in there or not there.isdisjoint(likely(_LIKELY)[word]) for word in here)


def _neighbours(text: str, span: Span) -> set[str]:
    """Keys of the two words before and behind one."""
    before = WORD.findall(text, max(0, span[0] - _AROUND), span[0])[-2:]
    return {key(word) for word in (*before, *WORD.findall(text, span[1], span[1] + _AROUND)[:2])}


def _names(text: str, lang: str) -> list[tuple[str, Span]]:
    """The words with a capital which does not come from where they stand; the first of a sentence if it is no word."""
    found = []
    for match in _CAPITAL.finditer(text):
        word, start = match[0], match.start()
        if len(word) < _SHORTEST or not word[0].isupper() or _ROMAN.fullmatch(word) or word in _TITLES:
            continue
        before = text[max(0, start - 3) : start].rstrip()
        if (not before or before[-1] in _STARTS) and _may_begin(word, lang):
            continue
        found.append((word, match.span()))
        if len(found) == _MOST:
            break
    return found


@lru_cache(maxsize=20_000)
def _may_begin(word: str, lang: str) -> bool:
    """Whether a word that begins a sentence may have its capital from there: it is short, or an ordinary word."""
    from simplemma import is_known

    return (
        len(word) < _SHORTEST_FIRST
        or bool(is_known(word.lower(), lang=lang))
        or bool(likely(_LIKELY, backward=lang == "en")[key(word)])
    )


def _is_headline(text: str) -> bool:
    words = [word for word in letters(text) if len(word) > _SHORTEST]
    return len(words) - sum(map(str.islower, words)) > max(2.0, _HEADLINE * len(words))


def _strange(
    names: Sequence[tuple[str, Span]], text: str, partners: Mapping[str, frozenset[str]]
) -> list[tuple[str, Span]]:
    """Those names that do not stand in the other text, nor one that begins alike, nor what they may be called there."""
    found = letters(text)
    plain, keys = frozenset(map(fold_accents, found)), frozenset(map(key, found))
    beginnings = {key(word)[:COGNATE] for word in found if word[0].isupper()}
    return [
        one
        for one in names
        if fold_accents(one[0]) not in plain
        and not (len(own := key(one[0])) >= COGNATE and own[:COGNATE] in beginnings)
        and partners[own].isdisjoint(keys)
    ]


@lru_cache(maxsize=20_000)
def _is_word(name: str, language: str) -> bool:
    """Whether a name is an ordinary word with a capital, which the other language calls otherwise: Chef, State."""
    from simplemma import is_known

    own = key(name)
    partners = likely(_USUAL, backward=language == "en")[own]
    others = any(one[:COGNATE] != own[:COGNATE] for one in partners)
    return others and not name.isupper() and bool(is_known(name.lower(), lang=language))


@lru_cache(maxsize=20_000)
def _alike(one: str, other: str) -> bool:
    """Whether two names may be spellings of one: Poutine, Putin; Plzen, Pilsen; OTAN, NATO."""
    if one.isupper() and other.isupper():
        return len(set(one) & set(other)) >= _INITIALS
    here, there = _sounds(one), _sounds(other)
    return here[:1] == there[:1] and 2 * _in_order(here, there) >= _ALIKE * (len(here) + len(there))


def _in_order(one: str, other: str) -> int:
    """How many letters of one word stand in another in the same order; of the first of them, if they are long."""
    one, other = one[:_LETTERS], other[:_LETTERS]
    best = [0] * (len(other) + 1)
    for letter in one:
        before = 0
        for i, there in enumerate(other, 1):
            before, best[i] = best[i], before + 1 if letter == there else max(best[i], best[i - 1])
    return best[-1]


def _sounds(name: str) -> str:
    """The first letter and the consonants of a name; those that stand for one another in languages as one letter."""
    plain = fold_accents(name).translate(_SOUNDS)
    return _FIRST_VOWEL.sub("a", plain[:1]) + _VOWELS.sub("", plain[1:])
