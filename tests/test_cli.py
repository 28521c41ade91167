"""`bilingual translate` and `segment` as people run them: what they print, where they write, how they end."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilingual import cli
from bilingual.cli.progress import bar
from bilingual.engines.echo import Echo
from bilingual.publish import catalogue
from running import COMMAND, SOURCES, bilingual, inside

if TYPE_CHECKING:
    from running import Run

ERRORS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "data" / "cli_errors.toml").read_text())
ECHO = ("--model", "echo", "--style", "as-decoded")
"""Gives back letter by letter what it gets."""
ARTICLE = "La cour a tranché.\n\nWhatsApp attaque NSO en justice.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty, and a memory of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BILINGUAL_MEMORY", str(tmp_path.parent / f"{tmp_path.name}.sqlite"))
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process: exit code, standard output, standard error."""
    return inside(capsys)


def _glossary(path: str, **terms: str) -> str:
    Path(path).write_text("".join(f'msgid "{source}"\nmsgstr "{target}"\n\n' for source, target in terms.items()))
    return path


def _terms() -> set[str]:
    """Source → target of the terms that the last run found."""
    text = Path("output/a.po").read_text(encoding="utf-8")
    return {line.split(": ", 1)[1].split(" (")[0] for line in text.split("\n") if line.startswith("#. term: ")}


def _make(files: dict[str, str]) -> None:
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir()
        elif content.startswith("hex:"):
            path.write_bytes(bytes.fromhex(content[4:]))
        else:
            path.write_text(content, encoding="utf-8")


@pytest.mark.parametrize("case", ERRORS)
def test_errors_name_the_file_and_the_mend(run: Run, case: str) -> None:
    """Errors name the file and the mend."""
    row = ERRORS[case]
    _make(row.get("given", {}))
    code, out, err = run(*row["call"])
    assert code == row["code"], err
    assert "Traceback" not in err
    assert out == ""
    at = 0
    for text in row["says"]:
        assert text in err[at:], err
        at = err.index(text, at)


def test_an_article_becomes_page_catalogue_index_and_report(run: Run) -> None:
    """An article becomes page catalogue index and report."""
    Path("a.txt").write_text(ARTICLE)
    code, out, err = run("translate", "a.txt", "--model", "echo")
    assert (code, err) == (0, "")
    assert out == (
        f"a: 9 words, 2 segments, 0 blocks skipped, 0/0 terms, 2 findings\nOpen {Path('output') / 'a.html'}\n"
    )
    assert sorted(path.name for path in Path("output").iterdir()) == ["a.html", "a.po", "index.html", "report.json"]


def test_the_terms_of_a_run_are_told_in_one_line(run: Run) -> None:
    """How many were honoured, how many stand too often, and how many of those that recur are rendered alike."""
    Path("a.txt").write_text("La cour de Brest a parlé.\n\nPuis la cour a ri.\n")
    _glossary("g.po", cour="cour")
    code, out, _ = run("translate", "a.txt", "--model", "echo", "--glossary", "g.po")
    assert code == 0
    assert out.splitlines()[1] == "Terms: 2 of 2 honoured, 0 too many, 2 of 2 that recur rendered alike"


def test_several_articles_are_opened_by_the_index(run: Run) -> None:
    """Several articles are opened by the index."""
    _make({"d/a.txt": ARTICLE, "d/sub/a.md": ARTICLE})
    code, out, _ = run("translate", "d", "--model", "echo", "-o", "pages")
    assert code == 0
    assert [line.split(":")[0] for line in out.splitlines()] == ["a", "sub/a", "Open pages/index.html"]


def test_one_bad_file_does_not_stop_the_others(run: Run) -> None:
    """One bad file does not stop the others."""
    _make({"a.txt": ARTICLE, "b.txt": "hex:00", "c.txt": ARTICLE})
    code, out, err = run("translate", "a.txt", "b.txt", "nix.txt", "c.txt", "--model", "echo")
    assert code == 2
    assert err.count("bilingual: ") == err.count("  → ") == 2
    assert out.startswith("a: 9 words")
    assert "\nc: 9 words" in out


def test_json_is_the_report_and_nothing_else(run: Run) -> None:
    """JSON is the report and nothing else."""
    _make({"a.txt": ARTICLE, "b.txt": ""})
    code, out, err = run("translate", "a.txt", "b.txt", "--model", "echo", "--json")
    assert code == 2
    assert "b.txt: there is nothing in it" in err
    report = json.loads(out)
    assert report == json.loads(Path("output/report.json").read_text(encoding="utf-8"))
    assert [article["name"] for article in report["articles"]] == ["a"]
    assert report["errors"][0]["file"] == "b.txt"
    assert report["signature"].keys() == {
        "bilingual",
        "ctranslate2",
        "model",
        "engine",
        "glossary",
        "keep-all",
        "style",
    }


@pytest.mark.parametrize(("severity", "code"), [("info", 1), ("warning", 1), ("error", 0), ("never", 0)])
def test_findings_as_grave_as_asked_end_in_one(run: Run, severity: str, code: int) -> None:
    """Findings as grave as asked end in one."""
    # an echo leaves the source untranslated, which is worth a warning
    Path("a.txt").write_text("La cour a tranché hier soir dans cette affaire de piratage.")
    assert run("translate", "a.txt", "--model", "echo", "--fail-on", severity)[0] == code


def test_a_bad_file_outranks_findings(run: Run) -> None:
    """A bad file outranks findings."""
    Path("a.txt").write_text("La cour a tranché hier soir dans cette affaire de piratage.")
    assert run("translate", "a.txt", "nix", "--model", "echo", "--fail-on", "info")[0] == 2


def test_an_internal_error_is_a_sentence_and_three(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An internal error is a sentence and three."""

    def broken(_: object) -> str:
        raise ZeroDivisionError("a bug\x1b[2J")

    monkeypatch.setattr(Echo, "tokenize", broken)
    Path("a.txt").write_text(ARTICLE)
    code, out, err = run("translate", "a.txt", "--model", "echo")
    assert (code, out) == (3, "")
    assert err.startswith("bilingual: internal error: ")
    assert "BILINGUAL_DEBUG=1" in err
    assert "\x1b" not in err
    monkeypatch.setenv("BILINGUAL_DEBUG", "1")
    with pytest.raises((ZeroDivisionError, TypeError)):
        cli.run(["translate", "a.txt", "--model", "echo"])


def test_a_promise_that_is_broken_ends_in_three(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A promise that is broken ends in three."""
    monkeypatch.setattr(catalogue, "addresses", lambda _: iter(()))
    Path("a.txt").write_text(ARTICLE)
    code, _, err = run("translate", "a.txt", "--model", "echo")
    assert code == 3
    assert "a.po: segment" in err
    assert not list(Path("output").iterdir())


def test_an_interrupted_run_says_how_to_go_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted run says how to go on."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Echo, "tokenize", stop)
    Path("a.txt").write_text(ARTICLE)
    code, _, err = run("translate", "a.txt", "--model", "echo")
    assert code == 130
    assert err.strip().startswith("bilingual: interrupted\n  → run the same command again")


def _heed_control_c() -> None:
    """As from a terminal: what is started in the background of a shell ignores it, and so do its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_control_c_ends_a_real_run_with_130() -> None:
    """Control-C ends a real run with 130."""
    Path("a.txt").write_text(ARTICLE * 5)
    reader, writer = os.pipe()  # a command that waits for its standard input
    with subprocess.Popen(
        [*COMMAND, "translate", "-", "--model", "echo"],
        stdin=reader,
        stderr=subprocess.PIPE,
        preexec_fn=_heed_control_c,  # noqa: PLW1509  # no other thread runs here
    ) as started:
        os.close(reader)
        while not Path(os.environ["BILINGUAL_MEMORY"]).exists():  # then it is about to read
            time.sleep(0.05)
        started.send_signal(signal.SIGINT)
        assert started.stderr is not None
        said = started.stderr.read().decode()
        # CPython ends by the signal itself, which shells show as 130, where it came while a dataclass was being made
        assert started.wait(30) in {130, -signal.SIGINT}, said
        os.close(writer)
    assert "interrupted" in said
    assert "Traceback" not in said


def test_keep_all_translates_everything(run: Run) -> None:
    """Keep all translates everything."""
    given_file = str(SOURCES / "geants-memoire-amicus.html")
    assert " 0 blocks skipped" not in run("translate", given_file, "--model", "echo", "--no-memory")[1]
    assert " 0 blocks skipped" in run("translate", given_file, "--model", "echo", "--no-memory", "--keep-all")[1]


def test_standard_input_is_an_article_too() -> None:
    """Standard input is an article too."""
    done = bilingual("translate", "-", "--model", "echo", stdin="La Cour a tranché.".encode("cp1252"))
    assert (done.returncode, done.stderr) == (0, b"")
    assert "La Cour a tranché." in Path("output/stdin.po").read_text(encoding="utf-8")
    closed = subprocess.run(  # noqa: S602  # the shell closes the descriptor
        f"'{sys.executable}' -m bilingual translate - --model echo <&-", shell=True, capture_output=True, check=False
    )
    assert closed.returncode == 2
    assert b"-: there is no standard input here" in closed.stderr


# ── glossaries, memory, configuration ──


def test_glossaries_add_up_and_the_first_one_wins(run: Run) -> None:
    """Glossaries add up and the first one wins."""
    Path("a.txt").write_text(ARTICLE)
    one, two = _glossary("one.po", cour="court"), _glossary("two.po", cour="yard", justice="justice")
    assert run("translate", "a.txt", "--model", "echo", "--glossary", one, "--glossary", two)[0] == 0
    assert _terms() == {"cour → court", "justice → justice"}


def test_a_glossary_is_found_beside_the_sources_then_in_the_current_folder(run: Run) -> None:
    """A glossary is found beside the sources then in the current folder."""
    _make({"press/a.txt": ARTICLE})
    _glossary("glossary.po", cour="here")
    run("translate", "press/a.txt", "--model", "echo")
    assert _terms() == {"cour → here"}
    _glossary("press/glossary.po", cour="beside")
    for given_input in ("press/a.txt", "press", "press/"):
        run("translate", given_input, "--model", "echo")
        assert _terms() == {"cour → beside"}
    run("translate", "press/a.txt", "--model", "echo", "--no-glossary")
    assert _terms() == set()
    bilingual("translate", "-", "--model", "echo", stdin=ARTICLE.encode())
    assert "cour → here" in Path("output/stdin.po").read_text(encoding="utf-8")


def test_a_glossary_lies_next_to_a_folder_of_sources(run: Run) -> None:
    """A glossary lies next to a folder of sources."""
    _make({"house/press/a.txt": ARTICLE})
    _glossary("house/glossary.po", cour="court")
    run("translate", "house/press", "--model", "echo")
    assert _terms() == {"cour → court"}


def test_no_glossary_is_looked_for_where_none_can_be(run: Run) -> None:
    """Names that are too long, or lead in circles, are told as what they are."""
    Path("loop").symlink_to("loop")
    code, _, err = run("translate", "a" * 300, "loop", "--model", "echo")
    assert code == 2
    assert err.count("bilingual: ") == 2
    assert "internal" not in err


def test_the_memory_is_where_the_environment_says_or_the_option(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory is where the environment says or the option."""
    Path("a.txt").write_text(ARTICLE)
    monkeypatch.setenv("BILINGUAL_MEMORY", "env.sqlite")
    run("translate", "a.txt", "--model", "echo")
    assert Path("env.sqlite").is_file()
    run("translate", "a.txt", "--model", "echo", "--memory", "mine.sqlite")
    assert Path("mine.sqlite").is_file()


def test_without_memory_no_file_is_touched(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without memory no file is touched."""
    Path("a.txt").write_text(ARTICLE)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    monkeypatch.delenv("BILINGUAL_MEMORY")
    (tmp_path / "home").mkdir()
    run("translate", "a.txt", "--model", "echo", "--no-memory", "-o", "pages")
    run("translate", "a.txt", "--model", "echo", "--no-memory", "--lines")
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()) == [
        "a.txt",
        "pages/a.html",
        "pages/a.po",
        "pages/index.html",
        "pages/report.json",
    ]


def test_the_house_settles_defaults_and_the_command_line_has_the_last_word(run: Run) -> None:
    """The house settles defaults and the command line has the last word."""
    Path("a.txt").write_text(ARTICLE)
    one, two = _glossary("one.po", cour="court"), _glossary("two.po", justice="law")
    Path("bilingual.toml").write_text(
        f'[translate]\nmodel = "echo"\noutput = "pages"\nglossary = ["{one}"]\nno-memory = true\njson = true\n'
    )
    assert run("translate", "a.txt")[1].startswith("{")
    assert "cour → court" in Path("pages/a.po").read_text(encoding="utf-8")
    run("translate", "a.txt", "-o", "output")
    assert _terms() == {"cour → court"}
    run("translate", "a.txt", "-o", "output", "--glossary", two)
    assert _terms() == {"justice → law"}
    run("translate", "a.txt", "-o", "output", "--no-glossary", "--memory", "m")
    assert _terms() == set()
    assert Path("m").is_file()
    assert run("translate", "a.txt", "--lines", "--no-glossary")[1].splitlines() == ARTICLE.splitlines()


def test_two_settled_options_that_exclude_each_other_are_refused(run: Run) -> None:
    """Two settled options that exclude each other are refused."""
    Path("bilingual.toml").write_text('[translate]\nmemory = "m"\nno-memory = true\n')
    code, _, err = run("translate", "a.txt")
    assert (code, "exclude each other" in err) == (2, True)


# ── lines ──

_LINE = st.text(
    st.characters(codec="utf-8", exclude_characters="\n\r\0\ufeff") | st.sampled_from(" \u2028\x0b\x85\x1c")
).filter(lambda line: not re.search(r"\w\x85", line))  # which is an ellipsis of Windows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(_LINE, max_size=8), end=st.sampled_from(["\n", "\r\n"]), last=st.booleans())
def test_as_many_lines_come_out_as_went_in(run: Run, lines: list[str], end: str, *, last: bool) -> None:
    """Whatever is in a line (U+2028, vertical tabs …), blank ones too, and with or without an end of the last."""
    text = end.join(lines) + (end if last and lines else "")
    count = text.count("\n") + (not text.endswith("\n") and text != "")
    Path("lines.txt").write_bytes(text.encode())
    code, out, err = run("translate", "lines.txt", "--lines", "--no-memory", "--no-glossary", *ECHO)
    assert (code, err) == (0, "")
    assert out.count("\n") == count
    assert [line.split() for line in out.split("\n")[:count]] == [line.split() for line in lines[:count]]


def test_lines_come_through_a_pipe_in_any_encoding_and_leave_as_utf_8() -> None:
    """Lines come through a pipe in any encoding and leave as UTF-8."""
    told = "Été.\n".encode() + "Œuvre.\n".encode("cp1252") + b"\r\n" + "à la fin".encode()
    done = bilingual("translate", "-", "--lines", "--model", "echo", stdin=told, PYTHONIOENCODING="ascii")
    assert done.stderr == b""
    assert done.stdout == "Été.\nŒuvre.\n\nà la fin\n".encode()


def test_lines_of_several_files_follow_each_other(run: Run) -> None:
    """Lines of several files follow each other."""
    _make({"a": "Un.\nDeux.", "b": "Trois.\n"})
    assert run("translate", "a", "b", "--lines", *ECHO)[1] == "Un.\nDeux.\nTrois.\n"
    assert not Path("output").exists()


def test_more_lines_than_are_taken_at_once_keep_their_order(run: Run) -> None:
    """More lines than are taken at once keep their order."""
    lines = [f"Ligne {number}." for number in range(4100)]
    Path("a").write_text("\n".join(lines))
    assert run("translate", "a", "--lines", "--model", "echo", "--no-memory")[1].splitlines() == lines


def test_lines_are_translated_by_the_built_in_model(run: Run) -> None:
    """Lines are translated by the built in model."""
    Path("a").write_text("Le tribunal a rejeté la demande.\n\nMerci.\n")
    code, out, _ = run("translate", "a", "--lines", "--model", "builtin")
    assert code == 0
    assert out.count("\n") == 3
    assert out.splitlines()[0].split()[-1] not in {"demande.", ""}


# ── terminals, pipes, names ──


def test_a_bar_shows_on_a_terminal_and_goes_away() -> None:
    """A bar shows on a terminal and goes away."""
    Path("a.txt").write_text(ARTICLE)
    mother, child = pty.openpty()
    call = [*COMMAND, "translate", "a.txt", "--model", "echo", "--no-memory"]
    with subprocess.Popen(call, stderr=child, stdout=subprocess.PIPE, env=os.environ | {"TERM": "xterm"}) as started:
        os.close(child)
        shown = b""
        with contextlib.suppress(OSError):  # Linux says so when the other end is closed
            while some := os.read(mother, 1024):
                shown += some
        assert started.stdout is not None
        out = started.stdout.read()
    os.close(mother)
    assert b"words" in shown
    assert b"9/9" in shown
    assert b"\x1b[2K" in shown  # the line is cleared
    assert out.startswith(b"a: 9 words")


def test_the_bar_counts_words_and_learns_of_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar counts words and learns of more."""
    monkeypatch.setenv("TERM", "xterm")
    mother, child = pty.openpty()
    with open(child, "w", encoding="utf-8") as terminal:  # noqa: PTH123  # a descriptor has no path
        monkeypatch.setattr(sys, "stderr", terminal)
        with bar() as show:
            for step in ((0, 1_000), (700, 0), (0, 1_500), (1_800, 0)):
                show(*step)
        shown = b""
        while select.select([mother], [], [], 2)[0] and b"2,500/2,500 words" not in shown:
            shown += os.read(mother, 100_000)  # a terminal gives its text piece by piece
    os.close(mother)
    assert b"2,500/2,500 words" in shown


def test_nothing_but_the_summary_is_said_in_a_pipe() -> None:
    """Nothing but the summary is said in a pipe."""
    Path("a.txt").write_text(ARTICLE)
    done = bilingual("translate", "a.txt", "--model", "echo")
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout
    assert done.stdout.count(b"\n") == 2


@pytest.mark.parametrize("what", ["translate lines --lines --model echo --no-memory", "segment lines.txt", "--help"])
def test_a_reader_that_leaves_ends_the_run_quietly(what: str) -> None:
    """A reader that leaves ends the run quietly."""
    for name in ("lines", "lines.txt"):
        Path(name).write_text("La cour a tranché. Le juge aussi.\n\n" * 20_000)
    with subprocess.Popen([*COMMAND, *what.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        if what != "--help":
            started.stdout.readline()
        started.stdout.close()
        assert started.stderr.read() == b""
        assert started.wait(60) == 0


def test_a_broken_pipe_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken pipe is no error."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as gone:  # noqa: PTH123  # a descriptor has no path
        monkeypatch.setattr(sys, "stdout", gone)
        with pytest.raises(SystemExit) as ended:
            cli.run(["--help"])
        assert ended.value.code == 0
        os.dup2(os.open(os.devnull, os.O_WRONLY), writer)  # what is left to write goes nowhere


def test_help_lists_the_commands_in_their_order(run: Run) -> None:
    """Help lists the commands in their order."""
    code, out, _ = run("--help")
    assert code == 0
    assert [line.split()[0] for line in out.split("Commands:\n")[1].splitlines() if line[2] != " "] == list(
        cli.COMMANDS
    )
    assert run("transla") == (2, "", run("transla")[2])


def test_a_refusal_without_a_place_is_one_of_the_command_line() -> None:
    """A refusal without a place is one of the command line."""
    assert not cli._is_settled(click.BadParameter("no"))


@pytest.mark.parametrize(
    "name",
    [
        b"avec des espaces.txt",
        "l’été « chaud ».txt".encode(),
        b"a'b\"c&<d>.txt",
        b"-v.txt",
        b"--help.txt",
        b"latin-\xe9.txt",
        b"esc\x1b[31m\nline.txt",
        b"a#b?c%41.txt",
        b"...txt",
        b"index.txt",
        b"$(touch x);.txt",
    ],
)
def test_any_name_of_a_file_will_do(run: Run, name: bytes) -> None:
    """Any name of a file will do."""
    Path(os.fsdecode(name)).write_text(ARTICLE)
    call = ("translate", "--model", "echo", "--no-memory")
    for _ in range(2):  # the second time with the first one's catalogue
        code, out, err = run(*call, "--json", "--", os.fsdecode(name))
        assert (code, err) == (0, "")
    (article,) = json.loads(out)["articles"]
    assert len(list(Path("output").glob("*.html"))) == 2
    assert article["segments"] == 2
    code, out, _ = run(*call, "--", os.fsdecode(name))
    assert code == 0
    assert "\x1b" not in out
    assert out.count("\n") == 2


@pytest.mark.parametrize("name", [b"latin-\xe9.txt", b"esc\x1b[31m\nline.txt"])
def test_any_name_will_do_in_a_real_run(name: bytes) -> None:
    """Though no encoding fits it, or a terminal would take it for a command."""
    Path(os.fsdecode(name)).write_text(ARTICLE)
    told = bilingual("translate", "--model", "echo", "--no-memory", "--", name, PYTHONIOENCODING="utf-8")
    assert (told.returncode, told.stderr) == (0, b"")
    assert b"\x1b" not in told.stdout
    assert told.stdout.count(b"\n") == 2


def test_standard_output_may_be_closed() -> None:
    """Standard output may be closed."""
    Path("a.txt").write_text(ARTICLE)
    command = f"'{sys.executable}' -m bilingual translate a.txt --model echo >&-"
    done = subprocess.run(command, shell=True, capture_output=True, check=False)  # noqa: S602  # the shell closes it
    assert (done.returncode, done.stderr) == (0, b"")
    assert Path("output/a.html").is_file()


# ── segment ──


def test_segment_prints_a_sentence_a_line_and_a_blank_one_between_blocks(run: Run) -> None:
    """Segment prints a sentence a line and a blank one between blocks."""
    Path("a.txt").write_text("M. Dupont est parti. Il reviendra.\n\nFin de l’affaire.\n\nPartager sur Facebook\n")
    article = "M. Dupont est parti.\nIl reviendra.\n\nFin de l’affaire.\n"
    assert run("segment", "a.txt") == (0, f"{article}\nPartager sur Facebook\n", "")
    assert run("segment", "a.txt", "--article") == (0, article, "")


def test_segment_reads_standard_input_and_writes_utf_8() -> None:
    """Segment reads standard input and writes UTF-8."""
    done = bilingual("segment", "-", stdin="Été. Hiver.".encode(), PYTHONIOENCODING="ascii")
    assert done.stdout.decode() == "Été.\nHiver.\n"


def test_the_command_and_the_module_are_one(tmp_path: Path) -> None:
    """The command and the module are one."""
    script = Path(sys.executable).parent / "bilingual"
    told = subprocess.run([script, "--version"], capture_output=True, check=True, cwd=tmp_path)
    assert told.stdout == bilingual("--version").stdout
