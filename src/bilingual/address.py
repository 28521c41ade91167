"""Stable names for texts: where a paragraph is added, the other segments keep theirs."""

from __future__ import annotations

from hashlib import blake2b


class Addresses:
    """Gives each text of one article its address: ten hex digits of its BLAKE2b digest, `-2` for a second one alike."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, text: str) -> str:
        """The address of the next text in reading order; no address is given twice."""
        name = digest(text)
        count = self._seen[name] = self._seen.get(name, 0) + 1
        return name if count == 1 else f"{name}-{count}"


def digest(text: str) -> str:
    """Ten hex digits (40 bits) that stand for a text; lone surrogates are allowed."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
