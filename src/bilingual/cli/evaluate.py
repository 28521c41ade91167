"""`bilingual evaluate`: how well translation packages do on texts that have a reference translation."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual import __version__
from bilingual.cli import choose, plain
from bilingual.errors import BilingualError, UsageError
from bilingual.messages import _, counted, marked, number, reason

if TYPE_CHECKING:
    from bilingual.engines import Engine
    from bilingual.evaluate import Evaluation
    from bilingual.glossary import Glossary
    from bilingual.sample import Sample

_PATH = click.Path(path_type=Path)
_HEAD = (
    marked("MODEL"),
    marked("FINGERPRINT"),
    "BLEU",
    "chrF",
    marked("SECONDS"),
    marked("WORDS/S"),
    marked("EMPTY"),
    marked("LOOPING"),
    marked("LONG"),
    marked("SHORT"),
)
_NAMES = 2  # of the columns, those that hold names rather than figures
_PREFIX = 12  # characters of a fingerprint


@click.command()
@click.argument("source", type=_PATH)
@click.argument("reference", type=_PATH, required=False)
@click.option(
    "--model", "models", multiple=True, default=["auto"], show_default=True, help="As of translate; may be repeated."
)
@click.option("--glossary", "glossaries", type=_PATH, multiple=True, help="Terms to pin (gettext); may be repeated.")
@click.option("--no-glossary", is_flag=True, help="Pin no terms, which is the default.")
@click.option("--bare", is_flag=True, help="Whole lines to the engine alone: nothing cut, mended or pinned.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Take the first N lines only.")
@click.option("-o", "--output", type=_PATH, help="File for the translations, line for line; for one model.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures for machines.")
def command(**options: Any) -> None:  # noqa: ANN401  # click hands over what it parsed
    """Score translation packages against reference translations.

    SOURCE is a file of French and REFERENCE its English, line for line; or SOURCE alone is a .tsv of French, tab,
    English. Shows BLEU and chrF with sacreBLEU's signatures, the speed, and how many translations are broken. With
    several models, a line for each.

    Translates as `translate --lines` does, without a glossary unless one is given, and remembers nothing.
    """
    from bilingual import engines, sample
    from bilingual.glossary import load

    choose(options, "glossaries", "no_glossary", "--glossary and --no-glossary")
    choose(options, "bare", "glossaries", "--bare and --glossary")
    if options["output"] and len(options["models"]) > 1:
        mend = _("name one --model, or leave --output out")
        raise UsageError(_("--output takes the translations of one model"), mend)
    glossary = load(options["glossaries"] or ())
    texts = sample.read(options["source"], options["reference"], options["limit"])
    found = [engines.find(model) for model in options["models"]]  # a slip in the last one shows before the work
    results = _evaluated(found, texts, glossary, bare=options["bare"])
    about = _about(options, texts, glossary)
    if options["as_json"]:
        click.echo(
            json.dumps(about | _figures(results), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
        )
    else:
        click.echo("\n".join(map(plain, [*_table(results), "", *_notes(about, results[0])])))
    if options["output"]:
        _write(options["output"], results[0].outputs)


def _evaluated(found: list[Engine], texts: Sample, glossary: Glossary, *, bare: bool) -> list[Evaluation]:
    from bilingual.cli.progress import bar
    from bilingual.evaluate import evaluate

    with bar() as show:
        return [evaluate(engine, texts, glossary, bare=bare, show=show) for engine in found]


def _about(options: dict[str, Any], texts: Sample, glossary: Glossary) -> dict[str, Any]:
    """What was compared, by which versions: whoever has all of it gets the same figures, but for the time."""
    return {
        "bilingual": __version__,
        "ctranslate2": version("ctranslate2"),
        "source": str(options["source"]),
        "reference": str(options["reference"] or options["source"]),
        "lines": texts.lines,
        "words": texts.words,
        "bare": options["bare"],
        "glossary": f"{glossary.fingerprint[:16]} ({len(glossary.terms)} terms)" if glossary.terms else None,
    }


def _figures(results: list[Evaluation]) -> dict[str, Any]:
    scores = results[0].scores
    models = [
        {
            "model": one.model,
            "engine": one.engine,
            "bleu": round(one.scores.bleu, 2),
            "chrf": round(one.scores.chrf, 2),
            "seconds": round(one.seconds, 2),
            "words_per_second": round(one.speed, 1),
            **asdict(one.faults),
        }
        for one in results
    ]
    return {"signatures": {"bleu": scores.bleu_signature, "chrf": scores.chrf_signature}, "models": models}


def _table(results: list[Evaluation]) -> list[str]:
    rows = [tuple(map(_, _HEAD)), *map(_cells, results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_aligned, row, widths, range(len(row)))).rstrip() for row in rows]


def _cells(one: Evaluation) -> tuple[str, ...]:
    figures = (*(number(value, 1) for value in (one.scores.bleu, one.scores.chrf, one.seconds)), number(one.speed, 0))
    faults = one.faults
    counts = (faults.empty, faults.looping, faults.long, faults.short)
    return (one.model, one.engine[:_PREFIX], *figures, *map(number, counts))


def _aligned(cell: str, width: int, column: int) -> str:
    """Names to the left, figures to the right."""
    return cell.ljust(width) if column < _NAMES else cell.rjust(width)


def _notes(about: dict[str, Any], one: Evaluation) -> list[str]:
    way = _("the engine alone, whole lines") if about["bare"] else _("translated as by bilingual translate --lines")
    terms = _("glossary {name}", name=about["glossary"]) if about["glossary"] else _("no glossary")
    lines = counted("{n} line", "{n} lines", about["lines"])
    words = counted("{n} word", "{n} words", about["words"])
    return [
        _("{lines}, {words}; {way}; {terms}", lines=lines, words=words, way=way, terms=terms),
        f"BLEU  {one.scores.bleu_signature}",
        f"chrF  {one.scores.chrf_signature}",
    ]


def _write(path: Path, outputs: tuple[str, ...]) -> None:
    """The translations, one a line. Comes last, so that the figures are not lost where there is no room for them."""
    from bilingual.files import replacing

    try:
        with replacing(path) as file:
            file.writelines(f"{output}\n" for output in outputs)
    except OSError as error:
        what = _("{path}: {reason}", path=path, reason=reason(error))
        raise BilingualError(what, _("name another file with --output")) from error
