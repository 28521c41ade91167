"""In which number a noun stands, and in which form a verb: what its English rendering is to be inflected for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bilingual.finding.conjugation import forms, verb
from bilingual.finding.french import grammar
from bilingual.finding.lemmas import bare, lemma, words
from bilingual.finding.standing import before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.finding.conjugation import Form
    from bilingual.finding.lemmas import Word
    from bilingual.types import Pin

English = Literal["base", "third", "past", "participle", "gerund"]
_ENGLISH: dict[str, English] = {
    "infinitive": "base",
    "future": "base",
    "present": "base",
    "third": "third",
    "past": "past",
    "participle": "participle",
    "gerund": "gerund",
}
_INVARIABLE = ("s", "x", "z")
_SINGULAR = ("as", "ès", "is", "os", "us", "ours")
"""Endings of many nouns that are the same in the plural."""
_SHORT = 5
_NEAR = 60
"""Characters before a verb among which its auxiliary is looked for."""
_FARTHEST_AUXILIARY = 4
"""Words."""


def is_plural(pin: Pin, source: str) -> bool:
    """Whether a noun's phrase stands in the plural without a doubt: it has an -s or -x that its entry has not.

    Where the entry ends in one itself (un procès), the word before decides. Entries in the plural ask for none.
    """
    said = list(words(source[pin.start : pin.end]))
    entry = _head(list(words(pin.term.source)))
    if all(word.folded.endswith(_INVARIABLE) for word in entry):
        if lemma(entry[0].folded) != entry[0].folded:
            return False
        start = max(0, pin.start - _NEAR)
        near = [word.folded for word in words(source[start : pin.start])][-1:]
        return near[:1] != [] and near[0] in grammar().plural_determiners and len(entry) == len(_head(said))
    pairs = zip((word.folded for word in entry), (word.folded for word in _head(said)), strict=False)
    return any(one != many and many.endswith(("s", "x")) and not one.endswith(_INVARIABLE) for one, many in pairs)


def is_plural_entry(source: str) -> bool:
    """Whether an entry stands in the plural: maladies respiratoires, but not cas or Pays-Bas."""
    return any(_is_plural_word(word) for word in _head(list(words(source))))


def _is_plural_word(word: Word) -> bool:
    """Whether a word has a singular, or, if no dictionary lists it, looks as if it had: développeurs."""
    if not word.folded.endswith(("s", "x")):
        return False
    looks = len(word.folded) > _SHORT and word.folded.endswith("s") and not word.folded.endswith(_SINGULAR)
    return lemma(word.folded) != word.folded or (word.doubtful and looks)


def _head(said: Sequence[Word]) -> list[Word]:
    """The words before the first preposition: mémoires | d'amicus."""
    known = grammar()
    behind = (n for n, word in enumerate(said) if n and word.folded in known.before_nouns)
    return list(said[: next(behind, len(said))])


def verb_form(pin: Pin, source: str) -> English:
    """The form of the English verb that a French one asks for: a porté, filed; (avait) porté, (had) filed."""
    found = verb(pin.term.source)
    start = max(0, pin.start - _NEAR)
    said = list(words(source[start : pin.end]))
    at = next((n for n, word in enumerate(said) if word.start + start >= pin.start), 0)
    if found and found.reflexive and said[at].folded in grammar().reflexive:
        at += 1
    kinds = _kinds(found.infinitive, said[at].folded) if found and at < len(said) else ()
    auxiliary = _auxiliary(said, at)
    if auxiliary and "participle" in kinds:
        reflexive = bool(found and found.reflexive)
        return "past" if auxiliary in grammar().avoir or reflexive else "participle"
    return _ENGLISH[kinds[0]] if kinds else "base"


def _kinds(infinitive: str, said: str) -> tuple[Form, ...]:
    """What a form of a verb can be, the likelier first; capitals may lack their accents."""
    known = forms(infinitive)
    unaccented = (kind for form, kinds in known.items() if bare(form) == said for kind in kinds)
    return tuple(dict.fromkeys((*known.get(said, ()), *unaccented)))


def _auxiliary(said: Sequence[Word], at: int) -> str:
    """The auxiliary that stands before a word, adverbs between; empty where there is none."""
    known = grammar()
    for by in range(1, _FARTHEST_AUXILIARY):
        near = before(said, at, by) if at >= by else ""
        if near in known.auxiliaries:
            return near
        if near not in known.between:
            return ""
    return ""
