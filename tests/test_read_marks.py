"""Marked words survive reading: each mark on the words that the source marks, the text the same as without marks."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import office
from bilingual.clean import clean
from bilingual.read import Source, html, read
from bilingual.read.css import Looks
from bilingual.read.hrefs import LONGEST, href, of_field
from bilingual.read.marks import cut, rewritten
from bilingual.read.mojibake import mended
from bilingual.read.runs import PLAIN, Runs, changed, linked
from bilingual.read.text import one_line
from bilingual.types import Block, Document, Inline
from clocks import timed
from fuzz_readers import assert_marked
from test_read import cases

CASES = cases("marks.txt")


def marked(blocks: list[Block] | tuple[Block, ...]) -> str:
    """Blocks as the data file writes them: their text, and below it what is marked in it."""
    lines = []
    for block in blocks:
        lines.append(block.text)
        for one in block.inlines:
            told = f"{one.kind} {one.href}" if one.href else one.kind
            lines.append(f"  {told}: {block.text[one.start : one.end]}")
    return "\n".join(lines)


@pytest.mark.parametrize(("title", "source", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_marked_words_are_those_that_the_source_marks(title: str, source: str, wanted: str) -> None:
    """Marked words are those that the source marks, in every format."""
    ending = title.partition(":")[0]
    document = read(Source("a", f"a.{ending}", lambda: office.marked(ending, source)))
    assert marked(document.blocks) == wanted
    assert_marked(document.blocks)


KINDS = ("bold", "italic", "superscript", "subscript", "code", "link")
MARKS = st.sets(st.sampled_from(KINDS), max_size=3).map(
    lambda kinds: frozenset((kind, "https://a.fr" if kind == "link" else "") for kind in kinds)
)
RUNS = st.lists(st.tuples(st.text("ab \t\n\xa0\u202f", max_size=6), MARKS | st.just(PLAIN)), max_size=12)


def runs_of(found: list[tuple[str, frozenset[tuple[str, str]]]]) -> Runs:
    """Runs as a reader adds them."""
    runs = Runs()
    for words, marks in found:
        runs.add(words, marks)  # type: ignore[arg-type]  # the strategy knows the kinds
    return runs


def held(blocks: list[Block]) -> set[tuple[int, str]]:
    """The marks of each letter, counted over the blocks without white space, but for bold and italic on all of one."""
    found = set()
    before = 0
    for block in blocks:
        number = [before + len("".join(block.text[:place].split())) for place in range(len(block.text) + 1)]
        for one in block.inlines:
            found |= {
                (number[place], one.kind) for place in range(one.start, one.end) if not block.text[place].isspace()
            }
        before = number[-1]
    return found


@settings(max_examples=150, deadline=None)
@example([("a", frozenset({("bold", "")})), (" \xa0", PLAIN), ("\n \n b", frozenset({("bold", "")}))])
@given(RUNS)
def test_runs_give_the_text_as_without_marks_and_mark_the_same_letters(found: list) -> None:  # type: ignore[type-arg]
    """Runs give the text as without marks, and each mark is on the letters of its runs, unless these are a block."""
    blocks = list(runs_of(found).blocks(Block("")))
    assert_marked(blocks)
    assert [block.text for block in blocks] == [
        block.text for block in runs_of([(words, PLAIN) for words, _ in found]).blocks(Block(""))
    ]
    assert runs_of(found).line(Block("")).text == one_line("".join(words for words, _ in found))
    letters = [marks for words, marks in found for letter in words if not letter.isspace()]
    wanted = {(number, kind) for number, marks in enumerate(letters) for kind, _ in marks}
    start = 0
    for block in blocks:
        inside = range(start, start + len("".join(block.text.split())))
        start = inside.stop
        wanted -= {
            (number, kind)
            for kind in ("bold", "italic")
            for number in inside
            if all((other, kind) in wanted for other in inside)
        }
    assert held(blocks) == wanted


@settings(max_examples=100, deadline=None)
@given(RUNS, st.lists(st.integers(0, 40), max_size=6))
def test_what_is_cut_keeps_its_marks(found: list, places: list[int]) -> None:  # type: ignore[type-arg]
    """What is cut keeps its marks, those that hold beyond a cut on both sides of it."""
    block = runs_of(found).line(Block("", "item", 0, "related"))
    borders = sorted({0, len(block.text), *(min(place, len(block.text)) for place in places)})
    spans = list(pairwise(borders))
    parts = list(cut(block, spans))
    assert [part.text for part in parts] == [block.text[start:end].strip() for start, end in spans]
    assert {(part.kind, part.skip) for part in parts} <= {("item", "related")}
    assert_marked([part for part in parts if part.text])
    assert held(parts) <= held([block])


@settings(max_examples=100, deadline=None)
@given(RUNS, st.sampled_from(["a", "ab", " ", "ba", "b a", "aa"]), st.sampled_from(["", "x", "xyz", "  "]))
def test_what_is_written_anew_keeps_its_marks(found: list, old: str, new: str) -> None:  # type: ignore[type-arg]
    """What is written anew has the text that it has without marks, and its marks are sound."""
    block = next(iter(runs_of(found).blocks(Block(""))), Block("x"))
    made = rewritten(block, lambda text: text.replace(old, new))
    assert made.text == one_line(block.text.replace(old, new))
    assert held([made]) or not made.inlines
    if old == new or old not in block.text:
        assert made == block


def test_marks_in_a_text_written_anew_as_a_whole_are_found_by_its_letters() -> None:
    """Marks in a text that is written anew as a whole are found by its letters; those of a very long one are lost."""
    marks = (Inline(0, 2, "bold"), Inline(3, 6, "italic"), Inline(8, 13, "code"))
    block = Block("un deux trois", inlines=marks)
    made = rewritten(block, lambda text: f"[{text}]" if text == block.text else "?")
    assert marked([made]) == "[un deux trois]\n  bold: un\n  italic: deu\n  code: trois"
    long = Block("a" * 200_000, inlines=(Inline(2, 5, "code"),))
    assert rewritten(long, lambda text: "b" + text) == Block("b" + long.text)


PIECES = st.lists(
    st.tuples(st.sampled_from(["b", "em", "sup", "code", "a", "span", ""]), st.text("abcé", min_size=1, max_size=4)),
    min_size=1,
    max_size=10,
)


@settings(max_examples=100, deadline=None)
@given(PIECES)
def test_the_words_of_a_page_are_marked_as_its_elements_say(pieces: list[tuple[str, str]]) -> None:
    """The words of a page are marked as its elements say, and it reads as it does without them."""
    body = "".join(
        f" {word}" if not tag else f' <{tag} href="https://a.fr/{n}">{word}</{tag}>'
        for n, (tag, word) in enumerate(pieces)
    )
    (block,) = html.fragment(f"<p>Voici{body} ici.</p>")
    assert block.text == " ".join(("Voici", *(word for _, word in pieces), "ici."))
    assert_marked([block])
    kinds = {"b": "bold", "em": "italic", "sup": "superscript", "code": "code", "a": "link"}
    wanted = [(kinds[tag], word) for tag, word in pieces if tag in kinds]
    shown = [(one.kind, word) for one in block.inlines for word in block.text[one.start : one.end].split()]
    assert shown == wanted


@settings(max_examples=150, deadline=None)
@example("https://a.fr/\ud800")
@example("//[")
@given(
    st.text()
    | st.text("htps:/.a%\t\n \u202e\"<>'()jvcrmilo@", max_size=30)
    | st.text(max_size=20).map("https://a.fr/{}".format)
)
def test_a_link_leads_to_the_web_or_to_a_letter_or_nowhere(raw: str) -> None:
    """A link leads to the web or to a letter, or nowhere; what it was made into stays as it is."""
    for base in ("", "https://b.fr/c"):
        found = href(raw, base)
        assert not found or re.fullmatch(r"(https?://[^\s/]|mailto:\S)[^\s\"<>]*", found)
        assert found.isprintable()
        assert len(found) <= LONGEST
        assert href(found) == found
        assert not href(of_field(f'HYPERLINK "{raw}"')) or '"' not in of_field(raw)


@pytest.mark.parametrize("length", [LONGEST, LONGEST + 1, 10_000_000])
def test_an_address_that_is_too_long_is_none(length: int) -> None:
    """An address that is too long is none."""
    raw = "https://a.fr/".ljust(length, "x")
    assert href(raw) == (raw if length == LONGEST else "")


@pytest.mark.clock
@pytest.mark.parametrize(
    "page",
    [
        "<b>" * 10_000 + "mot",
        "<p>x " + "<b><i>" * 100 + "mot" + "</i></b>" * 100,
        "<p>" + "<b>m</b>ot " * 20_000,
        "<p>" + "".join(f"<a href=https://a.fr/{n}>m</a> " for n in range(20_000)),
        "<p>" + "<b>m</b>x<br><br>" * 10_000,
        "<p>x<b>" + " <i> </i>" * 20_000 + "</b>mot",
        "<p>x<b>" + "\xad<i>\xad</i>" * 20_000 + "</b>mot Ã©",
    ],
    ids=["nested", "inside", "runs", "links", "breaks", "spaces", "soft hyphens"],
)
def test_many_marks_cost_time_by_their_number(page: str) -> None:
    """Many marks, be they inside each other, cost time by their number, and lose no word."""
    seconds, blocks = timed(lambda: [block for block, _ in mended(html.fragment(page))])
    assert seconds < 8
    assert_marked(blocks)
    assert "m" in blocks[-1].text


@pytest.mark.clock
def test_a_hundred_thousand_runs_cost_time_by_their_number() -> None:
    """A hundred thousand runs cost time by their number."""
    runs = runs_of([("mot ", PLAIN), ("gras ", frozenset({("bold", "")}))] * 50_000)
    joining, (block,) = timed(lambda: list(runs.blocks(Block(""))))
    assert len(block.inlines) == 50_000
    cutting, parts = timed(lambda: list(cut(block, [(at, at + 90) for at in range(0, len(block.text), 90)])))
    assert len(parts) == 5_000
    assert joining + cutting < 8


@pytest.mark.clock
def test_many_fields_and_groups_cost_time_by_their_number() -> None:
    """Many fields and groups that never end cost time by their number."""
    field = "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>HYPERLINK \"http://a.fr\"</w:instrText></w:r>"
    opened = f"<w:p>{field}<w:r><w:rPr><w:b/></w:rPr><w:t>mot</w:t></w:r></w:p>" * 5_000
    for ending, body in (("docx", opened), ("rtf", "{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt\\b mot" * 5_000)):
        source = Source("a", f"a.{ending}", partial(office.marked, ending, body))
        seconds, document = timed(partial(read, source))
        assert "".join(block.text for block in document.blocks).count("mot") == 5_000
        assert seconds < 4


def test_broken_relations_cost_the_links_and_nothing_else() -> None:
    """Broken relations cost the links of a Word document, and nothing else."""
    body = '<w:p><w:hyperlink r:id="rId1"><w:r><w:t>ici</w:t></w:r></w:hyperlink></w:p>'
    data = office.docx(body, {"_rels/document.xml.rels": "<a></b>"})
    assert read(Source("a", "a.docx", lambda: data)).blocks == (Block("ici"),)


def test_header_and_text_of_an_opendocument_text_have_styles_of_their_own() -> None:
    """Header and text of an OpenDocument text may each have a style of one name."""
    words = '<text:p>Un <text:span text:style-name="T1">mot</text:span> ici</text:p>'
    header = (
        f'<x {office.ODF}><style:style style:name="T1" style:family="text"><style:text-properties '
        f'fo:font-style="italic"/></style:style><style:header>{words}</style:header></x>'
    )
    data = office.odt(words.replace("Un", "Le"), office.WRITER_WORDS, header)
    assert (
        marked(read(Source("a", "a.odt", lambda: data)).blocks) == "Un mot ici\n  italic: mot\nLe mot ici\n  bold: mot"
    )


def test_a_block_taken_apart_keeps_its_marks() -> None:
    """A paragraph that the cleaner takes apart keeps its marks, on each part; a headline in bold has none."""
    text = "Le siège de Candor à Metz. © Anne Duval, AFP"
    marks = (Inline(0, 35, "italic"), Inline(12, 18, "link", "https://a.fr"), Inline(29, 35, "bold"))
    body = Block(
        "La messagerie a saisi mardi la justice fédérale contre l’éditeur, qu’elle accuse d’espionner des élus."
    )
    cleaned = clean(Document("a", "a.txt", (Block(text, inlines=marks), body)))
    assert marked(cleaned.blocks[:2]) == (
        "Le siège de Candor à Metz.\n  link https://a.fr: Candor\n© Anne Duval, AFP\n  italic: © Anne D\n  bold: Anne D"
    )


def test_an_article_pasted_as_one_line_keeps_its_marks() -> None:
    """An article that was pasted as one line keeps its marks, and its text is cut as it is without them."""
    page = "".join(
        f"<b>Un intertitre numéro {n}</b> La messagerie a <i>saisi</i> mardi la <a href=https://a.fr/{n}>justice</a> "
        "fédérale. Elle accuse l’éditeur d’espionner des élus dans plusieurs pays du continent. "
        for n in range(8)
    )
    document = read(Source("a", "a.html", f"<p>{page}</p>".encode))
    plain = Document("a", "a", tuple(Block(block.text, block.kind, block.level) for block in document.blocks))
    cleaned = clean(document)
    assert [(block.text, block.kind) for block in cleaned.blocks] == [
        (block.text, block.kind) for block in clean(plain).blocks
    ]
    assert_marked(cleaned.blocks)
    assert [one.href[-1] for block in cleaned.blocks for one in block.inlines if one.kind == "link"] == list("01234567")


def test_mended_characters_leave_marks_where_they_were() -> None:
    """Mended characters leave marks where they were, also where a mark cuts one that was decoded wrongly."""
    block = Block("Un mot Ã©tÃ© là, voilÃ\xa0 tout.", inlines=(Inline(3, 6, "bold"), Inline(17, 22, "italic")))
    ((made, is_new),) = mended([block])
    assert is_new
    assert marked([made]) == "Un mot été là, voilà tout.\n  bold: mot\n  italic: voilà"


def test_what_begins_to_hold_and_what_ends() -> None:
    """A link inside a link takes its place; what is switched off is no longer marked."""
    marks = linked(linked(changed(PLAIN, {"bold": True, "italic": True}), "https://a.fr"), "https://b.fr")
    assert changed(marks, {"bold": False, "code": False}) == {("italic", ""), ("link", "https://b.fr")}
    assert linked(marks, "") is marks


@pytest.mark.parametrize("ending", ["docx", "odt", "rtf", "html", "md", "srt", "epub", "eml", "csv"])
def test_marks_are_the_same_in_every_format(ending: str) -> None:
    """Marks are the same in every format that has them."""
    markup = '<p>Un <b>mot</b>, <a href="https://a.fr/x">un lien</a>.</p>'
    link = '{\\field{\\*\\fldinst HYPERLINK "https://a.fr/x"}{\\fldrslt un lien}}'
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>".format
    data = {
        "docx": office.docx(
            f"<w:p>{run('Un ')}<w:r><w:rPr><w:b/></w:rPr><w:t>mot</w:t></w:r>{run(', ')}"
            f"<w:hyperlink r:id='rId1'>{run('un lien')}</w:hyperlink>{run('.')}</w:p>",
            {"_rels/document.xml.rels": office.WORD_LINKS},
        ),
        "odt": office.odt(
            '<text:p>Un <text:span text:style-name="T1">mot</text:span>, '
            '<text:a xlink:href="https://a.fr/x">un lien</text:a>.</text:p>',
            office.WRITER_WORDS,
            "<x/>",
        ),
        "rtf": office.rtf(rf"Un {{\b mot}}, {link}.\par"),
        "html": markup.encode(),
        "md": b"Un **mot**, [un lien](https://a.fr/x).",
        "srt": b"1\n00:00:01,000 --> 00:00:02,000\nUn <b>mot</b>, un lien.",
        "epub": office.epub({"1.xhtml": office.page(markup)}, ["1.xhtml"]),
        "eml": f"Subject: x\nContent-Type: text/html; charset=utf-8\n\n{markup}".encode(),
        "csv": f'texte\n"{markup.replace(chr(34), chr(34) * 2)}"'.encode(),
    }[ending]
    block = read(Source("a", f"a.{ending}", lambda: data)).blocks[-1]
    wanted = [Inline(3, 6, "bold"), Inline(8, 15, "link", "https://a.fr/x")]
    assert block == Block("Un mot, un lien.", inlines=tuple(wanted[: 1 if ending == "srt" else 2]))


def test_the_style_sheets_of_an_e_book_hold_in_all_its_chapters() -> None:
    """A chapter's own come later; a sheet that is named and missing is none."""
    chapters = {"1.xhtml": office.page('<p>Un <span class="c">mot</span>.</p>')}
    chapters["2.xhtml"] = chapters["1.xhtml"].replace("<title/>", "<title/><style>.c{font-style:normal}</style>")
    sheet = {"OEBPS/a.css": "p{margin:0}\n.c, p.x {\n  font-style: italic;\n}"}
    found = [
        read(Source("a", "a.epub", partial(office.epub, chapters, list(chapters), extra))).blocks
        for extra in (sheet, {})
    ]
    assert [[block.inlines for block in blocks] for blocks in found] == [[(Inline(3, 6, "italic"),), ()], [(), ()]]


@pytest.mark.clock
def test_style_sheets_are_read_in_one_go() -> None:
    """Whatever they consist of."""
    sheets = (
        "{" * 200_000,
        "}" * 200_000,
        "/*" * 200_000,
        ".a," * 200_000,
        ";a{b" * 100_000,
        "x" * 400_000 + "{",
        ".a{b:" + " " * 200_000 + "x",
    )
    for sheet in sheets:
        seconds, _looks = timed(partial(Looks().with_sheets, sheet))
        assert seconds < 1, sheet[:5]
