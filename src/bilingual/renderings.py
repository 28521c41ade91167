"""Find a term's renderings in English, and judge whether each occurrence of a term came through."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bilingual.types import Occurrence, Pin, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.engines import Span

ENFORCED = frozenset({"pin", "read-only"})
"""The rules that ask for a rendering; the others only look for one."""
_SPACE = re.compile(r"[\s\-‐‑]+")
_SIBILANT = ("s", "x", "z", "ch", "sh")


def occurrences(pins: Sequence[Pin], text: str, *, loosely: bool = False) -> tuple[Occurrence, ...]:
    """Each pin with its place in a target text, verdict `right`, or `failed` where there are fewer than the source has.

    Renderings are looked for from the longest down, so that what belongs to `NSO Group` does not count for `NSO`.

    Args:
        pins: the pins of the source, in its order.
        text: the target text.
        loosely: whether capitals matter for no term, not even for names.
    """
    places: dict[int, Span] = {}
    taken: list[Span] = []
    for term in sorted({pin.term for pin in pins}, key=lambda term: (-len(term.target), term.target, term.source)):
        enforced = term.rule in ENFORCED
        wanting = [number for number, pin in enumerate(pins) if pin.term == term]
        free = [
            span
            for span in spans(term, text, loosely=loosely)
            if not (enforced and any(overlap(span, t) for t in taken))
        ]
        for number, span in zip(wanting, free, strict=False):
            places[number] = span
            if enforced:
                taken.append(span)
    return tuple(
        Occurrence(pin, "right", *places[n]) if n in places else Occurrence(pin, "failed") for n, pin in enumerate(pins)
    )


def missing(pins: Sequence[Pin], text: str) -> list[int]:
    """Numbers of the pins to be enforced that a text does not honour, be it in the wrong case."""
    found = occurrences(pins, text, loosely=True)
    return [n for n, o in enumerate(found) if o.verdict == "failed" and o.pin.term.rule in ENFORCED]


def spans(term: Term, text: str, *, loosely: bool = False) -> list[Span]:
    """Where a term's renderings stand in a target text, left to right without overlap."""
    return [match.span() for match in _pattern(term, loosely).finditer(text)]


def wanted(pin: Pin, source: str) -> str:
    """The rendering to write for a pin: the plural one where the source has the plural that the entry names."""
    said = _SPACE.sub(" ", source[pin.start : pin.end]).casefold().replace("’", "'")
    plurals = {variant.casefold().replace("’", "'") for variant in pin.term.variants}
    return pin.term.accepted[0] if pin.term.accepted and said in plurals else pin.term.target


def plural(word: str) -> str:
    """The regular English plural of a word or of a phrase's last word."""
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(_SIBILANT) else "s")


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


@lru_cache(maxsize=20_000)
def _pattern(term: Term, loosely: bool) -> re.Pattern[str]:  # noqa: FBT001  # a cache's key
    """Any accepted rendering as whole words; only literals side by side, so that nothing can backtrack.

    Names keep their capitals: `entity list` is not the Entity List.
    """
    forms = {term.target, *term.accepted}
    if term.rule != "read-only":
        forms |= {plural(form) for form in forms}
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    literals = ("[\\s\\-‐‑]".join(map(re.escape, _SPACE.split(form))) for form in longest_first)
    name = term.rule == "read-only" or any(letter.isupper() for letter in term.target)
    return re.compile(rf"(?<!\w)(?:{'|'.join(literals)})(?!\w)", 0 if name and not loosely else re.IGNORECASE)
