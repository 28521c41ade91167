"""A Word document brings back all that left in it, whatever people and their programs do to it."""

from __future__ import annotations

import io
import subprocess
import sys
import tomllib
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

import bitexts
from bilingual import messages
from bilingual.errors import InputError
from bilingual.exchange import outgoing
from bilingual.exchange.incoming import Returned
from bilingual.exchange.outgoing import Outgoing, Row
from bilingual.exchange.sent import received, sent
from bilingual.exchange.statuses import meant, shown
from bilingual.exchange.word import reading, writing
from bilingual.types import Finding, Inline, Pin, Term
from soffice import converted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bilingual.types import InlineKind

CASES = tomllib.loads((Path(__file__).parent / "data" / "exchange_word.toml").read_text(encoding="utf-8"))
KINDS: tuple[InlineKind, ...] = ("bold", "italic", "superscript", "subscript", "code", "link")
DOCUMENT, COMMENTS = "word/document.xml", "word/comments.xml"
ENGLISH = (
    '<w:p><w:pPr><w:pStyle w:val="Target"/></w:pPr><w:r><w:t xml:space="preserve">The court ruled.</w:t></w:r></w:p>'
)
HOSTILE = (
    "\N{RIGHT-TO-LEFT OVERRIDE}مرحبا שלום",
    "👩‍👩‍👧 é ﬁ",
    "<w:t>&amp;]]></w:t>",
    "=1+1",
    "bell \a null \0 form \f return \r next \x85 surrogate \ud800 none \ufffe",
    "_x0007_ and _x005F_x0007_ and \\u{7} and \\u{5c}",
    "  two  spaces \t a tab\nand a line \n",
    "${env} {0} %s",
    "x" * 100_000,
)
"""Texts that a word processor or an XML parser may stumble over."""
TEXTS = st.text(st.sampled_from("ab \t\n\r_x0007\\u{}5c<&\"'\0\a\u2028\x85\ufffe\ud800é‑\xad😀א")) | st.text()


def row(number: int = 1, **changes: Any) -> Row:  # noqa: ANN401  # any field of a row
    """A segment."""
    plain = Row(number, "paragraph", 0, f"{number:010x}", "La cour a tranché.", "The court ruled.")
    return replace(plain, **changes)


def written(rows: Iterable[Row], name: str = "press/essai") -> bytes:
    """The document of some rows."""
    file = io.BytesIO()
    writing.write(file, Outgoing(name, tuple(rows)))
    return file.getvalue()


def read(data: bytes) -> list[Returned]:
    """What comes back in a document."""
    return list(reading.returned(io.BytesIO(data)))


def changed(data: bytes, member: str, change: Callable[[str], str]) -> bytes:
    """The document with one part changed, which must have changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            before = old.read(name).decode()
            after = change(before) if name == member else before
            assert name != member or after != before
            new.writestr(name, after)
    return file.getvalue()


def edited(data: bytes, before: str, after: str, member: str = DOCUMENT) -> bytes:
    """The document with some of its XML replaced everywhere."""
    return changed(data, member, lambda part: part.replace(before, after))


def expected(one: Row, number: int, name: str = "press/essai") -> Returned:
    """What comes back of a row that nobody has touched."""
    return Returned(
        one.address, one.source, one.target, one.status, one.note, (), one.target_marks, str(one.seen), name, number
    )


def comment(number: int, author: str, text: str) -> str:
    """A comment as Word writes it."""
    told = f'<w:comment w:id="{number}" w:author="{author}" w:initials="M" w:date="2026-01-05T10:00:00Z">'
    return f"{told}<w:p><w:r><w:annotationRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"


def commented(data: bytes, where: str, *comments: tuple[int, str, str]) -> bytes:
    """The document with comments behind some of its XML."""
    marks = "".join(f'<w:r><w:commentReference w:id="{number}"/></w:r>' for number, *_rest in comments)
    data = changed(data, DOCUMENT, lambda part: part.replace(where, where + marks, 1))
    more = "".join(comment(*one) for one in comments)
    return edited(data, "</w:comments>", f"{more}</w:comments>", COMMENTS)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[Inline, ...]]:
    """A text with marks as they come back: those of one kind apart from each other."""
    text = draw(TEXTS)
    found = []
    for kind in draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=3)) if len(text) > 1 else ():
        ends = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
        for start, end in zip(ends[::2], ends[1::2], strict=False):
            found.append(Inline(start, end, kind, "https://example.org/é?a=1&b=2" if kind == "link" else ""))
    kinds = {one.kind for one in found}
    if {"superscript", "subscript"} <= kinds:
        found = [one for one in found if one.kind != "subscript"]
    if {"code", "link"} <= kinds:
        found = [one for one in found if one.kind != "code"]
    return text, tuple(sorted(found, key=lambda one: (one.start, -one.end, KINDS.index(one.kind))))


@st.composite
def segments(draw: st.DrawFn) -> Row:
    """A segment with anything in it."""
    (source, source_marks), (target, target_marks) = draw(marked_texts()), draw(marked_texts())
    spans = st.none() | st.tuples(st.integers(-1, len(target) + 2), st.integers(-1, len(target) + 2))
    findings = st.lists(st.builds(Finding, st.just("form"), st.just("info"), TEXTS, st.just("x"), target=spans))
    return row(
        source=source,
        target=target,
        source_marks=source_marks,
        target_marks=target_marks,
        status=draw(st.sampled_from(["draft", "approved", "rejected"])),
        note=draw(TEXTS),
        kind=draw(st.sampled_from(["heading", "paragraph", "item", "quotation", "caption"])),
        findings=tuple(draw(findings)),
        skip=draw(st.sampled_from([None, None, None, "cookies"])),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([row(note=text, source=text, target=text) for text in HOSTILE], "press/été & <co>")
@given(st.lists(segments(), max_size=4), TEXTS)
def test_nothing_is_lost_on_the_way(found: list[Row], name: str) -> None:
    """Text, marks, status, note and order come back to the letter."""
    rows = [replace(one, address=f"{number:010x}") for number, one in enumerate(found)]
    back = read(written(rows, name))
    segments = [(number, one) for number, one in enumerate(rows, 2) if one.skip is None]
    assert len(back) == len(segments)
    for found_one, (number, one) in zip(back, segments, strict=True):
        assert_equal(found_one, expected(one, number, name))


def assert_equal(back: Returned, wanted: Returned) -> None:
    """The two are alike, whatever the order of marks on the same words."""
    for name in back._fields:
        found, should_be = (
            sorted(one.marks or (), key=order) if name == "marks" else getattr(one, name) for one in (back, wanted)
        )
        assert found == should_be, name


def order(one: Inline) -> tuple[int, int, str]:
    """Marks of one place in one order."""
    return one.start, -one.end, one.kind


@pytest.mark.parametrize("title", CASES)
def test_cells_as_programs_write_them(title: str) -> None:
    """Tracked changes count as accepted, and what a reader would see is what comes back."""
    case = CASES[title]
    paragraphs = case["target"] if case["target"].startswith(("<w:p>", "<w:tbl>")) else f"<w:p>{case['target']}</w:p>"
    [back] = read(edited(written([row()]), ENGLISH, paragraphs))
    marks = tuple(
        Inline(int(start), int(end), kind, *where)
        for kind, start, end, *where in (one.split() for one in case.get("marks", ()))
    )
    assert (back.target, back.marks) == (case["text"], marks)


@settings(max_examples=200)
@given(st.lists(TEXTS))
def test_pieces_of_a_text_are_joined_without_a_false_code(pieces: list[str]) -> None:
    """Wherever a text is cut, its pieces give it back."""
    assert received("".join(map(sent, pieces)))[0] == "".join(pieces)


def test_marks_keep_their_words_around_codes() -> None:
    """Offsets are those of the text that comes out; a mark that begins inside a code begins before it."""
    text, marks = received("a\\u{7}b\\u{5c}c", (Inline(0, 7, "bold"), Inline(3, 7, "italic"), Inline(3, 5, "code")))
    assert (text, marks) == ("a\ab\\c", (Inline(0, 3, "bold"), Inline(1, 3, "italic")))


def test_marks_that_no_document_can_have_are_left_out() -> None:
    """Of overlapping links the first goes on to its end; others than web and mail addresses, and misfits, are none."""
    marks = (
        Inline(-1, 2, "bold"),
        Inline(0, 6, "link", "https://example.org/"),
        Inline(4, 9, "link", "mailto:a@example.org"),
        Inline(8, 99, "italic"),
        Inline(10, 12, "link", "javascript:alert(1)"),
        Inline(10, 12, "code"),
        Inline(13, 15, "superscript"),
        Inline(13, 15, "subscript"),
    )
    [back] = read(written([row(target_marks=marks)]))
    assert back.marks == (
        Inline(0, 6, "link", "https://example.org/"),
        Inline(6, 9, "link", "mailto:a@example.org"),
        Inline(10, 12, "code"),
        Inline(13, 15, "superscript"),
    )


def test_a_new_comment_is_a_remark_and_a_changed_one_is_the_note() -> None:
    """Whose Word knows her name is named; remarks on the title or a skipped block go to the next segment."""
    data = written([row(1, note="Voir\nMarie.", target="One."), row(2, skip="cookies"), row(3, target="Three.")])
    data = edited(data, ">Marie.<", ">Marc.<", COMMENTS)
    data = commented(data, '<w:pStyle w:val="Title"/></w:pPr>', (80, "", "General."))
    data = commented(data, "One.</w:t></w:r>", (90, "Claire  Petit", "Why?"), (92, "X", " "))
    first, second = read(data)
    assert (first.note, first.added) == ("Voir\nMarc.", ("General.", "Claire Petit: Why?"))
    assert (second.note, second.added) == ("", ())
    data = commented(data, '<w:pStyle w:val="Skipped"/></w:pPr>', (94, "Claire", "Do translate."))
    data = commented(data, "</w:tbl>", (95, "Claire", "Well done."))
    assert read(data)[1].added == ("Claire: Do translate.", "Claire: Well done.")


def test_of_several_comments_by_editors_the_exported_one_is_the_note() -> None:
    """The trace knows it; where it is lost, the first one is taken for it."""
    data = written([row(note="Old.")])
    before = '<w:pStyle w:val="Target"/></w:pPr>'
    [back] = read(commented(data, before, (90, "editor", "New.")))
    assert (back.note, back.added) == ("Old.", ("New.",))
    without_trace = changed(data, DOCUMENT, lambda part: part.replace("=draft.", "=lost."))
    [back] = read(commented(without_trace, before, (90, "editor", "New.")))
    assert (back.note, back.added, back.seen, back.address) == ("New.", ("Old.",), "", "0000000001")


def test_a_note_is_deleted_by_deleting_its_comment() -> None:
    """But not where the words went with it, nor by a program that drops all comments."""
    data = written([row(note="Old.")])
    reference = '<w:commentReference w:id="1"/>'
    [deleted] = read(edited(data, reference, ""))
    assert deleted.note == ""
    [emptied] = read(edited(data, ">Old.<", "><", COMMENTS))
    assert emptied.note == ""
    [retyped] = read(edited(edited(data, reference, ""), "The court ruled.", "It did."))
    assert retyped.note is None
    [dropped] = read(changed(data, COMMENTS, lambda part: part[: part.index("<w:comment ")] + "</w:comments>"))
    assert dropped.note is None


def test_footnotes_and_unknown_statuses_are_remarks() -> None:
    """What somebody writes in a row is not lost, wherever she does."""
    data = edited(written([row()]), ">draft<", ">ask Marie<")
    data = edited(data, "ruled.</w:t>", 'ruled.</w:t><w:footnoteReference w:id="2"/>')
    relation = '<Relationship Id="rId77" Type="http://x/footnotes" Target="/word/footnotes.xml"/></Relationships>'
    data = edited(data, "</Relationships>", relation, "word/_rels/document.xml.rels")
    gone, words = "<w:del><w:r><w:t>no</w:t></w:r></w:del>", "<w:t>Of</w:t><w:tab/><w:br/><w:t>Paris.</w:t>"
    note = f'<w:footnote w:id="2"><w:p>{gone}<w:r>{words}</w:r></w:p></w:footnote>'
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/footnotes.xml", f'<w:footnotes xmlns:w="urn:w">{note}</w:footnotes>')
    [back] = read(file.getvalue())
    assert (back.status, back.added) == (None, ("Of\t\nParis.", "ask Marie"))


def test_rows_moved_copied_deleted_and_added() -> None:
    """They come as they stand; one without an address was added; a row deleted by a tracked change is gone."""
    data = written([row(number, target=f"Text {number}.") for number in range(1, 5)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rows = archive.read(DOCUMENT).decode().split("<w:tr>")
    start, head, first, second, third, fourth = rows
    fourth, end = fourth.split("</w:tbl>")
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    added = "".join(map(cell.format, ("", "Neuf.", "New.", ""))) + "</w:tr>"
    empty = "".join(map(cell.format, ("", " ", "", ""))) + "</w:tr>"
    gone = first.replace("<w:trPr>", '<w:trPr><w:del w:id="5" w:author="M"/>')
    new = "<w:tr>".join((start, head, third, gone, added, empty, second, second, fourth))  # noqa: FLY002  # long
    foreign = f"</w:tbl><w:tbl><w:tr>{cell.format('alone')}</w:tr></w:tbl>"
    back = read(changed(data, DOCUMENT, lambda _part: new + foreign + end))
    assert [(one.address, one.target) for one in back] == [
        ("0000000003", "Text 3."),
        ("", "New."),
        ("0000000002", "Text 2."),
        ("0000000002", "Text 2."),
        ("0000000004", "Text 4."),
    ]


def test_columns_added_on_the_left_or_cut_on_the_right() -> None:
    """The cell with the address tells where source and target are; the status may be missing."""
    data = written([row(status="approved")])
    left = changed(data, DOCUMENT, lambda part: part.replace("<w:tr>", "<w:tr><w:tc><w:p/></w:tc>"))
    cut = changed(data, DOCUMENT, lambda part: part.replace(part[part.rindex("<w:tc>") : part.rindex("</w:tr>")], ""))
    for changed_data, status in ((left, "approved"), (cut, None)):
        [back] = read(changed_data)
        assert (back.source, back.target, back.status) == ("La cour a tranché.", "The court ruled.", status)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"text", "this is not a Word document, or it is damaged"),
        (b"PK\x03\x04" + bytes(40), "damaged"),
        (written([]).replace(b"word/document.xml", b"word/dokument.xml"), "this is not a Word document"),
        (edited(written([]), "bilingual:", "bilingual "), "no table of segments"),
        (edited(written([]), "<w:document", "<!DOCTYPE x [<!ENTITY a 'b'>]><w:document"), "document type"),
        (edited(written([]), "<w:body>", "<w:body>" + "<w:sdt>" * 300), "nested more than"),
        (edited(written([row()]), "ruled.", "ruled." + " " * (80 << 20)), "unpacks to more than"),
        (edited(written([row()]), "<w:tbl>", "<w:tbl"), "no sound XML"),
    ],
)
def test_what_is_no_document_of_ours_is_refused(data: bytes, message: str) -> None:
    """Clearly, and without doing what it asks."""
    with pytest.raises(InputError, match=message):
        read(data)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_document_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever has been cut out of it or put into it: no other error, no hang."""
    whole = written([row(1, note="Yes."), row(2, target_marks=(Inline(0, 3, "link", "https://example.org"),))])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        part = archive.read(name).decode()
    start, length = data.draw(st.integers(0, len(part) - 1)), data.draw(st.integers(2, 300))
    more = data.draw(st.sampled_from(["", "<", "</w:p>", "<w:tbl>", "</w:tc>", "<w:p><w:p>", '"', "\ufffe", "w:"]))
    assume(part[start : start + length] != more)
    broken = changed(whole, name, lambda part: f"{part[:start]}{more}{part[start + length :]}")
    for one in (broken, whole[: int(len(whole) * data.draw(st.floats(0, 1)))]):
        with suppress(InputError):
            read(one)


def test_a_file_beyond_all_measure_is_not_even_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused by its size."""
    monkeypatch.setattr(reading, "_MOST_BYTES", 100)
    with pytest.raises(InputError, match="more than 0 MB"):
        read(written([]))


def test_what_could_not_be_read_again_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article longer than any document that comes back."""
    monkeypatch.setattr(writing, "MOST_BYTES", 10_000)
    assert written([row()])
    with pytest.raises(InputError, match="too long for a Word document"):
        written([row(source="x" * 10_000)])


def test_findings_hang_on_the_words_that_they_are_about() -> None:
    """Those about the same words are one comment, with what is proposed."""
    findings = (
        Finding("term", "error", "“cour” is “court”.", "x", "The Court ruled.", None, (4, 9)),
        Finding("form", "info", "Odd.", "x", None, None, (4, 9)),
        Finding("length", "info", "Short.", "x"),
    )
    with zipfile.ZipFile(io.BytesIO(written([row(findings=findings, note="Yes.")]))) as archive:
        body, comments = archive.read(DOCUMENT).decode(), archive.read(COMMENTS).decode()
    assert comments.count("<w:comment ") == 4  # with the one that explains them
    assert all(f">{said}<" in comments for said in ("term: “cour” is “court”.", "Proposal: The Court ruled.", "Yes."))
    words = body[body.index('<w:commentRangeStart w:id="1"/>') : body.index('<w:commentRangeEnd w:id="1"/>')]
    assert words.endswith('<w:t xml:space="preserve">court</w:t></w:r>')


def test_the_terms_of_the_article_stand_below_it_once() -> None:
    """Forbidden renderings are none."""
    term, never = Term("cour", "court"), Term("a", "b", "forbidden")
    pins = (Pin(term, 3, 7), Pin(term, 3, 7), Pin(never, 8, 9))
    with zipfile.ZipFile(io.BytesIO(written([row(1, pins=pins), row(2, pins=pins)]))) as archive:
        body = archive.read(DOCUMENT).decode()
    assert body.count("cour → court") == 1
    assert "a → b" not in body


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_status_is_understood_in_the_language_in_which_it_was_offered(language: str) -> None:
    """Whoever reads it, and in whatever case it is written."""
    messages.use(language)
    try:
        assert [meant(f" {shown(status).upper()}. ") for status in ("draft", "approved", "rejected")] == [
            "draft",
            "approved",
            "rejected",
        ]
    finally:
        messages.use("")


def real() -> Outgoing:
    """The article of the page's tests, with a note, marks and findings."""
    article = outgoing.of(bitexts.realistic(), lambda pair: tuple(one.pin for one in pair.occurrences))
    rows = list(article.rows)
    place = next(number for number, one in enumerate(rows) if not one.skip and one.kind == "paragraph")
    marks = (
        Inline(0, 5, "bold"),
        Inline(6, 9, "link", "https://example.org/a?b=1&c=d#e"),
        Inline(10, 12, "code"),
        Inline(13, 15, "superscript"),
    )
    rows[place] = replace(rows[place], note="À revoir :\n\nvoir Marie.", target_marks=marks, status="rejected")
    return Outgoing(article.name, rows, "fr", "en")


@pytest.mark.slow
def test_libreoffice_opens_it_and_prints_both_columns(tmp_path: Path) -> None:
    """The PDF has all of the French and all of the English, skipped blocks too."""
    article = real()
    document = tmp_path / "article.docx"
    with document.open("wb") as file:
        writing.write(file, article)
    pages = PdfReader(converted(document, "pdf")).pages
    printed = "".join("".join(page.extract_text() for page in pages).split())
    for one in article.rows:
        assert "".join(one.source.split()) in printed
        assert "".join(one.target.split()) in printed
    assert printed.count("French–donotchange") == len(pages)  # the head is repeated


@pytest.mark.slow
def test_libreoffice_saves_all_that_we_promise(tmp_path: Path) -> None:
    """Twice opened and saved there, every segment comes back as it left, hostile ones too."""
    texts = [text for text in HOSTILE if len(text) < 1000]  # it takes minutes for one over forty pages
    hostile = [
        row(500 + number, source=text, target=text, note=text, status="approved") for number, text in enumerate(texts)
    ]
    article = real()
    rows = [*article.rows, *hostile]
    document = tmp_path / "article.docx"
    document.write_bytes(written(rows, article.name))
    document = converted(converted(document, "docx"), "docx")
    back = [one._replace(line=0) for one in read(document.read_bytes())]
    assert back == [expected(one, 0, article.name) for one in rows if not one.skip]


SPEED = r"""
import pathlib, random, re, sys, time
from bilingual.exchange.word import writing, reading
from bilingual.exchange.outgoing import Outgoing, Row
from bilingual.types import Finding, Inline

class Rows:
    def __iter__(self):
        for number in range(10_000):
            some = random.Random(number)
            said = " ".join(some.choice(("le", "juge", "gouvernement", "a", "été", "l’entreprise")) for _ in range(22))
            found = (Finding("term", "warning", "It is missing.", "x", None, None, (2, 8)),) * (number % 2)
            marks = (Inline(3, 9, "bold"),)
            yield Row(number, "paragraph", 0, f"{number:010x}", said, said, "draft", "Yes.", marks, marks, (), found)

path = sys.argv[1]
begun = time.process_time()
with open(path, "wb") as file:
    writing.write(file, Outgoing("x", Rows()))
wrote = time.process_time()
with open(path, "rb") as file:
    assert sum(1 for _ in reading.returned(file)) == 10_000
status = pathlib.Path("/proc/self/status").read_text()  # ru_maxrss would begin at the size of the tests
print(wrote - begun, time.process_time() - wrote, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) >> 10)
"""


@pytest.mark.slow
def test_ten_thousand_segments(tmp_path: Path) -> None:
    """Each way takes less than 10 s and 300 MB."""
    run = subprocess.run([sys.executable, "-c", SPEED, tmp_path / "x.docx"], check=True, capture_output=True, text=True)
    out, back, memory = map(float, run.stdout.split())
    assert out < 10
    assert back < 10
    assert memory < 300
