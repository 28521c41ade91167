"""`bilingual glossary`: problems, editing and other formats; `proposals` and `lessons` have the rest."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import plain, warn
from bilingual.cli.lessons import learn
from bilingual.cli.proposals import print_json, settled, suggest
from bilingual.cli.translate import nearby
from bilingual.errors import UsageError
from bilingual.messages import _, counted, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.terminology.audit import Problem
    from bilingual.terminology.entry import Entry
    from bilingual.terminology.merge import Merger

_PATH = click.Path(path_type=Path)
_NAME = "glossary.po"
_SEVERITIES = {"error": marked("error"), "warning": marked("warning"), "info": marked("info")}


@click.group("glossary")
def command() -> None:
    """Check, edit, exchange and propose glossary entries.

    Without a file, the glossary is that of `translate`: what bilingual.toml names, else glossary.po in the current
    folder.
    """


@command.command()
@click.argument("files", nargs=-1, type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print the problems for machines.")
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "error", "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 when there are problems as grave as this.",
)
def check(files: tuple[Path, ...], *, as_json: bool, fail_on: str) -> int:
    """Show all problems of glossaries, by file and line.

    FILES are used together, as with several --glossary of translate.

    \b
    bilingual glossary check
    bilingual glossary check names.po terms.po --fail-on warning
    """  # noqa: D301  # click's mark
    from bilingual.terminology.audit import SEVERITIES, audit, gravest

    paths = files or _known()
    if not paths:
        raise UsageError(_("there is no {path} here", path=_NAME), _("name the file to check"))
    problems = audit(paths)
    if as_json:
        rows = [asdict(problem) | {"path": str(problem.path)} for problem in problems]
        print_json({"files": [str(path) for path in paths], "problems": rows})
    else:
        click.echo("\n".join(map(plain, [*map(_line, problems), _counted(problems)])))
    worst = gravest(problems)
    return int(worst is not None and fail_on != "never" and worst in SEVERITIES[list(SEVERITIES).index(fail_on) :])  # type: ignore[arg-type]  # one of them


@command.command()
@click.argument("source")
@click.argument("target", default="")
@click.option("--plural", nargs=2, metavar="FRENCH ENGLISH", help="The plural in both languages.")
@click.option("--accept", multiple=True, metavar="ENGLISH", help="Another right rendering; may be repeated.")
@click.option("--context", default="", help="What keeps it apart from entries with the same French (msgctxt).")
@click.option("--note", default="", help="Explanation for editors.")
@click.option("--forbidden", is_flag=True, help="TARGET must not appear.")
@click.option("--read-only", is_flag=True, help="SOURCE is never translated; TARGET is left out.")
@click.option("--fuzzy", is_flag=True, help="Not agreed yet: suggested, not enforced.")
@click.option("--file", type=_PATH, help="The glossary, instead of the usual one; begun where it is not there.")
def add(**options: Any) -> None:  # noqa: ANN401  # click hands over what it parsed
    """Add an entry: SOURCE, French, is to be rendered TARGET.

    Nothing else in the file changes. What is there already is refused. Before a text that begins with a dash put --.

    \b
    bilingual glossary add "mémoire amicus" "amicus brief" --plural "mémoires amicus" "amicus briefs"
    bilingual glossary add NSO --read-only --note "Maker of the spyware."
    bilingual glossary add "mémoire amicus" "amicus memory" --forbidden
    """  # noqa: D301  # click's mark
    from bilingual.terminology import edit

    path = _one(options["file"])
    entry = _entry(options)
    edit.add(path, [entry])
    click.echo(plain(_("{path}: added {entry}", path=path, entry=_told(entry))))


@command.command()
@click.argument("source")
@click.option("--context", help="Of several entries with the same French, the one with this msgctxt.")
@click.option("--file", type=_PATH, help="The glossary, instead of the usual one.")
def remove(source: str, context: str | None, file: Path | None) -> None:
    """Remove the entry with the French SOURCE.

    Nothing else in the file changes.

    \b
    bilingual glossary remove "mémoire amicus" --context "forbidden: amicus memory"
    """  # noqa: D301  # click's mark
    from bilingual.terminology import edit

    path = _one(file)
    removed = edit.remove(path, source, context)
    click.echo(plain(_("{path}: removed {entry}", path=path, entry=_told(removed))))


@command.command("import")
@click.argument("file", type=_PATH)
@click.option("--into", type=_PATH, help="The glossary, instead of the usual one; begun where it is not there.")
@click.option("--replace", "choice", flag_value="replace", help="Where the two contradict each other, FILE is right.")
@click.option("--keep", "choice", flag_value="keep", help="Where they do, the glossary is right.")
def import_command(file: Path, into: Path | None, choice: str | None) -> int:
    """Take over the entries of a .tbx, .csv, .tsv or .po file.

    Entries that contradict those of the glossary (same French, same context, something else besides) are listed, and
    nothing is written unless --replace or --keep says what is to become of them. Exits with 1 then, and where an
    entry can stand in no glossary.

    \b
    bilingual glossary import terms.tbx
    bilingual glossary import terms.csv --into names.po --keep
    """  # noqa: D301  # click's mark
    from bilingual.terminology.merge import import_file

    path = _one(into)
    merger = import_file(file, path, choice or "ask")  # type: ignore[arg-type]  # one of the three
    for line, source, clause in merger.refused:
        place = {"path": file, "line": line, "source": source[:60]}
        warn(_("{path}, line {line}: “{source}” {clause}; left out", **place, clause=clause))
    for conflict in merger.conflicts:
        both = {"theirs": _told(conflict.theirs), "ours": _told(conflict.ours)}
        warn(_("{path}, line {line}: {theirs}, but there is {ours}", path=file, line=conflict.line, **both))
    click.echo(plain(_outcome(merger, path, choice)))
    return int(bool(merger.refused) or (bool(merger.conflicts) and choice is None))


@command.command()
@click.argument("file", type=_PATH)
@click.option("--from", "sources", type=_PATH, multiple=True, help="The glossary; may be repeated.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def export(file: Path, sources: tuple[Path, ...], *, force: bool) -> None:
    """Write the glossary as a .tbx, .csv, .tsv or .po file.

    TBX is version 3 of TBX-Basic (ISO 30042:2019). All fields come back with `import`.

    \b
    bilingual glossary export terms.tbx
    bilingual glossary export all.csv --from names.po --from terms.po
    """  # noqa: D301  # click's mark
    from bilingual.terminology import edit, formats

    paths = sources or _known()
    if not paths:
        raise UsageError(_("there is no {path} here", path=_NAME), _("name it with --from"))
    if file.exists() and (not force or any(file.samefile(path) for path in paths)):
        raise UsageError(_("{path} is there already", path=file), _("name another file, or use --force"))
    entries = [entry for path in paths for entry in edit.read(path)]
    formats.write(file, entries)
    click.echo(plain(counted("{path}: {n} entry", "{path}: {n} entries", len(entries), path=file)))


command.add_command(suggest)
command.add_command(learn)


def _known() -> tuple[Path, ...]:
    """The glossaries that `translate` would use here."""
    return settled() or nearby(())


def _one(path: Path | None) -> Path:
    """The one glossary that is to be written to."""
    known = (path,) if path else _known() or (Path(_NAME),)
    if len(known) > 1:
        names = ", ".join(map(str, known))
        what = counted("there is {n} glossary: {names}", "there are {n} glossaries: {names}", len(known), names=names)
        raise UsageError(what, _("name one of them"))
    return known[0]


def _entry(options: dict[str, Any]) -> Entry:
    from bilingual.terminology.entry import CONVENTIONAL, RULES, Entry

    source, target = options["source"], options["target"]
    if options["read_only"] and not target:
        target = source
    if not target:
        raise UsageError(_("there is no rendering"), _("give the English behind the French, or --read-only"))
    plural, plural_target = options["plural"] or ("", "")
    asked = tuple(rule for rule in RULES if options[rule.replace("-", "_")])
    context = options["context"] or (f"forbidden: {target}" if options["forbidden"] else "")
    flags = (CONVENTIONAL, *asked)
    return Entry(
        source, target, plural, plural_target, options["accept"], context=context, flags=flags, note=options["note"]
    )


def _told(entry: Entry) -> str:
    """An entry in one line."""
    flags = f" ({', '.join(entry.flags)})" if entry.flags else ""
    context = f" [{entry.context}]" if entry.context else ""
    source = _("“{source}”", source=entry.source)
    return f"{source}{context} → {' | '.join(entry.renderings) or '?'}{flags}"


def _line(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}" if problem.line else str(problem.path)
    told = {"place": place, "severity": _(_SEVERITIES[problem.severity]), "message": problem.message}
    return _("{place}: {severity}: {message} [{check}]", **told, check=problem.check)


def _counted(problems: Sequence[Problem]) -> str:
    counts = {name: sum(one.severity == name for one in problems) for name in ("error", "warning", "info")}
    told = (
        counted("{n} error", "{n} errors", counts["error"]),
        counted("{n} warning", "{n} warnings", counts["warning"]),
        counted("{n} remark", "{n} remarks", counts["info"]),
    )
    return ", ".join(told)


def _outcome(merger: Merger, path: Path, choice: str | None) -> str:
    if merger.conflicts and choice is None:
        return counted(
            "{path}: nothing written; {n} contradiction: choose --replace or --keep",
            "{path}: nothing written; {n} contradictions: choose --replace or --keep",
            len(merger.conflicts),
            path=path,
        )
    told = [counted("{n} added", "{n} added", len(merger.added))]
    if merger.conflicts and choice == "replace":
        told.append(counted("{n} replaced", "{n} replaced", len(merger.conflicts)))
    elif merger.conflicts:
        told.append(counted("{n} kept", "{n} kept", len(merger.conflicts)))
    told.append(counted("{n} there already", "{n} there already", merger.same))
    told.append(counted("{n} left out", "{n} left out", len(merger.refused)))
    return _("{path}: {reason}", path=path, reason=", ".join(told))
