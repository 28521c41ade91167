"""The plain text: nothing but characters, in two columns or one paragraph under the other."""

from __future__ import annotations

from itertools import chain
from typing import IO, TYPE_CHECKING, Literal

from bilingual.edition.look import firsts
from bilingual.edition.runs import nested, plain
from bilingual.edition.wrapping import cells, columns, wrapped
from bilingual.messages import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.edition.book import Book, Edition, Layout, Line, Paragraph
    from bilingual.edition.look import Look
    from bilingual.edition.words import Words
    from bilingual.types import Kind

    Side = Literal["source", "target"]

WIDTH = 96
"""Columns of two texts side by side with what is between them."""
GAP = 4
"""Columns between the two."""
SINGLE = 76
"""Columns of one text."""

_HALF = (WIDTH - GAP) // 2
_LEADS: dict[Kind, tuple[str, str]] = {"item": ("– ", "  "), "quotation": ("    ", "    ")}
"""What stands before the first line of a paragraph, and before the others."""
_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def write(file: IO[bytes], book: Book, layout: Layout, look: Look) -> None:
    """Writes the text as UTF-8; what a terminal would act on becomes U+FFFD."""
    for line in _book(book, layout, look.words):
        file.write(f"{plain(line)}\n".encode())


def _book(book: Book, layout: Layout, words: Words) -> Iterator[str]:
    width = WIDTH if layout == "side-by-side" else SINGLE
    if book.is_collection:
        yield from _cover(book, words, width)
    for number, edition in enumerate(book.editions, 1):
        if book.is_collection:
            yield from ("", "", f"{number}.", "")
        notes = _Notes()
        yield from _titles(edition, layout, notes)
        if not book.is_collection:
            yield from _front(book, words, width)
        yield from _article(edition, layout, words, notes)
    if book.index:
        yield from ("", *_heading(words.said(marked("Index of terms")), width), "")
        yield from chain.from_iterable(_entries(book, width))
    yield from ("", *_heading(words.said(marked("Colophon")), width), "")
    for line in (*words.colophon(book), *words.signatures(book)):
        yield from wrapped(line, width)


def _cover(book: Book, words: Words, width: int) -> Iterator[str]:
    yield from _heading(book.title, width, "=")
    yield from _front(book, words, width)
    yield from ("", *_heading(words.said(marked("Contents")), width), "")
    for number, (_source, target) in enumerate(book.titles, 1):
        yield from _led(wrapped(target, width - 5), (f"{number:>3}. ", " " * 5))


def _front(book: Book, words: Words, width: int) -> Iterator[str]:
    """Subtitle and credits, each behind an empty line."""
    for line in filter(None, (book.subtitle, *(line for _role, line in words.credits(book)))):
        yield from ("", *wrapped(line, width))


def _titles(edition: Edition, layout: Layout, notes: _Notes) -> Iterator[str]:
    source, target = (notes.said(line) for line in edition.title)
    if layout == "side-by-side":
        rows = list(columns(wrapped(source, _HALF), wrapped(target, _HALF), _HALF, GAP))
        yield from (*rows, "=" * max(map(cells, rows)))
    else:
        yield from _heading(target, SINGLE, "=")
        if layout != "english":
            yield from ("", *wrapped(source, SINGLE))


def _article(edition: Edition, layout: Layout, words: Words, notes: _Notes) -> Iterator[str]:
    """The text with its terms, and the addresses that it leads to."""
    for rows in _body(edition, layout, words, notes):
        yield from ("", *rows)
    width = WIDTH if layout == "side-by-side" else SINGLE
    if edition.terms:
        yield from ("", *_heading(words.said(marked("Terms")), width), "")
        for source, target in edition.terms:
            yield from _led(wrapped(f"{source} – {target}", width - 2), ("", "  "))
    if notes.addresses:
        yield from ("", *_heading(words.said(marked("Links")), width), "")
        yield from (f"[{number}] {address}" for address, number in notes.addresses.items())


def _body(edition: Edition, layout: Layout, words: Words, notes: _Notes) -> Iterator[Iterable[str]]:
    if layout == "side-by-side":
        yield from (_beside(one, notes) for one in edition.paragraphs)
    elif layout == "interleaved":
        for one in edition.paragraphs:
            yield _lines(one, "source", SINGLE, notes)
            yield _lines(one, "target", SINGLE, notes)
    else:
        if layout == "source-first":
            yield [f"* {words.language(edition.source_lang)} *"]
            yield from (_lines(one, "source", SINGLE, notes) for one in edition.paragraphs)
            yield [f"* {words.language(edition.target_lang)} *"]
        yield from (_lines(one, "target", SINGLE, notes) for one in edition.paragraphs)


def _beside(one: Paragraph, notes: _Notes) -> Iterator[str]:
    return columns(_lines(one, "source", _HALF, notes), _lines(one, "target", _HALF, notes), _HALF, GAP)


def _lines(one: Paragraph, side: Side, width: int, notes: _Notes) -> list[str]:
    """One side of a paragraph."""
    text = notes.said(one.source if side == "source" else one.target)
    if one.kind == "heading":
        return _heading(text, width)
    lead = _LEADS.get(one.kind, ("", ""))
    return _led(wrapped(text, width - len(lead[1])), lead)


def _heading(text: str, width: int, rule: str = "-") -> list[str]:
    lines = wrapped(text, width)
    return [*lines, rule * max(map(cells, lines))]


def _led(lines: list[str], lead: tuple[str, str]) -> list[str]:
    return [lead[bool(number)] + line for number, line in enumerate(lines)]


def _entries(book: Book, width: int) -> Iterator[list[str]]:
    for entry in book.index:
        numbers = ", ".join(str(number + 1) for number, _address in firsts(entry.places))
        name = entry.target if entry.source == entry.target else f"{entry.target} ({entry.source})"
        yield _led(wrapped(f"{name}  {numbers}", width - 2), ("", "  "))


class _Notes:
    """The addresses of links, numbered in the order of the text; both languages share them."""

    def __init__(self) -> None:
        self.addresses: dict[str, int] = {}

    def said(self, line: Line) -> str:
        """The text, its raised figures as such, and a number behind each link that does not spell its address out."""
        parts: list[str] = []
        kinds: list[str] = []
        begun = 0
        for event in nested(line):
            if event.what == "text":
                parts.append(_set(event.text, kinds))
            elif event.what == "open":
                kinds.append(event.mark.kind)
                begun = len(parts) if event.mark.href else begun
            else:
                kinds.pop()
                if event.mark.href and "".join(parts[begun:]) not in event.mark.href:
                    parts.append(f" [{self._number(event.mark.href)}]")
        return "".join(parts)

    def _number(self, address: str) -> int:
        return self.addresses.setdefault(address, len(self.addresses) + 1)


def _set(text: str, kinds: list[str]) -> str:
    """A text raised or lowered, where there are letters for all of it."""
    for kind, table in (("superscript", _RAISED), ("subscript", _LOWERED)):
        if kind in kinds and all(ord(char) in table for char in text):
            return text.translate(table)
    return text
