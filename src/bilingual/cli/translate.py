"""`bilingual translate`: articles to pages, or lines to lines."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import choose, plain, warn
from bilingual.errors import InputError
from bilingual.messages import _, counted, number, reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bilingual.glossary import Glossary
    from bilingual.translate import Translator

_PATH = click.Path(path_type=Path)
_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of malloc.h
_LARGE = 1 << 20


@click.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option("-o", "--output", type=_PATH, default=Path("output"), show_default=True, help="Folder for pages and PO.")
@click.option("--glossary", "glossaries", type=_PATH, multiple=True, help="Terms to pin (gettext); may be repeated.")
@click.option("--no-glossary", is_flag=True, help="Pin no terms.")
@click.option("--model", default="auto", show_default=True, help="auto, builtin, a package file, or one installed.")
@click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="Width of the search.")
@click.option(
    "--style",
    type=click.Choice(["english", "us", "uk", "as-decoded"]),
    default="english",
    show_default=True,
    help="How figures and dates are written: English instead of French; American or British; or untouched.",
)
@click.option("--keep-all", is_flag=True, help="Also translate promotion, cookie notices, repetitions …")
@click.option("--column", default="", metavar="NAME", help="Of tables and records, the column with the text.")
@click.option("--memory", "memory_file", type=_PATH, help="File of remembered translations, instead of the user's.")
@click.option("--no-memory", is_flag=True, help="Neither read nor write remembered translations.")
@click.option(
    "--lines", is_flag=True, help="Read one segment a line, write one translation a line, to standard output."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report.")
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "error", "never"]),
    default="never",
    show_default=True,
    help="Exit with 1 when there are findings as grave as this.",
)
def command(**options: Any) -> int:  # noqa: ANN401  # click hands over what it parsed
    """Translate French articles into side-by-side pages.

    INPUTS are files (.txt, .md, .html, .docx, .odt, .rtf, .epub, .pdf, .eml, .srt, .vtt, .csv, .tsv, .json, .jsonl),
    folders of them, or - for standard input. For each article the output folder gets NAME.html, the page, and NAME.po,
    the file of record; index.html and report.json tell of the whole run. What an editor has approved or corrected in an
    earlier NAME.po is kept.

    Without --glossary, glossary.po beside the inputs or in the current folder is used.
    """
    from bilingual import engines
    from bilingual.glossary import load
    from bilingual.memory import Memory, default_path
    from bilingual.translate import Translator

    _keep_memory_flat()
    choose(options, "glossaries", "no_glossary", "--glossary and --no-glossary")
    choose(options, "memory_file", "no_memory", "--memory and --no-memory")
    choose(options, "lines", "as_json", "--lines and --json")
    paths = () if options["no_glossary"] else options["glossaries"] or nearby(options["inputs"])
    glossary = load(paths)
    engine = engines.find(options["model"], beam=options["beam"])
    memory_path = None if options["no_memory"] else options["memory_file"] or default_path()
    with closing(Memory(memory_path)) as memory:
        translator = Translator(engine, memory, glossary).written_as(options["style"])
        if options["lines"]:
            return _lines(options["inputs"], translator)
        signature = _signature(engine.name, engine.fingerprint, glossary, options)
        return _articles(options, translator, signature)


def _keep_memory_flat() -> None:
    """Has the C library give large buffers back to the system, however large an article was read before.

    glibc takes a freed buffer of ten megabytes for a sign that such ones will be needed again, and keeps the engine's
    there, too: on a text of 10 MB the peak that `make bench` shows was 173 MB before, and 131 MB with this.
    """
    import ctypes

    if os.name == "posix" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_MMAP_THRESHOLD, _LARGE)


def _articles(options: dict[str, Any], translator: Translator, signature: dict[str, str]) -> int:
    from bilingual import pipeline, report
    from bilingual.cli.progress import bar
    from bilingual.read import sources

    found = sources(options["inputs"], sys.stdin.buffer.read if sys.stdin else None, options["column"])
    whole: dict[str, Any] = {}
    steps = pipeline.translate(found, translator, options["output"], keep_all=options["keep_all"], signature=signature)
    with bar() as show:
        for step in steps:
            show(step.words, step.size)
            whole = step.report or whole
            if step.error:
                warn(step.error["message"], step.error["hint"])
    if options["as_json"]:
        import json

        click.echo(json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"))
    elif whole["articles"]:
        click.echo(_summary(whole, options["output"]))
    return 2 if whole["errors"] else int(report.reaches(whole, options["fail_on"]))


def _summary(whole: dict[str, Any], output: Path) -> str:
    totals = whole["totals"]
    lines = [*map(_article, whole["articles"])]
    if told := _terms(totals):
        lines.append(told)
    opened = output / (f"{whole['articles'][0]['name']}.html" if totals["articles"] == 1 else "index.html")
    return "\n".join(map(plain, [*lines, _("Open {path}", path=opened)]))


def _article(one: dict[str, Any]) -> str:
    """An article's figures in one line."""
    terms = one["terms"]
    told = (
        counted("{n} word", "{n} words", one["words"]),
        counted("{n} segment", "{n} segments", one["segments"]),
        counted("{n} block skipped", "{n} blocks skipped", len(one["skipped"])),
        counted(
            "{honoured}/{n} term", "{honoured}/{n} terms", terms["occurrences"], honoured=number(terms["honoured"])
        ),
        counted("{n} finding", "{n} findings", len(one["findings"])),
    )
    return _("{path}: {reason}", path=one["name"], reason=", ".join(told))


def _terms(totals: dict[str, Any]) -> str:
    """How the run's terms came out, in one line; empty where there were none."""
    terms, consistency = totals["terms"], totals["consistency"].values()
    occurrences, alike = (sum(one[name] for one in consistency) for name in ("occurrences", "consistent"))
    told = []
    if terms["occurrences"]:
        honoured, asked = number(terms["honoured"]), terms["occurrences"]
        told.append(counted("{some} of {n} honoured", "{some} of {n} honoured", asked, some=honoured))
        if terms["inflected"]:
            told.append(counted("{n} more inflected", "{n} more inflected", terms["inflected"]))
        told.append(counted("{n} too many", "{n} too many", terms["extra"]))
    if occurrences:
        figures = {"some": number(alike), "n": number(occurrences)}
        told.append(_("{some} of {n} that recur rendered alike", **figures))
    return _("Terms: {figures}", figures=", ".join(told)) if told else ""


def _lines(inputs: tuple[str, ...], translator: Translator) -> int:
    """Translates line by line to standard output: as many lines out as in."""
    from bilingual.translate import LINES_AT_ONCE

    lines = _input_lines(inputs)
    while some := list(islice(lines, LINES_AT_ONCE)):
        for done in translator.prepare(some):
            del done
        for line in some:
            click.echo(" ".join(translator.rendering(line).text.split()).encode())  # UTF-8, as what came in
    return 0


def _input_lines(inputs: tuple[str, ...]) -> Iterator[str]:
    from bilingual.read.encoding import decode

    for given in inputs:
        try:
            with click.open_file(given, "rb") as file:
                for line in file:
                    yield decode(line).rstrip("\r\n")
        except InputError as error:
            raise InputError(_("{path}: {reason}", path=given, reason=error), error.hint) from error
        except OSError as error:
            what = _("{path}: {reason}", path=given, reason=reason(error))
            raise InputError(what, _("give a text file, or - for standard input")) from error


def nearby(inputs: tuple[str, ...]) -> tuple[Path, ...]:
    """`glossary.po` beside the sources (in or next to a folder), else where the command runs."""
    for given in inputs:
        if given != "-":
            for folder in (Path(given), Path(os.path.realpath(given)).parent):
                if _is_file(folder / "glossary.po"):
                    return (folder / "glossary.po",)
    here = Path("glossary.po")
    return (here,) if _is_file(here) else ()


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113  # that of Path raises where a name is too long or a folder closed


def _signature(name: str, fingerprint: str, glossary: Glossary, options: Mapping[str, Any]) -> dict[str, str]:
    """What the run depends on: whoever has all of it gets the same pages."""
    from importlib.metadata import version

    from bilingual import __version__

    return {
        "bilingual": __version__,
        "ctranslate2": version("ctranslate2"),
        "model": name,
        "engine": fingerprint,
        "glossary": f"{glossary.fingerprint[:16]} ({len(glossary.terms)} terms)",
        "keep-all": "yes" if options["keep_all"] else "no",
        "style": options["style"],
    }
