"""Word documents for readers: every word in its place and language, whatever the article has in it."""

from __future__ import annotations

import io
import re
import time
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import docx as word
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from hypothesis import given, settings
from lxml import etree
from pypdf import PdfReader

import volumes
from bilingual.edition import docx
from bilingual.edition.look import Look
from bilingual.edition.runs import plain
from bilingual.read import docx as reader
from soffice import converted

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

    from bilingual.edition.book import Book, Edition, Layout, Line

STRICT = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def written(book: Book, layout: Layout = "side-by-side", lang: str = "en") -> bytes:
    """A book as a Word document."""
    file = io.BytesIO()
    docx.write(file, book, layout, Look(lang))
    return file.getvalue()


def opened(book: Book, layout: Layout = "side-by-side", lang: str = "en") -> Document:
    """A book as python-docx has it."""
    return word.Document(io.BytesIO(written(book, layout, lang)))


def parts(data: bytes) -> dict[str, Any]:
    """The parts of a document as trees, by name."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: etree.fromstring(archive.read(info), STRICT) for info in archive.infolist()}


def paragraphs(tree: Any) -> list[str]:  # noqa: ANN401  # lxml's elements have no types of their own
    """The texts of a document letter by letter, in order, cells of tables among them."""
    return [flat("".join(one.text or "" for one in p.iter(qn("w:t")))) for p in tree.iter(qn("w:p"))]


def kept(line: Line) -> str:
    """What XML keeps of a text: all but what it cannot hold."""
    return flat(plain(line.text))


def flat(text: str) -> str:
    """A text with one kind of line break: a mark may stand between the two halves of one."""
    return re.sub("[\r\n]+", "\n", text)


def expected(edition: Edition, layout: Layout) -> list[str]:
    """The texts of an article in the order of a layout."""
    source, target = ([kept(getattr(one, side)) for one in edition.paragraphs] for side in ("source", "target"))
    match layout:
        case "english":
            return target
        case "source-first":
            return [*source, *target]
        case _:
            return [text for pair in zip(source, target, strict=True) for text in pair]


def is_within(texts: list[str], found: list[str]) -> bool:
    """Whether all texts are there in this order, perhaps with others between them."""
    rest = iter(found)
    return all(text in rest for text in texts)


@pytest.mark.parametrize("layout", volumes.LAYOUTS)
def test_every_text_is_there_in_order(layout: Layout) -> None:
    """Every text is there in order, in each language that the layout has."""
    book = volumes.collection()
    found = paragraphs(parts(written(book, layout))["word/document.xml"])
    assert is_within([text for one in book.editions for text in expected(one, layout)], found)
    if layout == "english":
        assert not any("logiciel" in text for text in found if "spyware" not in text)


@settings(max_examples=25, deadline=None)
@given(volumes.volumes())
def test_hostile_text_stays_text(book: Book) -> None:
    """Every part is well-formed, no letter is lost, and links lead to the web or a mailbox."""
    found = parts(written(book))
    texts = paragraphs(found["word/document.xml"])
    assert is_within([text for one in book.editions for text in expected(one, "side-by-side")], texts)
    targets = [one.get("Target") for one in found["word/_rels/document.xml.rels"] if one.get("TargetMode")]
    assert all(re.match("https?://|mailto:", target) for target in targets)
    names = {one.get("Id") for one in found["word/_rels/document.xml.rels"]}
    assert names >= set(found["word/document.xml"].xpath("//@r:id", namespaces={"r": RELATED}))


def test_it_is_the_same_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it is written."""
    first = written(volumes.collection())
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert written(volumes.collection()) == first


def test_columns_are_a_table_whose_head_is_repeated_and_whose_rows_stay_whole() -> None:
    """Two columns without lines, the languages above them on every page; a row is cut only if it is very long."""
    book = volumes.single()
    (one,) = book.editions
    tall = replace(one.paragraphs[0], target=replace(one.paragraphs[0].target, text="word " * 400, inlines=()))
    document = opened(replace(book, editions=(replace(one, paragraphs=(*one.paragraphs, tall)),)))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["French", "English"]
    rows = [{etree.QName(mark).localname for mark in row._tr.iterfind("w:trPr/*", row._tr.nsmap)} for row in table.rows]
    assert rows == [{"cantSplit", "tblHeader"}, *[{"cantSplit"}] * len(one.paragraphs), set()]
    first = one.paragraphs[0]
    assert [cell.text for cell in table.rows[1].cells] == [first.source.text, first.target.text]


def test_what_has_a_meaning_has_a_style() -> None:
    """Titles, headings, lists, quotations and captions are so by their styles, and readers find them by these."""
    document = opened(volumes.single(), "english")
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles == [
        *("Title", "Credits", "Credits", "Credits", "Body Text"),
        *("Body Text", "Body Text", "Heading 2", "Body Text", "List Bullet", "List Bullet", "List Bullet", "Quote"),
        *("Caption", "Heading 3", "Body Text"),
        *("Heading 2", "index 1", "index 1", "Heading 2", "Body Text", "Body Text", "Signature Line"),
    ]
    used = {one.get(qn("w:val")) for one in document.element.iter(qn("w:pStyle"), qn("w:rStyle"))}
    assert used <= {style.style_id for style in document.styles}
    assert document.styles["Normal"].type == WD_STYLE_TYPE.PARAGRAPH


def test_our_own_reader_knows_the_kinds_again() -> None:
    """What `bilingual translate` would read of the translation are its paragraphs with their kinds and marks."""
    (one,) = volumes.single().editions
    read = [(block.kind, block.text) for block in reader.blocks(written(volumes.single(), "english")) if not block.skip]
    assert is_within([(paragraph.kind, paragraph.target.text) for paragraph in one.paragraphs], read)
    both = [block.text for block in reader.blocks(written(volumes.single())) if not block.skip]
    assert is_within(expected(one, "side-by-side"), both)


def test_every_run_has_its_language_and_its_marks() -> None:
    """French of France, English of the signature's style; bold words and links are so in Word."""
    document = opened(volumes.single())
    source, target = (cell.paragraphs[0] for cell in document.tables[0].rows[1].cells)
    for paragraph, code, bold in ((source, "fr-FR", "Cour suprême"), (target, "en-GB", "Supreme Court")):
        assert {one.get(qn("w:val")) for one in paragraph._p.iter(qn("w:lang"))} == {code}
        assert [run.text for run in paragraph.runs if run.bold] == [bold]
        assert [link.address for link in paragraph.hyperlinks] == ["https://example.org/requ%C3%AAte"]
    american = replace(volumes.single(), colophon=replace(volumes.single().colophon, signatures=({"style": "us"},)))
    assert {one.get(qn("w:val")) for one in opened(american, "english").element.iter(qn("w:lang"))} <= {
        "en-US",
        "fr-FR",
    }


def test_marks_that_cannot_be_together_do_not_break_it() -> None:
    """What is above and below the line at once is above; code inside a link is one link."""
    (one,) = volumes.single().editions
    book = replace(volumes.single(), editions=(replace(one, paragraphs=volumes.hostile().editions[0].paragraphs[-1:]),))
    runs = list(opened(book).element.iter(qn("w:rPr")))
    assert all(len(list(run.iter(qn("w:vertAlign")))) <= 1 for run in runs)


def test_a_collection_has_contents_an_index_and_a_colophon() -> None:
    """Contents and index lead to bookmarks that are there; the articles are numbered as the index names them."""
    document = opened(volumes.collection())
    places = {one.get(qn("w:name")) for one in document.element.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in document.element.iter(qn("w:hyperlink")) if one.get(qn("w:anchor"))]
    assert links == [*(f"_article{n}" for n in range(3)), "_index", "_colophon", "_term0", "_term1", "_term2"]
    assert set(links) == places
    numbers = [one.get(qn("w:id")) for one in document.element.iter(qn("w:bookmarkStart"))]
    assert len(set(numbers)) == len(numbers)
    headings = [one for one in document.paragraphs if one.style.name == "Heading 1"]
    titles = [title for _, title in volumes.collection().titles]
    assert [one.text for one in headings] == [*titles, "Index of terms", "Colophon"]
    assert [one._p.pPr.numPr is not None for one in headings] == [True, True, True, False, False]
    assert "TOC" in "".join(one.text for one in document.element.iter(qn("w:instrText")))


def test_the_document_says_what_it_is() -> None:
    """Title, people, subject and date are where Word shows them."""
    told = opened(volumes.collection()).core_properties
    assert (told.title, told.subject) == ("Spyware before the courts", "Three reports")
    assert (told.author, told.language) == ("Anne Roux; Paul Blanc", "fr, en")
    assert (told.identifier, f"{told.modified:%Y-%m-%d}") == ("urn:isbn:9782070368228", "2026-07-01")


def test_titles_that_cannot_be_seen_have_a_sign_in_their_place() -> None:
    """Word leaves a heading without words out of its contents."""
    one = volumes.edition()
    empty = replace(one, title=(one.title[0], replace(one.title[1], text=" ")))
    document = opened(replace(volumes.collection(), title="", editions=(empty,), titles=(("x", " "),), index=()))
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"] == ["…", "Colophon"]
    assert document.paragraphs[0].text == "…"


def test_hostile_books_open() -> None:
    """Whatever an article has in it, python-docx and our own reader open the document."""
    data = written(volumes.hostile(), "source-first")
    assert word.Document(io.BytesIO(data)).paragraphs
    assert list(reader.blocks(data))


def test_memory_is_flat_in_the_number_of_articles() -> None:
    """Ten times the articles take no more memory."""
    peaks = []
    for articles in (2, 20):
        tracemalloc.start()
        docx.write(io.BytesIO(), volumes.long(10, articles=articles), "side-by-side", Look())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


@pytest.mark.slow
def test_libreoffice_prints_all_of_it(tmp_path: Path) -> None:
    """The PDF has both languages of every paragraph, whatever the others hold, and the head of the columns again."""
    document = tmp_path / "book.docx"
    book = volumes.collection()
    long = replace(book.editions[0], paragraphs=volumes.edition().paragraphs * 4)
    hostile = volumes.hostile().editions[:-1]  # the longest word fills pages
    document.write_bytes(written(replace(book, editions=(long, *book.editions[1:], *hostile))))
    pages = ["".join(page.extract_text().split()) for page in PdfReader(converted(document, "pdf")).pages]
    for paragraph in volumes.edition().paragraphs:
        for text in (paragraph.source.text, paragraph.target.text):
            assert sum(page.count("".join(text.split())) for page in pages) >= 6
    tables = [page for page in pages if "FRENCHENGLISH" in page.upper()]
    assert len(tables) > len(book.editions)
    assert "1.Immunity,thelastlineofdefence" in "".join(pages)
