"""`bilingual glossary`: what is wrong with a glossary, editing it, and other formats; see also `proposals`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import plain, warn
from bilingual.cli.proposals import many, print_json, settled, suggest
from bilingual.cli.translate import nearby
from bilingual.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.terminology.audit import Problem
    from bilingual.terminology.entry import Entry
    from bilingual.terminology.merge import Merger

_PATH = click.Path(path_type=Path)
_NAME = "glossary.po"


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
    r"""Show all problems of glossaries, by file and line.

    FILES are used together, as with several --glossary of translate.

    \b
    bilingual glossary check
    bilingual glossary check names.po terms.po --fail-on warning
    """
    from bilingual.terminology.audit import SEVERITIES, audit, gravest

    paths = files or _known()
    if not paths:
        raise UsageError(f"there is no {_NAME} here", "name the file to check")
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
    r"""Add an entry: SOURCE, French, is to be rendered TARGET.

    Nothing else in the file changes. What is there already is refused. Before a text that begins with a dash put --.

    \b
    bilingual glossary add "mémoire amicus" "amicus brief" --plural "mémoires amicus" "amicus briefs"
    bilingual glossary add NSO --read-only --note "Maker of the spyware."
    bilingual glossary add "mémoire amicus" "amicus memory" --forbidden
    """
    from bilingual.terminology import edit

    path = _one(options["file"])
    entry = _entry(options)
    edit.add(path, [entry])
    click.echo(plain(f"{path}: added {_told(entry)}"))


@command.command()
@click.argument("source")
@click.option("--context", help="Of several entries with the same French, the one with this msgctxt.")
@click.option("--file", type=_PATH, help="The glossary, instead of the usual one.")
def remove(source: str, context: str | None, file: Path | None) -> None:
    r"""Remove the entry with the French SOURCE.

    Nothing else in the file changes.

    \b
    bilingual glossary remove "mémoire amicus" --context "forbidden: amicus memory"
    """
    from bilingual.terminology import edit

    path = _one(file)
    click.echo(plain(f"{path}: removed {_told(edit.remove(path, source, context))}"))


@command.command("import")
@click.argument("file", type=_PATH)
@click.option("--into", type=_PATH, help="The glossary, instead of the usual one; begun where it is not there.")
@click.option("--replace", "choice", flag_value="replace", help="Where the two contradict each other, FILE is right.")
@click.option("--keep", "choice", flag_value="keep", help="Where they do, the glossary is right.")
def import_command(file: Path, into: Path | None, choice: str | None) -> int:
    r"""Take over the entries of a .tbx, .csv, .tsv or .po file.

    Entries that contradict those of the glossary (same French, same context, something else besides) are listed, and
    nothing is written unless --replace or --keep says what is to become of them. Exits with 1 then, and where an
    entry can stand in no glossary.

    \b
    bilingual glossary import terms.tbx
    bilingual glossary import terms.csv --into names.po --keep
    """
    from bilingual.terminology.merge import import_file

    path = _one(into)
    merger = import_file(file, path, choice or "ask")  # type: ignore[arg-type]  # one of the three
    for line, source, reason in merger.refused:
        warn(f"{file}, line {line}: “{source[:60]}” {reason}; left out")
    for conflict in merger.conflicts:
        warn(f"{file}, line {conflict.line}: {_told(conflict.theirs)}, but there is {_told(conflict.ours)}")
    click.echo(plain(_outcome(merger, path, choice)))
    return int(bool(merger.refused) or (bool(merger.conflicts) and choice is None))


@command.command()
@click.argument("file", type=_PATH)
@click.option("--from", "sources", type=_PATH, multiple=True, help="The glossary; may be repeated.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def export(file: Path, sources: tuple[Path, ...], *, force: bool) -> None:
    r"""Write the glossary as a .tbx, .csv, .tsv or .po file.

    TBX is version 3 of TBX-Basic (ISO 30042:2019). All fields come back with `import`.

    \b
    bilingual glossary export terms.tbx
    bilingual glossary export all.csv --from names.po --from terms.po
    """
    from bilingual.terminology import edit, formats

    paths = sources or _known()
    if not paths:
        raise UsageError(f"there is no {_NAME} here", "name it with --from")
    if file.exists() and (not force or any(file.samefile(path) for path in paths)):
        raise UsageError(f"{file} is there already", "name another file, or use --force")
    entries = [entry for path in paths for entry in edit.read(path)]
    formats.write(file, entries)
    click.echo(plain(f"{file}: {len(entries)} {'entry' if len(entries) == 1 else 'entries'}"))


command.add_command(suggest)


def _known() -> tuple[Path, ...]:
    """The glossaries that `translate` would use here."""
    return settled() or nearby(())


def _one(path: Path | None) -> Path:
    """The one glossary that is to be written to."""
    known = (path,) if path else _known() or (Path(_NAME),)
    if len(known) > 1:
        raise UsageError(f"there are {len(known)} glossaries: {', '.join(map(str, known))}", "name one of them")
    return known[0]


def _entry(options: dict[str, Any]) -> Entry:
    from bilingual.terminology.entry import CONVENTIONAL, RULES, Entry

    source, target = options["source"], options["target"]
    if options["read_only"] and not target:
        target = source
    if not target:
        raise UsageError("there is no rendering", "give the English behind the French, or --read-only")
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
    return f"“{entry.source}”{context} → {' | '.join(entry.renderings) or '?'}{flags}"


def _line(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}" if problem.line else str(problem.path)
    return f"{place}: {problem.severity}: {problem.message} [{problem.check}]"


def _counted(problems: Sequence[Problem]) -> str:
    counts = {name: sum(one.severity == name for one in problems) for name in ("error", "warning", "info")}
    return ", ".join(
        many(counts[name], said) for name, said in (("error", "error"), ("warning", "warning"), ("info", "remark"))
    )


def _outcome(merger: Merger, path: Path, choice: str | None) -> str:
    if merger.conflicts and choice is None:
        return f"{path}: nothing written; {many(len(merger.conflicts), 'contradiction')}: choose --replace or --keep"
    replaced = f", {len(merger.conflicts)} {'replaced' if choice == 'replace' else 'kept'}" if merger.conflicts else ""
    return f"{path}: {len(merger.added)} added{replaced}, {merger.same} there already, {len(merger.refused)} left out"
