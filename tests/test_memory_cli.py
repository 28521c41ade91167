"""`bilingual memory`: what goes in, what comes out, what is found, and how it ends."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from bilingual.memory import Approved, Memory, exchange
from running import COMMAND, bilingual, inside

if TYPE_CHECKING:
    from running import Run

DATA = Path(__file__).parent / "data"
TABLES: dict[str, dict[str, Any]] = tomllib.loads((DATA / "memory_tables.toml").read_text(encoding="utf-8"))
UNITS: dict[str, dict[str, Any]] = tomllib.loads((DATA / "memory_tmx.toml").read_text(encoding="utf-8"))
FILE = Path("memory.sqlite")
COURT = Approved("La cour a tranché hier.", "The court ruled yesterday.", "press/court", "a1")
ODD = Approved('- "Oui" & <b>\n=2\\n', "'- Yes; a, b | c\t]]>", "a#b/c", "x-2")
SENTENCES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe"), min_size=1).map(
    lambda text: f"x{text}x"  # spaces at the ends are not kept
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty, where the memory is kept, too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BILINGUAL_MEMORY", str(FILE))
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `bilingual memory` in this process: exit code, standard output, standard error."""
    return inside(capsys, "memory")


def _count() -> int:
    """How many pairs are remembered by now; asked without looking at them, so that an import is met half-way."""
    with closing(sqlite3.connect(FILE)) as file:
        (count,) = file.execute("SELECT COUNT(*) FROM approved").fetchone()
    return int(count)


def _pairs(path: Path = FILE) -> list[Approved]:
    with closing(Memory(path)) as memory:
        return list(memory.pairs())


def _learn(*pairs: Approved) -> None:
    with closing(Memory(FILE)) as memory:
        memory.learn(pairs)


def _texts() -> list[list[str]]:
    return [[pair.source, pair.target] for pair in _pairs()]


def _tmx(body: str, doctype: str = "") -> str:
    return f'<?xml version="1.0"?>{doctype}\n<tmx version="1.4"><header srclang="fr"/><body>\n{body}\n</body></tmx>\n'


def _told(flaws: str) -> list[int]:
    """The lines that standard error names."""
    return [int(line.partition(", line ")[2].partition(":")[0]) for line in flaws.splitlines() if ", line " in line]


# ── import ──


@pytest.mark.parametrize("case", TABLES.values(), ids=TABLES)
def test_tables(case: dict[str, Any], run: Run) -> None:
    """What is made of a table: tests/data/memory_tables.toml."""
    left_out = case.get("left_out", [])
    Path(case["file"]).write_bytes(case["text"].encode(case.get("encoding", "utf-8")))
    code, out, err = run("import", case["file"])
    assert _texts() == case["pairs"]
    assert {pair.article for pair in _pairs()} == {case.get("article", case["file"])}
    assert (code, _told(err)) == (int(bool(left_out)), left_out)
    assert f"{len(left_out)} left out" in out


@pytest.mark.parametrize("case", UNITS.values(), ids=UNITS)
def test_units(case: dict[str, Any], run: Run) -> None:
    """What is made of the units of a TMX file: tests/data/memory_tmx.toml."""
    left_out = case.get("left_out", [])
    Path("a.tmx").write_text(_tmx(case["body"]), encoding="utf-8")
    code, _out, err = run("import", "a.tmx")
    assert _texts() == case["pairs"]
    assert (code, [line + 1 for line in _told(err)]) == (int(bool(left_out)), left_out)


def test_a_tmx_in_utf_16_with_the_usual_doctype_is_read(run: Run) -> None:
    """A TMX in UTF-16 with the usual DOCTYPE is read; the DTD is not looked for."""
    text = _tmx(UNITS["either order, regions, small and capital letters"]["body"], '<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
    Path("a.tmx").write_bytes(text.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16"))
    assert run("import", "a.tmx")[0] == 0
    assert _texts() == [["La cour.", "The court."]]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.tmx", _tmx("<tu>"), "no sound XML"),
        ("a.tmx", "", "no sound XML"),
        ("a.tmx", "<html/>", "no TMX"),
        ("a.tmx", _tmx("<note/>" * 10_001), "no TMX"),
        ("a.tmx", _tmx("<tu>" + "<tuv/>" * 10_001 + "</tu>"), "no TMX"),
        ("a.tmx", _tmx("", '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "entities"),
        ("a.tmx", _tmx("<tu>" * 230), "nested more than 200 deep"),
        ("a.tmx", _tmx("<tu>" * 300), "nested more than 200 deep"),
        ("a.csv", 'source,target\n"La cour', "line 2: "),
        ("a.csv", "source,note\nx,y", "line 1: "),
        ("a.csv", "source,target,fr\nx,y,z", "line 1: "),
        ("a.tsv", "a\0b", "not a text file"),
        ("a.po", 'msgid "a"\nmsgstr "b', "line 2 is no whole line"),
        ("a.po", 'msgid "a"\nmsgid "b"\n', "yntax"),
        ("a.po", None, "o such file"),
        ("a.doc", "", "no such format"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_mend(name: str, text: str | None, says: str, run: Run) -> None:
    """What cannot be read is named with a mend, and nothing is taken from it."""
    if text is not None:
        Path(name).write_text(text, encoding="utf-8")
    code, _out, err = run("import", name)
    assert code == 2
    assert f"bilingual: {name}: " in err
    assert says in err
    assert "→" in err
    assert not FILE.exists() or _pairs() == []


def test_entities_are_never_expanded(run: Run, folder: Path) -> None:
    """Nor is anything from outside read, wherever the reference stands."""
    (folder / "secret").write_text("secret", encoding="utf-8")
    laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    for doctype in (f"<!DOCTYPE tmx [{laughs}]>", '<!DOCTYPE tmx [<!ENTITY b SYSTEM "secret">]>'):
        body = '<tu><tuv xml:lang="fr"><seg>&b;</seg></tuv><tuv xml:lang="en"><seg>&b;</seg></tuv></tu>'
        Path("a.tmx").write_text(_tmx(body, doctype), encoding="utf-8")
        assert run("import", "a.tmx")[0] == 2
        assert _pairs() == []


def test_a_file_that_is_too_large_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large is refused."""
    monkeypatch.setattr(exchange, "MOST_BYTES", 10)
    Path("a.tsv").write_text("La cour.\tThe court.\n", encoding="utf-8")
    code, _out, err = run("import", "a.tsv")
    assert (code, "larger than 10 bytes" in err) == (2, True)


def test_a_text_that_is_too_long_is_left_out(run: Run) -> None:
    """A text that is too long is left out."""
    Path("a.tsv").write_text(f"{'x' * 100_001}\tx\n", encoding="utf-8")
    code, _out, err = run("import", "a.tsv")
    assert (code, "longer than 100,000" in err) == (1, True)


def test_after_twenty_flaws_the_others_are_only_counted(run: Run) -> None:
    """After twenty flaws the others are only counted."""
    Path("a.tsv").write_text("x\n" * 30, encoding="utf-8")
    code, out, err = run("import", "a.tsv")
    assert (code, len(_told(err)), "30 left out" in out) == (1, 20, True)


def test_of_our_own_catalogues_the_approved_entries_count(run: Run) -> None:
    """Of our own catalogues the approved entries count, under their article and address, be they obsolete."""
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Project-Id-Version": "press/x",
        "X-Generator": "bilingual 1",
        "Content-Type": "text/plain; charset=UTF-8",
    }
    for address, flags, obsolete in (("a", [], 0), ("b", ["fuzzy"], 0), ("c", ["rejected"], 0), ("d", [], 1)):
        entry = polib.POEntry(msgctxt=address, msgid=f"F {address}", msgstr=f"E {address}", flags=flags)
        entry.obsolete = bool(obsolete)
        catalogue.append(entry)
    catalogue.append(polib.POEntry(msgctxt="e", msgid="F e"))
    catalogue.save("x.po")
    assert run("import", "x.po")[0] == 0
    assert _pairs() == [Approved(f"F {one}", f"E {one}", "press/x", one) for one in "ad"]


def test_of_catalogues_of_others_plurals_are_left_out(run: Run) -> None:
    """Of catalogues of others plurals are left out, and the file's name is the article."""
    text = 'msgid "Une porte."\nmsgstr "A door."\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    Path("x.po").write_text(text, encoding="utf-8")
    code, _out, err = run("import", "x.po")
    assert (code, "plural" in err) == (1, True)
    assert [(pair.source, pair.article) for pair in _pairs()] == [("Une porte.", "x.po")]


def test_the_same_file_twice_is_taken_once_and_several_at_a_time(run: Run) -> None:
    """The same file twice is taken once and several at a time; one of no known format stops all."""
    for name in ("a.tsv", "b.tsv"):
        Path(name).write_text(f"{name}\tx\n", encoding="utf-8")
    assert run("import", "a.tsv", "b.doc")[0] == 2
    assert not FILE.exists()
    assert run("import", "a.tsv", "b.tsv", "a.tsv")[0] == 0
    assert [pair.source for pair in _pairs()] == ["a.tsv", "b.tsv"]


@pytest.mark.slow
def test_two_imports_at_once_and_one_killed(folder: Path) -> None:
    """Two imports at once both arrive; one that is killed leaves whole batches, and goes on when called again."""
    for name in ("a", "b"):
        Path(f"{name}.tsv").write_text(
            "".join(f"Le {n}e {name}.\tThe {n}th.\n" for n in range(3_000)), encoding="utf-8"
        )
    started = [subprocess.Popen([*COMMAND, "memory", "import", f"{name}.tsv"], cwd=folder) for name in "ab"]
    assert [one.wait(60) for one in started] == [0, 0]
    assert len(_pairs()) == 6_000
    program = "from bilingual.memory import store; store.LEARNT_AT_ONCE = 20; from bilingual import cli; cli.run()"
    Path("c.tsv").write_text("".join(f"Le {n}e c.\tThe {n}th.\n" for n in range(6_000)), encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", program, "memory", "import", "c.tsv"], cwd=folder) as killed:
        while _count() < 6_300:
            time.sleep(0.01)
        killed.send_signal(signal.SIGKILL)
    assert 6_300 <= len(_pairs()) < 12_000
    assert len(_pairs()) % 20 == 0
    assert bilingual("memory", "import", "c.tsv", cwd=folder).returncode == 0
    assert len(_pairs()) == 12_000


# ── export ──


@pytest.mark.parametrize("ending", ["tmx", "csv", "po", "tsv"])
def test_all_come_back_as_they_were(ending: str, run: Run) -> None:
    """All come back as they were, oldest first; a TSV alone has no line breaks."""
    known = [ODD, COURT, Approved("Le juge.", "The judge.")]
    wanted = (
        known
        if ending != "tsv"
        else [Approved('- "Oui" & <b> =2\\n', "'- Yes; a, b | c ]]>", "a#b/c", "x-2"), *known[1:]]
    )
    _learn(*known)
    assert run("export", f"all.{ending}") == (0, f"all.{ending}: 3 pairs\n", "")
    first = Path(f"all.{ending}").read_bytes()
    assert run("import", f"all.{ending}", "--memory", "other")[0] == 0
    back = _pairs(Path("other"))
    assert back[:2] == wanted[:2]
    assert (back[2].source, back[2].target) == ("Le juge.", "The judge.")
    assert run("export", f"all.{ending}", "--force")[0] == 0
    assert Path(f"all.{ending}").read_bytes() == first


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(SENTENCES, SENTENCES), max_size=5))
def test_whatever_can_be_written_comes_back(texts: list[tuple[str, str]]) -> None:
    """Whatever can be written comes back."""
    pairs = [Approved(source, target, "a", str(n)) for n, (source, target) in enumerate(texts)]
    for ending in exchange.ENDINGS:
        path = Path(f"x{ending}")
        assert exchange.write(path, pairs) == len(pairs)
        assert list(exchange.read(path, lambda flaw: pytest.fail(str(flaw)))) == pairs


def test_what_no_file_can_hold_is_replaced(run: Run) -> None:
    """What no file can hold is replaced: lone surrogates, and control signs in XML."""
    _learn(Approved("a\ud800b\0c\ufffe", "x\x1by", "d\udfff", "e"))
    for ending in exchange.ENDINGS:
        assert run("export", f"x{ending}")[0] == 0
        Path(f"x{ending}").read_text(encoding="utf-8")
    unit = etree.parse("x.tmx").find(".//tuv/seg")
    assert unit is not None
    assert unit.text == "a\ufffdb\ufffdc\ufffd"


def test_a_file_that_is_there_is_not_replaced_unless_forced(run: Run) -> None:
    """A file that is there is not replaced unless forced, and one of no known format not begun."""
    _learn(COURT)
    Path("x.tmx").write_text("mine", encoding="utf-8")
    code, _out, err = run("export", "x.tmx")
    assert (code, "--force" in err, Path("x.tmx").read_text(encoding="utf-8")) == (2, True, "mine")
    assert run("export", "x.tmx", "--force")[0] == 0
    assert run("export", "x.doc")[0] == 2
    assert run("export", "x.tmx/y.tmx")[0] == 2
    assert not Path("x.doc").exists()


# ── search, stats ──


def test_search_shows_what_holds_a_text_and_what_is_near_it(run: Run) -> None:
    """Search shows what holds a text and what is near it."""
    _learn(COURT, Approved("Le juge.", "The judge \x1b[31m.", "", "b"))
    assert run("search", "COUR") == (0, f"press/court\n{COURT.source}\n{COURT.target}\n", "")
    code, out, _err = run("search", "La cour a tranché mardi.")
    assert (code, out.splitlines()[1:]) == (0, [COURT.source, COURT.target])
    assert out.splitlines()[0].endswith(" %  press/court")
    assert "100 %" in run("search", COURT.source)[1]
    assert "\x1b" not in run("search", "judge")[1]
    assert run("search", "nothing of that") == (1, "nothing found\n", "")
    assert run("search", "t", "--limit", "1")[1].count("\n") == 3


def test_search_for_machines(run: Run) -> None:
    """Search for machines."""
    _learn(COURT)
    found = json.loads(run("search", COURT.source, "--json")[1])
    assert found["near"][0]["score"] == 100
    assert found["holding"][0]["address"] == "a1"


def test_stats_say_how_much_and_where(run: Run) -> None:
    """Stats say how much and where; a memory that has not been begun is empty, and is not begun by looking."""
    assert run("stats")[0] == 0
    assert not FILE.exists()
    _learn(COURT)
    code, out, _err = run("stats")
    assert (code, out.splitlines()[:2]) == (0, [str(FILE), "1 approved pair"])
    found = json.loads(run("stats", "--json")[1])
    assert (found["pairs"], found["path"]) == (1, str(FILE))


def test_the_memory_is_that_of_the_option_of_bilingual_toml_or_of_the_user(run: Run) -> None:
    """The memory is that of the option, of bilingual.toml or of the user; one that is named has to be there."""
    Path("bilingual.toml").write_text('[translate]\nmemory = "settled"\n', encoding="utf-8")
    Path("a.tsv").write_text("La cour.\tThe court.\n", encoding="utf-8")
    assert run("import", "a.tsv")[0] == 0
    assert run("import", "a.tsv", "--memory", "named")[0] == 0
    assert [Path(name).exists() for name in ("settled", "named", str(FILE))] == [True, True, False]
    code, _out, err = run("search", "cour", "--memory", "other")
    assert (code, "other: no such file" in err, Path("other").exists()) == (2, True, False)
