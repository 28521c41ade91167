"""`bilingual glossary suggest`: entries that a glossary may lack, from articles."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import plain, warn
from bilingual.cli.translate import nearby
from bilingual.errors import InputError
from bilingual.messages import _, counted, marked, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.terminology.entry import Entry
    from bilingual.terminology.suggest import Sentence, Suggestion

_PATH = click.Path(path_type=Path)
_HEAD = (
    marked("USE"),
    marked("TIMES"),
    marked("ARTICLES"),
    marked("SO RENDERED"),
    marked("FRENCH"),
    marked("MODEL'S ENGLISH"),
    marked("ALSO"),
)
_FIGURES = 4  # of the columns, those that hold figures
_OTHERS = 2  # further renderings that the table shows


@click.command()
@click.argument("articles", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=30, show_default=True, help="Propose at most so many.")
@click.option(
    "--min-count", type=click.IntRange(min=1), default=2, show_default=True, help="Of what occurs at least so often."
)
@click.option("--glossary", "glossaries", type=_PATH, multiple=True, help="What is known; may be repeated.")
@click.option("--column", default="", metavar="NAME", help="As of translate.")
@click.option("--model", default="auto", show_default=True, help="As of translate.")
@click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="As of translate.")
@click.option("--memory", "memory_file", type=_PATH, help="As of translate.")
@click.option("--no-memory", is_flag=True, help="Neither read nor write remembered translations.")
@click.option("--into", type=_PATH, help="Add the proposals to this glossary as fuzzy entries.")
@click.option("--json", "as_json", is_flag=True, help="Print the proposals for machines.")
def suggest(**options: Any) -> int:  # noqa: ANN401  # click hands over what it parsed
    """Propose entries from articles: names and terms that recur.

    ARTICLES are files, folders or -, as of translate. For each term the rendering that the model gives it by itself is
    shown, and how often it is that one: what recurs and is rendered now so, now otherwise deserves an entry most.
    Terms of the glossary are left out.

    \b
    bilingual glossary suggest articles/
    bilingual glossary suggest articles/ --into proposals.po
    """  # noqa: D301  # click's mark
    from bilingual import engines
    from bilingual.cli.progress import bar
    from bilingual.glossary import load
    from bilingual.memory import Memory, default_path
    from bilingual.terminology import suggest as maker
    from bilingual.translate import Translator

    found, failed = _sentences(options["articles"], options["column"])
    glossary = load(options["glossaries"] or settled() or nearby(options["articles"]))
    engine = engines.find(options["model"], beam=options["beam"])
    memory = None if options["no_memory"] else options["memory_file"] or default_path()
    wish = maker.Wish(options["limit"], options["min_count"])
    with closing(Memory(memory)) as known, bar() as show:
        made = maker.suggest(found, Translator(engine, known), glossary, wish, show)
    if options["into"]:
        add_fuzzy(options["into"], [maker.entry(one) for one in made])
    elif options["as_json"]:
        print_json([asdict(one) for one in made])
    else:
        click.echo("\n".join(map(plain, table(_HEAD, map(_cells, made), _FIGURES))))
    return 2 if failed else 0


def settled() -> tuple[Path, ...]:
    """The glossaries that `bilingual.toml` names for `translate`."""
    defaults = (click.get_current_context().find_root().default_map or {}).get("translate", {})
    return tuple(map(Path, defaults.get("glossaries", ())))


def print_json(value: object) -> None:
    """Prints a value for machines, in UTF-8 wherever it goes."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"))


def _sentences(articles: tuple[str, ...], column: str) -> tuple[list[Sentence], bool]:
    """What can be read, and whether something could not."""
    from bilingual.read import sources
    from bilingual.terminology.suggest import sentences

    found: list[Sentence] = []
    failed = False
    for source in sources(articles, sys.stdin.buffer.read if sys.stdin else None, column):
        try:
            found += sentences(source)
        except InputError as error:
            warn(str(error), error.hint)
            failed = True
    return found, failed


def add_fuzzy(path: Path, entries: list[Entry]) -> None:
    """Adds the proposals that a file does not have yet, and can take; says how many."""
    from bilingual.terminology import edit
    from bilingual.terminology.entry import flaws, tidy

    known = {entry.name for entry in edit.read(path)} if path.exists() else set()
    new = [entry for entry in map(tidy, entries) if entry.name not in known and not flaws(entry)]
    edit.add(path, new)
    told = counted(
        "{path}: {n} proposal added as fuzzy, to be looked at",
        "{path}: {n} proposals added as fuzzy, to be looked at",
        len(new),
        path=path,
    )
    click.echo(plain(told))


def table(head: Iterable[str], cells: Iterable[tuple[str, ...]], figures: int) -> list[str]:
    """The lines of a table: the first so many columns, which hold figures, to the right, words to the left."""
    rows = [tuple(map(_, head)), *cells]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_aligned(row, widths, figures)).rstrip() for row in rows]


def _aligned(row: tuple[str, ...], widths: Sequence[int], figures: int) -> Iterator[str]:
    for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if place < figures else cell.ljust(width)


def _cells(one: Suggestion) -> tuple[str, ...]:
    others = ", ".join(f"{text} ({count})" for text, count in one.others[:_OTHERS])
    steady = _("{some} of {all}", some=one.agreeing, all=one.rendered)
    use = number(one.usefulness, 1)
    return (use, str(one.count), str(one.articles), steady, one.source, one.target or "?", others)
