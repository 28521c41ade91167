"""What corrections teach: from edits to lessons, from records to edits, and the real commands on the built-in model."""

from __future__ import annotations

import json
import shlex
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

import running
from bilingual import cli
from bilingual.glossary import Glossary
from bilingual.links import word_spans
from bilingual.terminology import edit
from bilingual.terminology.changes import Edit
from bilingual.terminology.entry import Entry
from bilingual.terminology.learned import learned
from bilingual.terminology.sides import LONGEST
from bilingual.types import Link, Term
from clocks import timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., "Done"]

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "learned.toml").read_text(encoding="utf-8")
)["case"]


def _links(source: str, machine: str, said: str) -> Iterator[Link]:
    for link in said.split():
        french, english = link.split("=")
        a, b = source.index(french), machine.index(english)
        yield (a, a + len(french)), (b, b + len(english))


def _edits(case: dict[str, Any]) -> list[Edit]:
    return [
        Edit(f"article {n % 2}", f"a{n}", source, machine, target, tuple(_links(source, machine, "".join(linked))))
        for n, (source, machine, target, *linked) in enumerate(case["edits"])
    ]


def _glossary(case: dict[str, Any]) -> Glossary:
    given = (entry if len(entry) > 2 else [*entry, "pin"] for entry in case.get("terms", ()))
    return Glossary(Term(source, target, rule, verb=source.split()[0].endswith("er")) for source, target, rule in given)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_corrections_teach(case: dict[str, Any]) -> None:
    """As the table says."""
    lessons = learned(_edits(case), _glossary(case))
    assert [[one.source, one.machine, one.target, one.count] for one in lessons] == case["expected"]
    assert all([*map(list, one.others)] == case.get("others", []) for one in lessons)
    assert all(bool(one.term) is case.get("changed", False) for one in lessons)


# ── with the real commands ──

ARTICLE = """L'association a déposé un mémoire amicus devant la cour. Le juge a lu ce texte.

Plusieurs mémoires amicus soutiennent la plainte. La vidéosurveillance algorithmique inquiète la ville.

Rien ne prouve que la vidéosurveillance algorithmique soit utile.
"""
ONE = MANY = "amicus memory"
"""What the built-in model makes of a *mémoire amicus*, and of several."""
FILED, SUPPORT, CITY, USEFUL = (
    "L'association a déposé un mémoire amicus devant la cour.",
    "Plusieurs mémoires amicus soutiennent la plainte.",
    "La vidéosurveillance algorithmique inquiète la ville.",
    "Rien ne prouve que la vidéosurveillance algorithmique soit utile.",
)


class Done(NamedTuple):
    """How a command ended."""

    code: int
    said: str
    error: str


def real(*arguments: str) -> Done:
    """The real command, its words as text."""
    done = running.bilingual(*arguments)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The same in this process."""

    def call(*arguments: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.run(list(arguments))
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    return call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """The current folder, with an article translated by the built-in model, and a memory of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BILINGUAL_MEMORY", str(tmp_path / "memory.sqlite"))
    (tmp_path / "affaire.txt").write_text(ARTICLE, encoding="utf-8")
    done = run("translate", "affaire.txt")
    assert done.code == 0, done.error
    return tmp_path


def correct(run: Run, changes: dict[str, tuple[str, str]], name: str = "affaire") -> Done:
    """Save corrections as the page does, each a text and what is to stand in its place, and apply them."""
    entries = {entry.msgid: entry for entry in polib.pofile(f"output/{name}.po")}
    decisions = []
    for source, (old, new) in changes.items():
        entry = entries[source]
        assert old in entry.msgstr
        before = {"target": entry.msgstr, "status": "draft", "note": ""}
        after = {**before, "target": entry.msgstr.replace(old, new)}
        decisions.append({"address": entry.msgctxt, "source": source, "before": before, "after": after})
    given = {"format": "bilingual-corrections", "version": 1, "article": name, "decisions": decisions}
    Path("x.corrections.json").write_text(json.dumps(given), encoding="utf-8")
    return run("apply", "x.corrections.json")


@pytest.mark.slow
def test_a_change_that_recurs_is_proposed_and_added(folder: Path) -> None:
    """Once is nothing; twice, in two files, is a hint of `apply`, a proposal, and a fuzzy entry."""
    once = correct(real, {FILED: (ONE, "amicus brief")})
    assert once.said.splitlines()[-1] == "affaire: 1 segment changed, no conflicts"
    assert real("glossary", "learn").said == "no change recurs\n"
    twice = correct(real, {SUPPORT: (MANY, "amicus briefs")})
    assert twice.said.splitlines()[-1:] == [
        "2 times “mémoire amicus” was made “amicus brief”: bilingual glossary learn output"
    ]
    (one,) = json.loads(real("glossary", "learn", "--json").said)
    examples = one.pop("examples")
    assert one == {
        "source": "mémoire amicus",
        "machine": MANY,
        "target": "amicus brief",
        "count": 2,
        "articles": 1,
        "others": [],
        "glossary": None,
        "command": None,
    }
    assert [example["source"] for example in examples] == [FILED, SUPPORT]
    done = real("glossary", "learn", "--into", "glossary.po")
    assert (done.code, done.said) == (0, "glossary.po: 1 proposal added as fuzzy, to be looked at\n")
    (entry,) = edit.read(folder / "glossary.po")
    assert (entry.source, entry.target, entry.flags) == ("mémoire amicus", "amicus brief", ("fuzzy", "terminology"))
    assert "2 times in 1 article" in entry.note
    assert real("glossary", "learn").said == "no change recurs\n"  # it is there, and waits


def test_a_change_of_an_entry_is_shown_with_its_command(folder: Path, run: Run) -> None:
    """Nothing is written over; the command does it, and keeps what else the entry says."""
    add = ("glossary", "add", "--plural", "mémoires amicus", "amicus briefs", "--note", "Of law.")
    run(*add, "mémoire amicus", "amicus brief")
    run("translate", "affaire.txt")
    done = correct(
        run, {FILED: ("amicus brief", "amicus curiae brief"), SUPPORT: ("amicus briefs", "amicus curiae briefs")}
    )
    assert "2 times “mémoire amicus” was made “amicus curiae brief”" in done.said
    before = (folder / "glossary.po").read_bytes()
    assert run("glossary", "learn", "--into", "glossary.po").said.startswith("glossary.po: 0 proposals")
    assert (folder / "glossary.po").read_bytes() == before
    table, told, command = run("glossary", "learn").said.rstrip().rsplit("\n", 2)
    row = "    2         1  mémoire amicus  amicus brief     amicus curiae brief  amicus brief"
    assert table.splitlines()[1] == row
    assert told == "“mémoire amicus” is “amicus brief” in the glossary; for “amicus curiae brief”:"
    for part in command.split(" && "):
        assert run(*shlex.split(part)[1:]).code == 0
    (entry,) = edit.read(folder / "glossary.po")
    assert (entry.target, entry.plural_target, entry.note) == ("amicus curiae brief", "amicus curiae briefs", "Of law.")
    assert run("glossary", "learn").said == "no change recurs\n"


def test_what_a_command_cannot_say_is_left_to_the_editor(folder: Path, run: Run) -> None:
    """An entry with variants has to be changed in its file."""
    known = Entry("vidéosurveillance", "CCTV", variants=("vidéo-surveillance",), note="Of towns.")
    edit.add(folder / "glossary.po", [known])
    run("translate", "affaire.txt")
    correct(run, {CITY: ("CCTV", "video surveillance"), USEFUL: ("CCTV", "video surveillance")})
    assert run("glossary", "learn").said.endswith("\n  change the entry in its file\n")
    assert json.loads(run("glossary", "learn", "--json").said)[0]["command"] is None


def test_articles_teach_together_in_whatever_tool_they_were_corrected(folder: Path, run: Run) -> None:
    """An edit in Poedit counts like one in the page, and `apply` sees that of another article."""
    (folder / "autre.txt").write_text("Un autre mémoire amicus est attendu.\n", encoding="utf-8")
    run("translate", "autre.txt")
    catalogue = polib.pofile("output/autre.po")
    catalogue[0].msgstr = "Another amicus brief is expected."
    catalogue.save()
    done = correct(run, {SUPPORT: (MANY, "amicus briefs")})
    assert "2 times “mémoire amicus”" in done.said
    (one,) = json.loads(run("glossary", "learn", "--json").said)
    assert (one["count"], one["articles"]) == (2, 2)
    run("glossary", "learn", "--into", "new.po")
    (entry,) = edit.read(folder / "new.po")
    assert "2 times in 2 articles" in entry.note
    assert f"affaire: {SUPPORT}" in entry.note


def test_without_the_memory_only_terms_are_found(folder: Path, run: Run) -> None:
    """Which is said, with the mend."""
    correct(run, {FILED: (ONE, "amicus brief"), SUPPORT: (MANY, "amicus briefs")})
    done = run("glossary", "learn", "--no-memory")
    assert (done.code, done.said) == (0, "no change recurs\n")
    assert "2 corrections are of texts that the memory does not have" in done.error
    assert folder.is_dir()


def test_a_record_that_cannot_be_read_is_named(folder: Path, run: Run) -> None:
    """The others are used."""
    correct(run, {FILED: (ONE, "amicus brief"), SUPPORT: (MANY, "amicus briefs")})
    (folder / "output" / "b.po").write_text('msgid "cut off', encoding="utf-8")
    (folder / "output" / "b.html").write_text("", encoding="utf-8")
    done = run("glossary", "learn", "output")
    assert done.code == 2
    assert "mémoire amicus" in done.said
    assert "b.po: line 1" in done.error
    assert run("glossary", "learn", "nowhere").code == 2


# ── on any input ──

WORDS = st.lists(st.sampled_from(["la", "cour", "court", "of", "The", "spy", "d'appel", "—", "Zorg", "x-y", "🙂"]))
TEXTS = WORDS.map(" ".join) | st.text(max_size=40)


@given(TEXTS, TEXTS, TEXTS, st.lists(st.tuples(*[st.integers(0, 50)] * 4), max_size=12))
def test_no_text_and_no_links_break_it(
    source: str, machine: str, target: str, links: list[tuple[int, int, int, int]]
) -> None:
    """Whatever the words and links: lessons have words on each side, and the machine's text against itself none."""
    words = tuple(((a, a + b + 1), (c, c + d + 1)) for a, b, c, d in links)
    edits = [Edit("x", address, source, machine, target, words) for address in "ab"]
    glossary = Glossary([Term("cour", "court"), Term("Zorg", "Zorg", "read-only")])
    assert all(one.source and one.machine and one.target for one in learned(edits, glossary))
    assert learned([replace(one, target=machine) for one in edits], glossary) == []


@pytest.mark.clock
def test_a_long_text_costs_little() -> None:
    """The longest that is looked at, a third of it changed, is a matter of moments; a longer one is passed over."""
    source = " ".join(f"tribunal maritime numéro{n}" for n in range(LONGEST // 3))
    machine = " ".join(f"maritime court number{n}" for n in range(LONGEST // 3))
    links = list(zip(word_spans(source), word_spans(machine), strict=True))
    edits = [Edit("x", a, source, machine, machine.replace("court", "tribunal"), tuple(links)) for a in "ab"]
    seconds, found = timed(lambda: learned(edits, Glossary(())))
    assert found
    assert seconds < 5
    longer = [replace(one, machine=f"{machine} more words", target=f"{one.target} more words") for one in edits]
    assert learned(longer, Glossary(())) == []
