"""`bilingual glossary`: what each command prints, writes and ends with; and proposals from articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest

from bilingual.engines.echo import Echo
from bilingual.glossary import Glossary
from bilingual.lexicon import role
from bilingual.memory import Memory
from bilingual.terminology import edit
from bilingual.terminology.candidates import Candidate, Place, candidates
from bilingual.terminology.entry import Entry
from bilingual.terminology.suggest import Sentence, Wish, _suggestion, entry, suggest
from bilingual.translate import Translator
from bilingual.types import Term
from running import Counting, inside

if TYPE_CHECKING:
    from running import Run

HOSTILE = 'a "b" \\ \x1b[31m\n#, forbidden\nmsgid "x"'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `bilingual glossary` in this process: exit code, standard output, standard error."""
    return inside(capsys, "glossary")


def _entries(name: str = "glossary.po") -> list[Entry]:
    return edit.read(Path(name))


# ── add, remove ──


def test_the_first_entry_begins_a_glossary(run: Run) -> None:
    """The first entry begins a glossary that gettext tools and `translate` can read."""
    assert run(
        "add", "cour", "court", "--plural", "cours", "courts", "--accept", "court of law", "--note", "Of law."
    ) == (
        0,
        "glossary.po: added “cour” → court | courts | court of law (terminology)\n",
        "",
    )
    (read,) = polib.pofile("glossary.po")
    assert (read.msgid_plural, read.msgstr_plural, read.flags) == ("cours", {0: "court", 1: "courts"}, ["terminology"])
    assert _entries() == [
        Entry(
            "cour", "court", "cours", "courts", ("court of law",), flags=("terminology",), note="Of law."
        )
    ]  # fmt: skip


def test_rules_are_flags(run: Run) -> None:
    """What is forbidden is kept apart from what is wanted by its context."""
    assert run("add", "NSO", "--read-only")[0] == 0
    assert run("add", "NSO", "the NSO", "--forbidden")[0] == 0
    assert run("add", "plainte", "lawsuit", "--fuzzy", "--context", "near: justice")[0] == 0
    assert [(one.target, one.context, one.flags) for one in _entries()] == [
        ("NSO", "", ("terminology", "read-only")),
        ("the NSO", "forbidden: the NSO", ("terminology", "forbidden")),
        ("lawsuit", "near: justice", ("terminology", "fuzzy")),
    ]


def test_hostile_text_stays_text(run: Run) -> None:
    """Nothing that a user pastes makes an entry of its own, or reaches the terminal."""
    code, _, error = run("add", HOSTILE, "x")
    assert (code, "\x1b" in error, "U+001B" in error) == (2, False, True)
    assert run("add", 'a "b" \\', "x", "--note", HOSTILE)[0] == 0
    assert len(polib.pofile("glossary.po")) == 1
    assert [(one.source, one.flags) for one in _entries()] == [('a "b" \\', ("terminology",))]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "cour"), "there is no rendering"),
        (("add", "cour", "tribunal"), "is there already"),
        (("remove", "tribunal"), "there is no entry"),
        (("import", "none.tbx"), "none.tbx: No such file"),
        (("import", "a.doc"), "no such format"),
        (("export", "glossary.po", "--force"), "is there already"),
        (("export", "there.csv"), "is there already"),
        (("check", "none.po"), ""),
    ],
)
def test_wrong_use_is_told(run: Run, arguments: tuple[str, ...], says: str) -> None:
    """Wrong use is told, and changes nothing."""
    run("add", "cour", "court")
    before = Path("glossary.po").read_bytes()
    Path("there.csv").touch()
    code, _, error = run(*arguments)
    assert code == (2 if says else 1)
    assert says in error
    assert Path("glossary.po").read_bytes() == before


@pytest.mark.parametrize("arguments", [("check",), ("export", "a.csv")])
def test_without_a_glossary_there_is_nothing_to_do(run: Run, arguments: tuple[str, ...]) -> None:
    """Without a glossary there is nothing to do."""
    code, _, error = run(*arguments)
    assert code == 2
    assert "there is no glossary.po here" in error


def test_removing_says_what_is_gone(run: Run) -> None:
    """Removing says what is gone."""
    run("add", "cour", "court", "--context", "law")
    assert run("remove", "cour", "--context", "law")[1] == "glossary.po: removed “cour” [law] → court (terminology)\n"
    assert _entries() == []


def test_the_settled_glossary_is_used(run: Run) -> None:
    """`bilingual.toml` names the glossary of all commands, and of several one must be chosen to be written to."""
    Path("bilingual.toml").write_text('[translate]\nglossary = ["a.po"]\n', encoding="utf-8")
    assert run("add", "cour", "court")[1].startswith("a.po: added")
    Path("bilingual.toml").write_text('[translate]\nglossary = ["a.po", "b.po"]\n', encoding="utf-8")
    code, _, error = run("add", "droit", "law")
    assert (code, "there are 2 glossaries: a.po, b.po" in error) == (2, True)
    assert run("add", "cour", "tribunal", "--file", "b.po")[0] == 0
    assert "b.po:11: info: “cour” is there already, a.po, line 11" in run("check")[1]


# ── check ──


def test_check_shows_all_by_file_and_line(run: Run) -> None:
    """Check shows all by file and line, and fails as asked."""
    Path("glossary.po").write_text('msgid "a\nmsgstr "b"\n\nmsgid "cour"\nmsgstr ""\n', encoding="utf-8")
    code, said, _ = run("check")
    lines = said.splitlines()
    assert code == 1
    assert lines[0].startswith("glossary.po:1: error: a quotation mark is missing")
    assert [line.split(":")[1] for line in lines[:-1]] == ["1", "1", "4", "4"]
    assert lines[-1] == "1 error, 1 warning, 2 remarks"
    assert run("check", "--fail-on", "never")[0] == 0


def test_check_for_machines(run: Run) -> None:
    """Check for machines."""
    run("add", "plainte", "lawsuit", "--fuzzy")
    code, said, _ = run("check", "--json", "--fail-on", "info")
    told = json.loads(said)
    assert (code, told["files"]) == (1, ["glossary.po"])
    assert told["problems"][0] == {
        "path": "glossary.po",
        "line": 11,
        "severity": "info",
        "check": "fuzzy",
        "message": "“plainte” is fuzzy: suggested, not enforced",
    }
    assert run("check", "--fail-on", "warning")[0] == 0


# ── import, export ──


@pytest.mark.parametrize("ending", ["tbx", "csv", "tsv", "po"])
def test_what_is_exported_can_be_imported(run: Run, ending: str) -> None:
    """What is exported can be imported."""
    run("add", "cour", "court", "--plural", "cours", "courts", "--note", "Of law.")
    run("add", "NSO", "--read-only")
    assert run("export", f"out.{ending}")[1] == f"out.{ending}: 2 entries\n"
    said = run("import", f"out.{ending}", "--into", "new.po")[1]
    assert said == "new.po: 2 added, 0 there already, 0 left out\n"
    assert _entries("new.po") == _entries()
    assert run("export", f"out.{ending}", "--from", "new.po", "--force")[0] == 0


def test_contradictions_are_shown_and_settled(run: Run) -> None:
    """Contradictions are shown and settled."""
    run("add", "cour", "court")
    Path("in.csv").write_text("source,target\ncour,courtyard\ndroit,law\n…,x\n", encoding="utf-8")
    code, said, error = run("import", "in.csv")
    assert (code, said) == (1, "glossary.po: nothing written; 1 contradiction: choose --replace or --keep\n")
    assert "in.csv, line 2: “cour” → courtyard, but there is “cour” → court (terminology)" in error
    assert "in.csv, line 4: “…” has no word to look for; left out" in error
    code, said, _ = run("import", "in.csv", "--keep")
    assert (code, said) == (1, "glossary.po: 1 added, 1 kept, 0 there already, 1 left out\n")
    assert run("import", "in.csv", "--replace")[1] == "glossary.po: 0 added, 1 replaced, 1 there already, 1 left out\n"
    assert [one.target for one in _entries()] == ["courtyard", "law"]


# ── suggest ──

STORY = (
    "Le tribunal maritime a rejeté la plainte de Zorgcorp mardi.",
    "Selon Zorgcorp, le tribunal maritime est lent.",
    "Les tribunaux maritimes sont rares, dit Zorgcorp.",
    "Un tribunal est lent.",
    "Le chiffrement de bout en bout protège Zorgcorp et le chiffrement de bout en bout rassure.",
    "LE CHIFFREMENT DE BOUT EN BOUT RASSURE ZORGCORP",
)


def _keys(texts: tuple[str, ...] = STORY, *terms: Term) -> dict[str, int]:
    return {one.key: len(one.places) for one in candidates(texts, Glossary(terms), 2)}


def test_names_and_maximal_phrases_are_candidates() -> None:
    """What stands in longer phrases only is none, nor is a phrase with grammar at its ends, nor a mere noun."""
    found = _keys()
    assert found["tribunal maritime"] == 3
    assert found["chiffrement de bout en bout"] >= 2
    assert found["zorgcorp"] >= 3
    assert not {"bout en bout", "chiffrement de bout", "tribunal", "maritime"} & found.keys()
    assert all(role(key.split(" ")[i]) == "content" for key in found for i in (0, -1))


def test_what_the_glossary_has_is_no_news() -> None:
    """What the glossary has is no news."""
    found = _keys(STORY, Term("Zorgcorp", "Zorgcorp", "read-only"), Term("chiffrement de bout en bout", "x"))
    assert list(found) == ["tribunal maritime"]


def test_better_known_is_what_stands_more_often_by_itself() -> None:
    """C-value: log2 of the words, plus one, times the count less that of the longer phrases around."""
    texts = ("Le droit pénal.",) * 3 + ("Le droit pénal suisse.",) * 2
    values = {one.key: one.value for one in candidates(texts, Glossary(()), 2)}
    assert values["droit pénal"] == pytest.approx(2 * (5 - 2))
    assert values["droit pénal suisse"] == pytest.approx((1 + 1.585) * 2, rel=1e-3)


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("cour", "content"),
        ("affaires", "content"),
        ("étrangères", "content"),
        ("jugement", "content"),
        ("considère", "outside"),
        ("rapidement", "outside"),
        ("officiellement", "outside"),
        ("peut-il", "outside"),
        ("porte-parole", "content"),
        ("de", "inner"),
        ("12", "outside"),
    ],
)
def test_words_have_roles(word: str, what: str) -> None:
    """Words have roles."""
    assert role(word) == what


def test_renderings_are_counted() -> None:
    """The most frequent one is proposed; English inflections and articles count as the same."""
    engine = Counting(Echo())
    sentences = [Sentence(f"a{number % 2}", text) for number, text in enumerate(STORY)]
    done: list[tuple[int, int]] = []
    made = suggest(sentences, Translator(engine, Memory(None)), Glossary(()), Wish(2), lambda *step: done.append(step))
    assert len(made) == 2
    assert sum(step[0] for step in done) == sum(step[1] for step in done) > 0
    everything = suggest(sentences, Translator(engine, Memory(None)), Glossary(()), Wish())
    inquiry = next(one for one in everything if "maritime" in one.source)
    assert (inquiry.source, inquiry.count, inquiry.articles) == ("tribunal maritime", 3, 2)
    assert (inquiry.target, inquiry.agreeing, inquiry.rendered) == ("tribunal maritime", 2, 3)
    assert [one.article for one in inquiry.examples] == ["a0", "a1"]
    proposed = entry(inquiry)
    assert proposed.flags == ("fuzzy", "terminology")
    assert proposed.note.startswith(
        "suggested: 3 times in 2 articles; rendered so 2 of 3 times\nalso: tribunaux maritimes (1)\na0: Le tribunal"
    )


def test_other_renderings_are_told() -> None:
    """What wavers is more useful than what is copied, and says how else it was rendered."""
    one = Candidate("a b", tuple(Place(0, 0, 3) for _ in range(3)), 6.0)
    made = _suggestion(one, [Sentence("x", "a b")], ["red house", "the red houses", "house in red"])
    assert (made.target, made.agreeing, made.rendered) == ("red house", 2, 3)
    assert made.others == (("house in red", 1),)
    assert made.usefulness == pytest.approx(6 * (1 + 1 / 3))
    assert "also: house in red (1)" in entry(made).note
    assert _suggestion(one, [Sentence("x", "a b")], ["a b"] * 3).usefulness == pytest.approx(3)
    silent = _suggestion(one, [Sentence("x", "a b")], ["", "", ""])
    assert (silent.target, silent.rendered, silent.usefulness) == ("", 0, 6.0)


def test_nothing_recurs_in_nothing() -> None:
    """Nothing recurs in nothing."""
    assert suggest([], Translator(Echo(), Memory(None)), Glossary(()), Wish()) == []


def _articles() -> None:
    Path("articles").mkdir()
    Path("articles/a.txt").write_text("\n\n".join(STORY[:3]), encoding="utf-8")
    Path("articles/b.txt").write_text("\n\n".join(STORY[3:]), encoding="utf-8")


def test_suggest_prints_a_table(run: Run) -> None:
    """Suggest prints a table, the figures to the right."""
    _articles()
    code, said, error = run("suggest", "articles", "none.txt", "--model", "echo", "--no-memory", "--limit", "1")
    head, row = said.splitlines()
    assert (code, head.split()[:3]) == (2, ["USE", "TIMES", "ARTICLES"])
    assert "tribunal maritime" in row
    assert "none.txt: there is no such file" in error


def test_a_second_suggest_decodes_nothing(run: Run) -> None:
    """A second suggest gives the same, from the memory, and knows the glossary beside the articles."""
    _articles()
    arguments = ("suggest", "articles", "--model", "echo", "--memory", "m.sqlite", "--json")
    first = run(*arguments)
    assert first == run(*arguments)
    assert {one["source"] for one in json.loads(first[1])} >= {"Zorgcorp", "tribunal maritime"}
    edit.add(Path("articles/glossary.po"), [Entry("Zorgcorp", flags=("read-only",))])
    assert "Zorgcorp" not in {one["source"] for one in json.loads(run(*arguments)[1])}


def test_proposals_are_fuzzy_entries_of_a_glossary(run: Run) -> None:
    """What is proposed once is not proposed again into the same file."""
    _articles()
    arguments = ("suggest", "articles", "--model", "echo", "--no-memory", "--into", "new.po")
    assert run(*arguments)[1].startswith("new.po: ")
    entries = _entries("new.po")
    assert {one.flags for one in entries} == {("fuzzy", "terminology")}
    assert all("a: " in one.note or "b: " in one.note for one in entries)
    before = Path("new.po").read_bytes()
    assert run(*arguments)[1] == "new.po: 0 proposals added as fuzzy, to be looked at\n"
    assert Path("new.po").read_bytes() == before
    assert run("check", "new.po")[0] == 0


@pytest.mark.parametrize("name", ["check", "add", "remove", "import", "export", "suggest", "learn"])
def test_each_command_shows_how_it_is_used(run: Run, name: str) -> None:
    """Each command shows how it is used."""
    code, said, _ = run(name, "--help")
    assert code == 0
    assert f"bilingual glossary {name}" in said
