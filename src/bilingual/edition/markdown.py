"""The edition as Markdown that GitHub and pandoc read alike; side by side it is tables between the headings."""

from __future__ import annotations

from itertools import groupby
from typing import IO, TYPE_CHECKING, Literal

from bilingual.edition.look import anchor, firsts, frames, heading
from bilingual.edition.marking import begun, emphasised, escaped, written
from bilingual.edition.runs import plain
from bilingual.messages import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.edition.book import Book, Edition, Layout, Line, Paragraph
    from bilingual.edition.look import Look
    from bilingual.edition.words import Words

    Side = Literal["source", "target"]


def write(file: IO[bytes], book: Book, layout: Layout, look: Look) -> None:
    """Writes the text as UTF-8, block by block with an empty line behind each."""
    for block in _book(book, layout, look.words):
        file.write(f"{plain(block)}\n\n".encode())


def _book(book: Book, layout: Layout, words: Words) -> Iterator[str]:
    level = 2 if book.is_collection else 1
    if book.is_collection:
        yield f"# {escaped(book.title)}"
        yield from _front(book, words)
        yield f"## {escaped(words.said(marked('Contents')))}"
        yield "\n".join(f"{n + 1}. [{escaped(title)}](#{anchor(n)})" for n, (_source, title) in enumerate(book.titles))
    for number, edition in enumerate(book.editions):
        if book.is_collection:
            yield f'<a id="{anchor(number)}"></a>'
        source, target = edition.title
        yield from _headings(source, target, "#" * level, layout)
        if not book.is_collection:
            yield from _front(book, words)
        yield from _body(edition, layout, words, level)
        yield from _terms(edition, words, level)
    yield from _back(book, words)


def _front(book: Book, words: Words) -> Iterator[str]:
    """Subtitle and credits."""
    if book.subtitle:
        yield emphasised(book.subtitle)
    yield from (begun(escaped(line)) for _role, line in words.credits(book))


def _headings(source: Line, target: Line, marks: str, layout: Layout) -> Iterator[str]:
    yield f"{marks} {written(target)}"
    if layout != "english":
        yield emphasised(source.text)


def _body(edition: Edition, layout: Layout, words: Words, level: int) -> Iterator[str]:
    if layout == "side-by-side":
        yield from _tables(edition, words, level)
    elif layout == "interleaved":
        yield from _interleaved(edition, level)
    else:
        if layout == "source-first":
            yield f"**{escaped(words.language(edition.source_lang))}**"
            yield from _whole(edition, "source", level)
            yield f"**{escaped(words.language(edition.target_lang))}**"
        yield from _whole(edition, "target", level)


def _tables(edition: Edition, words: Words, level: int) -> Iterator[str]:
    """Headings, and a table with a row for each paragraph between two of them."""
    languages = (escaped(words.language(code)) for code in (edition.source_lang, edition.target_lang))
    head = f"| {' | '.join(languages)} |\n| --- | --- |"
    for is_heading, group in groupby(edition.paragraphs, key=lambda one: one.kind == "heading"):
        if is_heading:
            for one in group:
                yield from _headings(one.source, one.target, _marks(one, level), "side-by-side")
        else:
            yield "\n".join([head, *(f"| {_cell(one, 'source')} | {_cell(one, 'target')} |" for one in group)])


def _cell(one: Paragraph, side: Side) -> str:
    """A cell; what cannot be a list or a quotation there is told by a sign."""
    sign = {"item": "– ", "quotation": "&gt; "}.get(one.kind, "")
    return sign + written(getattr(one, side))


def _interleaved(edition: Edition, level: int) -> Iterator[str]:
    for kind, group in frames(edition.paragraphs):
        if kind == "item":
            yield "\n\n".join(f"- {begun(written(one.source))}\n\n  {begun(written(one.target))}" for one in group)
        for one in group if kind != "item" else ():
            if kind == "heading":
                yield from _headings(one.source, one.target, _marks(one, level), "interleaved")
            else:
                yield from (_block(one, "source", level), _block(one, "target", level))


def _whole(edition: Edition, side: Side, level: int) -> Iterator[str]:
    for kind, group in frames(edition.paragraphs):
        if kind == "item":
            yield "\n".join(f"- {begun(written(getattr(one, side)))}" for one in group)
        else:
            yield from (_block(one, side, level) for one in group)


def _block(one: Paragraph, side: Side, level: int) -> str:
    text = written(getattr(one, side))
    if one.kind == "heading":
        return f"{_marks(one, level)} {text}"
    return f"> {begun(text)}" if one.kind == "quotation" else begun(text)


def _marks(one: Paragraph, level: int) -> str:
    """What makes a line a heading."""
    return "#" * int(heading(one, level)[1:])


def _terms(edition: Edition, words: Words, level: int) -> Iterator[str]:
    if edition.terms:
        yield f"{'#' * (level + 1)} {escaped(words.said(marked('Terms')))}"
        yield "\n".join(f"- {begun(escaped(source))} – {escaped(target)}" for source, target in edition.terms)


def _back(book: Book, words: Words) -> Iterator[str]:
    """Index and colophon."""
    if book.index:
        yield f"## {escaped(words.said(marked('Index of terms')))}"
        yield "\n".join(f"- {_entry(entry.source, entry.target, firsts(entry.places))}" for entry in book.index)
    yield f"## {escaped(words.said(marked('Colophon')))}"
    yield from (begun(escaped(line)) for line in (*words.colophon(book), *words.signatures(book)))


def _entry(source: str, target: str, places: Iterable[tuple[int, str]]) -> str:
    name = begun(escaped(target)) + ("" if source == target else f" ({emphasised(source)})")
    return f"{name}: {', '.join(f'[{number + 1}](#{anchor(number)})' for number, _address in places)}"
