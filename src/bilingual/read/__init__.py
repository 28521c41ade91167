"""Reading: whatever an editor has, a file, a folder or a pipe, becomes a `Document`.

A reader is a function from bytes to blocks. Ours stand in `READERS`; a stranger's is found under its ending in the
entry points `bilingual.readers`.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, cast

from bilingual.errors import InputError
from bilingual.messages import _
from bilingual.read.files import Source, find
from bilingual.read.mojibake import mended
from bilingual.types import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from importlib.metadata import EntryPoints

    from bilingual.types import Block

    Reader = Callable[[bytes], Iterable[Block]]

__all__ = ["READERS", "Source", "endings", "read", "sources"]

READERS = {
    "txt": "bilingual.read.text",
    "text": "bilingual.read.text",
    "md": "bilingual.read.markdown",
    "markdown": "bilingual.read.markdown",
    "html": "bilingual.read.html",
    "htm": "bilingual.read.html",
    "xhtml": "bilingual.read.html",
    "docx": "bilingual.read.docx",
    "odt": "bilingual.read.odt",
    "epub": "bilingual.read.epub",
    "rtf": "bilingual.read.rtf",
    "eml": "bilingual.read.mail",
    "pdf": "bilingual.read.pdf",
    "srt": "bilingual.read.subtitles",
    "vtt": "bilingual.read.subtitles",
    "csv": "bilingual.read.tables",
    "tsv": "bilingual.read.tables",
    "json": "bilingual.read.records",
    "jsonl": "bilingual.read.records",
    "ndjson": "bilingual.read.records",
    "url": "bilingual.read.addresses",
    "webloc": "bilingual.read.addresses",
}
"""Ending of a file → the module whose `blocks` reads it; loaded on first use."""

GROUP = "bilingual.readers"
"""Entry points of others: their name is the ending, their object a function from bytes to blocks."""

_PLAIN = frozenset({"txt", "text"})
_TABLES = frozenset({"csv", "tsv", "json", "jsonl", "ndjson"})
"""Endings whose reader takes, besides the bytes, the name of the column with the text."""


def sources(
    inputs: Sequence[str], stdin_bytes: Callable[[], bytes] | None = None, column: str = ""
) -> Iterator[Source]:
    """The articles behind files, folders and `-`, in order, each once, each with a name of its own.

    Raises nothing for an input that cannot be read: its `Source` does, when it is read, so that the others go on.

    Args:
        inputs: files, folders, or `-`.
        stdin_bytes: reads standard input to its end; None where there is none.
        column: of the tables among them, the name of the column with the text; empty where their own names tell.
    """
    return (replace(source, column=column) for source in find(inputs, stdin_bytes, endings()))


def read(source: Source) -> Document:
    """The article of one source, its text complete.

    Raises InputError, which names the source and the mend.
    """
    data = source.load()
    if not data.strip():
        raise InputError(_("{path}: there is nothing in it", path=source.path), _("put the article's text into it"))
    try:
        found = list(mended(_blocks(source, data)))
    except InputError as error:
        raise InputError(_("{path}: {reason}", path=source.path, reason=error), error.hint) from error
    if not found:
        raise InputError(_("{path}: there is no text in it", path=source.path), _("put the article's text into it"))
    return Document(source.name, source.path, tuple(block for block, _ in found), mended=sum(one for _, one in found))


def endings() -> frozenset[str]:
    """The endings, without dot and in small letters, that some reader knows."""
    return frozenset(READERS) | _strangers().names


def _blocks(source: Source, data: bytes) -> Iterable[Block]:
    kind = _kind(source.ending, data)
    if source.column and not source.ending and kind in _PLAIN:  # a table in a pipe is told by the wish for its column
        kind = "json" if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")) else "csv"
    if source.column and kind in _TABLES:
        reader = import_module(READERS[kind]).blocks
        return cast("Iterable[Block]", reader(data, source.column))
    return _reader(kind)(data)


def _reader(ending: str) -> Reader:
    module = READERS.get(ending)
    if module is not None:
        return cast("Reader", import_module(module).blocks)
    entry = next(iter(_strangers().select(name=ending)))
    return cast("Reader", entry.load())


def _strangers() -> EntryPoints:
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)


def _kind(ending: str, data: bytes) -> str:
    """The ending that decides: a file's own, but of standard input and of what calls itself text, what it really is.

    Raises InputError where that is something nobody reads.
    """
    if ending and ending not in _PLAIN:
        return ending
    from bilingual.read import signature

    found = signature.kind(data)
    if found is None or (found == "html" and ending):  # a text may begin with a tag
        return ending or "txt"
    if found not in endings():
        raise signature.other(data, "txt")
    return found
