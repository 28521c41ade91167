"""Plain text: paragraphs by blank lines, unwrapped where a program had wrapped them, headings guessed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bilingual.read.addresses import refuse_list
from bilingual.read.encoding import decode
from bilingual.read.hyphens import joint
from bilingual.types import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDEST_WRAP = 100
"""Characters: longer lines were not wrapped by a program, but are paragraphs."""

NARROWEST_WRAP = 40
"""Characters: shorter lines are a list or verse."""

LONGEST_HEADING = 140
"""Characters."""

_RAGGED = 8
"""Characters by which the longest lines of two wrapped paragraphs may differ."""

_SPACES = re.compile(r" [^\S\xa0\u202f]+|[^\S \xa0\u202f][^\S\xa0\u202f]*")
"""White space that is not a single space already: of a text, hardly any."""
_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ITEM = re.compile(r"(?:[-–—*•·‣▪●◦]|\d{1,2}[.)]|[a-z]\))[ \t\xa0]+\S")
_AMOUNT = 2
"""Words, a figure and its unit: a line that begins with a digit and says no more heads nothing."""
_CUT_WORD = re.compile(r"(?:[^\W\d_][-\u2010]|\xad)$")
"""The end of a line where a word may go on; where a soft hyphen stands, it does."""
_QUOTES = "«“\"'‘"
_BYLINE = re.compile(r"(?:par|publié|mis à jour|modifié|le \d|\d{1,2} \w+ \d{4}|photo|crédit|source)\b", re.IGNORECASE)
_STOPS = tuple('.…:;,»”")')


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a text file; raises InputError where it is no text, or a mere list of web addresses."""
    content = decode(data)
    refuse_list(content)
    return parse(content)


def parse(text: str) -> Iterator[Block]:
    """The blocks of a text: all its characters but white space, in order."""
    chunks = [chunk for chunk in _chunks(text) if chunk]
    widths = [_width(chunk) for chunk in chunks]
    common = max(widths, default=0)
    found = [
        Block(paragraph, "item" if _ITEM.match(paragraph) else "paragraph")
        for chunk, width in zip(chunks, widths, strict=True)
        for paragraph in _paragraphs(chunk, width or _shared_width(chunk, common))
    ]
    return with_headings(found)


def one_line(text: str) -> str:
    """The text with white space at its ends removed and inside it reduced; no-break spaces stay, French needs them."""
    return single_spaced(text).strip()


def single_spaced(text: str) -> str:
    """The text with its white space reduced, at its ends, too, to single spaces."""
    return _SPACES.sub(" ", text)


def _chunks(text: str) -> Iterator[list[str]]:
    """The lines between two blank ones, each on its own, reduced; chunks may be empty."""
    chunk: list[str] = []
    for line in _lines(text):
        if reduced := one_line(line):
            chunk.append(reduced)
        else:
            yield chunk
            chunk = []
    yield chunk


def _lines(text: str) -> Iterator[str]:
    """The lines, one at a time: a list of them would be a second copy of a long text."""
    start = 0
    for end in _BREAKS.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _width(chunk: Sequence[str]) -> int:
    """The width a program wrapped these lines to, in characters; 0 where they are paragraphs of their own.

    Told by two breaks or more that had to be, since the next word did not fit, most of them inside a sentence.
    """
    width = max(map(len, chunk))
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return 0
    following = [after for before, after in pairwise(chunk) if _forced(before, after, width)]
    inside = sum(after[0].islower() for after in following)
    return width if len(following) > 1 and 2 * inside >= len(following) else 0


def _shared_width(chunk: Sequence[str], common: int) -> int:
    """The width of lines too few to tell, in a text that a program wrapped elsewhere; 0 where they cannot have been."""
    longest = max(map(len, chunk))
    return max(common, longest) if common and longest <= common + _RAGGED else 0


def _forced(before: str, after: str, width: int) -> bool:
    """Whether the first word of a line would not have fitted on the line before; an item's mark asks for its line."""
    return len(before) + 1 + len(after.split(maxsplit=1)[0]) > width and not _ITEM.match(after)


def _paragraphs(lines: Iterable[str], width: int) -> Iterator[str]:
    parts: list[str] = []
    last = ""
    for line in lines:
        if last and not _goes_on(last, line, width):
            yield "".join(parts)
            parts = []
        elif last:
            off, between = joint(last, line)
            parts[-1:] = [last[: len(last) - off], between]
        parts.append(line)
        last = line
    yield "".join(parts)


def _goes_on(before: str, after: str, width: int) -> bool:
    """Whether the break between two lines is the program's that wrapped them, be it inside a word."""
    end = _CUT_WORD.search(before[-2:])
    inside = end is not None and (end[0] == "\xad" or after[0].islower())
    return inside or (width > 0 and _forced(before, after, width))


def with_headings(found: Sequence[Block]) -> Iterator[Block]:
    """Makes headings of short lines without a final stop that a paragraph follows, and of such a line at the top.

    Between a heading and its paragraph the author's name and the date may stand.
    """
    headed: list[Block] = []
    body: Block | None = None
    for block in reversed(found):
        is_top = len(headed) + 1 == len(found)
        if body and _could_head(block) and (is_top or _is_body(body, block)):
            headed.append(replace(block, kind="heading", level=2))
        else:
            headed.append(block)
        if body is None or not _BYLINE.match(block.text):
            body = block
    level = 1
    for block in reversed(headed):
        yield replace(block, level=level) if block.level else block
        level = 2 if block.level else level


def _could_head(block: Block) -> bool:
    text = block.text
    return (
        block.kind == "paragraph"
        and block.skip is None
        and len(text) <= LONGEST_HEADING
        and not text.endswith(_STOPS)
        and any(map(str.isalpha, text))
        and (text[0].isupper() or text[0] in _QUOTES or (text[0].isdigit() and len(text.split()) > _AMOUNT))
        and not _BYLINE.match(text)
    )


def _is_body(after: Block, heading: Block) -> bool:
    return after.kind == "item" or len(after.text) > max(80, len(heading.text))
