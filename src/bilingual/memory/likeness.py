"""How alike two sentences are to a translator.

The score is the mean of two normalised Indel similarities of 0 to 100: that of the texts, character by character, and
that of their words, in small letters and without signs. Indel is the edit distance of insertions and deletions alone,
divided by both lengths (Hyyrö, Pinzon and Shimizu 2005, as rapidfuzz's `fuzz.ratio` has it). Words alone are too strict
where an ending differs, and blind to signs and capitals; characters alone find half of any other French sentence alike.
Only the same text scores 100, and word order counts: it decides how much of the old translation can stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 2_000
"""Characters of a text that is compared: longer ones are no sentences, and would take their square in time."""
_WORD = re.compile(r"\w+")
_FIRST, _MANY = 0x10000, 0x100000
"""The characters beyond the basic plane, none of which is a surrogate: 20 bits."""


def words(text: str) -> str:
    """The words of a text as one character each, so that sequences of words compare as fast as strings.

    The character is a digest: one pair of different words in a million has the same. None for what is too long.
    """
    if len(text) > LONGEST:
        return ""
    found = _WORD.findall(normalize("NFC", text).casefold())
    return "".join([chr(_FIRST + crc32(word.encode("utf-8", "surrogatepass")) % _MANY) for word in found])


def ranked(text: str, codes: str, others: Iterable[tuple[int, str, str]], floor: float) -> list[tuple[float, int]]:
    """Score and number of those of the others that reach the floor, the best first, the newer before the older.

    Args:
        text: compared with each of the others.
        codes: its `words`.
        others: number, text and words of each; a higher number is newer.
        floor: 0 to 100.
    """
    from rapidfuzz.fuzz import ratio

    found = []
    for number, other, other_codes in others:
        alike = ratio(codes, other_codes, score_cutoff=2 * floor - 100)
        if alike or floor <= 50:  # noqa: PLR2004  # below half, the characters alone may do
            score = (alike + ratio(text, other, score_cutoff=max(0.0, 2 * floor - alike))) / 2
            if score >= floor:
                found.append((score, number))
    return sorted(found, reverse=True)
