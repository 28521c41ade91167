"""Words that a line end has cut: put together again, their hyphen kept where it is the word's own."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_CUT = re.compile(r"([^\W\d_]{1,60})[-\u2010]")
_LONGEST = 70
"""Characters at the end of a line that are looked at: a word's, and the sign before it."""
_SOFT = "\u00ad"
_WORD = re.compile(r"[^\W\d_]{1,60}")


def joined(before: str, after: str, lang: str = "fr") -> str:
    """Two lines as one, with a space between them unless a word goes on (see `joint`)."""
    off, between = joint(before, after, lang)
    return before[: len(before) - off] + between + after


def joint(before: str, after: str, lang: str = "fr") -> tuple[int, str]:
    """What is to be done where two lines meet: how many characters go at the end of the first, and what comes between.

    A hyphen at the end goes where the dictionary knows the word without it (`mé-moire`), or does not know its two
    halves (`Cando-ru`); it stays where both halves are words of their own (`vice-président`), where the dictionary has
    the word with it (`ex-ministre`), and where more hyphens follow (`rez-de-chaussée`, `va-t-il`). What the dictionary
    gets wrong stands in `data/hyphens.fr.toml`.
    """
    if before.endswith(_SOFT):
        return 1, ""
    tail = before[-_LONGEST:]
    cut = next((found for found in _CUT.finditer(tail) if found.end() == len(tail)), None)
    start = _WORD.match(after)
    if cut is None or start is None:
        glued = before.endswith("\u2011") or _is_compound(before, after) or (cut and after[:1].isdecimal())
        return 0, "" if glued else " "
    chained = tail[: cut.start()].endswith(("-", "’", "'")) or after.startswith("-", start.end())
    stays = not after[0].islower() or chained or _keeps(cut[1], start[0], lang)
    return int(not stays), ""


def _is_compound(before: str, after: str) -> bool:
    """Whether a hyphen stands between a figure and what it counts: `16-` and `bit`."""
    return before[-2:-1].isdecimal() and before.endswith("-") and after[:1].isalnum()


def _keeps(first: str, second: str, lang: str) -> bool:
    """Whether the hyphen between two pieces is the word's own."""
    from simplemma import is_known

    table = _table(lang)
    low, end = first.lower(), second.lower()
    if len(first) == 1 or f"{low}-{end}" in table["compounds"] or is_known(f"{first}-{second}", lang=lang):
        return True
    if end in table["ends"] or is_known(first + second, lang=lang):
        return False
    listed = low in table["first"] or end in table["second"]
    return listed or (is_known(first, lang=lang) and is_known(second, lang=lang))


@cache
def _table(lang: str) -> Mapping[str, frozenset[str]]:
    """The lists of `data/hyphens.LANG.toml`; those of French for a language that has none."""
    folder = files("bilingual") / "data"
    own = folder / f"hyphens.{lang}.toml"
    table = tomllib.loads((own if own.is_file() else folder / "hyphens.fr.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in table.items()}
