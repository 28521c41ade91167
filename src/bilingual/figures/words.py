"""Numbers in words: what they come to, in either language."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bilingual.figures.language import Language

_WORD = re.compile(r"[^\W\d_]+")
_ZERO = Decimal(0)
_TEN, _TWENTY, _SIXTY, _EIGHTY, _HUNDRED, _THOUSAND = map(Decimal, (10, 20, 60, 80, 100, 1000))
_LINKS = frozenset({"et", "and"})


class Count(NamedTuple):
    """A number in words."""

    value: Decimal
    end: int
    """Offset in the text behind its last word."""
    scale: Decimal
    """By what the last word multiplied; 1 where it did not."""
    ordinal: bool


def counted(text: str, language: Language) -> Count | None:
    """The number that stands at the beginning of a text of number words; words that do not fit it are left over.

    `soixante et onze` is one number, `deux trois` is two of them; None where the first word is none.
    """
    total = current = _ZERO
    scale, end, ordinal, linked = Decimal(1), 0, False, ""
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        if word in _LINKS and end:
            linked = language.decimal
            continue
        value = language.cardinals.get(word)
        if value is None:
            value, ordinal = language.ordinals.get(word), True
        if value is None or (end and not _fits(total, current, value, linked=linked)):
            ordinal = False
            break
        if value >= _THOUSAND:
            below = total + current or Decimal(1)
            total, current = (below * value, _ZERO) if value > total else (total + (current or 1) * value, _ZERO)
        elif value == _HUNDRED:
            current = (current or Decimal(1)) * _HUNDRED
        elif value == _TWENTY and current % _HUNDRED == 4:  # noqa: PLR2004  # quatre-vingts
            current += _EIGHTY - 4
        else:
            current += value
        scale = value if value >= _THOUSAND else Decimal(1)
        end, linked = match.end(), ""
        if ordinal:
            break
    return Count(total + current, end, scale, ordinal) if end else None


def _fits(total: Decimal, current: Decimal, value: Decimal, *, linked: str) -> bool:
    """Whether a word can go on a number.

    Args:
        total: what stands before the last thousand, million and so on, multiplied.
        current: what stands behind.
        value: of the word.
        linked: where `et` or `and` stands before it, the language's decimal mark, which tells one from the other.
    """
    rest = current % _HUNDRED
    if linked == ",":  # vingt et un, soixante et onze
        return rest >= _TWENTY and value in {1, 11}
    if linked:  # two hundred and fifty
        return not rest and value < _HUNDRED and current + total >= _HUNDRED
    if value >= _HUNDRED:
        return bool(current) or value > _THOUSAND if value > _HUNDRED else current < _HUNDRED
    return _fits_below_hundred(rest, value)


def _fits_below_hundred(rest: Decimal, value: Decimal) -> bool:
    """Whether a word can go on what stands before it since the last hundred."""
    if not rest or (value == _TWENTY and rest == 4):  # noqa: PLR2004  # quatre-vingts
        return True
    if value >= _TEN:  # soixante-dix, quatre-vingt-onze
        return value < _TWENTY and rest in {_SIXTY, _EIGHTY}
    if rest % _TWENTY == _TEN and value > 6:  # noqa: PLR2004  # dix-sept, soixante-dix-sept
        return True
    return rest % _TEN == 0 and rest != _TEN
