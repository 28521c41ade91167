"""From files of record to a book: its articles are opened one by one, each time that somebody walks them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from bilingual.edition import index
from bilingual.edition.book import Book, Colophon
from bilingual.edition.editions import edition, headline
from bilingual.publish.reopened import bitext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bilingual.edition.book import Edition

    Places = dict[index.Named, list[str]]


@dataclass(frozen=True, slots=True)
class Credits:
    """What a title page says; fields as in `Book`."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    publisher: str = ""
    date: str = ""
    rights: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A file of record that goes into a book."""

    path: Path
    name: str
    title: str = ""
    """Instead of its own, in the target language."""
    glossaries: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Tally:
    """What is known of a book when all its articles have been opened once; none of their texts."""

    titles: list[tuple[str, str]] = field(default_factory=list)
    told: Colophon = field(default_factory=Colophon)
    places: dict[index.Named, list[tuple[int, str]]] = field(default_factory=dict)
    languages: tuple[str, str] = ("fr", "en")

    def add(self, one: Edition, places: Mapping[index.Named, Sequence[str]]) -> None:
        """Takes an article in."""
        number = len(self.titles)
        self.languages = (one.source_lang, one.target_lang) if not number else self.languages
        self.titles.append(headline(one))
        for name, addresses in places.items():
            self.places.setdefault(name, []).extend((number, address) for address in addresses)
        signatures = self.told.signatures
        if one.signature and one.signature not in signatures:
            signatures = (*signatures, one.signature)
        self.told = Colophon(
            self.told.segments + one.segments,
            self.told.approved + one.approved,
            self.told.left_out + one.left_out,
            signatures,
        )


class Shelf:
    """The articles of a book; the one that was opened last is kept, so that a book of one is read once."""

    def __init__(self, articles: Sequence[Article], *, only_approved: bool = False) -> None:
        self._articles = articles
        self._only_approved = only_approved
        self._last: tuple[Article, Edition, Places] | None = None

    def __iter__(self) -> Iterator[Edition]:
        """One article after the other."""
        return (one for one, _places in self.opened())

    def opened(self) -> Iterator[tuple[Edition, Places]]:
        """The articles, each with the addresses of the paragraphs in which its terms stand.

        Raises:
            InputError: a file of record cannot be read.
            GlossaryError: a glossary cannot.
        """
        return map(self._open, self._articles)

    def _open(self, article: Article) -> tuple[Edition, Places]:
        if self._last is None or self._last[0] != article:
            self._last = None  # before the next one is read, so that there are never two
            one = edition(bitext(article.path, article.name), only_approved=self._only_approved, title=article.title)
            places = index.found(one, index.glossary(article.glossaries)) if article.glossaries else {}
            self._last = article, replace(one, terms=index.glossed(places)), places
        return self._last[1], self._last[2]


def bind(article: Article, credits: Credits, *, only_approved: bool = False) -> Book:  # noqa: A002  # the trade's word
    """A book of one article, under its own title if the credits tell none."""
    shelf = Shelf((replace(article, title=credits.title or article.title),), only_approved=only_approved)
    tally = _tallied(shelf)
    return _book(shelf, tally, replace(credits, title=tally.titles[0][1]))


def collect(
    articles: Sequence[Article],
    credits: Credits,  # noqa: A002  # as above
    *,
    only_approved: bool = False,
    has_index: bool = False,
) -> Book:
    """A book of several articles with a title of its own; each is opened once for what contents and index tell."""
    shelf = Shelf(articles, only_approved=only_approved)
    tally = _tallied(shelf)
    book = _book(shelf, tally, credits)
    return replace(book, is_collection=True, index=index.entries(tally.places) if has_index else ())


def _tallied(shelf: Shelf) -> _Tally:
    tally = _Tally()
    for one, places in shelf.opened():
        tally.add(one, places)
    return tally


def _book(shelf: Shelf, tally: _Tally, credits: Credits) -> Book:  # noqa: A002  # as above
    return Book(
        editions=shelf,
        titles=tuple(tally.titles),
        colophon=tally.told,
        source_lang=tally.languages[0],
        target_lang=tally.languages[1],
        **asdict(credits),
    )
