"""Find a term's renderings in English, and judge whether each occurrence of a term came through."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bilingual.finding.number import is_plural, is_plural_entry, verb_form
from bilingual.grammar import plural
from bilingual.inflection import all_forms, conjugated, pluralised
from bilingual.types import Occurrence, Pin, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.types import Span

ENFORCED = frozenset({"pin", "read-only"})
"""The rules that ask for a rendering; the others only look for one."""
_SPACE = re.compile(r"[\s\-‐‑]+")
_APOSTROPHE = re.compile(r"['’]")


def occurrences(pins: Sequence[Pin], text: str, *, loosely: bool = False) -> tuple[Occurrence, ...]:
    """Each pin with its place in a target text, verdict `right`, or `failed` where there are fewer than the source has.

    Renderings are looked for from the longest down, so that what belongs to `NSO Group` does not count for `NSO`; what
    is forbidden comes last, so that a pinned `amicus brief` is no forbidden `brief`.

    Args:
        pins: the pins of the source, in its order.
        text: the target text.
        loosely: whether capitals matter for no term, not even for names.
    """
    return _found(pins, text, bytearray(len(text)), loosely=loosely)


def missing(pins: Sequence[Pin], text: str) -> list[int]:
    """Numbers of the pins to be enforced that a text does not honour, be it in the wrong case."""
    found = occurrences(pins, text, loosely=True)
    return [n for n, o in enumerate(found) if o.verdict == "failed" and o.pin.term.rule in ENFORCED]


def surplus(pins: Sequence[Pin], text: str) -> int:
    """How many renderings of the terms to be enforced a text has beyond those that the source asks for."""
    taken = bytearray(len(text))
    _found(pins, text, taken, loosely=True)
    count = 0
    for term in _longest_first({pin.term for pin in pins if pin.term.rule in ENFORCED}):
        for start, end in _free(term, text, taken, loosely=True):
            _take(taken, (start, end))
            count += 1
    return count


def spans(term: Term, text: str, *, loosely: bool = False) -> list[Span]:
    """Where a term's renderings stand in a target text, left to right without overlap."""
    return [match.span() for match in _pattern(term, loosely).finditer(text)]


def wanted(pin: Pin, source: str) -> str:
    """The rendering to write for a pin, in the number of the source, or in the tense if it is a verb.

    What is never translated stays as it is.
    """
    term = pin.term
    if term.rule == "read-only" or _is_fixed(term):
        return term.target
    if term.verb:
        form: str = getattr(conjugated(term.target), verb_form(pin, source))
        return form
    if is_plural(pin, source):
        return term.plural or pluralised(term.target)
    return term.target


def recased(term: Term, said: str) -> str:
    """The rendering of a term that some text is but for its capitals; the first one where it is none."""
    return next((form for form in _forms(term) if _plain(form) == _plain(said)), term.target)


def sought(term: Term) -> Term:
    """What is looked for in a target text: a term without its source. One that is fixed has itself for a plural."""
    plural = term.target if _is_fixed(term) else ""
    return replace(term, source="", variants=(), note="", plural=plural, context="", near=())


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _found(pins: Sequence[Pin], text: str, taken: bytearray, *, loosely: bool) -> tuple[Occurrence, ...]:
    """See `occurrences`; marks in `taken`, a byte a character, what the enforced ones take.

    Terms of the same renderings share what is found in the order of the source.
    """
    numbers: dict[Term, list[int]] = {}
    for number, pin in enumerate(pins):
        numbers.setdefault(sought(pin.term), []).append(number)
    places: dict[int, Span] = {}
    for term in _longest_first(numbers):
        for number, span in zip(numbers[term], _free(term, text, taken, loosely=loosely), strict=False):
            places[number] = span
            if term.rule in ENFORCED:
                _take(taken, span)
    return tuple(
        Occurrence(pin, "right", *places[n]) if n in places else Occurrence(pin, "failed") for n, pin in enumerate(pins)
    )


def _longest_first(terms: Iterable[Term]) -> list[Term]:
    """Those to be enforced, then the others; among each the longest first."""
    return sorted(terms, key=lambda term: (term.rule not in ENFORCED, -len(term.target), term.target, term.source))


def _free(term: Term, text: str, taken: bytearray, *, loosely: bool) -> Iterator[Span]:
    """The renderings of a term that are no other's: none of it for one to be enforced, not all of it for others."""
    touched = any if term.rule in ENFORCED else all
    return (span for span in spans(term, text, loosely=loosely) if not touched(taken[slice(*span)]))


def _take(taken: bytearray, span: Span) -> None:
    start, end = span
    taken[start:end] = b"\1" * (end - start)


def _plain(text: str) -> str:
    """A text without regard to case, to the kind of apostrophe, or to hyphen against space."""
    return _APOSTROPHE.sub("'", _SPACE.sub(" ", text)).casefold()


def _forms(term: Term) -> list[str]:
    """Every accepted rendering, and its regular plural, or its forms if it is a verb; the longest first."""
    forms = {term.target, *term.accepted}
    if term.verb:
        forms = {inflected for form in forms for inflected in all_forms(form)}
    elif term.rule != "read-only" and term.plural != term.target:
        forms |= {many for form in forms for many in (plural(form), pluralised(form))}
    return sorted(forms, key=lambda form: (-len(form), form))


@lru_cache(maxsize=20_000)
def _is_fixed(term: Term) -> bool:
    """Whether a term is rendered as it stands, in any number.

    Names that are the same in both languages (les CDC, the CDC) are, and entries whose French is in the plural and
    whose English is not, for somebody meant it: maladies respiratoires, respiratory disease.
    """
    if term.verb or not term.source:
        return False
    if term.source == term.target:
        return not term.target.islower()
    return not term.plural and is_plural_entry(term.source) and pluralised(term.target) != term.target


@lru_cache(maxsize=20_000)
def _pattern(term: Term, loosely: bool) -> re.Pattern[str]:  # noqa: FBT001  # a cache's key
    """Any accepted rendering as whole words; only literals side by side, so that nothing can backtrack.

    Names keep their capitals: `entity list` is not the Entity List.
    """
    literals = ("[\\s\\-‐‑]".join(map(_literal, _SPACE.split(form))) for form in _forms(term))
    name = term.rule == "read-only" or any(letter.isupper() for letter in term.target)
    return re.compile(rf"(?<!\w)(?:{'|'.join(literals)})(?!\w)", 0 if name and not loosely else re.IGNORECASE)


def _literal(word: str) -> str:
    return _APOSTROPHE.sub("['’]", re.escape(word))
