"""E-books (EPUB 3): a chapter an article, in two columns where the screen is wide enough for them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from bilingual.edition import metadata
from bilingual.edition.editions import headline
from bilingual.edition.look import anchor
from bilingual.edition.metadata import shown
from bilingual.edition.parting import parts
from bilingual.edition.zipped import Zipped, moment
from bilingual.messages import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.edition.book import Book, Edition, Layout
    from bilingual.edition.look import Look
    from bilingual.edition.parting import Part

_FEATURES = ("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A line of the contents."""

    href: str
    source: str
    """Empty where it says the same as the target, or is not to be shown."""
    target: str
    below: tuple[Chapter, ...] = ()
    """What it is divided into."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page behind the articles."""

    href: str
    kind: str
    """As landmarks call it."""
    name: str


def write(file: IO[bytes], book: Book, layout: Layout, look: Look) -> None:
    """Writes an e-book page by page; the same book gives the same bytes.

    It counts as made when `zipped.moment` says, and is called by its own identifier, or else by a UUID (version 5)
    that is made from its pages.

    Raises:
        BilingualError: a template is broken.
        UsageError: `SOURCE_DATE_EPOCH` is no time.
    """
    known = replace(book, source_lang=metadata.tag(book.source_lang), target_lang=metadata.tag(book.target_lang))
    with Zipped(file, look) as archive:
        archive.add("mimetype", "application/epub+zip", packed=False)
        archive.add("META-INF/container.xml", look.asset("epub/container.xml"))
        _Writing(archive, known, layout, look).write()


class _Writing:
    """A book on its way into an archive."""

    def __init__(self, archive: Zipped, book: Book, layout: Layout, look: Look) -> None:
        self._archive, self._book, self._layout, self._look = archive, book, layout, look
        self._wanted = {place for entry in book.index for place in entry.places}
        self._places: dict[tuple[int, str], str] = {}  # the pages of those
        self._pages: list[str] = []

    def write(self) -> None:
        """Writes all of it; the package file comes last, since it lists the others."""
        self._archive.add("EPUB/style.css", self._look.asset("epub/style.css"))
        title = shown(self._book.title)
        self._page("title.xhtml", "title", title=title, original=self._original())
        chapters = [self._article(number, edition) for number, edition in enumerate(self._book.editions)]
        back = list(self._back())
        for page in back:
            self._page(page.href, page.kind, title=page.name, place=self._place)
        has_contents = self._book.is_collection or any(chapter.below for chapter in chapters)
        self._put("nav.xhtml", "nav.xhtml", title=title, chapters=chapters, back=back, is_shown=has_contents)
        self._package(has_contents=has_contents)

    def _original(self) -> str:
        """The title of the source, for the title page of a single article."""
        source = self._book.titles[0][0] if self._book.titles else ""
        return "" if self._layout == "english" or source == self._book.title else source.strip()

    def _article(self, number: int, edition: Edition) -> Chapter:
        """Writes the pages of an article; gives its line in the contents."""
        known = replace(
            edition, source_lang=metadata.tag(edition.source_lang), target_lang=metadata.tag(edition.target_lang)
        )
        below: list[Chapter] = []
        for count, part in enumerate(parts(known, self._layout), 1):
            href = _href(number, count)
            self._page(href, "article", title=shown(headline(edition)[1]), number=number, edition=known, part=part)
            if self._layout != "source-first" or part.side == "source":  # where links lead
                self._note(part, href, number)
                below += [] if self._book.is_collection else self._headings(part, href, number)
        return self._line(_href(number, 1), *headline(edition), tuple(below))

    def _note(self, part: Part, href: str, number: int) -> None:
        """Remembers the page of each place that the index names."""
        for paragraph in part.edition.paragraphs:
            if (number, paragraph.address) in self._wanted:
                self._places[number, paragraph.address] = href

    def _headings(self, part: Part, href: str, number: int) -> Iterator[Chapter]:
        for one in part.edition.paragraphs:
            if one.kind == "heading":
                yield self._line(f"{href}#{anchor(number, one.address)}", one.source.text, one.target.text)

    def _line(self, href: str, source: str, target: str, below: tuple[Chapter, ...] = ()) -> Chapter:
        unseen = self._layout == "english" or source == target or not source.strip()
        return Chapter(href, "" if unseen else shown(source), shown(target), below)

    def _back(self) -> Iterator[Page]:
        if self._book.index:
            yield Page("index.xhtml", "index", self._look.words.said(marked("Index of terms")))
        yield Page("colophon.xhtml", "colophon", self._look.words.said(marked("Colophon")))

    def _place(self, number: int, address: str = "") -> str:
        """Where an article or a paragraph of it is; the article where nothing is known of the paragraph."""
        page = self._places.get((number, address))
        return f"{page}#{anchor(number, address)}" if page else f"{_href(number, 1)}#{anchor(number)}"

    def _package(self, *, has_contents: bool) -> None:
        pages = self._pages
        self._put(
            "package.opf",
            "package.opf",
            title=shown(self._book.title),
            identifier=metadata.identifier(self._book.identifier) or self._uuid(),
            languages=metadata.tags(self._book, self._layout),
            date=metadata.day(self._book.date),
            modified=f"{moment(self._book.date, os.environ):%Y-%m-%dT%H:%M:%SZ}",
            features=(*_FEATURES, "index") if self._book.index else _FEATURES,
            pages=pages,
            order=[pages[0], "nav.xhtml", *pages[1:]] if has_contents else pages,
        )

    def _uuid(self) -> str:
        return uuid5(NAMESPACE_URL, f"bilingual:{self._archive.digest}").urn

    def _page(self, href: str, template: str, **context: object) -> None:
        self._pages.append(href)
        self._put(href, f"{template}.xhtml", **context)

    def _put(self, name: str, template: str, **context: object) -> None:
        self._archive.write(f"EPUB/{name}", f"epub/{template}.j2", book=self._book, layout=self._layout, **context)


def _href(number: int, count: int) -> str:
    """The page of an article, counted from 0, and of a part of it, counted from 1."""
    return f"article-{number + 1}.xhtml" if count == 1 else f"article-{number + 1}-{count}.xhtml"
