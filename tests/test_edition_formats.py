"""Readers' formats: what the page, Markdown, plain text and JSON make of a book, and how a house's templates act."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from lxml import html as parser
from markdown_it import MarkdownIt

import books
from bilingual.edition import html, markdown, text, writers
from bilingual.edition import json as told
from bilingual.edition.book import Edition, Entry, Layout, Line, Paragraph
from bilingual.edition.editions import edition
from bilingual.edition.look import Look, anchor
from bilingual.edition.marking import begun, escaped, written
from bilingual.edition.wrapping import cells, columns, wrapped
from bilingual.errors import BilingualError, UsageError
from bilingual.types import Inline

if TYPE_CHECKING:
    from bilingual.edition.book import Book
    from bilingual.edition.writers import Writer

LAYOUTS = get_args(Layout)
MARKDOWN = tomllib.loads((Path(__file__).parent / "data" / "edition_markdown.toml").read_text(encoding="utf-8"))
HOSTILE = "</style><script>alert(1)</script> <!-- \x00\x1b[31m \ud800 ]]> {{ 7*7 }} & \" ' | ` * _ \u202e"
READ = MarkdownIt("commonmark", {"html": True}).enable("table")


def made(writer: Writer, book: Book, layout: Layout = "side-by-side", look: Look | None = None) -> str:
    """What a writer writes."""
    file = BytesIO()
    writer.write(file, book, layout, look or Look())
    return file.getvalue().decode()


def article(layout: Layout = "side-by-side") -> str:
    """The page of an article."""
    return made(html, books.of(edition(books.article())), layout)


def collection(**fields: object) -> Book:
    """A book of two articles with an index."""
    first, second = (edition(books.article(name, 2)) for name in ("a", "b"))
    place = first.paragraphs[0].address
    entries = (Entry("logiciel", "software", ((0, place), (1, place))), Entry("Pegasus", "Pegasus", ((1, place),)))
    return books.of(first, second, **{"title": "Spyware", "index": entries, "is_collection": True, **fields})


def hostile() -> Book:
    """A book all of whose texts want to be something else."""
    marks = (Inline(0, 5, "bold"), Inline(3, 20, "link", "javascript:alert(1)"), Inline(2, 30, "italic"))
    line = Line(HOSTILE, marks)
    kinds = ("heading", "paragraph", "item", "quotation", "caption")
    paragraphs = tuple(Paragraph(kind, 9, line, line, f"{kind}\"'<>") for kind in kinds)  # type: ignore[arg-type]
    one = Edition(HOSTILE, (line, line), paragraphs, HOSTILE, HOSTILE, {HOSTILE: HOSTILE}, terms=((HOSTILE, HOSTILE),))
    return books.of(
        one,
        title=HOSTILE,
        subtitle=HOSTILE,
        authors=(HOSTILE, HOSTILE),
        publisher=HOSTILE,
        date=HOSTILE,
        rights=HOSTILE,
        index=(Entry(HOSTILE, "b", ((0, "x"),)),),
        is_collection=True,
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_page_has_every_text_once_a_side_and_in_its_language(layout: Layout) -> None:
    """Sides beside or behind each other, or the translation alone."""
    page = parser.document_fromstring(article(layout).encode(), parser=parser.HTMLParser(encoding="utf-8"))
    source = " ".join(page.xpath("//main//*[@class and starts-with(@class, 'source')]//text()"))
    target = " ".join(page.xpath("//main//*[contains(@class, 'target')]//text()"))
    for words in ("WhatsApp attaque NSO", "Des dommages-intérêts", "C'est historique.", "Le siège de NSO"):
        assert (layout == "english") != (words in page.text_content())
    for words in ("WhatsApp Sues NSO", "What WhatsApp Wants", "Damages", "An injunction", "[…]"):
        assert words in target
    assert "Abonnez-vous" not in page.text_content()
    assert layout == "english" or "journalistes" in source
    assert [one.text_content() for one in page.xpath("//h1")] == ["WhatsApp Sues NSO"]
    assert page.xpath("//h2[@lang='en'][text()='What WhatsApp Wants']")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(page.xpath(f"//*[@id='{anchor(0, one.address)}']") for one in edition(books.article()).paragraphs)


def test_the_page_asks_nothing_from_elsewhere_and_runs_nothing() -> None:
    """One policy that allows its own style, links with allowed schemes, no script."""
    page = parser.fromstring(article())
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    assert not page.xpath("//script | //link | //img | //iframe | //*[@src] | //@onclick | //@style")
    assert set(page.xpath("//a/@href")) == {"https://example.org/a?b=1&c=2"}
    assert "http" not in page.xpath("//style/text()")[0]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["html", "md", "txt", "json"])
def test_hostile_texts_stay_texts(name: str, layout: Layout) -> None:
    """No element, no link, no template and no control character comes out of a text."""
    out = made(writers.find(name), hostile(), layout)
    assert not set(out) & {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160), 0xD800)}
    assert "{{ 7*7 }}" in out or "7\\*7" in out
    if name == "md":
        out = READ.render(out)
    if name in {"html", "md"}:
        page = parser.document_fromstring(out.encode(), parser=parser.HTMLParser(encoding="utf-8"))
        assert not page.xpath("//script | //comment()")
        assert all(href.startswith(("#", "https:")) for href in page.xpath("//a/@href"))
        assert "<script>alert(1)</script>" in page.xpath("//body")[0].text_content()


def test_the_page_of_a_collection_leads_to_articles_and_terms() -> None:
    """Contents and index link to what is there; articles count from 1."""
    book = collection(subtitle="Two articles", authors=("Anne Roux",))
    page = parser.fromstring(made(html, book))
    targets = [href[1:] for href in page.xpath("//nav//a/@href | //ul[@class='index']//a/@href")]
    assert len(targets) == 5
    assert all(len(page.xpath(f"//*[@id='{target}']")) == 1 for target in targets)
    assert [one.text_content().split() for one in page.xpath("//ul[@class='index']/li")] == [
        ["software", "logiciel", "1,", "2"],
        ["Pegasus", "2"],
    ]
    assert page.xpath("string(//h1)") == "Spyware"
    assert [one.text_content() for one in page.xpath("//article//h2")] == ["WhatsApp Sues NSO"] * 2
    assert page.xpath("//article//h3[text()='What WhatsApp Wants']")
    assert '"Spyware"' in page.xpath("//style/text()")[0]


def test_credits_and_terms_stand_on_the_page() -> None:
    """Below the title, and behind the text; fixed words are of the language that was asked for."""
    one = edition(books.article())
    with_terms = Edition(one.name, one.title, one.paragraphs, terms=(("logiciel", "software"),))
    book = books.of(with_terms, subtitle="A case", authors=("Anne Roux",), translators=("Zoé Noir",), rights="CC BY")
    page = parser.fromstring(made(html, book, look=Look("fr")))
    assert [one.text_content() for one in page.xpath("//div[@class='credits']/p")][0::2] == ["Anne Roux", "CC BY"]
    assert page.xpath("//p[@class='subtitle']/text()") == ["A case"]
    assert page.xpath("//section[@class='terms']//dt/text() | //section[@class='terms']//dd/text()") == [
        "logiciel",
        "software",
    ]
    assert page.xpath("//meta[@name='author']/@content") == ["Anne Roux"]


@pytest.mark.parametrize("name", MARKDOWN)
def test_markdown_of_a_text(name: str) -> None:
    """What is written, and that a reader of Markdown gets the text back."""
    case = MARKDOWN[name]
    line = Line(case["text"], tuple(Inline(a, b, kind, *href) for kind, a, b, *href in case.get("marks", ())))
    assert begun(written(line)) == case["written"]
    assert _read(f"{begun(written(line))}\n").rstrip("\n") == case["text"]


WORDS = st.text(st.sampled_from("ab1 .)(-+*_`~#|<>[]!&;:\\/'\"=%$@^{}\u00a0é«»xvw\n"), max_size=24)


@given(WORDS, st.integers(0, 24), st.integers(0, 24), st.sampled_from(["bold", "italic", "code", "link"]))
def test_markdown_gives_any_text_back(words: str, start: int, end: int, kind: str) -> None:
    """As a paragraph, a list's item, a heading and a cell, with marks anywhere."""
    flat = words.replace("\n", " ").strip()
    line = Line(flat, (Inline(start, end, kind, "https://a.fr/?b=c"),))  # type: ignore[arg-type]
    text = written(line)
    for around in (begun(text), f"- {begun(text)}", f"## {text}", f"> {begun(text)}"):
        assert _same(_read(around), flat), around
    table = f"| a | b |\n| --- | --- |\n| {text} | {text} |"
    assert _same(_read(table).replace("\n", " "), f"a b {flat} {flat}"), table
    assert _same(_read(begun(escaped(flat))), flat)


def _read(text: str) -> str:
    """What a reader sees of Markdown."""
    rendered = READ.render(text)
    return parser.fromstring(f"<div>{rendered}</div>").text_content().strip("\n")


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_markdown_has_every_text_in_its_place(layout: Layout) -> None:
    """Tables between the headings, lists, quotations; the translation is what headings say."""
    out = made(markdown, books.of(edition(books.article())), layout)
    page = parser.fromstring(f"<div>{READ.render(out)}</div>")
    assert page.xpath("//h1/text()") == ["WhatsApp Sues NSO"]
    assert len(page.xpath("//tr")) == (7 if layout == "side-by-side" else 0)
    assert len(page.xpath("//li")) == {"side-by-side": 0, "interleaved": 2, "source-first": 4, "english": 2}[layout]
    assert len(page.xpath("//blockquote")) == {"side-by-side": 0, "english": 1}.get(layout, 2)
    assert ("Des dommages-intérêts" in out) == (layout != "english")
    assert "[Pegasus software](<https://example.org/a?b=1&amp;c=2>)" in out.replace("<b>", "").replace("</b>", "")


def test_markdown_of_a_collection() -> None:
    """Contents, numbered articles and index lead to anchors that are there."""
    one = edition(books.article())
    with_terms = Edition(one.name, one.title, one.paragraphs, terms=(("logiciel", "software"),))
    book = books.of(
        with_terms, title="Spyware", subtitle="S.", index=(Entry("a b", "c", ((0, "x"), (0, "y"))),), is_collection=True
    )
    page = parser.fromstring(f"<div>{READ.render(made(markdown, book))}</div>")
    assert page.xpath("//a[starts-with(@href, '#')]/@href") == ["#a1", "#a1"]
    assert page.xpath("//a[@id='a1']")
    assert page.xpath("//h2/text()") == ["Contents", "WhatsApp Sues NSO", "Index of terms", "Colophon"]
    assert page.xpath("//h3/text()") == ["What WhatsApp Wants", "Terms"]
    assert [one.text_content() for one in page.xpath("//li")] == [
        "WhatsApp Sues NSO",
        "logiciel – software",
        "c (a b): 1",
    ]


def test_plain_text_in_columns() -> None:
    """No line is wider than the page, and both sides begin in one line."""
    lines = made(text, books.of(edition(books.article()))).splitlines()
    assert max(map(cells, lines)) <= text.WIDTH
    assert lines[0] == "WhatsApp attaque NSO".ljust(50) + "WhatsApp Sues NSO"
    assert "– Des dommages-intérêts".ljust(50) + "– Damages" in lines
    assert "Ce que demande WhatsApp".ljust(50) + "What WhatsApp Wants" in lines
    row = "Le logiciel Pegasus [1] vise des journalistes.", "The Pegasus software [1] targets journalists."
    assert row[0].ljust(50) + row[1] in lines
    assert "[1] https://example.org/a?b=1&c=2" in lines


@pytest.mark.parametrize("layout", LAYOUTS[1:])
def test_plain_text_in_one_column(layout: Layout) -> None:
    """Titles, credits, terms and links; raised figures where there are letters for them."""
    marks = (Inline(2, 3, "subscript"), Inline(4, 8, "superscript"), Inline(9, 21, "link", "https://a.fr/x"))
    line = Line("CO2 note https://a.fr", marks)
    one = Edition(
        "a", (Line("Titre"), Line("Title")), (Paragraph("quotation", 0, line, line, "p"),), terms=(("a", "b"),)
    )
    out = made(text, books.of(one, authors=("Anne Roux",)), layout)
    assert out.startswith("Title\n=====\n" + ("\nTitre\n" if layout != "english" else "") + "\nAnne Roux\n")
    assert out.count("    CO₂ note https://a.fr\n") == (1 if layout == "english" else 2)
    assert ("* French *" in out) == (layout == "source-first")
    assert "\nTerms\n-----\n\na – b\n" in out
    assert "Links" not in out


def test_plain_text_of_a_collection() -> None:
    """Contents and index by the articles' numbers."""
    out = made(text, collection(subtitle="Two"))
    assert "Contents\n--------\n\n  1. WhatsApp Sues NSO\n  2. WhatsApp Sues NSO\n" in out
    assert "Index of terms\n--------------\n\nsoftware (logiciel)  1, 2\nPegasus  2\n" in out
    assert "\n\n\n2.\n\nWhatsApp attaque NSO" in out


@given(st.text(st.sampled_from("ab é漢e\u0301\u00a0"), max_size=40), st.integers(2, 12))
def test_wrapping_loses_nothing(words: str, width: int) -> None:
    """No line is too wide, and the letters are the same."""
    lines = wrapped(words, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")


def test_columns_stand_below_each_other() -> None:
    """Wide letters count for two, and what is missing is empty."""
    assert list(columns(["漢字", "a"], ["x", "y", "z"], 5, 1)) == ["漢字  x", "a     y", "      z"]
    assert list(columns(["abc"], [""], 5, 1)) == ["abc"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_json_says_what_the_manual_tells(layout: Layout) -> None:
    """Every key of the schema, and no source where none is wanted."""
    data = json.loads(made(told, collection(), layout))
    page = (Path(__file__).parents[1] / "docs" / "manual" / "publish.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in page for key in _keys(data) - set(books.SIGNATURE))
    assert (data["version"], data["layout"], len(data["articles"])) == (1, layout, 2)
    first = data["articles"][0]["paragraphs"][0]
    assert first["target"]["marks"][0] == {
        "start": 4,
        "end": 20,
        "kind": "link",
        "href": "https://example.org/a?b=1&c=2",
    }
    assert ("source" in first) == (layout != "english")
    assert data["index"][0]["places"] == [
        {"article": 0, "address": first["address"]},
        {"article": 1, "address": first["address"]},
    ]


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


def test_a_house_has_its_own_look(tmp_path: Path) -> None:
    """Its files go before ours by their names; what it does not have is ours."""
    (tmp_path / "page.css").write_text("body { color: red } /* ours */\r\n", encoding="utf-8")
    page = parser.fromstring(made(html, books.book(("paragraph", "a", "b")), look=Look(folder=tmp_path)))
    assert page.xpath("string(//style)").startswith("body { color: red }")
    (tmp_path / "page.html.j2").write_text(
        "{% include 'sign.txt' %}{{ _('Contents') }}: {{ book.title }}", encoding="utf-8"
    )
    (tmp_path / "sign.txt").write_text("The House\n", encoding="utf-8")
    assert made(html, books.book(), look=Look("fr", tmp_path)).startswith("The House")


@pytest.mark.parametrize(
    ("template", "line", "says"),
    [
        ("a\n{% if %}", 2, "Expected an expression"),
        ("a\n\n{{ bok.title }}", 3, "'bok' is undefined"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("a\n{{ ''.__class__.__mro__ }}", 2, "unsafe"),
        ("{{ look.said.__func__.__globals__ }}", 1, "unsafe"),
        ("{% include '/etc/passwd' %}", 1, "/etc/passwd"),
        ("{% include '../x' %}", 1, "../x"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1, "recursion"),
        ("{% for a in range(1000000000) %}{% endfor %}", 1, "Range too big"),
        ("{{ book.authors.append('x') }}", 1, "append"),
    ],
)
def test_a_broken_or_prying_template_is_told_with_its_line(tmp_path: Path, template: str, line: int, says: str) -> None:
    """It reaches neither Python nor files, and the house learns where the mistake is."""
    (tmp_path / "page.html.j2").write_text(template, encoding="utf-8")
    with pytest.raises(BilingualError) as refused:
        made(html, books.book(), look=Look(folder=tmp_path))
    assert str(refused.value).startswith(f"{tmp_path / 'page.html.j2'}, line {line}: ")
    assert says in str(refused.value)
    assert "mend the template" in refused.value.hint


def test_words_of_a_template_reach_into_nothing(tmp_path: Path) -> None:
    """What a message is given is a text by then."""
    (tmp_path / "page.html.j2").write_text("{{ _('{x.authors}', x=book) }}", encoding="utf-8")
    with pytest.raises(BilingualError, match="authors"):
        made(html, books.book(), look=Look(folder=tmp_path))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("page.css", b"a { color: red } </style><script>", "page.css: it would end the page's style"),
        ("page.css", b"a { content: '\xff' }", "it is not UTF-8"),
    ],
)
def test_a_style_that_cannot_stand_in_the_page_is_refused(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """With its name."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BilingualError, match=re.escape(says)):
        made(html, books.book(), look=Look(folder=tmp_path))


def test_a_folder_that_changes_nothing_is_refused(tmp_path: Path) -> None:
    """The hint tells which files it may have."""
    with pytest.raises(UsageError, match="there is no such folder"):
        Look(folder=tmp_path / "x")
    (tmp_path / "page.htm").touch()
    with pytest.raises(UsageError, match="one of our templates") as refused:
        Look(folder=tmp_path)
    assert "page.css, page.html.j2, text.xhtml.j2" in refused.value.hint


def test_our_own_mistakes_are_not_the_templates(tmp_path: Path) -> None:
    """What goes wrong in a book's articles is told as it is."""
    (tmp_path / "page.css").touch()
    for look in (Look(), Look(folder=tmp_path)):
        with pytest.raises(TypeError, match="NoneType"):
            made(html, replace(collection(), titles=None), look=look)  # type: ignore[arg-type]
        with pytest.raises(UndefinedError, match="book"):
            look.rendered("page.html.j2")


def test_formats_are_found_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours, then those of plug-ins."""

    class Point:
        """An entry point."""

        name = "odd"

        def load(self) -> object:
            """Loads nothing."""
            raise ImportError("no module named odd")

    monkeypatch.setattr(
        writers, "entry_points", lambda **wanted: [Point()] if wanted.get("name") in {None, "odd"} else []
    )
    assert writers.formats() == ["html", "md", "docx", "epub", "pdf", "txt", "json", "odd"]
    assert writers.find("html") is html
    with pytest.raises(UsageError, match="cannot be loaded: no module named odd"):
        writers.find("odd")
    with pytest.raises(UsageError, match="there is no format “rtf”") as refused:
        writers.find("rtf")
    assert refused.value.hint == "there are: html, md, docx, epub, pdf, txt, json, odd"
    monkeypatch.setattr(Point, "load", lambda _self: markdown)
    assert writers.find("odd") is markdown
