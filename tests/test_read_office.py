"""Files of word processors: their text in reading order, each block with its kind, nothing lost, nothing doubled."""

from __future__ import annotations

import re
from contextlib import suppress
from html import escape
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import office
from bilingual.clean import clean
from bilingual.errors import InputError
from bilingual.read import Source, docx, epub, odt, read, rtf, styles
from bilingual.segment import load_rules, segments
from bilingual.types import Block
from test_read import PARAGRAPH, cases, lines_of

ARTICLES = Path(__file__).parents[2] / "shared" / "articles"
READERS = {"docx": docx, "odt": odt, "epub": epub, "rtf": rtf}
AUTOMATIC = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Text_20_body"/>
<style:style style:name="P1" style:family="text"/>
"""


@pytest.mark.parametrize(("body", "wanted"), [c[1:] for c in cases("docx.txt")], ids=[c[0] for c in cases("docx.txt")])
def test_a_word_document_comes_as_it_would_be_printed(body: str, wanted: str) -> None:
    """A word document comes as it would be printed."""
    assert lines_of(list(docx.blocks(office.docx(body)))) == wanted


@pytest.mark.parametrize(("body", "wanted"), [c[1:] for c in cases("odt.txt")], ids=[c[0] for c in cases("odt.txt")])
def test_an_opendocument_text_comes_as_it_would_be_printed(body: str, wanted: str) -> None:
    """An opendocument text comes as it would be printed; its header and footer stand before it."""
    page = "paragraph boilerplate | Le Journal\nparagraph boilerplate | Page 1\n"
    assert lines_of(list(odt.blocks(office.odt(body, AUTOMATIC)))) == page + wanted


@pytest.mark.parametrize(("body", "wanted"), [c[1:] for c in cases("rtf.txt")], ids=[c[0] for c in cases("rtf.txt")])
def test_an_rtf_text_comes_as_it_would_be_printed(body: str, wanted: str) -> None:
    """An rtf text comes as it would be printed."""
    data = rb"{\rtf1\ansi\deff0{\fonttbl{\f0\fcharset0 Arial;}}{\info{\title Rien}}" + body.encode() + b"}"
    assert lines_of(list(rtf.blocks(data))) == wanted


def test_the_other_parts_of_a_word_document_are_kept_apart() -> None:
    """The other parts of a word document are kept apart: notes at the end, headers once, remarks marked."""
    header = "<w:p><w:r><w:t>Le Journal</w:t></w:r></w:p>"
    parts = {
        "header1.xml": header,
        "header2.xml": header,
        "footer1.xml": "<w:p><w:r><w:t>Page 1</w:t></w:r></w:p>",
        "footnotes.xml": '<w:footnote w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        "<w:footnote><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> La note.</w:t></w:r></w:p></w:footnote>",
        "endnotes.xml": "<w:endnote><w:p><w:r><w:t>La fin.</w:t></w:r></w:p></w:endnote>",
        "comments.xml": "<w:comment><w:p><w:r><w:t>À vérifier.</w:t></w:r></w:p></w:comment>",
        "settings.xml": "<w:p><w:r><w:t>rien</w:t></w:r></w:p>",
    }
    body = "<w:p><w:r><w:t>Un texte</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:t>.</w:t></w:r></w:p>"
    assert lines_of(list(docx.blocks(office.docx(body, parts)))).splitlines() == [
        "paragraph boilerplate | Le Journal",
        "paragraph | Un texte.",
        "paragraph | La fin.",
        "paragraph | La note.",
        "paragraph boilerplate | Page 1",
        "paragraph comments | À vérifier.",
    ]


def test_the_main_part_of_a_word_document_may_have_another_name() -> None:
    """The main part of a word document may have another name."""
    relation = '<R xmlns="x"><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/></R>'
    body = f"<w:document {office.W}><w:p><w:r><w:t>Un texte.</w:t></w:r></w:p></w:document>"
    data = office.zipped({"_rels/.rels": relation, "word/document2.xml": body})
    assert list(docx.blocks(data)) == [Block("Un texte.")]


def test_an_ebook_comes_in_the_order_of_its_spine() -> None:
    """An e-book comes in the order of its spine; its tables of contents are marked, marks of notes are left out."""
    chapters = {
        "nav.xhtml": office.page('<nav epub:type="toc"><ol><li>Un</li></ol></nav><p>Page de garde</p>'),
        "le deux.xhtml": office.page('<h2>Deux</h2><p>Fin<a id="x"/>.<a href="y.html">3</a></p>'),
        "un.xhtml": office.page(
            '<h1>Un</h1><p>Un texte<a epub:type="noteref" href="#n"><sup>1</sup></a>.</p>'
            "<blockquote>« Non. »</blockquote>"
            '<aside epub:type="footnote" id="n"><p><a href="#m">1</a> La note.</p></aside>'
        ),
        "toc.xhtml": office.page("<p>Table</p>"),
    }
    data = office.epub(
        chapters, ["un.xhtml", "le deux.xhtml", "un.xhtml"], guide='<reference type="toc" href="toc.xhtml#a"/>'
    )
    assert lines_of(list(epub.blocks(data))).splitlines() == [
        "heading1 | Un",
        "paragraph | Un texte.",
        "quotation | « Non. »",
        "paragraph | La note.",
        "heading2 | Deux",
        "paragraph | Fin.3",
        "item navigation | Un",
        "paragraph navigation | Page de garde",
        "paragraph navigation | Table",
    ]


def test_the_fonts_of_an_ebook_may_be_encrypted_but_not_its_chapters() -> None:
    """The fonts of an e-book may be encrypted but not its chapters."""

    def book(locked: str) -> bytes:
        data = f'<e xmlns="x"><CipherReference URI="{locked}"/></e>'
        return office.epub({"1.xhtml": office.page("<p>Un.</p>")}, ["1.xhtml"], {"META-INF/encryption.xml": data})

    assert list(epub.blocks(book("OEBPS/a.otf"))) == [Block("Un.")]
    with pytest.raises(InputError, match="protected against copying"):
        list(epub.blocks(book("OEBPS/1.xhtml")))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("heading 1", ("heading", 1, None)),
        ("Titre", ("heading", 1, None)),
        ("TITRE 3", ("heading", 3, None)),
        ("Heading_9", ("heading", 6, None)),
        ("Sous-titre", ("heading", 2, None)),
        ("Légende", ("caption", 0, None)),
        ("Citation intense", ("quotation", 0, None)),
        ("List Bullet 2", ("item", 0, None)),
        ("TM 2", ("paragraph", 0, "navigation")),
        ("Corps de texte", None),
        ("", None),
        ("2", None),
    ],
)
def test_styles_are_known_in_both_languages(name: str, wanted: tuple[object, ...] | None) -> None:
    """Styles are known in both languages."""
    found = styles.named(name)
    assert (found and (found.kind, found.level, found.skip)) == wanted


def kept(path: str, data: bytes) -> list[tuple[str, int, str]]:
    """What will be translated: the sentences with kind and level of their block."""
    document = clean(read(Source("x", path, lambda: data)))
    return [(one.block.kind, one.block.level, one.text) for one in segments(document.blocks, load_rules())]


def test_an_article_is_the_same_in_every_format() -> None:
    """An article is the same in every format."""
    lines = [
        "Un éditeur devant ses juges",
        PARAGRAPH,
        "Neuf pays",
        f"« Oui & non <ici> 🙏 », répond-on de l’autre côté : {PARAGRAPH[::-1]}",
        "/Photo AFP",
    ]
    wanted = kept("a.txt", "\n\n".join(lines).encode())
    assert len(wanted) == 5
    assert {ending: kept(f"a.{ending}", data) for ending, data in office.saved(lines).items()} == dict.fromkeys(
        READERS, wanted
    )


@pytest.mark.parametrize("name", ["whatsapp-nso-plainte.txt", "whatsapp-soutien-geants.txt"])
def test_the_shared_articles_are_the_same_in_every_format(name: str) -> None:
    """The shared articles are the same in every format."""
    path = ARTICLES / name
    if not path.is_file():
        pytest.skip("the shared articles are not here")
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    wanted = kept(name, path.read_bytes())
    for ending, data in office.saved(lines).items():
        assert kept(f"a.{ending}", data) == wanted


WORDS = st.from_regex(r"mot[a-z0-9]{1,4}", fullmatch=True)
SHORT = settings(max_examples=60, deadline=None, derandomize=True)


def _word_xml() -> st.SearchStrategy[str]:
    """Paragraphs, tables and text boxes inside each other; each word stands in a run."""
    run = WORDS.map(lambda word: f"<w:r><w:t> {word} </w:t></w:r>")
    changed = run.map(lambda inside: f"<w:ins><w:hyperlink>{inside}</w:hyperlink></w:ins>")
    marked = run.map(lambda inside: f"<w:pPr><w:pStyle w:val='Titre1'/><w:rPr><w:del/></w:rPr></w:pPr>{inside}")
    return st.recursive(
        st.one_of(run, changed, marked, st.sampled_from(["<w:br/>", "<w:tab/>", "<w:del><w:r/></w:del>", "<w:p/>"])),
        lambda inside: st.tuples(
            st.sampled_from(["p", "tbl", "r", "txbxContent", "sdt", "pPr", "AlternateContent"]),
            st.lists(inside, max_size=4),
        ).map(lambda found: f"<w:{found[0]}>{''.join(found[1])}</w:{found[0]}>"),
        max_leaves=12,
    )


@SHORT
@example("<w:r><w:t> mot0 </w:t></w:r><w:pPr><w:AlternateContent></w:AlternateContent></w:pPr>")
@given(st.lists(_word_xml(), max_size=5).map("".join))
def test_no_word_of_a_word_document_is_lost(body: str) -> None:
    """No word of a word document is lost or doubled but those in properties, which are no text."""
    found = " ".join(block.text for block in docx.blocks(office.docx(body))).split()
    wanted = re.findall(r"mot\w+", body)
    if "<w:pPr><w:" not in body:
        assert sorted(found) == sorted(wanted)
    else:
        assert set(found) <= set(wanted)


def _writer_xml() -> st.SearchStrategy[str]:
    inside_tags = [
        "text:p",
        "text:h",
        "text:span",
        "text:list-item",
        "draw:text-box",
        "office:annotation",
        "text:note-body",
    ]
    return st.recursive(
        st.one_of(
            WORDS.map(lambda word: f"<text:p> {word} </text:p>"), st.sampled_from(["<text:s/>", "<text:line-break/>"])
        ),
        lambda inside: st.tuples(st.sampled_from(inside_tags), st.lists(inside, max_size=4)).map(
            lambda found: f"<{found[0]}>{''.join(found[1])}</{found[0]}>"
        ),
        max_leaves=12,
    )


@SHORT
@given(st.lists(_writer_xml(), max_size=5).map("".join))
def test_no_word_of_an_opendocument_text_is_lost(body: str) -> None:
    """No word of an opendocument text is lost or doubled."""
    found = " ".join(block.text for block in odt.blocks(office.odt(body, styles="<x/>"))).split()
    assert sorted(found) == sorted(re.findall(r"mot\w+", body))


@SHORT
@given(st.lists(st.one_of(WORDS.map(lambda word: f" {word}\\par "), st.sampled_from(
    ["{", "}", "\\par", "\\pard", "\\line ", "\\cell", "\\s1", "\\ls1", "\\f1", "\\uc2", "{\\footnote ", "{\\header ",
     "{\\shptxt ", "{\\field{\\*\\fldinst x}{\\fldrslt ", "{\\*\\ud ", "\\'e9", "\\~", "\\bin9 ", "\\plain", "\n", "é"]
))).map("".join))  # fmt: skip
def test_no_word_of_an_rtf_text_is_lost(body: str) -> None:
    """No word of an rtf text is lost or doubled, however its braces stand."""
    found = " ".join(block.text for block in rtf.blocks(b"{\\rtf1" + body.encode() + b"}"))
    assert sorted(re.findall(r"mot[a-z0-9]+", found)) == sorted(re.findall(r"mot[a-z0-9]+", body))


@SHORT
@given(
    st.lists(WORDS, max_size=8), st.lists(st.sampled_from(["<p>", "</p>", "<div/>", "<b>", "<title/>", "<li>", "<"]))
)
def test_no_word_of_an_ebook_is_lost(words: list[str], markup: list[str]) -> None:
    """No word of an e-book is lost or doubled."""
    tags = [*markup, *[""] * len(words)]
    body = "".join(f"{tag} {word} " for tag, word in zip(tags, words, strict=False))
    data = office.epub({"1.xhtml": office.page(body), "2.xhtml": escape(body)}, ["1.xhtml", "2.xhtml"])
    found = " ".join(block.text for block in epub.blocks(data))
    assert sorted(re.findall(r"mot[a-z0-9]+", found)) == sorted(words * 2)


@SHORT
@given(
    st.sampled_from(sorted(READERS)),
    st.lists(
        st.tuples(st.integers(0, 4000), st.sampled_from([b"", b"<", b"\0", b"PK", b"}", b"\\u", b"\xff", b"]]>"]))
    ),
    st.integers(0, 4000),
)
def test_no_damaged_file_crashes_a_reader(ending: str, damages: list[tuple[int, bytes]], cut: int) -> None:
    """No damaged file crashes a reader: it is read, or refused."""
    data = bytearray(office.saved([PARAGRAPH] * 3)[ending])
    for place, damage in damages:
        data[place : place + len(damage) + 1] = damage
    with suppress(InputError):
        found = list(READERS[ending].blocks(bytes(data[: len(data) - cut] if cut % 2 else data)))
        assert all(block.text for block in found)
