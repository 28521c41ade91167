"""`bilingual publish`, and the editions that Chromium shows and prints."""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

import books
from bilingual.edition import pdf
from bilingual.edition.editions import edition
from bilingual.edition.look import Look
from bilingual.errors import BilingualError
from browser import browsing, chromium
from running import bilingual, inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from running import Run

SHOWN = Path("output/published")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a folder with two articles."""
    monkeypatch.chdir(tmp_path)
    books.saved(tmp_path / "output", books.article("a"), books.article("press/b"))
    return inside(capsys, "publish")


def test_each_article_becomes_a_file_in_each_format(run: Run) -> None:
    """Their paths go to standard output, what is left out to standard error."""
    code, out, err = run("a", "output/press/b.po", "a", "--to", "html, txt", "--to", "json,html", "--only-approved")
    assert code == 0
    assert out.splitlines() == [
        f"output/published/{name}.{to}" for name in ("a", "press/b") for to in ("html", "txt", "json")
    ]
    assert all(Path(line).stat().st_size for line in out.splitlines())
    assert err.splitlines()[:2] == [
        "bilingual: a: 6 of 8 sentences are left out; […] stands in their place",
        "  → approve or write them, and publish again",
    ]


def test_options_say_what_the_title_page_says(run: Run) -> None:
    """And where the files go, in which layout and words."""
    told = "--title Mine --subtitle S --author A --author B --translator C --publisher P --date 2026-07-01 --rights R"
    places = "--layout english --to md --to-dir x --lang fr"
    code, out, _err = run("a", *told.split(), *places.split())
    assert (code, out) == (0, "x/a.md\n")
    written = Path("x/a.md").read_text(encoding="utf-8")
    assert written.startswith("# Mine\n\n*S*\n\nA")
    assert "R\n\nThe [Pegasus software]" in written
    assert "attaque" not in written


def test_a_terminal_sees_how_far_it_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On standard error, so that the paths can go into a pipe."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    code, out, err = run("a", "press/b", "--to", "txt,md")
    assert code == 0
    assert len(out.splitlines()) == 4
    assert "Publishing" in err
    assert "Publishing" not in out


def test_what_does_not_fit_together_is_refused(run: Run) -> None:
    """Each with the mend."""
    for arguments, what, mend in (
        ((), "which articles are to be published?", "there are: a, press/b"),
        (("-o", "none"), "which articles are to be published?", "-o"),
        (("c",), "output: there is no article “c”", "there are: a, press/b"),
        (("a", "--collection", "book.toml"), "NAMES and --collection exclude each other", "leave one"),
        (("a", "press/b", "--title", "T"), "--title is for one article", "--collection"),
        (("a", "--to", "html,rtf"), "there is no format “rtf”", "html, md, docx"),
        (("a", "--to", ", "), "--to names no format", "html, md, docx"),
        (("a", "--template", "none"), "none: there is no such folder", "name the folder"),
        (("--collection", "none.toml"), "none.toml: No such file or directory", "mend the file"),
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert what in err
        assert mend in err
    assert not SHOWN.exists()


def test_one_broken_article_does_not_keep_the_others_back(run: Run) -> None:
    """It is told of, and the exit code is 2; nothing half-written stays."""
    Path("output/a.po").write_text('msgid "', encoding="utf-8")
    code, out, err = run("a", "press/b")
    assert (code, out) == (2, "output/published/press/b.html\n")
    assert "output/a.po: line 1" in err


def test_a_place_that_cannot_be_written_is_told(run: Run) -> None:
    """With its name."""
    Path("full").touch()
    code, _out, err = run("a", "--to-dir", "full")
    assert code == 2
    assert "full" in err
    assert "--to-dir" in err


def test_a_broken_template_leaves_no_file(run: Run) -> None:
    """The page before it stays as well."""
    Path("look").mkdir()
    Path("look/page.html.j2").write_text("{{ nothing }}", encoding="utf-8")
    assert run("a")[0] == 0
    before = (SHOWN / "a.html").read_bytes()
    code, out, err = run("a", "--template", "look")
    assert (code, out) == (2, "")
    assert "look/page.html.j2, line 1: 'nothing' is undefined" in err
    assert (SHOWN / "a.html").read_bytes() == before
    assert os.listdir(SHOWN) == ["a.html"]  # noqa: PTH208  # hidden files too


def test_a_collection_is_one_book_called_as_its_file(run: Run) -> None:
    """Options go before what the file says; the folder of -o before the file's."""
    Path("issue.toml").write_text(
        'title = "T"\nsubtitle = "S"\n[[article]]\nname = "a"\n[[article]]\nname = "press/b"\n', encoding="utf-8"
    )
    code, out, err = run("--collection", "issue.toml", "--to", "txt", "--title", "Mine")
    assert (code, out) == (0, "output/published/issue.txt\n")
    assert (SHOWN / "issue.txt").read_text(encoding="utf-8").startswith("Mine\n====\n\nS\n")
    assert err.startswith("bilingual: issue: 4 of 16 sentences are left out")
    Path("output").rename("elsewhere")
    assert run("--collection", "issue.toml")[0] == 2
    assert run("--collection", "issue.toml", "-o", "elsewhere")[0] == 0


def test_ten_thousand_sentences_would_take_no_more_than_ten_seconds(tmp_path: Path) -> None:
    """A thousand, in all formats that need no browser, on a slow and busy machine."""
    books.saved(tmp_path, books.article("a", 500))
    before = os.times()
    done = bilingual("publish", "a", "-o", str(tmp_path), "--to", "html,md,txt,json")
    after = os.times()
    assert done.returncode == 0, done.stderr
    assert after.children_user + after.children_system - before.children_user - before.children_system < 10


@pytest.mark.chromium
def test_the_page_reads_well_on_screens_and_paper(tmp_path: Path) -> None:
    """Columns where there is room, one below the other where there is none, two again on paper; nothing complains."""
    from bilingual.edition import html

    page = tmp_path / "page.html"
    with page.open("wb") as file:
        html.write(file, books.of(edition(books.article(paragraphs=12))), "side-by-side", Look())
    script = """(() => {
        const place = side => document.querySelector(".pair " + side).getBoundingClientRect();
        const [a, b] = [place(".source"), place(".target")];
        return [a.top === b.top, a.right < b.left, document.documentElement.scrollWidth <= innerWidth];
    })()"""
    with browsing() as tab:
        assert tab.open(page).ask(script) == [True, True, True]
        assert tab.requests() == [page.as_uri()]
        assert tab.open(page, width=380, dark=True).ask(script) == [False, False, True]
        assert tab.ask("getComputedStyle(document.body).backgroundColor") == "rgb(23, 22, 20)"
        assert tab.complaints() == []


@pytest.mark.chromium
def test_a_book_is_printed_with_running_heads_numbers_and_bookmarks() -> None:
    """Bookmarks keep the spaces of headings that are broken into lines."""
    chromium()
    title = "A Long Title That Takes More Than One Line of the Page, for Certain, and Goes on"
    one = edition(books.article(paragraphs=12), title=title)
    file = BytesIO()
    pdf.write(file, books.of(one, one, title='Spy "ware"}', is_collection=True), "side-by-side", Look())
    made = PdfReader(file)
    pages = [" ".join(page.extract_text().split()) for page in made.pages]
    assert len(pages) >= 4
    assert made.metadata
    assert made.metadata.title == 'Spy "ware"}'
    assert 'Spy "ware"}' in pages[2]
    assert "Spy" not in pages[0].replace('Spy "ware"}', "", 1)  # the first page has its title, and no head
    assert pages[2].endswith("3") or " 3 " in pages[2]
    assert [mark.title for mark in _marks(made.outline)][:3] == ['Spy "ware"}', "Contents", title]


@pytest.mark.chromium
def test_a_very_long_book_is_printed_without_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    """They would take Chromium more memory than all the rest."""
    chromium()
    book = books.of(edition(books.article(paragraphs=3)))
    tagged = []
    for most in (pdf.MOST_TAGGED, 100):
        monkeypatch.setattr(pdf, "MOST_TAGGED", most)
        file = BytesIO()
        pdf.write(file, book, "english", Look())
        tagged.append("/StructTreeRoot" in PdfReader(file).trailer["/Root"])
    assert tagged == [True, False]


def _marks(outline: list[Any]) -> Iterator[Any]:
    for mark in outline:
        yield from _marks(mark) if isinstance(mark, list) else [mark]


def test_without_a_browser_the_mend_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Which program is asked for, and what to do instead."""
    book = books.book(("paragraph", "a", "b"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BilingualError, match="PDF is printed by Chromium or Chrome") as refused:
        pdf.write(BytesIO(), book, "english", Look())
    assert refused.value.hint == "install chromium, name it in BILINGUAL_CHROMIUM, or publish html and print that"
    monkeypatch.setenv("BILINGUAL_CHROMIUM", "browser")
    with pytest.raises(BilingualError, match=r"browser: there is no such program \(BILINGUAL_CHROMIUM\)"):
        pdf.write(BytesIO(), book, "english", Look())


@pytest.mark.skipif(os.name != "posix", reason="the programs are shell scripts")
@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("#!/bin/sh\necho 'no display' >&2\nexit 1\n", "did not print the page: no display"),
        ("#!/bin/sh\nsleep 60\n", "it took longer than 0 seconds"),
        ("no script", "did not print the page: "),
    ],
)
def test_a_browser_that_does_not_print_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, says: str
) -> None:
    """It complains, hangs or cannot be started."""
    program = tmp_path / "browser"
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("BILINGUAL_CHROMIUM", str(program))
    monkeypatch.setattr(pdf, "PATIENCE", 0.3)
    file = BytesIO()
    with pytest.raises(BilingualError) as refused:
        pdf.write(file, books.book(), "english", Look())
    assert says in str(refused.value)
    assert refused.value.hint == "publish html and print that"
    assert not file.getvalue()
