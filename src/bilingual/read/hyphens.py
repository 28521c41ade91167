"""Words that a line end has cut: put together again, their hyphen kept where it is the word's own."""

from __future__ import annotations

import re

_CUT = re.compile(r"([^\W\d_]{1,60})[-\u2010]$")
_SOFT = "\u00ad"
_WORD = re.compile(r"[^\W\d_]{1,60}")


def joined(before: str, after: str, lang: str = "fr") -> str:
    """Two lines as one, with a space between them unless a word goes on.

    A hyphen at the end goes where the dictionary knows the word without it (`mé-moire`), or does not know its two
    halves (`Cando-ru`); it stays where both halves are words of their own (`vice-président`).
    """
    if before.endswith(_SOFT):
        return before[:-1] + after
    cut, start = _CUT.search(before), _WORD.match(after)
    if cut is None or start is None:
        return before + (after if before.endswith(("\u2011",)) or _is_compound(before, after) else f" {after}")
    if not after[0].islower() or before[: cut.start()].endswith(("-", "’", "'")) or _keeps(cut[1], start[0], lang):
        return before + after
    return before[:-1] + after


def _is_compound(before: str, after: str) -> bool:
    """Whether a hyphen stands between a figure and what it counts: `16-` and `bit`."""
    return before[-2:-1].isdecimal() and before.endswith("-") and after[:1].isalnum()


def _keeps(first: str, second: str, lang: str) -> bool:
    from simplemma import is_known

    if is_known(first + second, lang=lang):
        return False
    return is_known(first, lang=lang) and is_known(second, lang=lang)
