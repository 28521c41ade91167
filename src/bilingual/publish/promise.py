"""The promise, checked on what was written: every segment stands exactly once in the page and in the catalogue."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import zip_longest
from typing import TYPE_CHECKING

from bilingual.errors import PromiseError
from bilingual.messages import _
from bilingual.publish import catalogue as record
from bilingual.publish import po

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bilingual.types import Segment

_AT_ONCE = 1 << 16  # characters read from the page in one go


def keep(name: str, page: Path, catalogue: Path, segments: Iterable[Segment]) -> None:
    """Compares both files of an article with the segments that they must have, in order.

    Raises:
        PromiseError: one is missing, doubled, altered or out of place.
    """
    expected = ((segment.address, po.writable(segment.text)) for segment in segments)
    for segment, on_page, in_po in zip_longest(expected, _in_page(page), record.addresses(catalogue)):
        if segment is None or not segment == on_page == in_po:
            ending = "po" if segment == on_page else "html"
            address = next(found[0] for found in (segment, on_page, in_po) if found)
            what = _(
                "{path}: segment {address} is not there exactly once as it should be; nothing was written",
                path=f"{name}.{ending}",
                address=address,
            )
            raise PromiseError(what, _("please report this with the article"))


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
        """Elements that are open, from the pair's own on; 0 outside of pairs."""
        self._half = 0
        """The depth of the French half; 0 outside of it."""

    def take(self) -> list[tuple[str, str]]:
        """The pairs that are complete by now, once."""
        found, self._found = self._found, []
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a pair's address, and where its French half begins."""
        if tag in _VOID:
            return
        attributes = dict(attrs)
        if self._depth:
            self._depth += 1
        elif address := attributes.get("data-pair"):
            self._address, self._depth = address, 1
        if self._depth and not self._half and attributes.get("class") == "source":
            self._half = self._depth

    def handle_endtag(self, tag: str) -> None:
        """Notes where the French half ends, and the pair."""
        if tag in _VOID or not self._depth:
            return
        if self._half == self._depth:
            self._found.append((self._address, "".join(self._text)))
            self._text, self._half = [], 0
        self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Collects the text."""
        if self._half:
            self._text.append(data)


_VOID = frozenset({"br", "wbr", "img", "hr", "input"})
"""Elements that have no end."""
