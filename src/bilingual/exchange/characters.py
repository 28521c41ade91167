r"""Characters that XML 1.0 cannot hold, not even by a reference: written `\u{8}` where there is text and nothing else.

XLIFF 2 has an element for them, and placeholders serve in other segments. Remarks, cells and attributes have neither;
there a sequence that looks like ours is told apart by writing its backslash as `\u{5c}`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_CHAR = "\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_NO_CHAR}]")
"""What is no `Char` of XML 1.0 (fifth edition, 2.2)."""
_RUNS = re.compile(f"[{_NO_CHAR}]+|[^{_NO_CHAR}]+")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
_LAST = 0x10FFFF


def held(text: str) -> str:
    """The text as XML can hold it; `freed` gives it back to the letter."""
    text = _ESCAPED.sub(lambda found: f"\\u{{5c}}{found[0][1:]}", text)
    return _FORBIDDEN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def freed(text: str) -> str:
    """A text that `held` has written."""
    return _ESCAPED.sub(_character, text)


def is_held(text: str) -> bool:
    """Whether XML can hold a text that begins like this."""
    return not _FORBIDDEN.match(text)


def runs(text: str) -> Iterator[str]:
    """The text in pieces, in turn such as XML can hold and such as it cannot."""
    return (found[0] for found in _RUNS.finditer(text))


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if int(found[1], 16) <= _LAST else found[0]
