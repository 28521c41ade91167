"""Stable names for texts: where a paragraph is added, the other segments keep theirs."""

from __future__ import annotations

from array import array
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BYTES = 5


class Addresses:
    """Gives each text of one article its address: ten hex digits of its BLAKE2b digest, `-2` for a second one alike.

    Args:
        repeated: the digests to count, where they are known beforehand (see `repeated`); the others are then taken
            for unique without remembering them, which keeps memory flat on long articles.
    """

    def __init__(self, repeated: frozenset[str] | None = None) -> None:
        self._repeated = repeated
        self._seen: dict[str, int] = {}

    def of(self, text: str) -> str:
        """The address of the next text in reading order; no address is given twice."""
        name = digest(text)
        if self._repeated is not None and name not in self._repeated:
            return name
        count = self._seen[name] = self._seen.get(name, 0) + 1
        return name if count == 1 else f"{name}-{count}"


def repeated(texts: Iterable[str]) -> frozenset[str]:
    """The digests that more than one of the texts have; takes eight bytes a text meanwhile."""
    found = array("Q", (int(digest(text), 16) for text in texts))
    twice = {one for one, next_one in pairwise(sorted(found)) if one == next_one}
    return frozenset(f"{one:0{2 * _BYTES}x}" for one in twice)


def digest(text: str) -> str:
    """Ten hex digits (40 bits) that stand for a text; lone surrogates are allowed."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()
