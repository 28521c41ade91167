"""`bilingual evaluate`: what is compared with what, that the figures are sacreBLEU's, and what a user is told."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sacrebleu

from bilingual import evaluate, sample
from bilingual.engines.echo import Echo
from bilingual.errors import InputError
from bilingual.evaluate import Faults
from bilingual.glossary import Glossary
from bilingual.sample import Sample
from bilingual.types import Term
from running import COMMAND, Counting, Stammering, inside

if TYPE_CHECKING:
    from bilingual.engines import Engine
    from running import Run

ERRORS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "evaluate_errors.toml").read_text(encoding="utf-8")
)
FRENCH = (
    "La cour a rejeté l’appel mardi.",
    "",
    "Le gouvernement n’a pas répondu.",
    "Les juges ont lu l’arrêt à loisir.",
)
ENGLISH = ("The court dismissed the appeal on Tuesday.", "", "The government did not answer.", "The judges read it.")
WORDS = 6 + 5 + 7
LOOP = "the court the court the court the court"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `bilingual evaluate` in this process: exit code, standard output, standard error."""
    return inside(capsys, "evaluate")


def _make(files: dict[str, str]) -> None:
    for name, content in files.items():
        path = Path(name)
        if name.endswith("/"):
            path.mkdir()
        elif content.startswith("hex:"):
            path.write_bytes(bytes.fromhex(content[4:]))
        elif content == "500 words":
            path.write_text("mot " * 500 + "\tword", encoding="utf-8")
        else:
            path.write_text(content, encoding="utf-8")


def _files(french: tuple[str, ...] = FRENCH, english: tuple[str, ...] = ENGLISH) -> tuple[str, str]:
    _make({"a.fr": "".join(f"{line}\n" for line in french), "a.en": "".join(f"{line}\n" for line in english)})
    return "a.fr", "a.en"


# ── what is read ──


def test_two_files_are_read_line_for_line_with_their_blank_lines() -> None:
    """Two files are read line for line with their blank lines."""
    read = sample.read(*map(Path, _files()))
    assert read == Sample(FRENCH, ENGLISH)
    assert (read.lines, read.words) == (3, WORDS)


def test_a_table_holds_both_sides_and_perhaps_notes() -> None:
    """A table holds both sides and perhaps notes."""
    _make({"a.TSV": "Oui.\tYes.\tcour=court\tseen\n\n \t \nNon. \t No.\r\n"})
    assert sample.read(Path("a.TSV")) == Sample(("Oui.", "", "", "Non."), ("Yes.", "", "", "No."))


def test_with_a_reference_a_table_is_a_text_like_others() -> None:
    """Whoever names two files gets two files compared."""
    _make({"a.tsv": "Oui.\tYes.\n", "a.en": "Yes.\n"})
    assert sample.read(Path("a.tsv"), Path("a.en")) == Sample(("Oui.\tYes.",), ("Yes.",))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_encoding_and_end_of_line_will_do(codec: str, end: str) -> None:
    """Any encoding and end of line will do."""
    Path("a.fr").write_bytes(f"L’été.{end}Où ?{end}".encode(codec))
    Path("a.en").write_bytes(f"Summer.{end}Where?".encode(codec))
    assert sample.read(Path("a.fr"), Path("a.en")) == Sample(("L’été.", "Où ?"), ("Summer.", "Where?"))


def test_only_a_line_feed_ends_a_line() -> None:
    """Signs at which Python would split a text leave the sides in step."""
    french = "Oui,\u2028non,\x85peut-être,\x0cjamais."
    assert sample.read(*map(Path, _files((french, "Non."), ("Yes.", "No.")))).sources == (french, "Non.")


def test_the_limit_takes_the_first_lines_blank_ones_counted() -> None:
    """The limit takes the first lines blank ones counted."""
    read = sample.read(*map(Path, _files()), 3)
    assert read == Sample(FRENCH[:3], ENGLISH[:3])
    assert read.lines == 2


@pytest.mark.parametrize("case", ERRORS)
def test_what_does_not_fit_is_refused_with_file_line_and_mend(run: Run, case: str) -> None:
    """What does not fit is refused with file line and mend."""
    row = ERRORS[case]
    _make(row.get("given", {}))
    code, out, err = run("--model", "echo", *row["call"])
    assert (code, out) == (2, ""), err
    assert "internal" not in err
    at = 0
    for text in row["says"]:
        assert text in err[at:], err
        at = err.index(text, at)


# ── the figures ──


def test_scores_are_those_of_sacrebleu_with_its_own_settings() -> None:
    """Scores are those of sacreBLEU with its own settings."""
    outputs = ("The court rejected the appeal on Tuesday.", "", "The government has not answered.", "The judges read.")
    scores = evaluate.score(outputs, ENGLISH)
    assert scores.bleu == sacrebleu.corpus_bleu(list(outputs), [list(ENGLISH)]).score
    assert scores.chrf == sacrebleu.corpus_chrf(list(outputs), [list(ENGLISH)]).score
    assert 0 < scores.bleu < scores.chrf < 100
    assert scores.bleu_signature == f"nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:{sacrebleu.__version__}"
    assert scores.chrf_signature.startswith("nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|")


def test_the_reference_itself_scores_a_hundred_and_blank_lines_count_for_nothing() -> None:
    """The reference itself scores a hundred and blank lines count for nothing."""
    scores = evaluate.score(ENGLISH, ENGLISH)
    assert scores.bleu == pytest.approx(100)
    assert scores.chrf == pytest.approx(100)
    spoilt = ("The court dismissed the appeal.", *ENGLISH[1:])
    without = [side[:1] + side[2:] for side in (spoilt, ENGLISH)]
    assert evaluate.score(spoilt, ENGLISH) == evaluate.score(*without)


@pytest.mark.parametrize(
    ("source", "output", "faults"),
    [
        ("La cour a tranché.", "The court has ruled.", Faults(0, 0, 0, 0)),
        ("", "", Faults(0, 0, 0, 0)),
        ("* * *", "", Faults(0, 0, 0, 0)),
        ("La cour a tranché.", "", Faults(1, 0, 0, 0)),
        ("La cour a tranché.", "!?", Faults(1, 0, 0, 0)),
        ("La cour a tranché hier.", LOOP, Faults(0, 1, 0, 0)),
        ("non non non non", "no no no no", Faults(0, 0, 0, 0)),
        ("Oui.", " ".join(f"word{n}" for n in range(20)), Faults(0, 0, 1, 0)),
        ("Oui.", LOOP + f" {LOOP}", Faults(0, 1, 1, 0)),
        (" ".join(f"mot{n}" for n in range(20)), "Yes.", Faults(0, 0, 0, 1)),
    ],
)
def test_faults_are_counted_as_the_checks_see_them(source: str, output: str, faults: Faults) -> None:
    """Faults are counted as the checks see them."""
    assert evaluate.find_faults([source], [output]) == faults


def test_an_evaluation_tells_engine_size_time_and_outputs() -> None:
    """An evaluation tells engine size time and outputs."""
    told: list[tuple[int, int]] = []
    made = evaluate.evaluate(Echo(), Sample(FRENCH, FRENCH), show=lambda done, more: told.append((done, more)))
    assert (made.model, made.engine, made.lines, made.words) == ("echo", "echo-1", 3, WORDS)
    assert made.outputs == FRENCH
    assert made.scores.bleu == pytest.approx(100)
    assert made.seconds > 0
    assert made.speed == pytest.approx(WORDS / made.seconds)
    assert told[0] == (0, WORDS)
    assert sum(done for done, _ in told) == WORDS


@pytest.mark.parametrize("bare", [False, True])
def test_nothing_is_remembered_and_no_line_is_decoded_twice(*, bare: bool) -> None:
    """Each evaluation does the whole work again, or its time would say nothing."""
    engine = Counting(Echo())
    twice = Sample(FRENCH + FRENCH, ENGLISH + ENGLISH)
    told: list[int] = []
    for _ in range(2):
        made = evaluate.evaluate(engine, twice, bare=bare, show=lambda done, _: told.append(done))
        assert made.outputs == FRENCH + FRENCH
    assert {engine.decoded[text] for text in FRENCH if text} == {2}
    assert sum(told) == 2 * 2 * WORDS


def test_the_engine_alone_keeps_its_faults() -> None:
    """What `bilingual` would decode again, cut or calm goes to the engine as it is, whatever comes out."""
    texts = Sample(("LA COUR A TRANCHÉ.", " ".join(f"mot{n}" for n in range(12))), ("The court has ruled.", "Words."))
    mended = evaluate.evaluate(Stammering(9, mends=True), texts)
    assert mended.faults == Faults(0, 0, 0, 0)
    assert mended.outputs[0] == "La cour a tranché."
    alone = evaluate.evaluate(Stammering(9, mends=True), texts, bare=True)
    assert alone.faults.looping == 1
    assert alone.outputs == ("LA COUR A TRANCHÉ.", " ".join(["mot0"] * 9))


def test_a_line_that_is_too_long_for_a_model_is_cut_but_for_the_engine_alone() -> None:
    """A line that is too long for a model is cut but for the engine alone."""
    texts = Sample(("mot, " * 500 + "fin.",), ("word",))
    assert evaluate.evaluate(Echo(), texts).faults.empty == 0
    with pytest.raises(InputError, match="a line of 501 pieces"):
        evaluate.evaluate(Echo(), texts, bare=True)


def test_terms_of_a_glossary_are_pinned() -> None:
    """Terms of a glossary are pinned."""
    glossary = Glossary((Term("cour", "court"),))
    made = evaluate.evaluate(Echo(), Sample(FRENCH, ENGLISH), glossary)
    assert "court" in made.outputs[0]


def test_more_lines_than_are_taken_at_once_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """More lines than are taken at once keep their order."""
    monkeypatch.setattr(evaluate, "LINES_AT_ONCE", 2)
    monkeypatch.setattr(evaluate, "BATCH", 2)
    texts = tuple(f"mot {n} {'x ' * (n % 3)}fin" if n % 4 else "" for n in range(11))
    for bare in (False, True):
        assert evaluate.evaluate(Echo(), Sample(texts, texts), bare=bare).outputs == texts


def test_the_built_in_model_is_scored_on_what_translate_lines_writes(engine: Engine, run: Run) -> None:
    """The built-in model is scored on what `translate --lines` writes; alone, it comes close on such sentences."""
    assert run(*_files(), "--model", "builtin", "--output", "a.out")[0] == 0
    done = subprocess.run(
        [*COMMAND, "translate", "--lines", "--no-memory", "--model", "builtin", "a.fr"], capture_output=True, check=True
    )
    assert Path("a.out").read_bytes() == done.stdout
    made = evaluate.evaluate(engine, Sample(FRENCH, ENGLISH), bare=True)
    assert made.faults == Faults(0, 0, 0, 0)
    assert made.outputs[1] == ""
    assert made.scores.chrf > 40


# ── what is shown ──


def test_the_table_has_a_line_for_each_model(run: Run) -> None:
    """The table has a line for each model, and says what was compared and how it was counted."""
    code, out, err = run(*_files(), "--model", "echo", "--model", "echo")
    assert (code, err) == (0, "")
    head, one, two, blank, about, bleu, chrf = out.splitlines()
    assert head.split() == [
        *("MODEL", "FINGERPRINT", "BLEU", "chrF", "SECONDS", "WORDS/S", "EMPTY", "LOOPING", "LONG", "SHORT")
    ]
    for row in (one, two):
        assert row.split()[:2] == ["echo", "echo-1"]
        assert row.split()[-4:] == ["0", "0", "0", "0"]
        assert len(row) == len(head)
    assert blank == ""
    assert about == f"3 lines, {WORDS} words; translated as by bilingual translate --lines; no glossary"
    assert bleu.startswith("BLEU  nrefs:1|")
    assert chrf.startswith("chrF  nrefs:1|")


def test_the_table_says_which_way_and_which_glossary(run: Run) -> None:
    """The table says which way and which glossary."""
    files = _files()
    assert "; the engine alone, whole lines; no glossary\n" in run(*files, "--model", "echo", "--bare")[1]
    _make({"terms.po": 'msgid "cour"\nmsgstr "court"\n', "glossary.po": 'msgid "juges"\nmsgstr "judges"\n'})
    assert "; no glossary\n" in run(*files, "--model", "echo")[1], "one that lies about is not used"
    out = run(*files, "--model", "echo", "--glossary", "terms.po", "--output", "a.out")[1]
    assert "(1 terms)\n" in out
    assert "court" in Path("a.out").read_text(encoding="utf-8")


def test_json_has_every_figure_and_what_it_depends_on(run: Run) -> None:
    """JSON has every figure and what it depends on."""
    code, out, err = run(*_files(), "--model", "echo", "--limit", "1", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    (one,) = told.pop("models")
    assert told.pop("signatures").keys() == {"bleu", "chrf"}
    assert told.pop("bilingual")
    assert told.pop("ctranslate2")
    assert told == {"source": "a.fr", "reference": "a.en", "lines": 1, "words": 6, "bare": False, "glossary": None}
    assert one.keys() == {
        *("model", "engine", "bleu", "chrf", "seconds", "words_per_second", "empty", "looping", "long", "short")
    }
    assert (one["model"], one["engine"], one["empty"]) == ("echo", "echo-1", 0)


def test_outputs_are_written_line_for_line(run: Run) -> None:
    """Outputs are written line for line, into a folder that is made for them."""
    code, *_ = run(*_files(), "--model", "echo", "--output", "out/a.txt")
    assert code == 0
    assert Path("out/a.txt").read_text(encoding="utf-8") == "".join(f"{line}\n" for line in FRENCH)
    assert [path.name for path in Path("out").iterdir()] == ["a.txt"]


def test_figures_are_shown_even_where_the_outputs_find_no_room(run: Run) -> None:
    """The work of minutes is not lost for a slip in the last option."""
    Path("taken").mkdir()
    code, out, err = run(*_files(), "--model", "echo", "--output", "taken")
    assert code == 2
    assert out.startswith("MODEL")
    assert "taken: Is a directory" in err
    assert "name another file with --output" in err
    assert not list(Path().glob(".bilingual-*"))


def test_the_house_settles_models_and_the_command_line_has_the_last_word(run: Run) -> None:
    """The house settles models and the command line has the last word."""
    files = _files()
    _make({"terms.po": 'msgid "cour"\nmsgstr "court"\n'})
    _make({"bilingual.toml": '[evaluate]\nmodel = ["echo", "echo"]\nglossary = "terms.po"\n'})
    out = run(*files)[1]
    assert out.count("echo-1") == 2
    assert "(1 terms)" in out
    for option in ("--no-glossary", "--bare"):
        assert "no glossary" in run(*files, "--model", "echo", option)[1]


def test_no_file_is_touched_but_the_one_asked_for(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a memory nor sacreBLEU's folder appears in the home."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    (tmp_path / "home").mkdir()
    run(*_files(), "--model", "echo")
    assert sorted(str(path) for path in Path().rglob("*")) == ["a.en", "a.fr", "home"]


def test_a_bar_shows_on_a_terminal_and_the_table_in_the_pipe() -> None:
    """A bar shows on a terminal and the table in the pipe."""
    mother, child = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "evaluate", *_files(), "--model", "echo"],
        stdout=subprocess.PIPE,
        stderr=child,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
    ) as started:
        os.close(child)
        assert started.stdout is not None
        assert started.stdout.read().startswith(b"MODEL")
        said = os.read(mother, 4096).decode()
        assert started.wait(30) == 0
    os.close(mother)
    assert "Translating" in said
