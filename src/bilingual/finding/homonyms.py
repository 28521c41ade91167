"""Which of several terms that are written alike is meant: the surroundings tell, or the editor is asked."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bilingual.finding.lemmas import lemma, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.finding.lemmas import Word
    from bilingual.types import Term


class Decision(NamedTuple):
    """A term, and, where nothing decides, those between which it was to be decided."""

    term: Term
    homonyms: tuple[Term, ...] = ()


class Surroundings:
    """What stands around a term: in its text, and in what that was taken from; read when first asked for."""

    def __init__(self, said: Sequence[Word], around: str) -> None:
        self._said = said
        self._around = around

    @cached_property
    def here(self) -> frozenset[str]:
        """The keys of the text's words."""
        return frozenset(key for word in self._said for key in word.keys)

    @cached_property
    def there(self) -> frozenset[str]:
        """Those of the words around it."""
        return frozenset(key for word in words(self._around) for key in word.keys)


def decided(terms: Sequence[Term], surroundings: Surroundings) -> Decision | None:
    """The term that is meant, of some that are written alike; None where there are none.

    The first of each context counts. The homonym wins of whose neighbours most stand in the text, else in what is
    around it; else the only one that names no neighbours and, if there are several, has no context. Where none wins,
    all of them are suggested.

    Args:
        terms: those for the same words, the first of them having precedence.
        surroundings: of the words.
    """
    if not terms:
        return None
    alike: dict[str, Term] = {}
    for term in terms:
        if _plain(term.source) == _plain(terms[0].source):
            alike.setdefault(term.context or " ".join(term.near), term)
    homonyms = list(alike.values())
    if len(homonyms) == 1:
        return Decision(homonyms[0])
    one = _nearest(homonyms, surroundings.here) or _nearest(homonyms, surroundings.there) or _ordinary(homonyms)
    return Decision(one) if one else _undecided(homonyms)


def _nearest(homonyms: Sequence[Term], present: frozenset[str]) -> Term | None:
    """The one of whose neighbours more are present than of any other's."""
    counts = [sum(_stands(phrase, present) for phrase in term.near) for term in homonyms]
    most = max(counts)
    return homonyms[counts.index(most)] if most and counts.count(most) == 1 else None


def _stands(phrase: str, present: frozenset[str]) -> bool:
    """Whether all words of a neighbour are present, in whatever order."""
    return all(lemma(word.folded, elided=word.elided) in present for word in words(phrase))


def _ordinary(homonyms: Sequence[Term]) -> Term | None:
    """The one that needs no neighbours."""
    free = [term for term in homonyms if not term.near]
    plain = [term for term in free if not term.context]
    return free[0] if len(free) == 1 else next(iter(plain), None)


def _undecided(homonyms: Sequence[Term]) -> Decision:
    """A suggestion of all renderings."""
    first = homonyms[0]
    renderings = dict.fromkeys(form for term in homonyms for form in (term.target, *term.accepted))
    merged = replace(first, rule="suggest", accepted=tuple(renderings)[1:], note="", context="", near=())
    return Decision(merged, tuple(homonyms))


def _plain(source: str) -> list[str]:
    return [word.folded for word in words(source)]
