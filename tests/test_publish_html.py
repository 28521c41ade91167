"""The aligned page and the index, as files: every letter kept, nothing executable, nothing from elsewhere."""

from __future__ import annotations

import re
import tracemalloc
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from typing import Any, get_args
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from lxml import html as parser

from bilingual import messages
from bilingual.publish.cells import gloss
from bilingual.publish.html import FOLD, groups, heading, links, places, row, rows, write_page
from bilingual.publish.index import write_index
from bilingual.publish.labels import language_name, percent
from bilingual.publish.pieces import WHOLE, Span, pieces
from bilingual.publish.rendering import link, share, way_up
from bilingual.reasons import REASONS
from bilingual.report import Article as Figures
from bilingual.types import (
    Bitext,
    Block,
    Finding,
    Inline,
    InlineKind,
    Match,
    Occurrence,
    Pair,
    Passage,
    Pin,
    Reason,
    Segment,
    Term,
)
from bitexts import CONSISTENCY, SIGNATURE, Article, Lazy, realistic, report_of, summary_of

HOSTILE = (
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }} {% raw %} &lt;b&gt; &amp;amp; <!-- ]]>",
    "a\u2028b\u2029c\x0bd\x0ce\x01f\x85g\x9fh\ufffei\rj\r\nk\tl  m",
    "\u202eevird\u202c שלום مرحبا \u2066x",
    "NUL \0 and halves \ud800 \udc80 \U0001f600",
    "javascript:alert(1)//",
    "x" * 100_000,
)
VOID = {"meta", "br", "img", "input", "link", "hr"}


def page(bitext: Bitext, **changes: object) -> str:
    """The page of a bitext, as a text."""
    file = StringIO()
    write_page(file, bitext, summary_of(bitext, **changes))
    return file.getvalue()


def index(report: dict[str, Any]) -> str:
    """The index of a report, as a text."""
    file = StringIO()
    write_index(file, report)
    return file.getvalue()


def tree(text: str) -> Any:  # noqa: ANN401  # lxml elements
    """The page as lxml's HTML 5 tokenizer sees it."""
    return parser.document_fromstring(text.encode("utf-8"), parser=parser.HTMLParser(encoding="utf-8"))


def kept(text: str) -> str:
    """What a page can hold of a text: NUL and lone surrogates become U+FFFD."""
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


def hostile_bitext(text: str) -> Bitext:
    """An article in which every field that comes from outside holds the text."""
    marked = tuple(Inline(0, len(text), kind, text if kind == "link" else "") for kind in get_args(InlineKind))
    block = Block(text, "quotation", inlines=marked)
    term = Term(text, text + "x", note=text)
    occurrence = Occurrence(Pin(term, 0, 3), "substituted", 0, 3)
    article = Article(name=text)
    article.add("heading", (text, text), level=9)
    article.add("item", (text, text), note=text, findings=((text, "error", text),), occurrences=(occurrence,))
    article.skip("promotion", text)
    segment = Segment(block, 0, len(text), text, marked)
    fix = Finding(text, "info", text, text, fix=text)
    pair = Pair(
        segment,
        text,
        "editor",
        None,
        (),
        "rejected",
        text,
        (fix,),
        (((0, 1), (0, 1)),),
        text,
        (text,),
        (Match(text, text, 87, text),),
        inlines=marked,
    )
    return Bitext(text, text, (*article.passages, Passage(block, (pair,))), signature={text: text})


class Nesting(HTMLParser):
    """Fails where an element is left open or closed out of turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Remember an element to close."""
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last one."""
        assert self.open.pop() == tag


def test_every_pair_is_one_element_with_one_text_a_side() -> None:
    """Text content is the source's and the target's, letter by letter and in order."""
    bitext = realistic()
    found = tree(page(bitext)).xpath("//*[@data-pair]")
    pairs = [pair for passage in bitext.passages for pair in passage.pairs]
    assert [element.get("data-pair") for element in found] == [pair.source.address for pair in pairs]
    for element, pair in zip(found, pairs, strict=True):
        (french,), (english,) = element.xpath("./*[@lang='fr']"), element.xpath("./*[@lang='en']")
        assert (french.text_content(), english.text_content()) == (pair.source.text, pair.target)
        assert element.get("data-status") == pair.status


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    """Whatever an article, glossary, editor or file name says: no element, no attribute, no letter more or less."""
    written = page(hostile_bitext(text))
    document = tree(written)
    Nesting(written)
    assert len(document.xpath("//script | //style | //img | //svg")) == 3
    assert not document.xpath("//@style | //@*[starts-with(name(), 'on')] | //@src")
    assert {element.text_content() for element in document.xpath("//*[@data-pair]//*[@lang]")} == {kept(text)}
    assert document.xpath("//details[@data-skip]/p")[0].text_content() == kept(text)
    assert kept(text) in document.xpath("//li[@data-severity]")[0].text_content()
    assert document.xpath("string(//footer//dd)") == kept(text)
    assert {link.partition(":")[0] for link in document.xpath("//main//@href")} <= {"#f1", "#f2", "#f3"}


@pytest.mark.parametrize("text", HOSTILE[:-1], ids=range(len(HOSTILE) - 1))
def test_hostile_names_stay_names_in_the_index(text: str) -> None:
    """A link leads to the article's own file, below the output folder; the rest is text."""
    summary = summary_of(hostile_bitext(text))
    error = {"file": text, "message": text, "hint": text}
    written = index(report_of(summary, errors=(error,)) | {"signature": {text: text}})
    document = tree(written)
    Nesting(written)
    assert not document.xpath("//script | //img | //svg | //@style | //@*[starts-with(name(), 'on')]")
    assert document.xpath("string(//tbody//th)").strip("\n") == kept(text).strip("\n")
    for target in document.xpath("//@href"):
        assert target.startswith("./")
        assert re.fullmatch(r"[\w./~%-]+", target, re.ASCII)


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(), min_size=1),
    st.text(st.characters()),
    st.lists(st.tuples(*[st.integers(-3, 12)] * 4), max_size=6),
)
def test_no_text_and_no_offset_breaks_a_pair(
    source: str, target: str, offsets: list[tuple[int, int, int, int]]
) -> None:
    """Offsets may overlap or lie outside the text: the sentence comes out whole."""
    term = Term("a", "b")
    found = tuple(Occurrence(Pin(term, a, b), "right", c, d) for a, b, c, d in offsets)
    article = Article().add("paragraph", (source, target), occurrences=found).done()
    (element,) = tree(page(article)).xpath("//*[@data-pair]")
    assert [side.text_content() for side in element.xpath("./*[@lang]")] == [kept(source), kept(target)]


ENDS = st.integers(-3, 25)
RANKS = {"a": 1, "T": WHOLE, "U": WHOLE, "V": WHOLE}


@given(st.text(max_size=20), st.lists(st.builds(Span, ENDS, ENDS, st.integers(), st.integers(0, WHOLE)), max_size=9))
def test_pieces_give_the_text_back_and_nest(text: str, spans: list[Span[int]]) -> None:
    """No letter is lost or doubled, what is opened is closed in turn, and nothing is empty or cut that is whole."""
    spans = [replace(span, what=number) for number, span in enumerate(spans)]
    cut = list(pieces(text, spans))
    assert "".join(piece.text for piece in cut) == text
    assert all(piece.text for piece in cut[:-1])
    around: list[int] = []
    held: dict[int, list[str]] = {}
    for piece in cut:
        for what in piece.closed:
            assert around.pop() == what
            assert held[what][-1]
        for what in piece.opened:
            around.append(what)
            held.setdefault(what, []).append("")
        for what in around:
            held[what][-1] += piece.text
    assert around == []
    for number, span in enumerate(spans):
        inside = text[max(span.start, 0) : max(span.end, 0)]
        assert "".join(held.get(number, [])) == inside or span.rank == WHOLE
        assert span.rank < WHOLE or held.get(number, [inside]) == [inside]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 4, "a"), (2, 6, "b")], "<a>01<b>23</b></a><b>45</b>6789"),
        ([(0, 4, "b"), (2, 6, "a")], "<b>01</b><a><b>23</b>45</a>6789"),
        ([(0, 4, "a"), (2, 6, "T")], "<a>01</a><T><a>23</a>45</T>6789"),
        ([(2, 6, "T"), (4, 9, "a"), (4, 8, "b")], "01<T>23<a><b>45</b></a></T><a><b>67</b>8</a>9"),
        ([(2, 6, "T"), (2, 6, "a"), (0, 9, "b")], "<b>01<T><a>2345</a></T>678</b>9"),
        ([(3, 5, "T"), (3, 9, "U"), (5, 9, "V")], "012<U>345678</U>9"),
        ([(-2, 3, "a"), (8, 20, "b"), (-1, 3, "T")], "<a>012</a>34567<b>89</b>"),
    ],
)
def test_crossing_spans_are_cut_and_terms_are_not(spans: list[tuple[int, int, str]], expected: str) -> None:
    """Nor links, by what is no term: what crosses them goes on inside or behind. The longest of terms counts."""
    written = ""
    for piece in pieces("0123456789", [Span(start, end, name, RANKS.get(name, 0)) for start, end, name in spans]):
        written += "".join(f"</{name}>" for name in piece.closed) + "".join(f"<{name}>" for name in piece.opened)
        written += piece.text
    assert written == expected


def marked(*inlines: Inline, text: str = "Le groupe NSO a nié.", target: str = "The NSO Group denied it.") -> Bitext:
    """A sentence whose author marked some of it, with NSO as a term; the target has the same marks."""
    block = Block(text, inlines=inlines)
    term = Occurrence(Pin(Term("NSO", "NSO"), 10, 13), "right", 4, 7)
    pair = Pair(Segment(block, 0, len(text), "a1", inlines), target, occurrences=(term,), inlines=inlines)
    return Bitext("x", "x", (Passage(block, (pair,)),))


def test_what_an_author_marked_is_marked_in_both_columns() -> None:
    """As elements, with terms in one piece among them; kinds lie upon each other, and one kind never twice."""
    inlines = (
        Inline(0, 12, "bold"),
        Inline(3, 9, "italic"),
        Inline(5, 9, "italic"),
        Inline(14, 15, "superscript"),
        Inline(15, 16, "subscript"),
        Inline(16, 19, "code"),
    )
    (source, _target) = halves(marked(*inlines))
    assert source == (
        "<strong>Le <em>groupe</em> </strong><mark><strong>NS</strong>O</mark> "
        "<sup>a</sup><sub> </sub><code>nié</code>."
    )
    found = tree(page(marked(*inlines))).xpath("//*[@data-pair]/*[@lang]")
    assert [element.text_content() for element in found] == ["Le groupe NSO a nié.", "The NSO Group denied it."]


def halves(bitext: Bitext) -> list[str]:
    """What stands in the cells of the page, as HTML, but for what is said of terms."""
    cells = re.findall(r'<p class="(?:source|target)"[^>]*>(.*?)</p>', page(bitext), re.DOTALL)
    return [re.sub(r"<mark[^>]*>", "<mark>", cell) for cell in cells]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("HTTP://example.org", "http://example.org"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("/local", ""),
        ("https:/x", ""),
        ("https://", ""),
        ("https://a b", ""),
        ("https://a	b", ""),
        (" https://a", ""),
        ('https://a"onclick="x', ""),
        ("https://" + "a" * 2000, ""),
    ],
)
def test_only_web_and_mail_addresses_are_links(href: str, expected: str) -> None:
    """They open elsewhere and tell nobody where from; of others the words stay."""
    found = tree(page(marked(Inline(3, 9, "link", href)))).xpath("//*[@data-pair]//a")
    assert [dict(link.attrib) for link in found] == [
        {"href": expected, "target": "_blank", "rel": "noopener noreferrer nofollow"} for _ in found
    ]
    assert len(found) == (2 if expected else 0)


def test_no_link_stands_in_another() -> None:
    """A second one begins behind the first; what touches and leads to the same place is one."""
    to = [f"https://{name}.example" for name in "ab"]
    inlines = (Inline(0, 9, "link", to[0]), Inline(3, 6, "link", to[1]), Inline(3, 13, "link", to[1]))
    source, _target = halves(marked(*inlines, Inline(13, 15, "link", to[1])))
    plain = re.sub(r'<a href="https://(.)[^>]*>', r"<\1>", source)
    assert plain == "<a>Le groupe</a><b> <mark>NSO</mark> a</a> nié."


def test_a_finding_tells_its_words() -> None:
    """In UTF-16 units, as the script counts; none where it has none, or where they lie outside of the text."""
    block = Block("😀 un mot")
    pair = Pair(Segment(block, 0, 8, "a"), "a 😀word.")
    told = [((2, 4), (3, 7)), (None, (0, 1)), ((5, 8), None), ((5, 9), (3, 3)), ((-1, 2), (7, 3))]
    found = [Finding("x", "info", "!", "a", source=source, target=target) for source, target in told]
    expected = [("3 5", "4 8"), ("", "0 1"), ("6 9", ""), ("", ""), ("", "")]
    assert [places(one, pair) for one in found] == expected
    bitext = Bitext("x", "x", (Passage(block, (replace(pair, findings=tuple(found)),)),))
    items = tree(page(bitext)).xpath("//*[@data-pair]//li")
    assert [(item.get("data-source", ""), item.get("data-target", "")) for item in items] == expected
    assert [item.get("tabindex") for item in items] == ["-1", "-1", "-1", None, None]
    (alone,) = tree(page(replace(bitext, passages=(Passage(block, (replace(pair, findings=found[:1]),)),)))).xpath(
        "//*[@data-pair]//li"
    )
    assert alone.get("tabindex") is None


def test_what_should_be_read_twice_is_told_and_found() -> None:
    """In the header, in the filter and in its row, also where the server sends the row alone."""
    unsure, sure = (Article().add("paragraph", ("Elle le sait.", "She does.")).passages[0] for _ in range(2))
    unsure = replace(unsure, pairs=(replace(unsure.pairs[0], score=-9.0),))
    bitext = Bitext("x", "x", (unsure,))
    entry = Figures("x", "x")
    entry.add(unsure)
    document = tree(page(bitext, read_twice=entry.as_json()["read_twice"]))
    assert document.xpath("string(//dt[text()='To read twice']/following-sibling::dd)") == "1 of 1"
    assert document.xpath("//select/option[@value='twice']")
    (doubt,) = document.xpath("//*[@data-pair]/@data-doubt")
    assert float(doubt) > 0.7
    ((_address, alone),) = rows(bitext, {unsure.pairs[0].source.address})
    assert f'data-doubt="{doubt}"' in alone
    other = tree(page(Bitext("x", "x", (sure,))))
    assert not other.xpath("//option[@value='twice'] | //@data-doubt")
    assert "To read twice" not in other.xpath("string(//header)")


def test_partners_bear_the_same_number_and_explain_themselves() -> None:
    """Each mark on one side has its partner on the other, unless the term failed."""
    document = tree(page(realistic()))
    for pair in document.xpath("//*[@data-pair]"):
        french, english = ({m.get("data-term"): m for m in s.xpath("./mark")} for s in pair.xpath("./*[@lang]"))
        failed = {number for number, mark in french.items() if mark.get("data-verdict") == "failed"}
        assert french.keys() - failed == english.keys()
    marks = document.xpath("//mark")
    assert {mark.get("data-verdict") for mark in marks} == {"right", "inline", "forced", "substituted", "failed"}
    assert all(mark.get("aria-description") for mark in marks)
    assert all(mark.get("tabindex") == "0" for mark in document.xpath("//*[@lang='fr']/mark"))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Term("logiciel espion", "spyware"), "logiciel espion → spyware|Pinned: the model’s own wording"),
        (Term("NSO", "NSO", rule="read-only"), "NSO stays as it is|Never translated: the model’s own wording"),
        (Term("a", "b", rule="forbidden"), "a, never “b”|Forbidden: stands in the translation all the same"),
        (Term("a", "b", rule="suggest"), "a → b|Suggested: the model’s own wording"),
        (Term("a", "b", accepted=("c", "d")), "a → b|Also right: c, d|Pinned: the model’s own wording"),
        (Term("a", "b", note="Ask\nhim.\u2028 Or\vher."), "a → b|Pinned: the model’s own wording|Ask him. Or her."),
    ],
)
def test_a_gloss_says_term_rule_verdict_and_note(term: Term, expected: str) -> None:
    """A line each, whatever line breaks the glossary has."""
    assert gloss(Occurrence(Pin(term, 0, 1), "right", 0, 1)) == expected.replace("|", "\n")


def test_a_gloss_names_the_homonyms_that_the_text_leaves_open() -> None:
    """With what tells them apart."""
    court, yard = Term("cour", "court", context="justice"), Term("cour", "yard", context="building")
    pin = Pin(Term("cour", "court", rule="suggest"), 0, 4, homonyms=(court, yard))
    lines = gloss(Occurrence(pin, "failed")).split("\n")
    assert lines == [
        "cour → court",
        "Suggested: not taken up",
        "The text does not tell which: court (justice), yard (building)",
    ]


def test_a_gloss_is_short_whatever_the_glossary_says() -> None:
    """It is written at each occurrence: a long note would fill the page."""
    found = Occurrence(Pin(Term("a", "b", note="Ask. " * 10_000), 0, 1), "right", 0, 1)
    assert len(gloss(found)) < 400
    assert gloss(found).endswith("…")


def test_a_forbidden_rendering_is_marked_only_where_it_stands() -> None:
    """With the French it renders, as a failure; where it was avoided there is nothing to see."""
    wanted, banned = Term("mouchard", "spyware"), Term("mouchard", "snitch", rule="forbidden")
    pin = Pin(wanted, 3, 11)
    there = (Occurrence(pin, "failed"), Occurrence(Pin(banned, 3, 11), "right", 2, 8))
    avoided = (Occurrence(Pin(banned, 3, 11), "failed"), Occurrence(pin, "right", 2, 9))
    article = Article().add("paragraph", ("Un mouchard", "A snitch"), occurrences=there)
    article.add("paragraph", ("Un mouchard.", "A spyware"), occurrences=avoided)
    first, second = tree(page(article.done())).xpath("//*[@data-pair]")
    seen = [[(m.text, *map(m.get, ("data-term", "data-verdict"))) for m in p.xpath(".//mark")] for p in (first, second)]
    assert seen[0] == [("mouchard", "1", "failed"), ("snitch", "1", "failed")]
    assert seen[1] == [("mouchard", "1", "right"), ("spyware", "1", "right")]


def test_a_suggestion_not_taken_up_is_no_failure_to_the_eye() -> None:
    """Its rule stands on the mark, for the style, and the gloss says so."""
    found = Occurrence(Pin(Term("a", "b", rule="suggest"), 0, 1), "failed")
    (mark,) = tree(page(Article().add("paragraph", ("a", "c"), occurrences=(found,)).done())).xpath("//mark")
    assert mark.get("data-rule") == "suggest"
    assert mark.get("aria-description") == "a → b\nSuggested: not taken up"


def test_the_policy_allows_this_style_and_this_script_only() -> None:
    """Hashes are those of the exact texts between the tags."""
    for written in (page(realistic()), index(report_of(summary_of(realistic())))):
        document = tree(written)
        content = document.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        rules = dict(rule.strip().split(" ", 1) for rule in content.split(";"))
        for name in ("style", "script[not(@type)]"):
            digests = [b64encode(sha256(e.text.encode()).digest()).decode() for e in document.xpath(f"//{name}")]
            assert [rules[f"{name.partition('[')[0]}-src"] for _ in digests] == [
                f"'sha256-{digest}'" for digest in digests
            ]
        assert [rules[name] for name in ("default-src", "base-uri", "form-action")] == ["'none'"] * 3
        assert "http:" not in written
        assert "https:" not in written
        assert not document.xpath("//link | //@src")


def test_blocks_are_what_they_are() -> None:
    """Headings, list items, quotations and captions are elements of their own; the page's own words are English."""
    document = tree(page(realistic()))
    assert document.get("lang") == "en"
    assert [heading.text_content() for heading in document.xpath("//h1[@lang='en']")] == [
        "Spying: WhatsApp takes a surveillance company to court"
    ]
    assert len(document.xpath("//h2[@lang='fr']")) == 2
    assert len(document.xpath("//ul[@class='items']")) == 1
    assert len(document.xpath("//ul[@class='items']/li//*[@data-pair]")) == 2
    assert len(document.xpath("//blockquote//*[@data-pair]")) == len(document.xpath("//figure//*[@data-pair]")) == 1


def test_headings_keep_their_depth_below_the_first() -> None:
    """The first heading of an article is its title, however the file called it."""
    assert heading(3, first=True) == "h1"
    assert [heading(level, first=False) for level in (0, 1, 2, 6, 9)] == ["h2", "h1", "h2", "h6", "h6"]


def test_skipped_neighbours_are_folded_together_at_their_place() -> None:
    """A fold says how many blocks and why; each block in it bears its own reason, address and language."""
    document = tree(page(realistic()))
    folds = document.xpath("//main/details")
    assert [fold.get("data-skip") for fold in folds] == ["navigation cookies", "share", "related english newsletter"]
    assert folds[0].xpath("string(summary)") == "2 blocks not translated: navigation, cookie notice"
    assert folds[1].xpath("string(summary)") == "Not translated: sharing buttons"
    assert [p.get("lang") for p in folds[2].xpath("p")] == ["fr", "en", "fr"]
    assert all(p.get("data-block") for p in folds[2].xpath("p"))
    assert folds[1].getprevious().xpath(".//h1")
    assert folds[1].getnext().tag == "figure"


def test_a_block_without_pairs_and_reason_is_still_shown() -> None:
    """Nothing is dropped, not even what another stage forgot to explain."""
    bitext = Bitext("x", "x", (Passage(Block("Oublié.")),))
    (fold,) = tree(page(bitext)).xpath("//details[@data-skip]")
    assert fold.get("data-skip") == "untranslated"
    assert fold.xpath("string(p)") == "Oublié."


def test_a_long_fold_is_cut() -> None:
    """A fold counts its blocks before it shows them, so it may not grow without end."""
    skipped = Passage(Block("Publicité", skip="promotion"))
    assert [group.size for group in groups([skipped] * (2 * FOLD + 1))] == [FOLD, FOLD, 1]


def test_every_reason_has_a_label() -> None:
    """The table follows the type."""
    assert {*get_args(Reason), "untranslated"} == REASONS.keys()


def test_findings_stand_in_their_row_and_lead_to_the_next() -> None:
    """A chain of links from the header over every finding to the end, without any script."""
    document = tree(page(realistic()))
    (start,) = document.xpath("//a[@class='next']/@href")
    lists = document.xpath("//*[@data-pair]//div[@class='findings']")
    stops = [start, *(found.xpath("string(a/@href)") for found in lists)]
    assert stops == ["#f1", "#f2", "#f3"]
    assert [f"#{found.get('id')}" for found in lists] == stops[:-1]
    assert document.get_element_by_id("f3").get("class") == "end"
    words = [[item.text_content() for item in found.xpath(".//li/b")] for found in lists]
    assert words == [["Error"], ["Warning", "Remark"]]


def test_a_finding_without_an_address_is_one_on_the_whole_article() -> None:
    """It stands in the header, first in the chain."""
    general = {"check": "terms", "severity": "warning", "message": "Renders Pegasus in two ways.", "address": ""}
    bitext = realistic()
    document = tree(page(bitext, findings=[general, *summary_of(bitext)["findings"]]))
    assert "Renders Pegasus" in document.xpath("string(//header//*[@id='f1'])")
    assert document.get_element_by_id("f3").xpath("ancestor::*[@data-pair]")


WAYS = {
    "check": "consistency",
    "severity": "info",
    "message": "“tribunal” has more than one rendering: “court” in 12 places, “bench” in 1 place.",
    "address": "",
    "fix": None,
    "term": "tribunal",
    "renderings": [
        {
            "text": "court",
            "count": 12,
            "places": [{"article": "a", "address": "p1"}, {"article": "b", "address": "p2"}],
        },
        {"text": "bench", "count": 1, "places": [{"article": "b", "address": "p/3"}]},
    ],
}


def test_an_inconsistency_leads_to_its_places() -> None:
    """In the header, with a link to the row of each; dots where there are more."""
    header = tree(page(realistic(), findings=[WAYS])).xpath("//header")[0]
    ways = [" ".join(way.text_content().split()) for way in header.xpath(".//ul[@class='places']/li")]
    assert ways == ["court in 12 places: 1 2 …", "bench in 1 place: 1"]
    assert header.xpath(".//ul[@class='places']//a/@href") == ["#p-p1", "#p-p2", "#p-p/3"]
    assert "tribunal is rendered in 2 ways" in header.text_content()


def test_the_index_shows_what_differs_between_articles() -> None:
    """With links to the rows of the articles' pages."""
    document = tree(index(report_of(summary_of(realistic())) | {"findings": [WAYS]}))
    links = document.xpath("//*[@class='between']//a/@href")
    assert links == ["./a.html#p-p1", "./b.html#p-p2", "./b.html#p-p/3"]


@pytest.mark.parametrize("text", HOSTILE[:-1], ids=range(len(HOSTILE) - 1))
def test_hostile_renderings_stay_text(text: str) -> None:
    """What is quoted of an article is no element, and a link to it leads nowhere else."""
    places = [{"article": text, "address": text}]
    one = WAYS | {"term": text, "renderings": [{"text": text, "count": 1, "places": places}]}
    for written in (page(realistic(), findings=[one]), index(report_of(summary_of(realistic())) | {"findings": [one]})):
        document = tree(written)
        Nesting(written)
        assert not document.xpath("//img | //svg | //@style | //@*[starts-with(name(), 'on')]")
        assert kept(text) in document.xpath("//ul[@class='places']/li/q/bdi")[0].text_content()
        assert all(target.startswith(("#p-", "./")) for target in document.xpath("//ul[@class='places']//@href"))


def test_a_proposed_text_is_shown() -> None:
    """With the finding that proposes it, and not as a second English side."""
    article = Article().add("paragraph", ("Un.", "Two."), findings=())
    (passage,) = article.passages
    finding = type(next(f for p in realistic().passages for q in p.pairs for f in q.findings))
    proposing = finding("figures", "error", "Wrong.", "a", fix="One.")
    pair = passage.pairs[0]
    changed = Pair(pair.source, pair.target, findings=(proposing,))
    document = tree(page(Bitext("x", "x", (Passage(passage.block, (changed,)),))))
    assert document.xpath("string(//*[@class='fix']/q)") == "One."
    assert document.xpath("string(//*[@class='fix']/button)") == "Accept"
    assert len(document.xpath("//*[@data-pair]/*[@lang='en']")) == 1


def test_a_row_by_itself_is_the_row_of_the_page() -> None:
    """With its number and element; only the way to the next finding is the page's."""
    bitext = realistic()
    whole = {element.get("data-pair"): element for element in tree(page(bitext)).xpath("//*[@data-pair]")}
    for passage in bitext.passages:
        for pair in passage.pairs:
            (alone,) = parser.fragments_fromstring(row(bitext, passage, pair).strip())
            (there,) = [whole[pair.source.address]]
            for element in there.xpath(".//a[@class='onward']"):
                element.drop_tree()
            for element in there.xpath(".//*[@class='findings']"):
                del element.attrib["id"]
            assert [shape(alone)] == [shape(there)]


def shape(element: Any) -> Any:  # noqa: ANN401  # lxml elements
    """An element with all that is in it, but for the blanks between elements."""
    texts = [text.strip("\n") for text in element.xpath("text()")]
    return element.tag, dict(element.attrib), [*filter(None, texts)], [shape(child) for child in element]


def test_word_links_are_told_in_utf_16() -> None:
    """As the script counts; those that lie outside of the texts are left out."""
    block = Block("😀 un mot")
    words = (((2, 4), (0, 1)), ((5, 8), (2, 8)), ((5, 9), (2, 8)), ((3, 3), (0, 1)))
    pair = Pair(Segment(block, 0, 8, "a"), "a 😀word.", words=words)
    assert links(pair) == "3 5 0 1;6 9 2 9"
    (element,) = tree(page(Bitext("x", "x", (Passage(block, (pair,)),)))).xpath("//*[@data-pair]")
    assert element.get("data-words") == "3 5 0 1;6 9 2 9"


def test_what_an_editor_may_choose_from_stands_in_the_row() -> None:
    """Hidden until asked for: the machine's text, alternatives, and the memory's with score and article."""
    document = tree(page(hostile_bitext("Un texte")))
    (aside,) = document.xpath("//*[@data-pair and @data-status='rejected']/*[@class='aside']")
    assert aside.xpath("string(p[@class='machine'])") == "Un texte"
    assert aside.xpath("string(ol[@class='alternatives']/li)") == "Un texte"
    assert aside.xpath("ul[@class='matches']/li/@data-score") == ["87"]
    assert aside.xpath("string(ul[@class='matches']/li/small)") == "87% Un texte"
    assert aside.xpath("*[@hidden]/@class") == ["matches", "alternatives", "machine"]


def test_every_row_has_its_buttons_with_names() -> None:
    """Whether or not a script runs; the pressed one says what was decided."""
    for element in tree(page(realistic())).xpath("//*[@data-pair]"):
        names = element.xpath("./*[@class='tools']/button/@aria-label")
        assert names == ["Approve", "Reject", "Comment", "Edit", "More"]
        pressed = element.xpath("./*[@class='tools']/button[@aria-pressed='true']/@data-do")
        assert pressed == (["approve"] if element.get("data-status") == "approved" else [])


def test_a_served_page_may_speak_to_its_server_only() -> None:
    """A page from a file may speak to nobody."""
    out = StringIO()
    bitext = realistic()
    write_page(out, bitext, summary_of(bitext), served=True)
    served = tree(out.getvalue())
    assert "connect-src 'self';" in served.xpath("string(//meta[@http-equiv]/@content)")
    assert served.xpath("string(//body/@data-desk)") == "served"
    assert "connect-src" not in tree(page(bitext)).xpath("string(//meta[@http-equiv]/@content)")


def test_the_page_speaks_the_language_in_use() -> None:
    """Its own words, names of languages, numbers and shares; the article's texts stay."""
    messages.use("fr")
    try:
        bitext = realistic()
        document = tree(page(bitext))
        written = index(report_of(summary_of(bitext) | {"words": 12480}))
        names = [language_name(code) for code in ("fr", "en", "zz", "no such")]
        shares = [percent(value) for value in (1, 0.999, 0.29)]
    finally:
        messages.use("")
    assert document.get("lang") == "fr"
    assert document.xpath("//*[@class='tools'][1]/button/@aria-label")[:2] == ["Approuver", "Rejeter"]
    assert "12\u202f480" in written
    assert names == ["Français", "Anglais", "zz", "no such"]
    assert shares == ["100\u00a0%", "99\u00a0%", "29\u00a0%"]


def test_a_quiet_article_has_no_doubts_to_walk() -> None:
    """No findings, no terms: the header says so, and there is no link to nowhere."""
    bitext = Article("a").add("paragraph", ("Oui.", "Yes.")).done()
    document = tree(page(bitext))
    assert "none pinned" in document.xpath("string(//header)")
    assert not document.xpath("//a[@class='next'] | //*[@class='end'] | //*[@class='findings']")
    assert document.xpath("//nav/a/@href") == ["index.html"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("whatsapp", "./whatsapp.html"),
        ("press/côté cour", "./press/c%C3%B4t%C3%A9%20cour.html"),
        ("javascript:alert(1)", "./javascript%3Aalert%281%29.html"),
        ("//evil.example/x", ".///evil.example/x.html"),
        ("a?b#c%d", "./a%3Fb%23c%25d.html"),
        ("latin-\udce9", "./latin-%E9.html"),
        ("half-\ud800", "./half-%EF%BF%BD.html"),
    ],
)
def test_links_lead_to_files_whatever_their_names(name: str, expected: str) -> None:
    """A name is percent-encoded; a byte that is no UTF-8 stays that byte."""
    assert link(name, ".html") == expected


def test_the_way_back_leads_to_the_index() -> None:
    """One step up a folder."""
    assert [way_up(name) for name in ("a", "press/a", "x/y/a")] == ["", "../", "../../"]


def test_the_index_lists_articles_totals_and_failures() -> None:
    """Numbers as English reads them, how much is approved; a share only where there were terms."""
    twice, worst = {"segments": 3, "words": 40, "judged": 15}, "1 error, 1 warning, 1 remark"
    full = summary_of(realistic(), read_twice=twice)
    bare = summary_of(realistic(), name="b", words=12480, findings=[], terms={"occurrences": 0, "honoured": 0})
    bare |= {"consistency": {name: dict.fromkeys(counts, 0) for name, counts in CONSISTENCY.items()}}
    failure = {"file": "scan.txt", "message": "Not text.", "hint": ""}
    document = tree(index(report_of(full, bare, errors=(failure,))))
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in document.xpath("//tbody/tr")]
    assert rows == [
        ["press/whatsapp", "2 of 17", "222", "6", "90% 9 of 10", "91% 11 of 12", "17% 3 of 17", worst, "po"],
        ["b", "2 of 17", "12,480", "6", "none pinned", "none recur", "not known", "none", "po"],
    ]
    assert [cell.text_content().strip() for cell in document.xpath("//tfoot//td")][:3] == ["4 of 34", "12,702", "12"]
    bars = [(bar.get("value"), bar.get("max")) for bar in document.xpath("//progress")]
    assert bars == [("2", "17"), ("2", "17"), ("4", "34")]
    assert "scan.txt" in document.xpath("string(//*[@class='failures'])")
    assert "1 file could" in document.xpath("string(//h2)")
    links = [unquote(target) for target in document.xpath("//tbody//@href")]
    assert links == ["./press/whatsapp.html", "./press/whatsapp.po", "./b.html", "./b.po"]
    assert [e.text for e in document.xpath("//footer//dd")] == list(SIGNATURE.values())


def test_an_empty_index_says_so() -> None:
    """Every file failed: no table, but the failures."""
    document = tree(index(report_of(errors=({"file": "a", "message": "b", "hint": "c"},))))
    assert not document.xpath("//table")
    assert "No article was translated." in document.xpath("string(//main)")


def test_a_share_is_never_rounded_up() -> None:
    """`100%` means every one."""
    assert share({"occurrences": 1000, "honoured": 999}) == "99%"


def test_a_report_that_lacks_a_field_is_refused() -> None:
    """A page with holes would look finished."""
    bitext = realistic()
    summary = summary_of(bitext)
    del summary["terms"]
    with pytest.raises(UndefinedError):
        write_page(StringIO(), bitext, summary)


def paragraph(number: int) -> Passage:
    """One of many paragraphs."""
    block = Block(f"Phrase {number}.")
    return Passage(block, (Pair(Segment(block, 0, len(block.text), f"{number:010x}"), f"Sentence {number}."),))


def test_a_page_is_written_while_it_is_read() -> None:
    """The first rows are out long before the last passage is drawn."""
    out = StringIO()
    written_by_then = []

    def watched(number: int) -> Passage:
        written_by_then.append(out.tell())
        return paragraph(number)

    bitext = Bitext("x", "x", Lazy(1000, watched))
    write_page(out, bitext, summary_of(realistic()))
    assert len(written_by_then) == 1000
    assert written_by_then[500] > written_by_then[100] > 0
    assert max(after - before for before, after in pairwise(written_by_then)) < 64_000


def test_memory_is_flat() -> None:
    """Twenty times the article, the same peak."""
    summary = summary_of(realistic())

    def peak(count: int) -> int:
        with open("/dev/null", "w", encoding="utf-8") as sink:  # noqa: PTH123  # a device, not a file
            tracemalloc.start()
            write_page(sink, Bitext("x", "x", Lazy(count, paragraph)), summary)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    peak(10)  # compiles the template
    assert peak(4000) < 1.3 * peak(200)
