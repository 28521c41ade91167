"""Characters that some program decoded wrongly, put right by ftfy (`Ã©tÃ©`, `lâ€™Ã©tat`): visible mojibake only.

Good text stays letter by letter: of 905,000 lines of news, laws, manuals and books (185 MB, French beside English, the
corpora of training/README.md) five are changed, and all five held mojibake.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bilingual.read.marks import rewritten, telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ftfy import TextFixerConfig

    from bilingual.types import Block

LONGEST = 20_000
"""Characters that ftfy looks at together; a longer text is cut at a space."""

_TRAIL = "\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_SIGN = re.compile(rf"[\x80-\x9f]|[ÃÅâ][{_TRAIL} ]|Â[{_TRAIL}]|(?<=\S)Â |√[^\W\d]|√[©®™]|‚Ä")
"""What French never has, but UTF-8 does that was read as Windows-1252, Latin-1 or MacRoman.

A few of these signs are innocent; they only say that it is worth asking ftfy. `Â` before a space begins a word where
somebody had no `À` on the keyboard.
"""
_LOST = "\ufffd"
_SOFT_HYPHEN = "\xad"


def mended(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool]]:
    """The blocks, their characters put right, each with whether it was changed; soft hyphens, which nobody sees, go."""
    for block in map(_seen, blocks):
        is_wrong = bool(_SIGN.search(block.text)) and mended_text(block.text) != block.text
        made = telling(rewritten(block, mended_text)) if is_wrong else block
        yield (made, True) if is_wrong and made.text else (block, False)


def _seen(block: Block) -> Block:
    """The block without the soft hyphens at which programs may cut its words."""
    if _SOFT_HYPHEN not in block.text:
        return block
    found = telling(rewritten(block, lambda text: text.replace(_SOFT_HYPHEN, "")))
    return found if found.text else block


def mended_text(text: str) -> str:
    """The text with its characters put right, the same text where they are; takes time by its length."""
    return "".join(_mended(piece) if _SIGN.search(piece) else piece for piece in _pieces(text))


def _mended(piece: str) -> str:
    """A piece as ftfy would have it; as it is where that would lose a character."""
    from ftfy import fix_encoding  # loads in 30 ms, and hardly a text needs it

    found = fix_encoding(piece, _settings())
    return piece if found.count(_LOST) > piece.count(_LOST) else found


@cache
def _settings() -> TextFixerConfig:
    """Nothing but the encoding is mended, and no character is guessed of which a byte is missing."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(unescape_html=False, replace_lossy_sequences=False)


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > LONGEST:
        end = text.rfind(" ", start + 1, start + LONGEST) + 1 or start + LONGEST
        yield text[start:end]
        start = end
    yield text[start:]
