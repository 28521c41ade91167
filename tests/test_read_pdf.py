"""PDF: lines become paragraphs again; what belongs to the pages is marked; nothing hangs."""

from __future__ import annotations

import io
import random
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bilingual.clean import clean
from bilingual.errors import InputError
from bilingual.read import html, pdf, pdf_lines, text
from bilingual.read.hyphens import joined
from bilingual.read.layout import Line, paragraphs
from bilingual.segment import load_rules, segments
from bilingual.types import Document
from paper import HEIGHT, column
from paper import pdf as made

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilingual.types import Block
    from paper import Row

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT.parent / "shared" / "articles"

SECRET = "sésame"  # noqa: S105  # opens a file that a test makes

LEAD = """La messagerie a saisi mardi la justice fédérale contre l’éditeur,
qu’elle accuse d’avoir espionné des élus et des journalistes de neuf
pays."""
BODY = """L’éditeur dit ne vendre ses outils qu’à des États, et ne rien savoir
de l’emploi qui en est fait. Ses avocats invoquent l’immunité que la
loi reconnaît aux États."""


def lines_of(found: Iterable[Block]) -> str:
    """Blocks as the data files write them: `kind level skip | text`."""
    return "\n".join(f"{b.kind}{b.level or ''}{' ' + b.skip if b.skip else ''} | {b.text}" for b in found)


def laid_out(*pages: list[Row]) -> str:
    """The blocks of pages, made without a file."""
    return lines_of(
        paragraphs(
            [
                Line(number, HEIGHT, x, y, size, words.startswith("*"), words.removeprefix("*"))
                for number, rows in enumerate(pages, 1)
                for x, y, size, words in rows
            ]
        )
    )


def kept(found: Iterable[Block]) -> list[str]:
    """The sentences that would be translated, no-break spaces made plain: paper has no others."""
    document = clean(Document("a", "a", tuple(found)))
    sentences = segments(document.blocks, load_rules("fr"))
    return [sentence.text.replace("\xa0", " ").replace("\u202f", " ") for sentence in sentences]


def flat(lines: str) -> str:
    """Lines as the paragraph they are."""
    return lines.replace("\n", " ")


def test_lines_of_a_file_become_paragraphs_and_larger_ones_headings() -> None:
    """Lines of a file become paragraphs and larger ones headings; all of it by the program that runs beside us."""
    rows = [(40, 560, 18, "Un éditeur devant"), (40, 538, 18, "ses juges"), *column(f"{LEAD}\n\n{BODY}", y=500)]
    assert lines_of(pdf.blocks(made([rows]))) == (
        f"heading1 | Un éditeur devant ses juges\nparagraph | {flat(LEAD)}\nparagraph | {flat(BODY)}"
    )


def test_paragraphs_are_told_by_gap_indent_or_short_last_line() -> None:
    """Paragraphs are told by gap, indent or short last line."""
    wanted = f"paragraph | {flat(LEAD)}\nparagraph | {flat(BODY)}"
    both = column(f"{LEAD}\n{BODY}")
    assert laid_out(column(f"{LEAD}\n\n{BODY}")) == wanted
    assert laid_out(both) == wanted
    assert (
        laid_out([(x + 15 * (place in {0, 3}), y, size, line) for place, (x, y, size, line) in enumerate(both)])
        == wanted
    )


def test_a_paragraph_goes_on_over_columns_and_pages_and_what_stands_between_is_marked_behind_it() -> None:
    """A paragraph goes on over columns and pages, and what stands between is marked behind it."""
    first, second, third = LEAD.split("\n")
    head = (40.0, 580.0, 8.0, "Le Quotidien – no 12")
    page = [*column(first, y=60), (190.0, 20.0, 8.0, "– 1 –"), head]
    next_page = [*column(f"{second}\n{third}\n\n{BODY}"), (190.0, 20.0, 8.0, "– 2 –"), head]
    assert laid_out(page, next_page) == (
        f"paragraph | {flat(LEAD)}\n"
        "paragraph boilerplate | – 1 –\nparagraph boilerplate | Le Quotidien – no 12\n"
        f"paragraph | {flat(BODY)}\n"
        "paragraph boilerplate | – 2 –\nparagraph boilerplate | Le Quotidien – no 12"
    )
    assert laid_out([*column(f"{first}\n{second}", y=60), *column(f"{third}\n\n{BODY}", x=380)]) == (
        f"paragraph | {flat(LEAD)}\nparagraph | {flat(BODY)}"
    )


def test_what_a_browser_prints_around_a_page_is_marked_even_on_a_single_one() -> None:
    """What a browser prints around a page is marked, even on a single one."""
    rows = [*column(LEAD), (20, 585, 8, "22/11/2026, 17:56 Un éditeur"), (20, 12, 8, "https://press.example/a 1/1")]
    assert laid_out(rows) == (
        f"paragraph | {flat(LEAD)}\n"
        "paragraph boilerplate | 22/11/2026, 17:56 Un éditeur\nparagraph boilerplate | https://press.example/a 1/1"
    )
    assert laid_out([(20, 12, 8, "12")]) == "paragraph boilerplate | 12"
    assert laid_out([(20, 12, 8, "12"), *column(LEAD)]).startswith("paragraph boilerplate | 12\nparagraph | ")


def test_bold_lines_head_what_follows_and_labels_above_the_headline_are_marked() -> None:
    """Bold lines head what follows, and labels above the headline are marked."""
    rows = [
        (40, 590, 10, "Justice"),
        (40, 560, 20, "Un éditeur devant ses juges"),
        *column(f"{LEAD}\n\n*La défense\n{BODY}"),
    ]
    assert laid_out(rows) == (
        "paragraph navigation | Justice\nheading1 | Un éditeur devant ses juges\n"
        f"paragraph | {flat(LEAD)}\nheading2 | La défense\nparagraph | {flat(BODY)}"
    )


def test_items_begin_with_their_mark_and_a_drop_cap_belongs_to_its_word() -> None:
    """Items begin with their mark, and a drop cap belongs to its word."""
    second = "concevoir des outils qui enfreignent la loi, et les vendre ensuite à des"
    rows = [(40, 520, 10, f"• {second}"), (48, 508, 10, "clients."), (40, 496, 10, "• s’en servir.")]
    assert laid_out(rows) == f"item | • {second} clients.\nitem | • s’en servir."
    assert laid_out([(40, 500, 30, "L"), *column(LEAD[1:], x=60)]).endswith(f"| {flat(LEAD)}")


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("une mé-", "moire vive", "une mémoire vive"),
        ("le vice-", "président a", "le vice-président a"),
        ("la cybersurveil-", "lance", "la cybersurveillance"),
        ("peut-", "être", "peut-être"),
        ("a-t-", "il dit", "a-t-il dit"),
        ("une mé\xad", "moire", "une mémoire"),
        ("Jean-", "Pierre", "Jean-Pierre"),
        ("16-", "bit", "16-bit"),
        ("un mot -", "puis", "un mot - puis"),
        ("la fin", "du mot", "la fin du mot"),
    ],
)
def test_a_word_cut_by_a_line_end_is_put_together(before: str, after: str, wanted: str) -> None:
    """A word cut by a line end is put together; a hyphen of its own stays."""
    assert joined(before, after) == wanted


def test_ligatures_are_letters_again() -> None:
    """Ligatures are letters again."""
    assert laid_out([(40, 500, 10, "Le ﬁlm oﬃciel a un eﬀet ﬂou.")]) == "paragraph | Le film officiel a un effet flou."


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (b"Un texte.", "not a PDF", "save it again"),
        (b"%PDF-1.7\nrien", "broken", "print it to a new PDF"),
        (made([column(LEAD)], password=SECRET), "locked with a password", "without"),
        (made([[]], pictures=True), "pictures without text", "OCR"),
        (made([[]]), "pages are empty", "OCR"),
    ],
    ids=["text", "broken", "locked", "scanned", "empty"],
)
def test_what_cannot_be_read_is_told_with_the_mend(data: bytes, message: str, hint: str) -> None:
    """What cannot be read is told with the mend."""
    with pytest.raises(InputError, match=message) as caught:
        list(pdf.blocks(data))
    assert hint in caught.value.hint


def test_a_file_that_only_forbids_to_print_is_read() -> None:
    """A file that only forbids to print is read."""
    assert lines_of(pdf.blocks(made([column(LEAD)], password=""))) == f"paragraph | {flat(LEAD)}"


def test_a_page_that_is_a_picture_is_named_among_others() -> None:
    """A page that is a picture is named among others."""
    found = lines_of(pdf.blocks(made([column(LEAD), []], pictures=True)))
    assert found == f"paragraph | {flat(LEAD)}\nparagraph boilerplate | [p. 2]"


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes too long is given up."""
    monkeypatch.setattr(pdf, "LONGEST_TIME", 0.01)
    with pytest.raises(InputError, match="not found within"):
        list(pdf.blocks(made([column(LEAD)])))


def test_nothing_is_loaded_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is loaded from the current folder."""
    (tmp_path / "pypdf.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    assert lines_of(pdf.blocks(made([column(LEAD)]))) == f"paragraph | {flat(LEAD)}"


def written(data: bytes) -> tuple[int, str]:
    """The exit code and the output of the program that reads a PDF."""
    target = io.StringIO()
    return pdf_lines.main(io.BytesIO(data), target), target.getvalue()


def test_the_program_writes_pages_and_lines_and_stops_at_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program writes pages and lines, and stops at its limits."""
    data = made([[(40, 500, 10, "*Un titre"), (40, float("1e12"), 10, "Loin")], []], pictures=True)
    assert written(data) == (
        0,
        (
            f'2\n[{HEIGHT}.0, false]\n[40.0, 500.0, 10.0, true, "Un titre"]\n[40.0, 100000.0, 10.0, false, "Loin"]\n'
            f"[{HEIGHT}.0, true]\n"
        ),
    )
    assert written(made([[]], password=SECRET))[0] == pdf_lines.LOCKED
    monkeypatch.setattr(pdf_lines, "MOST_CHARACTERS", 40)
    assert written(data)[0] == pdf_lines.TOO_LONG
    monkeypatch.setattr(pdf_lines, "MOST_PAGES", 1)
    assert written(data)[0] == pdf_lines.TOO_LONG


def test_signs_that_paper_does_not_show_are_no_text() -> None:
    """Signs that paper does not show are no text."""
    assert pdf_lines._characters("a\0\x02b\ud83d\ude00\xadc\td\ud83d") == "ab😀\xadc\td\ufffd"
    assert pdf_lines._distance(float("nan")) == 0


def test_a_bomb_is_refused() -> None:
    """A bomb is refused: a page that unpacks to far more than a page can hold."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject, StreamObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made([column(LEAD)]))))
    packed = zlib.compressobj(9)
    bomb = StreamObject()
    bomb._data = b"".join(packed.compress(b" " * 1_000_000) for _ in range(300)) + packed.flush()
    bomb[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(bomb)
    target = io.BytesIO()
    writer.write(target)
    with pytest.raises(InputError, match=r"broken|pages are empty"):
        list(pdf.blocks(target.getvalue()))


@pytest.mark.slow
def test_broken_files_are_read_or_refused() -> None:
    """Broken files are read or refused."""
    whole = made([column(f"{LEAD}\n\n{BODY}"), column(BODY)])
    chance = random.Random(7)  # noqa: S311  # to break files, not to keep secrets
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        with suppress(InputError):
            found = list(pdf.blocks(bytes(data[: chance.randint(len(data) // 2, len(data))])))
            assert all(block.text for block in found)


@pytest.mark.chromium
def test_a_printed_page_gives_the_sentences_of_the_page(tmp_path: Path) -> None:
    """A printed page gives the sentences of the page: in one column and in two, with and without header and footer."""
    from browser import browsing

    source = ROOT / "source_fr" / "geants-memoire-amicus.html"
    wanted = kept(html.blocks(source.read_bytes()))
    with browsing() as page:
        page.open(source).paper(tmp_path / "a.pdf")
    found = kept(pdf.blocks((tmp_path / "a.pdf").read_bytes()))
    # print shows what the page's own structure would have told: a picture's description, a link to another article
    extra = [sentence for sentence in found if sentence not in wanted]
    assert [sentence for sentence in found if sentence in wanted] == wanted
    assert extra == ["Un téléphone affichant une messagerie", "Logiciels espions : notre lexique"]


@pytest.mark.slow
@pytest.mark.chromium
@pytest.mark.parametrize(
    "style", ["", "column-count:2;text-align:justify;font:11pt serif", "width:9cm;font:9pt sans-serif"]
)
def test_the_articles_of_the_issue_printed_give_their_sentences(tmp_path: Path, style: str) -> None:
    """The articles of the issue, printed, give their sentences."""
    from html import escape

    from browser import browsing

    if not ARTICLES.is_dir():
        pytest.skip("no articles beside the repository")
    with browsing() as page:
        for article in sorted(ARTICLES.glob("*.txt")):
            content = article.read_text("utf-8")
            body = "".join(f"<p>{escape(line)}" for line in content.splitlines() if line.strip())
            (tmp_path / "a.html").write_text(
                f'<!doctype html><meta charset="utf-8"><body style="{style}">{body}', "utf-8"
            )
            page.open(tmp_path / "a.html").paper(tmp_path / "a.pdf")
            found = kept(pdf.blocks((tmp_path / "a.pdf").read_bytes()))
            assert found == kept(text.blocks(content.encode()))
