"""The promise, checked on what was written: every segment stands exactly once in the page and in the catalogue."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import zip_longest
from typing import TYPE_CHECKING

from bilingual.errors import PromiseError
from bilingual.publish import po

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bilingual.types import Segment

_AT_ONCE = 1 << 16  # characters read from the page in one go


def keep(page: Path, catalogue: Path, segments: Iterable[Segment]) -> None:
    """Compares both files with the segments that they must have, in order.

    Raises:
        PromiseError: one is missing, doubled, altered or out of place.
    """
    expected = ((segment.address, segment.text) for segment in segments)
    in_page, in_catalogue = _in_page(page), po.addresses(catalogue)
    seen: set[str] = set()
    for segment, on_page, in_po in zip_longest(expected, in_page, in_catalogue):
        address = segment[0] if segment else "none"
        if not _same(segment, on_page) or segment != in_po or address in seen:
            where = page if not _same(segment, on_page) else catalogue
            raise PromiseError(
                f"{where.name}: segment {address} is not there exactly once as it should be; nothing was written",
                "please report this with the article",
            )
        seen.add(address)


def _same(segment: tuple[str, str] | None, found: tuple[str, str] | None) -> bool:
    """Whether the page has the segment; U+FFFD stands there for what HTML cannot hold."""
    if segment is None or found is None:
        return segment is found
    return segment[0] == found[0] and _letters(segment[1]) == _letters(found[1])


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _in_page(page: Path) -> Iterator[tuple[str, str]]:
    """Address and source text of each pair of a page, read piece by piece."""
    reader = _Pairs()
    with page.open(encoding="utf-8") as file:
        while some := file.read(_AT_ONCE):
            reader.feed(some)
            yield from reader.take()
    reader.close()
    yield from reader.take()


class _Pairs(HTMLParser):
    """Collects `data-pair` elements with the text of their French half."""

    def __init__(self) -> None:
        super().__init__()
        self._found: list[tuple[str, str]] = []
        self._address = ""
        self._text: list[str] = []
        self._depth = 0

    def take(self) -> list[tuple[str, str]]:
        """The pairs that are complete by now, once."""
        found, self._found = self._found, []
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a pair's address, and where its French half begins."""
        attributes = dict(attrs)
        if self._depth:
            self._depth += tag not in _VOID
        elif attributes.get("data-pair"):
            self._address = attributes["data-pair"] or ""
        elif self._address and attributes.get("lang") == "fr":
            self._depth = 1

    def handle_endtag(self, tag: str) -> None:
        """Notes where the French half ends."""
        if self._depth and tag not in _VOID:
            self._depth -= 1
            if not self._depth:
                self._found.append((self._address, "".join(self._text)))
                self._address, self._text = "", []

    def handle_data(self, data: str) -> None:
        """Collects the text."""
        if self._depth:
            self._text.append(data)


_VOID = frozenset({"br", "wbr", "img", "hr", "input"})
