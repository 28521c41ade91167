"""Word documents (Office Open XML) for readers: styles for all that has a meaning, a language for every word.

Written part by part from templates. python-docx would hold the whole text in memory, and bring 400 kB of styles that
no edition uses.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import IO, TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from bilingual.edition import metadata
from bilingual.edition.look import firsts, heading
from bilingual.edition.metadata import shown
from bilingual.edition.wordml import Wording
from bilingual.edition.zipped import Zipped, moment
from bilingual.messages import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.edition.book import Book, Edition, Entry, Layout, Paragraph
    from bilingual.edition.look import Look

WHOLE = 1200
"""Characters up to which a row stays on one page; a longer one would leave much of a page empty."""

_PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package.rels",
    "docProps/core.xml": "core.xml.j2",
    "docProps/app.xml": "app.xml.j2",
    "word/styles.xml": "styles.xml.j2",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/footer.xml": "footer.xml",
    "word/document.xml": "document.xml.j2",
    "word/_rels/document.xml.rels": "document.rels.j2",  # behind the document, whose links it lists
}
_PAGE, _MARGIN, _GAP = (11906, 16838), 1191, 198  # twentieths of a point: A4, 2.1 cm, 0.35 cm on either side
_WIDTH = _PAGE[0] - 2 * _MARGIN
_STYLES = {"item": "ListBullet", "quotation": "Quote", "caption": "Caption"}
_BOOKMARK = Markup('<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>')
_BREAK = Markup("<w:r><w:br/></w:r>")
_PLACE = Markup('<w:hyperlink w:anchor="{}" w:history="1">{}</w:hyperlink>')


class Heading(NamedTuple):
    """A line of the contents."""

    bookmark: str
    words: Markup


def write(file: IO[bytes], book: Book, layout: Layout, look: Look) -> None:
    """Writes a Word document, article by article; the same book gives the same bytes.

    English is British where the translations were made with `--style uk`, else American.

    Raises:
        BilingualError: a template is broken.
        UsageError: `SOURCE_DATE_EPOCH` is no time.
    """
    context = _Writing(book, layout, look).context()
    with Zipped(file, look) as archive:
        for name, template in _PARTS.items():
            if template.endswith(".j2"):
                archive.write(name, f"docx/{template}", **context)
            else:
                archive.add(name, look.asset(f"docx/{template}"))


class _Writing:
    """What the templates read of a book, and what they have written of it."""

    def __init__(self, book: Book, layout: Layout, look: Look) -> None:
        self._book, self._layout, self._look = book, layout, look
        self._wording = Wording({"en": _english(book)})
        self._places = {place: f"_term{at}" for at, place in enumerate(_first_places(book))}
        self._bookmarks = 0  # so many are there: each has a number of its own

    def context(self) -> dict[str, object]:
        """The names of the templates."""
        return {
            "book": self._book,
            "title": shown(self._book.title),
            "layout": self._layout,
            "editions": self._editions,
            "contents": list(self._contents()),
            "line": self._wording.line,
            "text": self._wording.text,
            "links": self._wording.links,
            "default": self._wording.region(self._book.target_lang),
            "bookmark": self._bookmark,
            "place": self._place,
            "indexed": self._indexed,
            "style": _style,
            "is_short": _is_short,
            "identifier": metadata.identifier(self._book.identifier),
            "languages": metadata.tags(self._book, self._layout),
            "modified": f"{moment(self._book.date, os.environ):%Y-%m-%dT%H:%M:%SZ}",
            "page": _PAGE,
            "margin": _MARGIN,
            "width": _WIDTH,
            "half": _WIDTH // 2,
            "gap": _GAP,
        }

    def _editions(self) -> Iterator[Edition]:
        """The articles, each with a title that can be seen: Word leaves an empty heading out of the contents."""
        for edition in self._book.editions:
            source, target = edition.title
            yield edition if target.text.strip() else replace(edition, title=(source, replace(target, text=shown(""))))

    def _contents(self) -> Iterator[Heading]:
        """The lines of the contents, as Word will make them of the headings, but with the titles of the source.

        They have no page numbers: only the program that lays the document out knows them, and Word asks before it
        puts them in.
        """
        book, words, text = self._book, self._look.words, self._wording.text
        for at, (source, target) in enumerate(book.titles):
            line = text(f"{at + 1}. " if book.index else "", book.target_lang) + text(shown(target), book.target_lang)
            if self._layout != "english" and source.strip() and source != target:
                line += _BREAK + text(source, book.source_lang, "Original")
            yield Heading(f"_article{at}", line)
        if book.index:
            yield Heading("_index", text(words.said(marked("Index of terms")), words.lang))
        yield Heading("_colophon", text(words.said(marked("Colophon")), words.lang))

    def _place(self, number: int, address: str) -> Markup:
        """The bookmark of an article's paragraph; nothing where the index does not lead there."""
        name = self._places.get((number, address))
        return self._bookmark(name) if name else Markup()

    def _bookmark(self, name: str) -> Markup:
        self._bookmarks += 1
        return _BOOKMARK.format(self._bookmarks, name)

    def _indexed(self, entry: Entry) -> Markup:
        """A term of the index with the numbers of its articles, which lead to its first place in each."""
        book, text = self._book, self._wording.text
        line = text(entry.target, book.target_lang)
        if entry.source != entry.target:
            line += text(" ", book.source_lang) + text(entry.source, book.source_lang, "Original")
        for number, address in firsts(entry.places):
            line += text("  ", book.target_lang)
            line += _PLACE.format(self._places[number, address], text(f"{number + 1}", book.target_lang, "Hyperlink"))
        return line


def _first_places(book: Book) -> list[tuple[int, str]]:
    """Where the links of the index lead, each place once."""
    return list(dict.fromkeys(place for entry in book.index for place in firsts(entry.places)))


def _english(book: Book) -> str:
    told = {made["style"] for made in book.colophon.signatures if "style" in made}
    return "en-GB" if told == {"uk"} else "en-US"


def _style(paragraph: Paragraph) -> str:
    """The style of a paragraph; headings stand below the title of the article."""
    if paragraph.kind == "heading":
        return f"Heading{heading(paragraph, 1)[1:]}"
    return _STYLES.get(paragraph.kind, "BodyText")


def _is_short(paragraph: Paragraph) -> bool:
    return max(len(paragraph.source.text), len(paragraph.target.text)) <= WHOLE
