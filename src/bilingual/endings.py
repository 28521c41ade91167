"""What ends a sentence, where an engine left it out: the semicolon of an item of a list, and emoji."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Span

_SIGNS = frozenset(";,:")
_EMOJI = re.compile(
    r"\s?[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\u200d\ufe0f\u2600-\u27bf\U0001f000-\U0001faff]*\s*\Z"
)
_TAIL = 40
"""Characters at the end of a text in which emoji are looked for."""


def ended(source: str, target: str) -> Iterator[tuple[Span, str]]:
    """What to write at the end of a target, and in the place of what: the source's sign or emoji, where it lacks them.

    Args:
        source: French.
        target: its translation.
    """
    sign, end = source.rstrip()[-1:], len(target.rstrip())
    if sign in _SIGNS and target[:end][-1:].isalnum():
        yield (end, end), sign
    elif end and (emoji := _emoji(source)) and emoji.strip() not in target:
        yield (end - len(_emoji(target).rstrip()), end), emoji.rstrip()


def _emoji(text: str) -> str:
    """The emoji that end a text, with the space before them; empty where none do."""
    found = _EMOJI.search(text, max(0, len(text) - _TAIL))
    return found[0] if found else ""
