"""`bilingual check`: the checks on bilingual files of anyone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import choose, plain, warn
from bilingual.cli.translate import nearby
from bilingual.messages import _, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.glossary import Glossary
    from bilingual.inspection import Inspection, Report, Wish

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=_PATH)
@click.option("--select", multiple=True, metavar="NAMES", help="Only these checks; names between commas.")
@click.option("--ignore", multiple=True, metavar="NAMES", help="All but these checks; names between commas.")
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "error", "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 when there are findings as grave as this.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings for machines.")
@click.option("--sarif", "as_sarif", is_flag=True, help="Print them as SARIF 2.1.0, for code hosts and editors.")
@click.option("--baseline", type=_PATH, help="File of findings to pass over.")
@click.option("--write-baseline", type=_PATH, help="Write what is found to this file, to be passed over from now on.")
@click.option("--glossary", "glossaries", type=_PATH, multiple=True, help="Terms to check (gettext); may be repeated.")
@click.option("--no-glossary", is_flag=True, help="Check no terms.")
def command(**options: Any) -> int:  # noqa: ANN401  # click hands over what it parsed
    """Check bilingual files, French to English: figures, terms, lost text and more.

    FILES are .po, .xlf, .xliff and .tmx files of any tool, and folders of them. In other languages than French and
    English only the checks that serve all of them are run.

    Without --glossary, glossary.po beside the files or in the current folder is used.

    \b
    bilingual check output/
    bilingual check translations.xlf --fail-on warning --ignore figure-style
    bilingual check . --sarif --baseline known.txt > findings.sarif
    """  # noqa: D301  # click's mark
    from bilingual.inspection import Inspection

    choose(options, "as_json", "as_sarif", "--json and --sarif")
    choose(options, "glossaries", "no_glossary", "--glossary and --no-glossary")
    inspection = Inspection(_glossary(options), _wish(options), warn)
    reports = inspection.reports(options["files"])
    if options["write_baseline"]:
        return _write_baseline(options["write_baseline"], reports, inspection)
    _print(reports, inspection, options)
    return 2 if inspection.tally.errors else int(inspection.tally.reaches(options["fail_on"]))


def _wish(options: dict[str, Any]) -> Wish:
    from bilingual.inspection import Wish, baseline
    from bilingual.inspection.rules import names

    select, ignore = names(options["select"]), names(options["ignore"])
    known = None if options["write_baseline"] else options["baseline"]
    return Wish(select, ignore, baseline.read(known) if known else frozenset())


def _glossary(options: dict[str, Any]) -> Glossary:
    from bilingual.glossary import load

    if options["no_glossary"]:
        return load(())
    return load(options["glossaries"] or nearby(tuple(map(str, options["files"]))))


def _write_baseline(path: Path, reports: Iterable[Report], inspection: Inspection) -> int:
    """Writes what is found, unless a file cannot be read: what it holds would be new the next time."""
    from bilingual.inspection import baseline

    known = {
        (report.finding.check, baseline.fingerprint(report.finding.check, report.unit.source, report.unit.target))
        for report in reports
    }
    if inspection.tally.errors:
        warn(_("{path}: not written, since not all files can be read", path=path))
        return 2
    baseline.write(path, known)
    told = counted("{path}: {n} finding to pass over", "{path}: {n} findings to pass over", len(known), path=path)
    click.echo(plain(told))
    return 0


def _print(reports: Iterable[Report], inspection: Inspection, options: dict[str, Any]) -> None:
    """Prints the findings as they come, so that memory stays flat."""
    from bilingual.inspection import sarif, told

    if options["as_json"] or options["as_sarif"]:
        tally = inspection.tally
        pieces = told.as_json(reports, tally) if options["as_json"] else sarif.written(reports)
        for piece in pieces:
            click.echo(piece.encode("utf-8", "backslashreplace"), nl=False)
        return
    for line in _lines(told.text(reports)):
        click.echo(plain(line))
    click.echo(plain(told.summary(inspection.tally)))


def _lines(blocks: Iterable[str]) -> Iterator[str]:
    return (line for block in blocks for line in block.split("\n"))
