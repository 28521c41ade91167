"""Names with letters that French does not have, such as Hålogasund, spelt in a translation as in its source.

Engines that have seen few of them guess: Hßlogasund. Names without such letters are copied well enough, or have English
forms of their own, and are left to the checks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilingual.dictionary import fold_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.types import Span

LEAST_ALIKE = 0.6
"""Share of their letters that two spellings of a name have in common at the least."""
MOST = 20
"""Names of a text that are looked at."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W\d_]")
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "þ": "th"})
"""Letters that Unicode does not take apart."""
_OURS = re.compile(r"[\x00-\x7fÀÂÄÆÇÈÉÊËÎÏÔÖŒÙÛÜàâäæçèéêëîïñôöœùûüÿ’‐-]*")
"""Letters of French, and those of German and Spanish that French prints as often."""


def respelt(source: str, target: str, keep: Iterable[Span] = ()) -> Iterator[tuple[Span, str]]:
    """The words of the target that are misspelt names, and what to write there; from left to right.

    Args:
        source: French.
        target: its translation.
        keep: spans of the target that are not to be touched.
    """
    if _OURS.fullmatch(source):
        return
    names = [word[0] for word in _WORD.finditer(source) if _is_foreign(word[0])][:MOST]
    lost = [name for name in dict.fromkeys(names) if name not in target]
    if not lost:
        return
    known, kept = set(_WORD.findall(source)), list(keep)
    for word in _WORD.finditer(target):
        if word[0] in known or not word[0][0].isupper() or any(a < word.end() and word.start() < b for a, b in kept):
            continue
        name = max(lost, key=lambda one: _alike(one, word[0]), default="")
        if name and _plain(name) != _plain(word[0]) and _alike(name, word[0]) >= LEAST_ALIKE:
            yield word.span(), name
            lost.remove(name)


def _is_foreign(word: str) -> bool:
    return word[0].isupper() and not _OURS.fullmatch(word)


def _alike(name: str, other: str) -> float:
    """0 to 1; 0 where they begin with different letters."""
    from rapidfuzz.distance import Levenshtein  # hardly a text needs it

    return Levenshtein.normalized_similarity(name, other) if _plain(name)[:1] == _plain(other)[:1] else 0.0


def _plain(word: str) -> str:
    """Without accents, as English papers often print a name: Erdoğan, Erdogan."""
    return fold_accents(word.lower().translate(_STROKES))
