"""`bilingual check` as people and machines run it: what it prints, in which forms, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from bilingual.checks.about import ABOUT
from bilingual.engines.echo import Echo
from bilingual.inspection import Inspection, Wish, judging
from bilingual.inspection.baseline import fingerprint
from bilingual.inspection.told import shown
from bilingual.types import Finding
from running import COMMAND, bilingual, inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Pair
    from running import Run

ROOT = Path(__file__).parents[1]
GOOD = ("La cour a tranché hier.", "The court ruled yesterday.")
EMPTY = ("Le juge n'a rien dit.", "")
LOOP = ("Le juge a parlé.", "He spoke he spoke he spoke he spoke.")
LONG = ("Oui.", " ".join(f"word{n}" for n in range(40)))
TERM = ("Il a déposé un mémoire amicus.", "He filed a friendly memory.")
GLOSSARY = 'msgid "mémoire amicus"\nmsgstr "amicus brief"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `bilingual check` in this process: exit code, standard output, standard error."""
    return inside(capsys, "check")


def po(path: str, *pairs: tuple[str, str], header: str = "") -> str:
    """A catalogue of some pairs, four lines each."""
    head = f'msgid ""\nmsgstr "{header}"\n\n' if header else ""
    rows = "".join(
        f'msgctxt "c{n}"\nmsgid "{source}"\nmsgstr "{target}"\n\n' for n, (source, target) in enumerate(pairs)
    )
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(head + rows, encoding="utf-8")
    return path


def checks(out: str) -> list[str]:
    """The checks whose findings a text tells of."""
    return re.findall(r"\[([\w-]+)\]$", out, re.MULTILINE)


# what people read


def test_a_finding_is_told_with_its_place_and_both_texts(run: Run) -> None:
    """File and line, severity, message, check, source, target; the figures come last."""
    code, out, err = run(po("a.po", GOOD, EMPTY))
    assert code == 1
    assert err == ""
    assert out == (
        "a.po:6: error: There is no translation. [empty]\n"
        "  fr: Le juge n'a rien dit.\n"
        "  en:\n"
        "\n"
        "1 error, 0 warnings, 0 remarks in 2 pairs of 1 file\n"
    )


def test_all_is_well_with_a_good_file(run: Run) -> None:
    """Nothing but the figures."""
    assert run(po("a.po", GOOD)) == (0, "0 errors, 0 warnings, 0 remarks in 1 pair of 1 file\n", "")


def test_the_proposed_text_is_shown(run: Run) -> None:
    """Behind an arrow."""
    code, out, _err = run(po("a.po", ("Il y en a 1 400 ici.", "There are 1,500 of them here.")))
    assert code == 1
    assert "  → There are 1,400 of them here.\n" in out


def test_other_tools_files_and_folders_are_checked(run: Run) -> None:
    """In the order given, those of a folder by their names."""
    Path("b").mkdir()
    Path("b/x.xlf").write_text(
        '<xliff version="1.2"><file source-language="fr" target-language="en"><body>\n<trans-unit id="7">'
        "<source>Le juge a parlé.</source><target>he he he he he</target></trans-unit></body></file></xliff>"
    )
    Path("b/m.tmx").write_text(
        '<tmx version="1.4"><header srclang="fr"/><body><tu><tuv xml:lang="fr"><seg>Oui.</seg></tuv>'
        '<tuv xml:lang="en"><seg> </seg></tuv></tu></body></tmx>'
    )
    code, out, _err = run(po("z.po", EMPTY), "b")
    assert code == 1
    assert re.findall(r"^(\S+): error", out, re.MULTILINE) == ["z.po:2", "b/m.tmx:1", "b/x.xlf:2"]


def test_an_article_of_ours_is_checked(run: Run, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The file of record, blocks that are not translated left out; its address is that of the page."""
    monkeypatch.setenv("BILINGUAL_MEMORY", str(folder / "memory"))
    Path("a.txt").write_text("Le juge a parlé de 1 400 euros.\n\nLire aussi : la cour\n", encoding="utf-8")
    assert bilingual("translate", "a.txt", "--model", "echo", cwd=folder).returncode == 0
    assert Echo.name == "echo"
    _code, out, _err = run("output", "--json", "--fail-on", "never")
    found = json.loads(out)
    assert found["summary"]["pairs"] == 1
    assert {row["address"] for row in found["findings"]} <= {
        re.search(r'msgctxt "(\w+)"', Path("output/a.po").read_text())[1]
    }  # type: ignore[index]


def test_terms_are_checked_by_the_glossary_nearby(run: Run) -> None:
    """As translate finds it; one may be named, or none asked for. The glossary itself is no text."""
    Path("texts").mkdir()
    Path("texts/glossary.po").write_text(GLOSSARY, encoding="utf-8")
    Path("other.po").write_text(GLOSSARY.replace("brief", "submission"), encoding="utf-8")
    po("texts/a.po", TERM)
    assert checks(run("texts")[1]) == ["term"]
    assert checks(run("texts/a.po")[1]) == ["term"]
    assert "amicus submission" in run("texts", "--glossary", "other.po")[1]
    assert checks(run("texts", "--no-glossary")[1]) == []
    assert run("texts", "--glossary", "none.po")[0] == 2


def test_other_languages_get_the_checks_that_serve_all(run: Run) -> None:
    """And a line that says so, once a file."""
    path = po("a.po", EMPTY, LOOP, LONG, EMPTY, header="Language: de\\nX-Source-Language: fr\\n")
    code, out, err = run(path)
    assert code == 1
    assert checks(out) == ["empty", "repeated", "empty"]
    assert "  de:\n" in out
    assert err.count("a.po: fr → de is not French → English") == 1
    assert "copied, doubtful, empty, quotes, repeated, verbatim" in err


def test_untrusted_text_cannot_move_the_terminal(run: Run) -> None:
    """No escape sequence, and no line that is not ours."""
    code, out, _err = run(po("a.po", ("Oui\x1b[2J\u202e. Le juge\\nforged:1: error", "")))
    assert code == 1
    assert out.count("\n") == 5
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(
    ("text", "span", "wanted"),
    [
        ("The court ruled.", (4, 9), "The ⟦court⟧ ruled."),
        ("a\nb\tc", None, "a b c"),
        ("", None, ""),
        ("x" * 300, None, "x" * 240 + "…"),
        ("y" * 300 + "zz", (300, 302), "…" + "y" * 80 + "⟦zz⟧"),
        ("x" * 1000, (0, 900), "⟦" + "x" * 240 + "⟧…"),
    ],
)
def test_words_are_marked_and_long_texts_cut(text: str, span: tuple[int, int] | None, wanted: str) -> None:
    """So that what a finding is about is always seen."""
    assert shown(text, span) == wanted


@pytest.mark.untraced
@pytest.mark.slow
def test_a_text_of_figures_alone_is_told_in_bounded_time(run: Run) -> None:
    """At the most 50 findings of a check, though each of 20,000 figures is wrong."""
    code, out, _err = run(po("a.po", ("1 " * 20_000, "2 " * 20_000)), "--select", "figure")
    assert code == 1
    assert len(checks(out)) == 50


# what is asked for


@pytest.mark.parametrize(
    ("arguments", "wanted", "code"),
    [
        ([], ["empty", "repeated", "length"], 1),
        (["--select", "empty"], ["empty"], 1),
        (["--select", "empty, length", "--select", "copied"], ["empty", "length"], 1),
        (["--ignore", "empty,repeated"], ["length"], 0),
        (["--ignore", "empty,repeated", "--fail-on", "warning"], ["length"], 1),
        (["--ignore", "empty,repeated", "--fail-on", "info"], ["length"], 1),
        (["--select", "length", "--ignore", "length", "--fail-on", "info"], [], 0),
        (["--fail-on", "never"], ["empty", "repeated", "length"], 0),
    ],
)
def test_checks_and_severities_can_be_chosen(arguments: list[str], wanted: list[str], code: int, run: Run) -> None:
    """The exit code goes by what is left."""
    got, out, _err = run(po("a.po", EMPTY, LOOP, LONG), *arguments)
    assert [name for name in checks(out) if name in {"empty", "repeated", "length"}] == wanted
    assert got == code


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--select", "emty"], "there is no check emty"),
        (["--ignore", "empty,x"], "there is no check x"),
        (["--json", "--sarif"], "--json and --sarif exclude each other"),
        (["--baseline", "none"], "none: No such file"),
        (["--baseline", "a.po"], "a.po, line 1: this is no line of a baseline"),
        (["--write-baseline", "."], ".: "),
    ],
)
def test_wrong_use_ends_in_2_with_a_mend(arguments: list[str], says: str, run: Run) -> None:
    """And nothing is checked."""
    code, out, err = run(po("a.po", EMPTY), *arguments)
    assert code == 2
    assert says in err
    assert "  → " in err
    assert out == ""
    if "check" in says:
        assert all(name in err for name in ABOUT)


def test_what_cannot_be_read_does_not_keep_the_others_from_being_checked(run: Run) -> None:
    """It is told, and the exit code is 2."""
    Path("b.po").write_text('msgid "Oui"\nmsgstr ""\n\nnonsense\n')
    Path("nothing").mkdir()
    code, out, err = run(po("a.po", EMPTY), "b.po", "none.po", "c.doc", "nothing", po("z.po", EMPTY), "--json")
    assert code == 2
    found = json.loads(out)
    assert [row["file"] for row in found["findings"]] == ["a.po", "b.po", "z.po"]
    assert found["summary"]["files"] == 2
    for error, says in zip(
        found["summary"]["errors"],
        ("b.po: line 4: ", "none.po: No such", "c.doc: no reader", "nothing: there is no bil"),
        strict=True,
    ):
        assert says in error["message"]
        assert error["message"] in err
        assert error["hint"] in err


# what machines read


def test_json_tells_all_of_each_finding(run: Run) -> None:
    """And the figures."""
    _code, out, _err = run(po("a.po", GOOD, EMPTY, LONG), "--json", "--select", "empty,length")
    found = json.loads(out)
    assert found["findings"][0] == {
        "file": "a.po",
        "line": 6,
        "address": "c1",
        "check": "empty",
        "severity": "error",
        "message": "There is no translation.",
        "source": EMPTY[0],
        "target": "",
        "fix": None,
        "source_span": None,
        "target_span": None,
    }
    assert found["summary"] == {
        "files": 1,
        "pairs": 3,
        "findings": 2,
        "severities": {"error": 1, "warning": 1, "info": 0},
        "checks": {"empty": 1, "length": 1},
        "passed_over": 0,
        "errors": [],
    }
    assert json.loads(run(po("b.po", GOOD), "--json")[1])["findings"] == []


def _sarif(run: Run, *arguments: str) -> dict[str, Any]:
    code, out, _err = run(*arguments, "--sarif")
    assert code in {0, 1}
    found: dict[str, Any] = json.loads(out)
    return found


def test_sarif_is_what_the_standard_asks_for(run: Run, folder: Path) -> None:
    """The parts of SARIF 2.1.0 that its schema requires, and those that code hosts need."""
    pairs = (GOOD, EMPTY, LOOP, LONG, ("Il y en a 1 400 ici.", "There are 1,500 of them here."))
    po("a folder/é.po", *pairs)
    log = _sarif(run, "a folder", po(str(folder / "b.po"), EMPTY))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    assert "sarif-schema-2.1.0" in log["$schema"]
    (one,) = log["runs"]
    driver = one["tool"]["driver"]
    assert driver["name"] == "bilingual"
    assert re.fullmatch(r"[\w.]+", driver["version"])
    names = [rule["id"] for rule in driver["rules"]]
    assert len(names) == len(set(names))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"note", "warning", "error"}
    assert len(one["results"]) >= 5
    for result in one["results"]:
        assert names[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[\w./%:~-]+", place["artifactLocation"]["uri"], re.ASCII)
        assert place["region"]["startLine"] >= 1
        assert location["logicalLocations"][0]["fullyQualifiedName"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in one["results"]]
    assert unquote(uris[0]) == "a folder/é.po"
    assert uris[-1] == (folder / "b.po").as_uri()
    assert any("Proposed: There are 1,400" in result["message"]["text"] for result in one["results"])


def test_every_check_that_finds_something_is_known_by_name() -> None:
    """What `--select` takes, and SARIF tells of."""
    sources = "".join(path.read_text() for path in (ROOT / "src" / "bilingual" / "checks").glob("*.py"))
    named = set(re.findall(r'Finding\(\s*"([\w-]+)"', sources))
    assert named == set(ABOUT)


@pytest.mark.slow
def test_the_same_files_give_the_same_bytes(folder: Path) -> None:
    """Whatever the hash seed, in each form, and in several processes."""
    po(
        "a.po",
        *[(f"La cour a tranché {n}.", "" if n % 7 == 0 else f"The court ruled {n + n % 2}.") for n in range(1_000)],
    )
    for form in ((), ("--json",), ("--sarif",)):
        outs = [bilingual("check", "a.po", *form, cwd=folder, PYTHONHASHSEED=seed) for seed in ("1", "2")]
        assert outs[0].returncode == 1
        assert outs[0].stdout == outs[1].stdout
        assert outs[0].stdout.count(b"There is no translation") == 143


# a baseline


def test_what_a_baseline_knows_is_passed_over(run: Run) -> None:
    """Wherever the pair is moved; a changed text is new."""
    code, out, _err = run(po("a.po", EMPTY, LOOP), "--write-baseline", "known")
    assert (code, out) == (0, "known: 2 findings to pass over\n")
    po("b.po", GOOD, LOOP, EMPTY)
    code, out, _err = run("b.po", "--baseline", "known")
    assert (code, out) == (0, "0 errors, 0 warnings, 0 remarks, 2 passed over in 3 pairs of 1 file\n")
    po("b.po", GOOD, (LOOP[0], f"{LOOP[1]} He spoke."), EMPTY)
    code, out, _err = run("b.po", "--baseline", "known", "--json")
    assert code == 1
    assert [row["check"] for row in json.loads(out)["findings"]] == ["repeated"]
    assert json.loads(out)["summary"]["passed_over"] == 1


def test_a_baseline_is_made_anew_from_all_that_is_found(run: Run) -> None:
    """Also where the old one is named: what is still there stays in it. The same findings give the same bytes."""
    po("a.po", EMPTY, LOOP, EMPTY)
    run("a.po", "--write-baseline", "known")
    before = Path("known").read_bytes()
    run("a.po", "--baseline", "known", "--write-baseline", "known")
    assert Path("known").read_bytes() == before
    lines = before.decode().splitlines()
    assert lines[1:] == sorted(
        f"{name} {fingerprint(name, *pair)}" for name, pair in (("empty", EMPTY), ("repeated", LOOP))
    )


def test_a_baseline_is_not_made_from_half_of_the_files(run: Run) -> None:
    """The old one stays."""
    Path("known").write_text("# mine\n")
    code, out, err = run(po("a.po", EMPTY), "none.po", "--write-baseline", "known")
    assert (code, out) == (2, "")
    assert "known: not written" in err
    assert Path("known").read_text() == "# mine\n"


# large files


def test_many_units_are_judged_by_several_processes_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same reports as from one."""
    monkeypatch.setattr(judging, "FEW", 10)
    po("a.po", *[(f"La cour {n}.", "") for n in range(900)])
    seen = []
    for processors in (1, 3):
        monkeypatch.setattr(judging, "_processors", lambda count=processors: count)
        reports = list(Inspection(_none(), Wish(), _refuse).reports([Path("a.po")]))
        seen.append([(report.unit.address, report.finding.check) for report in reports])
    assert seen[0] == seen[1] == [(f"c{n}", "empty") for n in range(900)]


def _none() -> Any:  # noqa: ANN401  # loaded here alone
    from bilingual.glossary import load

    return load(())


def _refuse(message: str, hint: str) -> None:
    raise AssertionError(message, hint)


def test_whoever_stops_reading_stops_the_checks(folder: Path) -> None:
    """A pipe that closes is no error."""
    po("a.po", *[(f"La cour {n}.", "") for n in range(9_000)])
    with subprocess.Popen(
        [*COMMAND, "check", "a.po"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder
    ) as run:
        assert run.stdout
        assert run.stderr
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""


# plug-ins


def shouting(pair: Pair) -> Iterator[Finding]:
    """A check of somebody else's."""
    if pair.target.isupper():
        yield Finding("shouting", "info", "All in capitals.", pair.source.address)


def test_a_plug_in_is_run_and_known_by_its_name(run: Run, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As `--select` takes it; SARIF tells of it without a rule."""
    info = folder / "plug-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plug\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[bilingual.checks]\nshouting = test_check_cli:shouting\n")
    monkeypatch.syspath_prepend(str(folder))
    path = po("a.po", ("Il a parlé.", "HE SPOKE."))
    assert checks(run(path, "--select", "shouting")[1]) == ["shouting"]
    (result,) = _sarif(run, path, "--select", "shouting")["runs"][0]["results"]
    assert result["ruleId"] == "shouting"
    assert "ruleIndex" not in result


# where it is put to use


def test_the_hook_checks_bilingual_files_and_no_glossary() -> None:
    """By the entries of .pre-commit-hooks.yaml, which are plain enough to be read here."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    told = dict(re.findall(r"^[- ] (\w+): (.+)$", text, re.MULTILINE))
    assert told["entry"] == "bilingual check"
    wanted = {"a.po": True, "x/b.xlf": True, "c.xliff": True, "d.tmx": True, "glossary.po": False, "e.txt": False}
    files, exclude = re.compile(told["files"]), re.compile(told["exclude"])
    assert {name: bool(files.search(name) and not exclude.search(name)) for name in wanted} == wanted


def test_settings_hold_for_the_command(run: Run) -> None:
    """bilingual.toml names them as the command line does."""
    Path("bilingual.toml").write_text('[check]\nignore = ["empty"]\nfail-on = "warning"\nbaseline = "known"\n')
    Path("known").touch()
    assert tomllib.loads(Path("bilingual.toml").read_text())
    assert run(po("a.po", EMPTY))[0] == 0
    assert run(po("a.po", LONG))[0] == 1


def test_messages_are_in_the_language_asked_for(folder: Path) -> None:
    """In the other processes as well: what they find is not said in English there."""
    po("a.po", *[(f"La cour {n}.", "") for n in range(2_000)])
    done = bilingual("check", "a.po", "--json", cwd=folder, BILINGUAL_LANG="fr", PYTHONUTF8="1")
    assert len({row["message"] for row in json.loads(done.stdout)["findings"]}) == 1
    assert os.environ.get("BILINGUAL_LANG") is None or done.returncode == 1
