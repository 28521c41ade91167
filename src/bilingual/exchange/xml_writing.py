"""XML written element by element, as a stream: lxml's own way to do so loses namespace prefixes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

from bilingual.exchange.characters import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_IN_TEXT = {"\r": "&#13;"}
_IN_ATTRIBUTES = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}
_AT_ONCE = 1 << 16
"""Characters that are kept before they are written."""


class Xml:
    """A document that is being written; in UTF-8.

    Args:
        file: where to.
        head: what stands between the declaration and the root.
    """

    def __init__(self, file: IO[bytes], head: str = "") -> None:
        self._file = file
        self._kept = ['<?xml version="1.0" encoding="UTF-8"?>\n', head]
        self._size = 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Opens an element."""
        self._keep(f"<{name}{_told(attributes)}>")

    def end(self, name: str) -> None:
        """Closes it."""
        self._keep(f"</{name}>")

    @contextmanager
    def inside(self, name: str, attributes: Mapping[str, str] | None = None, *, lines: bool = False) -> Iterator[None]:
        """An element around what is written in the block, with `lines` on lines of their own."""
        self.begin(name, attributes or {})
        self._keep("\n" * lines)
        yield
        self.end(name)
        self._keep("\n" * lines)

    def leaf(self, name: str, attributes: Mapping[str, str], text: str = "") -> None:
        """A whole element with nothing but text in it; characters that XML cannot hold are written as `held` has it."""
        if text:
            self._keep(f"<{name}{_told(attributes)}>{escape(held(text), _IN_TEXT)}</{name}>")
        else:
            self._keep(f"<{name}{_told(attributes)}/>")

    def text(self, text: str) -> None:
        """Text, all of which XML can hold."""
        self._keep(escape(text, _IN_TEXT))

    def flush(self) -> None:
        """Writes what is kept."""
        self._file.write("".join(self._kept).encode())
        self._kept, self._size = [], 0

    def _keep(self, said: str) -> None:
        self._kept.append(said)
        self._size += len(said)
        if self._size > _AT_ONCE:
            self.flush()


def _told(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(held(value), _IN_ATTRIBUTES)}"' for name, value in attributes.items())
