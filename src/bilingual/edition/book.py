"""What readers get: articles in both languages, without anything that only editors need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bilingual.types import Inline, Kind

Layout = Literal["side-by-side", "interleaved", "source-first", "english"]
"""Paragraph beside paragraph, below it, one whole text behind the other, or the translation alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph's text in one language; untrusted, as its links are."""

    text: str
    inlines: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of an article in both languages."""

    kind: Kind
    level: int
    """Of a heading, 1 to 6; 0 for the other kinds."""
    source: Line
    target: Line
    address: str
    """Of its first segment: stable, and unlike all others of the article."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An article."""

    name: str
    """Of its file of record, without the ending: `press/whatsapp`."""
    title: tuple[Line, Line]
    """In source and target language; the name where no heading tells it."""
    paragraphs: tuple[Paragraph, ...]
    """In order, without the heading that is the title."""
    source_lang: str = "fr"
    target_lang: str = "en"
    signature: Mapping[str, str] = field(default_factory=dict)
    """What made the translation, as in `Bitext`."""
    left_out: int = 0
    """Segments whose translation is not shown: `[…]` stands in its place."""
    approved: int = 0
    """Segments that an editor has approved."""
    segments: int = 0
    terms: tuple[tuple[str, str], ...] = ()
    """The article's own glossary: terms found in it with their renderings, in the order of the alphabet."""


@dataclass(frozen=True, slots=True)
class Colophon:
    """How a book was made: what its articles tell, added up."""

    segments: int = 0
    approved: int = 0
    """Segments that an editor has approved."""
    left_out: int = 0
    """Segments whose translation is not shown."""
    signatures: tuple[Mapping[str, str], ...] = ()
    """What made the translations, each once, in the order of the articles."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the index."""

    source: str
    target: str
    places: tuple[tuple[int, str], ...]
    """Where it stands: number of the article from 0, and address of the paragraph."""


@dataclass(frozen=True, slots=True)
class Book:
    """One article, or a collection of them; all texts are untrusted."""

    title: str
    editions: Iterable[Edition]
    """Can be walked more than once; those of a collection are opened one by one, so that memory stays flat."""
    titles: tuple[tuple[str, str], ...]
    """Of the articles in both languages, for the contents; of one article its own."""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    publisher: str = ""
    date: str = ""
    """As it is to be printed, or ISO 8601."""
    rights: str = ""
    identifier: str = ""
    """ISBN, DOI or URN; empty where the book has none."""
    index: tuple[Entry, ...] = ()
    """Terms in their order; none where no index is wanted."""
    is_collection: bool = False
    colophon: Colophon = Colophon()
    source_lang: str = "fr"
    target_lang: str = "en"
