"""What comes back from other tools is merged field by field, shown, and overwrites nothing that somebody did here."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual import publish
from bilingual.cli import differences
from bilingual.engines.echo import Echo
from bilingual.exchange import outgoing
from bilingual.exchange.incoming import Returned
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.publish import reopened
from bilingual.review.article import Article, state_of
from bilingual.review.returned import changes, one_line
from bilingual.translate import Translator
from bilingual.types import Block, Inline, Pair, Passage, Segment, State
from bitexts import Article as Building
from running import inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bilingual.types import Bitext
    from running import Run

NO, APPEAL, BOLD = "La cour a dit non.", "La société fait appel.", "Le juge a parlé."
WRITTEN = "The court said no."
"""By the machine."""
KEPT = "The company appeals."
"""By an editor, and approved."""


def bitext() -> Bitext:
    """A headline in two places, a segment of the machine's, an approved one, one with bold words, a skipped block."""
    made = Building("press/x").add("heading", ("Le procès", "The trial"), level=1).add("paragraph", (NO, WRITTEN))
    made.skip("cookies", "Nous déposons des cookies.")
    made.add(
        "paragraph", (APPEAL, KEPT), origin="editor", status="approved", note="Checked.", machine="The firm calls."
    )
    made.add("heading", ("Le procès", "The trial"), level=2)
    block = Block(BOLD, inlines=(Inline(3, 7, "bold"), Inline(8, 15, "link", "https://a.fr/é")))
    marks = (Inline(4, 9, "bold"), Inline(10, 15, "link", "https://a.fr/é"))
    pair = Pair(
        Segment(block, 0, len(BOLD), "b01d", block.inlines),
        "The judge spoke.",
        "editor",
        inlines=marks,
        machine="Judge.",
    )
    made.passages.append(Passage(block, (pair,)))
    return made.done()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the article in `output`, and a memory of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BILINGUAL_MEMORY", str(tmp_path / "memory.sqlite"))
    publish.record(tmp_path / "output", bitext(), {})
    return tmp_path


@pytest.fixture
def article(folder: Path) -> Iterator[Article]:
    """The article, opened."""
    with closing(Memory(None)) as memory:
        yield Article.open(folder / "output", "press/x", Translator(Echo(), memory, Glossary(())))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, in this process."""
    return inside(capsys)


def left(source: str, article: Article) -> Returned:
    """A segment as it leaves."""
    row = next(one for one in outgoing.of(article.bitext).rows if one.source == source)
    told = (row.address, row.source, row.target, row.status, row.note, (), row.target_marks, str(row.seen))
    return Returned(*told, "press/x")


def merge(article: Article, *rows: Returned) -> tuple[list[State], list[tuple[str, str]]]:
    """The states of the segments that changed, and the conflicts: their fields, and what was not applied."""
    asked = list(changes(article, rows))
    outcomes = article.decide([one.decision for one in asked if one.decision])
    conflicts = [clash for outcome in outcomes for clash in outcome.conflicts] + [
        c.conflict for c in asked if c.conflict
    ]
    changed = [state_of(article.pair(name)) for outcome in outcomes for name in outcome.changed]
    return changed, [(one.field, one.wanted) for one in conflicts]


def meanwhile(article: Article, source: str, **after: Any) -> None:  # noqa: ANN401  # fields of State
    """Somebody else changes a segment here."""
    row = left(source, article)
    pair = article.pair(row.address)
    state = replace(state_of(pair), **after)
    article._put(article._with(pair, state))


# merging


def test_what_came_back_as_it_left_changes_nothing(article: Article) -> None:
    """Also without what a tool may have lost."""
    rows = [left(one, article) for one in (NO, APPEAL, BOLD)]
    lost = [one._replace(seen="", note=None, status=None, marks=None) for one in rows]
    white = [one._replace(source=f" {one.source}\n", target=f"{one.target}\n", marks=()) for one in rows]
    for some in (rows, lost, white, [one._replace(target="") for one in rows]):
        assert merge(article, *some) == ([], [])


CHANGED = [
    ({"target": "The court refused."}, State("The court refused.")),
    ({"target": "The court refused.", "status": "approved"}, State("The court refused.", "approved")),
    ({"status": "approved"}, State(WRITTEN, "approved")),
    ({"status": "rejected"}, State(WRITTEN, "rejected")),
    ({"added": ("Why?", "Who?")}, State(WRITTEN, "draft", "Why?\nWho?")),
    ({"note": " Why?\r\nWho? "}, State(WRITTEN, "draft", "Why?\nWho?")),
    ({"target": " The court\n refused.\0 "}, State("The court refused.\ufffd")),
]


@pytest.mark.parametrize(("how", "state"), CHANGED)
@pytest.mark.parametrize("has_lost", [False, True])
def test_what_changed_is_applied(article: Article, how: dict[str, Any], state: State, *, has_lost: bool) -> None:
    """To a text of the machine also where a tool has lost what was seen; and twice is once."""
    row = left(NO, article)._replace(**how)
    row = row._replace(seen="") if has_lost else row
    assert merge(article, row) == ([state], [])
    if row.seen:
        assert merge(article, row) == ([], [])


def test_a_changed_text_is_a_draft_again(article: Article) -> None:
    """Unless the status says that somebody has decided on it; and the note stays."""
    row = left(APPEAL, article)._replace(target="The company is appealing.")
    assert merge(article, row) == ([State("The company is appealing.", "draft", "Checked.")], [])


MEANWHILE = [
    ({"target": "Mine."}, {"target": "Theirs."}, [("target", "Theirs.")]),
    ({"target": "Mine."}, {"target": "Mine."}, []),
    ({"target": "Mine."}, {"status": "approved"}, [("status", "approved")]),
    ({"target": "Mine."}, {"note": "Theirs."}, []),
    ({"note": "Mine."}, {"note": "Theirs."}, [("note", "Theirs.")]),
    ({"note": "Mine."}, {"added": ("Theirs.",)}, []),
    ({"note": "Mine."}, {"target": "Theirs."}, []),
    ({"status": "rejected"}, {"status": "approved"}, [("status", "approved")]),
    ({"target": "Mine."}, {}, []),
]


@pytest.mark.parametrize(("here", "there", "conflicts"), MEANWHILE)
def test_what_both_changed_is_a_conflict(
    article: Article, here: dict[str, Any], there: dict[str, Any], conflicts: list[tuple[str, str]]
) -> None:
    """Field by field; nothing that somebody did here is gone."""
    row = left(NO, article)._replace(**there)
    meanwhile(article, NO, **here)
    assert merge(article, row)[1] == conflicts
    now = state_of(article.pair(row.address))
    assert all(getattr(now, name) == value for name, value in here.items() if name != "note")
    assert here.get("note", "") in now.note
    assert "".join(there.get("added", ())) in now.note


def test_without_a_digest_a_persons_text_is_a_conflict_unless_equal(article: Article) -> None:
    """The machine's own may be taken; remarks are never lost."""
    row = left(APPEAL, article)._replace(seen="", target="Theirs.", added=("Why?",), note=None)
    changed, conflicts = merge(article, row)
    assert conflicts == [("target", "Theirs.")]
    assert changed == [State(KEPT, "approved", "Checked.\nWhy?")]
    assert merge(article, row._replace(target=KEPT, added=("Checked.",))) == ([], [])
    assert merge(article, row._replace(target="", note="Another.", added=())) == ([], [("note", "Another.")])


def test_what_the_article_does_not_have_is_a_conflict(article: Article) -> None:
    """A changed source and an unknown segment, where they ask for something."""
    row = left(NO, article)
    other = row._replace(source="La cour a dit oui.")
    assert merge(article, other) == ([], [])
    assert merge(article, other._replace(target="Yes.")) == ([], [("segment", "Yes.")])
    assert merge(article, other._replace(seen="")) == ([], [("segment", WRITTEN)])
    assert merge(article, other._replace(status="approved")) == ([], [("segment", WRITTEN)])
    assert merge(article, other._replace(added=("Why?",), target="")) == ([], [("segment", "")])


def test_segments_without_an_address_are_found_by_their_source(article: Article) -> None:
    """Those that are alike in their order; one that is named is not taken for another."""
    lost = [Returned("", "Le  procès", target) for target in ("The Trial", "A trial", "No trial")]
    changed, conflicts = merge(article, *lost)
    assert [state.target for state in changed] == ["The Trial", "A trial"]
    assert conflicts == [("segment", "No trial")]


def test_a_segment_that_is_named_is_not_taken_for_another(article: Article) -> None:
    """Though the row without a name comes first."""
    first, second = (one for one in outgoing.of(article.bitext).rows if one.source == "Le procès")
    named = Returned(first.address, "Le procès", "The trial", seen=str(first.seen))
    merge(article, Returned("", "Le procès", "Second."), named)
    assert [article.pair(one.address).target for one in (first, second)] == ["The trial", "Second."]


# marks


def test_moved_marks_come_back(article: Article) -> None:
    """With the new text, or with the old one; an address that a tool has spelled otherwise is the source's."""
    row = left(BOLD, article)
    assert row.marks is not None
    bold = Inline(0, 3, "bold")
    spelled = Inline(10, 15, "link", "https://a.fr/%C3%A9/")
    moved = row._replace(marks=(bold, spelled))
    merge(article, moved)
    assert article.pair(row.address).inlines == (bold, replace(spelled, href="https://a.fr/é"))
    assert merge(article, moved) == ([], [])


def test_marks_of_a_new_text_come_back(article: Article) -> None:
    """At its words, whatever white space is gone."""
    row = left(BOLD, article)
    merge(article, row._replace(target=" A judge spoke.", marks=(Inline(3, 8, "bold"),)))
    assert article.pair(row.address).inlines == (Inline(2, 7, "bold"),)


def test_marks_that_all_are_gone_are_the_tools_doing(article: Article) -> None:
    """They stay, and move with the text."""
    row = left(BOLD, article)._replace(marks=())
    assert merge(article, row) == ([], [])
    merge(article, row._replace(target="Then the judge spoke."))
    assert article.pair(row.address).inlines[0] == Inline(9, 14, "bold")


def test_marks_that_both_moved_are_a_conflict(article: Article) -> None:
    """What stands here stays."""
    row = left(BOLD, article)
    here = (Inline(0, 3, "bold"), Inline(10, 15, "link", "https://a.fr/é"))
    article._put(replace(article.pair(row.address), inlines=here))
    assert merge(article, row._replace(marks=(Inline(4, 15, "bold"),))) == ([], [("marks", "The judge spoke.")])
    assert merge(article, row._replace(marks=here)) == ([], [])
    assert article.pair(row.address).inlines == here


@given(st.text(st.sampled_from("ab \n\r\u2028\x85\0\ud800"), max_size=12), st.integers(0, 11), st.integers(1, 12))
def test_a_text_is_put_on_one_line_with_its_marks(text: str, start: int, size: int) -> None:
    """As a segment is: what is marked has the same letters."""
    mark = Inline(start, start + size, "bold")
    told, marks = one_line(text, (mark,) if mark.end <= len(text) else ())
    assert told == told.strip()
    assert not re.search(r"[\r\n\u2028\x85\0\ud800]", told)
    letters = (
        text[mark.start : mark.end].replace("\0", "\ufffd").replace("\ud800", "\ufffd") if mark.end <= len(text) else ""
    )
    found = "".join(told[one.start : one.end] for one in marks)
    assert "".join(found.split()) == "".join(letters.split())


# shown


@given(st.text("ab .", max_size=40), st.text("ab .", max_size=40))
def test_differences_have_all_of_both_texts(before: str, after: str) -> None:
    """Whatever they have in common."""
    found = differences.stretches(before, after)
    assert "".join(one.text for one in found if one.what != "new") == before
    assert "".join(one.text for one in found if one.what != "gone") == after


def test_differences_of_long_texts_are_told_at_once() -> None:
    """Where too much differs, as a whole."""
    before, after = " ".join(map(str, range(9_000))), " ".join(map(str, range(9_000, 18_000)))
    assert [one.what for one in differences.stretches(f"a {before} b", f"a {after} b")] == [
        "same",
        "gone",
        "new",
        "same",
    ]


def test_a_difference_is_shown_in_colour_and_what_is_alike_is_shortened(article: Article) -> None:
    """What a terminal would act on is not shown."""
    row = left(BOLD, article)
    before = replace(
        article.pair(row.address), target=f"{'so ' * 40}it was {'and ' * 60}thus {'it ' * 40}\x1b[2J", note="a\nb"
    )
    after = replace(
        before, target=before.target.replace("was", "is").replace("thus", "so"), status="approved", note="b\nc"
    )
    lines = list(differences.lines("x", before, after))
    plain = [re.sub(r"\x1b\[\d*m", "", line) for line in lines]
    assert plain[0] == "x b01d"
    assert re.fullmatch(r"- … so (so )+it was (and )+… (and )+thus it (it )+…", plain[1])
    assert re.fullmatch(r"\+ … so (so )+it is (and )+… (and )+so it (it )+…", plain[2])
    assert plain[3:] == ["  status: draft → approved", "  note: - a", "  note: + c"]
    assert "\x1b[31m\x1b[1mwas" in lines[1]
    moved = list(differences.lines("x", before, replace(before, inlines=())))
    assert moved[1:] == ["  marked: bold “o so ”, link “o so ” → –"]


# commands


def exported(folder: Path, run: Run, name: str = "xliff", *more: str) -> Path:
    """The article in a format, given away."""
    code, said, error = run("export", "press/x", "--to", name, *more)
    assert code == 0, error
    return folder / said.strip()


def entries(folder: Path) -> dict[str, Any]:
    """The record's entries by their sources."""
    return {one.msgid: one for one in polib.pofile(str(folder / "output" / "press" / "x.po")) if not one.obsolete}


@pytest.mark.parametrize("name", ["xliff", "xliff12", "tmx", "docx", "csv"])
def test_what_is_exported_and_applied_changes_nothing(folder: Path, run: Run, name: str) -> None:
    """Not a byte, in any format."""
    path = exported(folder, run, name)
    before = (folder / "output" / "press" / "x.po").read_bytes()
    assert run("apply", str(path), "--model", "echo") == (0, "press/x: 0 segments changed, no conflicts\n", "")
    assert (folder / "output" / "press" / "x.po").read_bytes() == before


@pytest.mark.parametrize("name", ["xliff", "xliff12", "tmx"])
def test_a_translators_work_comes_into_the_record(folder: Path, run: Run, name: str) -> None:
    """It is shown, with and without --dry-run; the page, the report and the memory have it too."""
    path = exported(folder, run, name)
    text = path.read_text(encoding="utf-8")
    assert WRITTEN in text
    path.write_text(text.replace(WRITTEN, "The court refused."), encoding="utf-8")
    before = (folder / "output" / "press" / "x.po").read_bytes()
    code, said, _error = run("apply", str(path), "--model", "echo", "--dry-run")
    assert code == 0
    lines = said.splitlines()
    assert re.fullmatch("press/x [0-9a-f]{10}", lines[0])
    assert lines[1:] == ["- The court said no.", "+ The court refused.", "press/x: 1 segment changed, no conflicts"]
    assert (folder / "output" / "press" / "x.po").read_bytes() == before
    assert run("apply", str(path), "--model", "echo")[1] == said
    assert (entries(folder)[NO].msgstr, entries(folder)[NO].fuzzy) == ("The court refused.", True)
    assert entries(folder)[APPEAL].tcomment == "Checked."
    assert "The court refused." in (folder / "output" / "press" / "x.html").read_text(encoding="utf-8")


def test_conflicts_are_listed_and_the_rest_is_applied(folder: Path, run: Run) -> None:
    """With exit code 1."""
    path = exported(folder, run)
    record = folder / "output" / "press" / "x.po"
    record.write_text(record.read_text(encoding="utf-8").replace(KEPT, "The firm appeals."), encoding="utf-8")
    text = path.read_text(encoding="utf-8").replace(KEPT, "It appeals.").replace(WRITTEN, "The court refused.")
    path.write_text(text, encoding="utf-8")
    code, said, error = run("apply", str(path), "--model", "echo")
    assert code == 1
    assert said.endswith("\npress/x: 1 segment changed, 1 conflict\n")
    assert "translation: “The firm appeals.” stays" in error
    assert "“It appeals.”" in error
    assert entries(folder)[APPEAL].msgstr == "The firm appeals."
    assert entries(folder)[NO].msgstr == "The court refused."


def test_moved_marks_come_into_the_record(folder: Path, run: Run) -> None:
    """Where a translator has moved the code in the file."""
    path = exported(folder, run, "xliff12", "--no-glossary")
    text = path.read_text(encoding="utf-8")
    assert '>The <g id="1" ctype="bold">judge</g> ' in text
    moved = text.replace('>The <g id="1" ctype="bold">judge</g> ', '><g id="1" ctype="bold">The judge</g> ')
    path.write_text(moved, encoding="utf-8")
    code, said, _error = run("apply", str(path), "--model", "echo")
    assert code == 0
    assert "marked: bold “judge”, link “spoke” → bold “The judge”, link “spoke”" in said
    (pair,) = (
        p
        for one in reopened.bitext(folder / "output" / "press" / "x.po", "x").passages
        for p in one.pairs
        if p.source.text == BOLD
    )
    assert pair.inlines[0] == Inline(0, 9, "bold")


@pytest.mark.parametrize(
    ("told", "called"),
    [
        ("press/x", "a.xlf"),
        ("press/x.po", "a.xlf"),
        ("", "press/x.xlf"),
        ("C:\\x.txt", "sent/press/x.12.xlf"),
        ("", "press/x.en.xlf"),
    ],
)
def test_the_article_is_told_in_the_file_or_by_its_name(folder: Path, run: Run, told: str, called: str) -> None:
    """Where a tool has lost one of them."""
    data = exported(folder, run).read_text(encoding="utf-8")
    path = folder / called
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data.replace('original="press/x"', f'original="{told}"'), encoding="utf-8")
    assert run("apply", called, "--model", "echo")[:2] == (0, "press/x: 0 segments changed, no conflicts\n")


@pytest.mark.parametrize(
    ("told", "called"), [("y", "y.xlf"), ("../press/x", "y.xlf"), ("/etc/passwd", "y.xlf"), ("\x07" * 300, "y.xlf")]
)
def test_an_article_that_is_not_there_is_refused(folder: Path, run: Run, told: str, called: str) -> None:
    """Before anything is written."""
    fine = exported(folder, run)
    data = fine.read_text(encoding="utf-8")
    fine.write_text(data.replace(WRITTEN, "The court refused."), encoding="utf-8")
    (folder / called).write_text(
        data.replace('original="press/x"', f'original="{told}"').replace("\x07", "x"), encoding="utf-8"
    )
    code, _said, error = run("apply", str(fine), called, "--model", "echo")
    assert code == 2
    assert "y.xlf: output has no article" in error
    assert entries(folder)[NO].msgstr == WRITTEN


def test_a_file_without_segments_is_refused(folder: Path, run: Run) -> None:
    """With the mend."""
    (folder / "x.tmx").write_text('<tmx version="1.4"><header srclang="fr"/><body/></tmx>', encoding="utf-8")
    code, _said, error = run("apply", "x.tmx", "--model", "echo")
    assert code == 2
    assert "there are no segments in it" in error


def test_several_files_of_one_article_are_applied_in_turn(folder: Path, run: Run) -> None:
    """The second translator's change of the same segment is a conflict, unless it is the same."""
    path = exported(folder, run)
    data = path.read_text(encoding="utf-8")
    for name, text in (("a.xlf", "First."), ("b.xlf", "Second."), ("c.xlf", "First.")):
        (folder / name).write_text(data.replace(WRITTEN, text), encoding="utf-8")
    code, said, error = run("apply", "a.xlf", "b.xlf", "c.xlf", "--model", "echo")
    assert code == 1
    assert said.endswith("1 segment changed, 1 conflict\n")
    assert "“First.” stays" in error
    assert entries(folder)[NO].msgstr == "First."


@pytest.mark.usefixtures("folder")
def test_articles_and_formats_are_chosen(run: Run) -> None:
    """By name or path, several at once; what does not fit is refused, with what there is."""
    code, said, _error = run("export", "press/x", "output/press/x.po", "--to", "xliff, tmx,xliff", "--to-dir", "away")
    assert (code, said.split()) == (0, ["away/press/x.xlf", "away/press/x.tmx"])
    for arguments, says in (
        (("press/x", "--to", "pdf"), "pdf: there is no such format"),
        (("y",), "there is no article “y”"),
        ((), "which articles are to be exported?"),
        (("press/x", "--only-open", "--only-approved"), "exclude each other"),
    ):
        code, _said, error = run("export", *arguments)
        assert code == 2
        assert says in error
        assert "→" in error


def test_only_some_segments_are_exported(folder: Path, run: Run) -> None:
    """Approved ones, or those that are not; where there are none, nothing is written."""
    text = exported(folder, run, "xliff", "--only-approved").read_text(encoding="utf-8")
    assert KEPT in text
    assert WRITTEN not in text
    text = exported(folder, run, "xliff", "--only-open").read_text(encoding="utf-8")
    assert KEPT not in text
    assert WRITTEN in text
    (folder / "output" / "exported" / "press" / "x.xlf").unlink()
    publish.record(folder / "output", Building("press/x").add("paragraph", (NO, WRITTEN)).done(), {})
    code, _said, error = run("export", "press/x", "--only-approved")
    assert code == 2
    assert "there are no such segments in it" in error
    assert not (folder / "output" / "exported" / "press" / "x.xlf").exists()


def test_terms_go_along_and_what_is_exported_is_not_checked_twice(folder: Path, run: Run) -> None:
    """The glossary beside the output; a folder of exported files is passed over by `check`."""
    (folder / "glossary.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "cour"\nmsgstr "court"\n', encoding="utf-8")
    text = exported(folder, run).read_text(encoding="utf-8")
    assert "<gls:term>cour</gls:term><gls:translation>court</gls:translation>" in text
    assert "gls:term" not in exported(folder, run, "xliff", "--no-glossary").read_text(encoding="utf-8")
    assert "of 1 file" in run("check", "output", "--fail-on", "never")[1]


def test_a_folder_that_cannot_be_written_to_is_told(folder: Path, run: Run) -> None:
    """With the mend; the other articles are exported."""
    (folder / "away").write_text("a file", encoding="utf-8")
    code, _said, error = run("export", "press/x", "--to-dir", "away")
    assert code == 2
    assert "--to-dir" in error
