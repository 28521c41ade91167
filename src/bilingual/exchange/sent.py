r"""Text that goes through word processors and spreadsheets and comes back to the letter.

XML cannot hold some characters (see `characters.py`), and programs alter some that it can: a carriage return becomes a
line end, and LibreOffice 7.4 writes `_x0041_`, which spreadsheets take for a coded `A`, with one code more each time
that it saves. All of these are written like `\u{d}`, which no program has a reason to touch.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from bilingual.exchange.characters import freed, held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.types import Inline

_ALTERED = re.compile(r"[\r\x85]|_(?=x[0-9A-Fa-f]{4}_)")
_BEGUN = re.compile(r"\\(?=(?:u(?:\{[0-9a-f]{0,6})?)?\Z)")
"""What would be a code if the next piece of the text went on so."""
_CODE = re.compile(r"\\u\{[0-9a-f]{1,6}\}")


def sent(text: str) -> str:
    """The text, or a piece of it, as it leaves."""
    return _BEGUN.sub(_coded, _ALTERED.sub(_coded, held(text)))


def coded(char: str) -> str:
    """A character by its number, as `received` takes it back."""
    return f"\\u{{{ord(char):x}}}"


def received(text: str, marks: Sequence[Inline] = ()) -> tuple[str, tuple[Inline, ...]]:
    """A text that was sent, all pieces of it, with its marks at the offsets of what comes out."""
    if "\\u{" not in text:
        return text, tuple(marks)
    codes = [found.span() for found in _CODE.finditer(text)]
    ends, gone = [end for _start, end in codes], [0]
    for start, end in codes:
        gone.append(gone[-1] + end - start - len(freed(text[start:end])))

    def moved(place: int) -> int:
        before = bisect_right(ends, place)
        inside = before < len(codes) and codes[before][0] < place
        return (codes[before][0] if inside else place) - gone[before]

    placed = (replace(one, start=moved(one.start), end=moved(one.end)) for one in marks)
    return freed(text), tuple(one for one in placed if one.start < one.end)


def _coded(found: re.Match[str]) -> str:
    return coded(found[0])
