"""E-books: every word in its place, valid whatever the article has in it, and always the same."""

from __future__ import annotations

import io
import re
import time
import tomllib
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from lxml import etree

import epubcheck
import volumes
from bilingual.edition import epub, metadata, parting, zipped
from bilingual.edition.editions import headline
from bilingual.edition.look import Look
from bilingual.edition.runs import plain
from bilingual.errors import UsageError
from bilingual.read import epub as reader
from bilingual.uri import LONGEST, uri
from browser import browsing

if TYPE_CHECKING:
    from bilingual.edition.book import Book, Edition, Layout, Line

XHTML = "{http://www.w3.org/1999/xhtml}"
NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_HEADINGS = [f"h{level}" for level in range(1, 7)]
DATA = Path(__file__).parent / "data"
STRICT = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def cases(table: str, name: str) -> list[Any]:
    """The entries of a table of cases."""
    entries = tomllib.loads((DATA / f"{table}.toml").read_text(encoding="utf-8"))[name]
    return [
        pytest.param(*(value for key, value in entry.items() if key != "title"), id=str(n))
        for n, entry in enumerate(entries)
    ]


def written(book: Book, layout: Layout = "side-by-side", lang: str = "en") -> bytes:
    """A book as an e-book."""
    file = io.BytesIO()
    epub.write(file, book, layout, Look(lang))
    return file.getvalue()


def members(data: bytes) -> dict[str, Any]:
    """What is in an e-book, by name; pages and package as trees."""
    with ZipFile(io.BytesIO(data)) as archive:
        texts = {info.filename: archive.read(info) for info in archive.infolist()}
    xml = (".xhtml", ".opf", ".xml")
    return {name: etree.fromstring(text, STRICT) if name.endswith(xml) else text for name, text in texts.items()}


def pages(data: bytes) -> list[Any]:
    """The pages of the articles, in the order of the spine."""
    found = members(data)
    package = found["EPUB/package.opf"]
    hrefs = {item.get("id"): item.get("href") for item in package.iterfind(".//opf:item", NAMES)}
    spine = [hrefs[one.get("idref")] for one in package.iterfind(".//opf:itemref", NAMES)]
    return [found[f"EPUB/{href}"] for href in spine if href.startswith("article")]


def sides(data: bytes, side: str) -> list[str]:
    """The texts of one language in the articles, their titles first, letter by letter."""
    names = [f"{XHTML}{name}" for name in ("p", "li", "div", "blockquote", *_HEADINGS)]
    elements = chain.from_iterable(page.iter(*names) for page in pages(data))
    return [flat("".join(one.itertext())) for one in elements if side in one.get("class", "").split()]


def kept(line: Line) -> str:
    """What XML keeps of a text: all but what it cannot hold."""
    return flat(plain(line.text))


def flat(text: str) -> str:
    """A text with one kind of line break: a mark may stand between the two halves of one."""
    return re.sub("[\r\n]+", "\n", text)


def texts(editions: list[Edition], side: str) -> list[str]:
    """The texts of one language in a book."""
    at = ("source", "target").index(side)
    return [
        text for one in editions for text in (kept(one.title[at]), *(kept(getattr(p, side)) for p in one.paragraphs))
    ]


@pytest.mark.parametrize("layout", volumes.LAYOUTS)
def test_every_text_is_there_in_order(layout: Layout) -> None:
    """Every text is there in order, in each language that the layout has."""
    book = volumes.collection()
    data = written(book, layout)
    assert sides(data, "target") == texts(list(book.editions), "target")
    expected = [] if layout == "english" else texts(list(book.editions), "source")
    assert sides(data, "source") == expected


@settings(max_examples=25, deadline=None)
@given(volumes.volumes())
def test_hostile_text_stays_text(book: Book) -> None:
    """Every page is well-formed, no letter is lost, nothing runs, and links lead to the web or a mailbox."""
    data = written(book)
    found = members(data)
    for side in ("source", "target"):
        assert sides(data, side) == texts(list(book.editions), side)
    for name, page in found.items():
        if name.endswith(".xhtml"):
            allowed = {
                "html",
                "head",
                "title",
                "link",
                "body",
                "section",
                "header",
                "nav",
                "div",
                "p",
                "blockquote",
                "span",
            }
            allowed |= {
                "ol",
                "ul",
                "li",
                "dl",
                "dt",
                "dd",
                "a",
                "b",
                "i",
                "sup",
                "sub",
                "code",
                *(f"h{n}" for n in range(1, 7)),
            }
            assert {etree.QName(one).localname for one in page.iter()} <= allowed
            hrefs = page.xpath("//x:a/@href", namespaces=NAMES)
            assert all(re.match(r"https?://|mailto:|[a-z0-9-]+\.xhtml|#", href) for href in hrefs)
            assert all("on" not in key[:2] for one in page.iter() for key in one.keys())  # noqa: SIM118  # lxml's element


def test_a_book_is_the_same_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever and wherever it is written; another text gives another name."""
    first = written(volumes.single())
    monkeypatch.setattr(time, "time", lambda: 2e9)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert written(volumes.single()) == first
    other = replace(volumes.single(), subtitle="Second edition")
    names = [
        members(data)["EPUB/package.opf"].findtext(".//dc:identifier", None, NAMES) for data in (first, written(other))
    ]
    assert names[0] != names[1]
    assert all(name.startswith("urn:uuid:") and name[23] == "5" for name in names)


def test_the_archive_is_one_that_readers_know() -> None:
    """The first member says what it is, unpacked; all carry the first moment of zip archives."""
    with ZipFile(io.BytesIO(written(volumes.single()))) as archive:
        first, *others = archive.infolist()
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
        assert archive.read("mimetype") == b"application/epub+zip"
        assert {info.date_time for info in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_the_package_tells_what_catalogues_ask() -> None:
    """Title, people with their roles, languages, identifier, date, rights and what it is to readers who do not see."""
    package = members(written(volumes.collection()))["EPUB/package.opf"]

    def told(path: str) -> list[str]:
        return [one.text for one in package.iterfind(f".//{path}", NAMES)]

    assert told("dc:title") == ["Spyware before the courts", "Three reports"]
    assert told("dc:creator") == ["Anne Roux", "Paul Blanc"]
    assert told("dc:contributor") == ["Zoé Noir"]
    assert told("opf:meta[@property='role']") == ["aut", "aut", "trl"]
    assert told("dc:language") == ["fr", "en"]
    assert told("dc:identifier") == ["urn:isbn:9782070368228"]
    assert told("dc:date") == ["2026-07-01"]
    assert told("opf:meta[@property='dcterms:modified']") == ["2026-07-01T00:00:00Z"]
    assert told("opf:meta[@property='schema:accessMode']") == ["textual"]
    assert "index" in told("opf:meta[@property='schema:accessibilityFeature']")
    assert told("opf:meta[@property='schema:accessibilityHazard']") == ["none"]
    english = members(written(volumes.collection(), "english"))["EPUB/package.opf"]
    assert [one.text for one in english.iterfind(".//dc:language", NAMES)] == ["en"]


def test_contents_lead_to_every_article_and_heading() -> None:
    """Of a collection to its articles, of one article to its headings; every link finds its place."""
    book = members(written(volumes.collection()))
    links = book["EPUB/nav.xhtml"].xpath("//x:nav[@epub:type='toc']//x:a/@href", namespaces=NAMES)
    assert links == ["article-1.xhtml", "article-2.xhtml", "article-3.xhtml", "index.xhtml", "colophon.xhtml"]
    index = book["EPUB/index.xhtml"].xpath("//x:a", namespaces=NAMES)
    assert [one.text for one in index] == ["1", "2", "3"]
    alone = members(written(volumes.single()))
    links = alone["EPUB/nav.xhtml"].xpath("//x:nav[@epub:type='toc']//x:a/@href", namespaces=NAMES)
    assert len(links) == 4
    for found in (book, alone):
        for page in (one for name, one in found.items() if name.endswith(".xhtml")):
            for href in page.xpath("//x:a/@href", namespaces=NAMES):
                name, _, place = href.partition("#")
                if ":" not in name:
                    target = found[f"EPUB/{name or 'nav.xhtml'}"]
                    assert not place or target.xpath("//*[@id=$place]", place=place), href


def test_a_term_that_is_nowhere_leads_to_its_article() -> None:
    """A place of the index that the article does not have leads to the article's beginning."""
    book = volumes.collection()
    entry = replace(book.index[0], places=((1, "gone"),))
    found = members(written(replace(book, index=(entry,))))
    assert found["EPUB/index.xhtml"].xpath("//x:a/@href", namespaces=NAMES) == ["article-2.xhtml#a2"]


def test_the_title_page_names_the_original() -> None:
    """That of one article has the title in both languages, unless only one is to be read."""
    titles = [
        members(written(volumes.single(), layout))["EPUB/title.xhtml"].xpath("//x:header/*", namespaces=NAMES)[0].text
        for layout in volumes.LAYOUTS
    ]
    assert titles == ["L’immunité, dernier rempart"] * 3 + ["Immunity, the last line of defence"]


@pytest.mark.parametrize("layout", volumes.LAYOUTS)
def test_long_articles_are_cut_in_pages(layout: Layout) -> None:
    """No page has more than 300 paragraphs of a side; title and terms stand once, and nothing is lost at the cuts."""
    book = volumes.long(650)
    data = written(book, layout)
    found = pages(data)
    assert len(found) == (6 if layout == "source-first" else 3)
    assert sum(len(page.xpath("//x:h1", namespaces=NAMES)) for page in found) == 1
    assert len(found[-1].xpath("//x:dl", namespaces=NAMES)) == 1
    assert len(sides(data, "target")) == 651
    addresses = [one for page in found for one in page.xpath("//@id")]
    assert len(addresses) == len(set(addresses)) == 651
    if layout == "source-first":
        assert [page.xpath("string(//x:p[@class='side'])", namespaces=NAMES) for page in found] == [
            "French",
            "",
            "",
            "English",
            "",
            "",
        ]


def test_a_heading_goes_with_what_it_stands_above() -> None:
    """A page ends neither with a heading nor, by many letters, with more than it can bear."""
    paragraph = volumes.edition().paragraphs[0]
    heading = replace(paragraph, kind="heading")
    tall = (*(paragraph,) * (parting.LONGEST - 1), heading, paragraph)
    cut = [part.edition.paragraphs for part in parting.parts(replace(volumes.edition(), paragraphs=tall), "english")]
    assert tuple(map(len, cut)) == (parting.LONGEST - 1, 2)
    assert cut[1][0] is heading
    huge = replace(paragraph, source=replace(paragraph.source, text="x" * parting.MOST, inlines=()))
    cut = [
        part.edition.paragraphs for part in parting.parts(replace(volumes.edition(), paragraphs=(huge,) * 3), "english")
    ]
    assert tuple(map(len, cut)) == (1, 1, 1)
    empty = list(parting.parts(replace(volumes.edition(), paragraphs=()), "side-by-side"))
    assert [(one.is_first, one.is_last) for one in empty] == [(True, True)]
    assert tuple(chain.from_iterable(cut)) == (huge,) * 3


def test_our_own_reader_has_all_of_it_back() -> None:
    """What `bilingual translate` would read of an e-book is all of its text, contents set aside."""
    book = volumes.single()
    read = [block.text for block in reader.blocks(written(book)) if not block.skip]
    (one,) = book.editions
    for paragraph in one.paragraphs:
        assert paragraph.source.text in read
        assert paragraph.target.text in read


def test_titles_that_cannot_be_seen_have_a_sign_in_their_place() -> None:
    """A contents line without words could not be followed, and a book without a title is refused by shops."""
    one = replace(
        volumes.edition(), title=tuple(replace(line, text=" ", inlines=()) for line in volumes.edition().title)
    )
    found = members(written(replace(volumes.single(), title="\n", editions=(one,))))
    assert found["EPUB/package.opf"].findtext(".//dc:title", None, NAMES) == "…"
    assert "".join(found["EPUB/nav.xhtml"].xpath("//x:nav//x:a", namespaces=NAMES)[0].itertext()) == "…"


def test_memory_is_flat_in_the_number_of_articles() -> None:
    """Ten times the articles take no more memory, and each is asked for when its turn comes."""
    peaks = []
    for articles in (2, 20):
        tracemalloc.start()
        epub.write(io.BytesIO(), volumes.long(10, articles=articles), "side-by-side", Look())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


@pytest.mark.slow
def test_epubcheck_has_nothing_against_it(tmp_path: Path) -> None:
    """Neither errors nor warnings, for a collection with whatever articles may hold and for one article alone."""
    made = {"hostile": written(volumes.hostile()), "single": written(volumes.single(), "source-first", "fr")}
    for name, data in made.items():
        (tmp_path / f"{name}.epub").write_bytes(data)
    assert epubcheck.complaints(*(tmp_path / f"{name}.epub" for name in made)) == []


@pytest.mark.chromium
def test_two_columns_on_wide_screens_and_one_on_narrow_ones(tmp_path: Path) -> None:
    """Side by side from 40 em on, the original above its translation below that; nothing runs over the edge."""
    with ZipFile(io.BytesIO(written(volumes.single()))) as archive:
        archive.extractall(tmp_path)
    look = """(() => {
        const [a, b] = [...document.querySelectorAll(".pair > *")].map(one => one.getBoundingClientRect());
        return [b.left > a.right, b.top >= a.bottom, document.documentElement.scrollWidth <= innerWidth];
    })()"""
    with browsing() as page:
        page.open(tmp_path / "EPUB" / "article-1.xhtml", width=1200)
        assert page.ask(look) == [True, False, True]
        page.open(tmp_path / "EPUB" / "article-1.xhtml", width=390)
        assert page.ask(look) == [False, True, True]
        assert page.complaints() == []


@pytest.mark.parametrize(("written_as", "told"), cases("edition_metadata", "identifier"))
def test_identifiers_are_told_as_libraries_write_them(written_as: str, told: str) -> None:
    """ISBN as a URN, DOI with its scheme, others as they stand."""
    assert metadata.identifier(written_as) == told


@pytest.mark.parametrize(("printed", "told"), cases("edition_metadata", "date"))
def test_dates_are_told_by_iso_8601_or_not_at_all(printed: str, told: str) -> None:
    """Dates are told by ISO 8601 or not at all."""
    assert metadata.day(printed) == told


@pytest.mark.parametrize(("code", "told"), cases("edition_metadata", "language"))
def test_languages_are_told_by_bcp_47(code: str, told: str) -> None:
    """Languages are told by BCP 47."""
    assert metadata.tag(code) == told


@pytest.mark.parametrize(("href", "expected"), cases("edition_addresses", "case"))
def test_links_lead_to_the_web_or_a_mailbox(href: str, expected: str) -> None:
    """Links lead to the web or a mailbox, written as RFC 3986 has it."""
    assert uri(href) == expected
    assert uri(expected) == expected


def test_no_address_is_longer_than_programs_bear() -> None:
    """A link of thousands of letters is none, and is refused at once."""
    assert not uri("https://example.org/" + "x" * LONGEST)
    assert not uri("https://" + "é" * 250 + ".example/")


@pytest.mark.parametrize(
    ("epoch", "printed", "expected"),
    [
        ("1751328000", "2020-01-01", datetime(2025, 7, 1, tzinfo=UTC)),
        ("0", "2020-01-01", datetime(1980, 1, 1, tzinfo=UTC)),
        ("", "2020-01-01", datetime(2020, 1, 1, tzinfo=UTC)),
        ("", "été 2020", datetime(1980, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_book_counts_as_made_when_it_is_told(epoch: str, printed: str, expected: datetime) -> None:
    """By the variable of reproducible builds, else its date, else the first moment of zip archives."""
    assert zipped.moment(printed, {zipped.EPOCH: epoch}) == expected


@pytest.mark.parametrize("epoch", ["yesterday", "9" * 30])
def test_a_moment_that_is_none_is_refused(epoch: str) -> None:
    """A variable that is no time is named."""
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        zipped.moment("", {zipped.EPOCH: epoch})


def test_contents_have_the_source_s_title_where_the_translation_s_is_left_out() -> None:
    """Contents have the source's title where the translation's is left out."""
    one = replace(
        volumes.edition(), title=(volumes.edition().title[0], replace(volumes.edition().title[1], text="[…]"))
    )
    found = members(written(replace(volumes.single(), editions=(one,))))
    entry = found["EPUB/nav.xhtml"].xpath("//x:nav//x:a", namespaces=NAMES)[0]
    assert "".join(entry.itertext()).strip() == headline(one)[1] == "L’immunité, dernier rempart"
