"""`bilingual glossary learn`: entries that editors' corrections teach; and the hint of it that `apply` gives."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import plain, warn
from bilingual.cli.opening import translator
from bilingual.cli.proposals import add_fuzzy, print_json, settled, table
from bilingual.cli.translate import nearby
from bilingual.errors import InputError
from bilingual.messages import _, counted, marked

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bilingual.review.article import Article
    from bilingual.terminology.changes import Edit
    from bilingual.terminology.entry import Entry
    from bilingual.terminology.learned import Lesson
    from bilingual.translate import Translator

_PATH = click.Path(path_type=Path)
_HEAD = (
    marked("TIMES"),
    marked("ARTICLES"),
    marked("FRENCH"),
    marked("MODEL'S ENGLISH"),
    marked("EDITORS' ENGLISH"),
    marked("GLOSSARY"),
    marked("ALSO"),
)
_FIGURES = 2  # of the columns, those that hold figures
_OTHERS = 2  # further renderings that the table shows
_HINTS = 3  # lines of `apply`


@click.command()
@click.argument("output", type=_PATH, default=Path("output"))
@click.option("--limit", type=click.IntRange(min=1), default=30, show_default=True, help="Propose at most so many.")
@click.option(
    "--min-count",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Of what was changed in at least so many segments.",
)
@click.option("--glossary", "glossaries", type=_PATH, multiple=True, help="What is known; may be repeated.")
@click.option("--model", default="auto", show_default=True, help="As of translate.")
@click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="As of translate.")
@click.option("--memory", "memory_file", type=_PATH, help="As of translate.")
@click.option("--no-memory", is_flag=True, help="Neither read nor write remembered translations.")
@click.option("--into", type=_PATH, help="Add the proposals to this glossary as fuzzy entries.")
@click.option("--json", "as_json", is_flag=True, help="Print the proposals for machines.")
def learn(**options: Any) -> int:  # noqa: ANN401  # click hands over what it parsed
    """Propose entries from corrections: renderings that editors keep changing.

    OUTPUT is the folder that `translate` wrote. Where editors have made the same change to the rendering of a name or
    term in two segments or more, in whatever inflection, theirs is proposed. Entries of the glossary are never written
    over: where editors go against one, the command that changes it is shown.

    \b
    bilingual glossary learn
    bilingual glossary learn output/ --into glossary.po
    """  # noqa: D301  # click's mark
    from bilingual.terminology import learned as maker

    output: Path = options["output"]
    paths = options["glossaries"] or settled() or nearby((str(output),))
    with translator({**options, "glossaries": paths, "no_glossary": False}, output) as made:
        edits, failed = _edits(output, made)
        lessons = maker.learned(edits, made.glossary, options["min_count"])[: options["limit"]]
    if options["into"]:
        add_fuzzy(options["into"], [maker.entry(one) for one in lessons if not one.term])
        _show_commands(lessons, paths)
    elif options["as_json"]:
        print_json([_plain_data(one, paths) for one in lessons])
    else:
        _show(lessons)
        _show_commands(lessons, paths)
    _tell_blind(edits)
    return 2 if failed else 0


def hint(output: Path, articles: Mapping[str, Article], touched: Collection[tuple[str, str]], made: Translator) -> None:
    """Says what has just been changed and recurs in the folder; reads other articles only where something may.

    Args:
        output: the folder.
        articles: those that are open, by name.
        touched: name of the article and address of each segment whose text was decided on.
        made: with glossary and memory.
    """
    from bilingual.terminology.changes import changes
    from bilingual.terminology.edits import of_article
    from bilingual.terminology.learned import lessons_of

    mine = [edit for article in articles.values() for edit in of_article(article, made)]
    new = [edit for edit in mine if (edit.article, edit.address) in touched]
    if not any(changes(edit, made.glossary) for edit in new):
        return
    others, _failed = _edits(output, made, without=articles)
    lessons = lessons_of(articles.values(), made, others)
    fresh = [one for one in lessons if any((edit.article, edit.address) in touched for edit in one.edits)]
    command = f"bilingual glossary learn {shlex.quote(str(output))}"
    for one in fresh[:_HINTS]:
        told = counted(
            "{n} time “{source}” was made “{target}”: {command}",
            "{n} times “{source}” was made “{target}”: {command}",
            one.count,
            source=one.source,
            target=one.target,
            command=command,
        )
        click.echo(plain(told))


def _edits(output: Path, made: Translator, without: Collection[str] | None = None) -> tuple[list[Edit], bool]:
    """The edits in a folder's records that can be read, and whether one could not.

    Args:
        output: the folder.
        made: with the memory.
        without: names of articles to leave out; a record that cannot be read is passed over in silence then.
    """
    from bilingual.review.folder import Folder
    from bilingual.terminology.edits import of_record

    folder = Folder(output)
    found: list[Edit] = []
    failed = False
    for name in folder.names():
        if name in (without or ()):
            continue
        try:
            found += of_record(folder.record(name), name, made)
        except (InputError, OSError) as error:
            failed = True
            if without is None:
                warn(str(error), getattr(error, "hint", ""))
    return found, failed


def _show(lessons: Sequence[Lesson]) -> None:
    lines = table(_HEAD, map(_cells, lessons), _FIGURES) if lessons else [_("no change recurs")]
    click.echo("\n".join(map(plain, lines)))


def _cells(one: Lesson) -> tuple[str, ...]:
    others = ", ".join(f"{text} ({count})" for text, count in one.others[:_OTHERS])
    now = one.term.target if one.term else ""
    return (str(one.count), str(one.articles), one.source, one.machine, one.target, now, others)


def _show_commands(lessons: Sequence[Lesson], paths: Sequence[Path]) -> None:
    """How to change the entries that editors go against."""
    for one in lessons:
        if one.term:
            both = {"source": one.source, "now": one.term.target, "target": one.target}
            click.echo(plain(_("“{source}” is “{now}” in the glossary; for “{target}”:", **both)))
            mend = _command(one, paths) or _("change the entry in its file")
            click.echo(plain(f"  {mend}"))


def _tell_blind(edits: Sequence[Edit]) -> None:
    """Says in how many corrections the word links are not known."""
    if blind := sum(not edit.words for edit in edits):
        told = counted(
            "{n} correction is of a text that the memory does not have: only the glossary's terms were looked for",
            "{n} corrections are of texts that the memory does not have: only the glossary's terms were looked for",
            blind,
        )
        warn(told, _("use the --memory, --model and --beam that the articles were translated with"))


def _plain_data(one: Lesson, paths: Sequence[Path]) -> dict[str, Any]:
    """A lesson for machines."""
    fields = ("article", "address", "source", "machine", "target")
    return {
        "source": one.source,
        "machine": one.machine,
        "target": one.target,
        "count": one.count,
        "articles": one.articles,
        "others": one.others,
        "examples": [{name: getattr(edit, name) for name in fields} for edit in one.examples],
        "glossary": one.term.target if one.term else None,
        "command": _command(one, paths) or None,
    }


def _command(one: Lesson, paths: Sequence[Path]) -> str:
    """What to type to give the entry its new rendering; empty where a command cannot say all that the entry does."""
    for path in paths if one.term else ():
        entries = _entries(path, one)
        found = [entry for entry in entries if one.term and " ".join(entry.context.split()) == one.term.context]
        if len(found) == 1 and not (found[0].variants or found[0].near or "\n" in found[0].note):
            context = ("--context", found[0].context) if len(entries) > 1 else ()
            remove = ("remove", "--file", path, *context, *_dashed(found[0].source))
            return f"{_line(remove)} && {_line(('add', '--file', path, *_kept(found[0], one)))}"
    return ""


def _entries(path: Path, one: Lesson) -> list[Entry]:
    """The entries of a glossary for the French of a lesson."""
    from bilingual.terminology import edit
    from bilingual.terminology.entry import tidy

    return [entry for entry in map(tidy, edit.read(path)) if one.term and entry.source == one.term.source]


def _kept(entry: Entry, one: Lesson) -> list[str]:
    """What `add` has to be told to write an entry with another rendering."""
    from bilingual.inflection import pluralised

    target = f"to {one.target}" if one.term and one.term.verb else one.target
    told = ["--plural", entry.plural, pluralised(target)] if entry.plural else []
    for text in entry.accepted:
        told += ["--accept", text]
    for name, text in (("--context", entry.context), ("--note", entry.note)):
        told += [name, text] if text else []
    return [*told, *_dashed(entry.source, target)]


def _dashed(*texts: str) -> list[str]:
    """Texts as arguments, told from options."""
    return ["--", *texts] if any(text.startswith("-") for text in texts) else [*texts]


def _line(arguments: Sequence[object]) -> str:
    return shlex.join(["bilingual", "glossary", *map(str, arguments)])
