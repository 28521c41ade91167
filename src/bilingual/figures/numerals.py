"""Digits with their marks, and Roman numerals."""

from __future__ import annotations

import re
from decimal import Decimal

_MARKS = re.compile(r"[.,'’]")
_NONDIGIT = re.compile(r"\D")
_THOUSANDS = 3
_ROMAN = {"I": 1, "V": 5, "X": 10}


def numeral(text: str, decimal: str) -> tuple[tuple[Decimal, ...], bool]:
    """The values that digits with their marks may have, the likeliest first; whether they are written in a foreign way.

    Args:
        text: `1.400,50`, `1 400`, `12,5`.
        decimal: the language's own mark.
    """
    compact = "".join(text.split())
    foreign = len(compact) < len(text) and decimal == "."
    marks = _MARKS.findall(compact)
    if not marks:
        return (Decimal(compact),), foreign
    plain = Decimal(_NONDIGIT.sub("", compact))
    last = marks[-1]
    whole, _, part = compact.rpartition(last)
    fraction = Decimal(_NONDIGIT.sub("", whole) + "." + part)
    if len(set(marks)) > 1:
        return (fraction,), foreign or last != decimal
    if len(marks) > 1 or last in "'’":
        return (plain,), foreign or last == decimal
    if len(part) != _THOUSANDS or whole.startswith("0") or foreign or len(whole) > _THOUSANDS:
        return (fraction,), foreign or last != decimal
    return ((fraction, plain) if last == decimal else (plain, fraction)), foreign


def roman(text: str) -> Decimal:
    """The value of a Roman numeral."""
    values = [_ROMAN[letter] for letter in text]
    return Decimal(sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)))
