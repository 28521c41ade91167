"""E-books: the chapters in the order of the book, each read as the web page that it is."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bilingual.errors import InputError
from bilingual.messages import _
from bilingual.read import html, signature
from bilingual.read.archive import Archive
from bilingual.read.css import Looks
from bilingual.read.encoding import decode
from bilingual.read.flow import headed
from bilingual.read.xml import events, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bilingual.types import Block

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_EMPTY = re.compile(
    r"<(?!(?:br|hr|img|wbr|col|input|link|meta|area|base|source|track|embed)\b)([A-Za-z][\w:-]*+)([^<>]*+)(?<=/)>"
)
"""An element without content as XML writes it; HTML would not see its end."""
_MARK = re.compile(r"<a\b([^<>]*)>(?:<sup\b[^<>]*>)?[\d*†‡()\[\]]{1,6}(?:</sup>)?</a>")
_HEAD = re.compile(r"<\?xml[^<>]*\?>")


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of an e-book; its table of contents is marked.

    Raises InputError where it is none, is broken, or is protected against copying.
    """
    if not data.startswith(b"PK"):
        raise signature.other(data, "epub")
    archive = Archive(data)
    if _CONTAINER not in archive:
        raise signature.other(data, "epub")
    book = _book(archive)
    _refuse_protected(archive, book)
    sheets = (archive.read(name).decode(errors="replace") for name in book.sheets if name in archive)
    looks = Looks().with_sheets(*sheets)
    yield from headed([block for chapter in book.chapters for block in _chapter(archive, book, chapter, looks)])


@dataclass(slots=True)
class _Book:
    """What the package file says, by the names of members."""

    folder: str
    pages: dict[str, str] = field(default_factory=dict)
    """Web pages by their id."""
    sheets: list[str] = field(default_factory=list)
    """Style sheets."""
    contents: set[str] = field(default_factory=set)
    """The pages that are tables of contents."""
    order: list[str] = field(default_factory=list)
    """Ids."""

    @property
    def chapters(self) -> list[str]:
        """The pages in order, each once; those the order forgets come last, since they are read from some link."""
        ordered = [self.pages[key] for key in self.order if key in self.pages]
        return list(dict.fromkeys((*ordered, *self.pages.values())))

    def member(self, reference: str) -> str:
        """The name of the member that a reference means."""
        path = unquote(reference.partition("#")[0])
        return posixpath.normpath(posixpath.join(self.folder, path))


def _book(archive: Archive) -> _Book:
    package = next(
        (
            event.attributes.get("full-path", "")
            for event in events(archive.chunks(_CONTAINER))
            if event.what == "start" and local(event.value) == "rootfile"
        ),
        "",
    )
    book = _Book(posixpath.dirname(package))
    for event in events(archive.chunks(package)):
        if event.what == "start":
            _take(book, local(event.value), event.attributes)
    if not book.chapters:
        raise InputError(_("this e-book names no chapters"), _("give its pages as .xhtml or .html"))
    return book


def _take(book: _Book, name: str, attributes: Mapping[str, str]) -> None:
    """Takes note of an element of the package file."""
    path = book.member(attributes.get("href", ""))
    if name == "item" and attributes.get("media-type") in _PAGES:
        book.pages[attributes.get("id", "")] = path
        if "nav" in attributes.get("properties", "").split():
            book.contents.add(path)
    elif name == "item" and attributes.get("media-type") == "text/css":
        book.sheets.append(path)
    elif name == "itemref":
        book.order.append(attributes.get("idref", ""))
    elif name == "reference" and attributes.get("type") == "toc":
        book.contents.add(path)


def _refuse_protected(archive: Archive, book: _Book) -> None:
    """Fonts may be encrypted, as some publishers ask; chapters only are where copying is forbidden."""
    if _ENCRYPTION not in archive:
        return
    chapters = set(book.chapters)
    for event in events(archive.chunks(_ENCRYPTION)):
        if posixpath.normpath(unquote(event.attributes.get("URI", ""))) in chapters:
            mend = _("ask its publisher for one that is not")
            raise InputError(_("this e-book is protected against copying"), mend)


def _chapter(archive: Archive, book: _Book, name: str, looks: Looks) -> Iterator[Block]:
    content = _HEAD.sub("", decode(archive.read(name)), count=1)
    found = html.fragment(_MARK.sub(_unmarked, _EMPTY.sub(_closed, content)), looks)
    if name in book.contents:
        return (replace(block, skip=block.skip or "navigation") for block in found)
    return iter(found)


def _unmarked(mark: re.Match[str]) -> str:
    """Nothing, where a link is the number of a note: it would stick to the word before it."""
    return "" if "noteref" in mark[1] or "#" in mark[1] else mark[0]


def _closed(tag: re.Match[str]) -> str:
    return f"<{tag[1]}{tag[2][:-1]}></{tag[1]}>"
