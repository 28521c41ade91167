"""Of several forms of one expression, the one to put into a glossary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def usual(forms: Sequence[str]) -> str:
    """The most frequent form; of several the shortest, in small letters."""
    counts = Counter(forms)
    return min(counts, key=lambda form: (-counts[form], len(form), form.swapcase()))


def usual_rendering(group: Sequence[str], source: str, surfaces: Sequence[str], renderings: Sequence[str]) -> str:
    """Of a group the form that is written for this very form of the source, if it is.

    Args:
        group: renderings that differ in inflection, capitals or articles alone.
        source: the form of the source.
        surfaces: all its forms, one a place.
        renderings: what was written at each of these places.
    """
    same = [text for said, text in zip(surfaces, renderings, strict=False) if said == source and text in group]
    return usual(same or group)
