"""The edition for programs; docs/manual/publish.md tells what each key holds."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from bilingual.edition.runs import plain
from bilingual.uri import uri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilingual.edition.book import Book, Edition, Entry, Layout, Line, Paragraph
    from bilingual.edition.look import Look

VERSION = 1
"""Of the schema: it grows when a key goes or changes its meaning, not when one is added."""


def write(file: IO[bytes], book: Book, layout: Layout, look: Look) -> None:
    """Writes the book article by article, so that memory stays flat; with the layout `english` without the source."""
    head = json.dumps(_head(book, layout, look), ensure_ascii=False, indent=1)
    _put(file, head.removesuffix("\n}") + ',\n "articles": [')
    _list(file, (_article(edition, with_source=layout != "english") for edition in book.editions))
    _put(file, '],\n "index": [')
    _list(file, map(_entry, book.index))
    _put(file, "]\n}\n")


def _list(file: IO[bytes], values: Iterable[dict[str, Any]]) -> None:
    """The values of a list, a line each."""
    for number, value in enumerate(values):
        _put(file, f"{',' if number else ''}\n  {json.dumps(value, ensure_ascii=False)}")


def _put(file: IO[bytes], text: str) -> None:
    file.write(plain(text).encode())


def _head(book: Book, layout: Layout, look: Look) -> dict[str, Any]:
    return {
        "version": VERSION,
        "layout": layout,
        "title": book.title,
        "subtitle": book.subtitle,
        "authors": book.authors,
        "translators": book.translators,
        "publisher": book.publisher,
        "date": book.date,
        "rights": book.rights,
        "identifier": book.identifier,
        "source_lang": book.source_lang,
        "target_lang": book.target_lang,
        "segments": book.colophon.segments,
        "approved": book.colophon.approved,
        "left_out": book.colophon.left_out,
        "colophon": look.words.colophon(book),
        "signatures": [dict(one) for one in book.colophon.signatures],
    }


def _article(edition: Edition, *, with_source: bool) -> dict[str, Any]:
    source, target = edition.title
    return {
        "name": edition.name,
        "title": _sides(source, target, with_source=with_source),
        "source_lang": edition.source_lang,
        "target_lang": edition.target_lang,
        "segments": edition.segments,
        "approved": edition.approved,
        "left_out": edition.left_out,
        "signature": dict(edition.signature),
        "terms": [{"source": source, "target": target} for source, target in edition.terms],
        "paragraphs": [_paragraph(one, with_source=with_source) for one in edition.paragraphs],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    places = [{"article": number, "address": place} for number, place in entry.places]
    return {"source": entry.source, "target": entry.target, "places": places}


def _paragraph(one: Paragraph, *, with_source: bool) -> dict[str, Any]:
    place = {"address": one.address, "kind": one.kind, "level": one.level}
    return place | _sides(one.source, one.target, with_source=with_source)


def _sides(source: Line, target: Line, *, with_source: bool) -> dict[str, Any]:
    return ({"source": _line(source)} if with_source else {}) | {"target": _line(target)}


def _line(line: Line) -> dict[str, Any]:
    """A text with its marks; links lead to the web or a mailbox, and nowhere else."""
    marks = [
        {"start": one.start, "end": one.end, "kind": one.kind} | ({"href": one.href} if one.href else {})
        for one in line.inlines
        if one.kind != "link" or uri(one.href)
    ]
    return {"text": line.text} | ({"marks": marks} if marks else {})
