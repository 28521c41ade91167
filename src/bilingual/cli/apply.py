"""`bilingual apply`: what editors saved in the page comes into the file of record, the page and the memory."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import lessons, plain, warn
from bilingual.cli.opening import translator
from bilingual.errors import BilingualError, InputError
from bilingual.messages import _, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.review.article import Article
    from bilingual.review.corrections import Corrections
    from bilingual.review.merge import Conflict, Outcome

_PATH = click.Path(path_type=Path)
_QUOTED = 100
"""Characters of a text that are shown of a conflict."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=_PATH)
@click.option("-o", "--output", type=_PATH, default=Path("output"), show_default=True, help="Folder of pages and PO.")
@click.option("--glossary", "glossaries", type=_PATH, multiple=True, help="Terms to look for; may be repeated.")
@click.option("--no-glossary", is_flag=True, help="Look for no terms.")
@click.option("--model", default="auto", show_default=True, help="auto, builtin, a package file, or one installed.")
@click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="Width of the search.")
@click.option("--memory", "memory_file", type=_PATH, help="File of remembered translations, instead of the user's.")
@click.option("--no-memory", is_flag=True, help="Neither read nor write remembered translations.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
def command(**options: Any) -> int:  # noqa: ANN401  # click hands over what it parsed
    """Bring corrections saved in the page into PO file, page and memory.

    FILES are what “Save corrections” downloaded, of any number of articles and editors. What somebody else has changed
    meanwhile is never overwritten: such conflicts are listed, the rest is applied, and the exit code is 1.
    """
    from bilingual.files import locked
    from bilingual.review import corrections
    from bilingual.review.article import Article

    output: Path = options["output"]
    given = sorted(((corrections.read(path), path) for path in options["files"]), key=lambda one: one[0].article)
    names = _known(given, output)
    conflicts = 0
    with translator(options, output) as made, locked(output):
        articles = {name: Article.open(output, name, made) for name in names}  # all, before anything is written
        for name, group in groupby(given, key=lambda one: one[0].article):
            conflicts += _apply(articles[name], [one for one, _path in group], dry_run=options["dry_run"])
        lessons.hint(output, articles, _rewritten(given), made)
    return int(bool(conflicts))


def _rewritten(given: Sequence[tuple[Corrections, Path]]) -> set[tuple[str, str]]:
    """Article and address of each segment whose translation an editor has changed."""
    decisions = ((one.article, decision) for one, _path in given for decision in one.decisions)
    return {(name, one.address) for name, one in decisions if one.before.target != one.after.target}


def _known(given: Sequence[tuple[Corrections, Path]], output: Path) -> list[str]:
    """The names of the articles, each once, after a look that the folder has all of them."""
    for one, path in given:
        inside = not Path(one.article).is_absolute() and ".." not in Path(one.article).parts
        if not inside or not _is_file(output, one.article):
            raise InputError(
                _("{path}: {folder} has no article “{name}”", path=path, folder=output, name=one.article),
                _("name the folder that the page came from with -o"),
            )
    return list(dict.fromkeys(one.article for one, _path in given))


def _is_file(output: Path, name: str) -> bool:
    try:
        return bool(name) and "\0" not in name and (output / f"{name}.po").is_file()
    except OSError:  # a name that no file can have
        return False


def _apply(article: Article, given: Sequence[Corrections], *, dry_run: bool) -> int:
    """Applies what editors did to one article, tells of it, and gives the number of conflicts."""
    outcomes: list[Outcome] = []
    for one in given:
        outcomes += article.cut(one.cuts)
        outcomes += article.decide(one.decisions)
    changed = {address for outcome in outcomes for address in outcome.changed}
    conflicts = [conflict for outcome in outcomes for conflict in outcome.conflicts]
    if changed and not dry_run:
        _publish(article)
    done = counted("{n} segment changed", "{n} segments changed", len(changed))
    left = counted("{n} conflict", "{n} conflicts", len(conflicts)) if conflicts else _("no conflicts")
    click.echo(plain(f"{article.name}: {done}, {left}"))
    for conflict in conflicts:
        _tell(conflict)
    return len(conflicts)


def _publish(article: Article) -> None:
    try:
        article.publish()
    except OSError as error:
        what = _("{path}: {reason}", path=error.filename or article.path, reason=error.strerror)
        raise BilingualError(what, _("nothing was changed there; make room, and apply the file again")) from error


def _tell(conflict: Conflict) -> None:
    asked, found = _brief(conflict.wanted), _brief(conflict.found)
    address = conflict.address
    if conflict.field == "segment":
        warn(
            _("{address}: the segment is no longer in the article; not applied: “{text}”", address=address, text=asked)
        )
    elif conflict.field == "cut":
        warn(_("{address}: the segments are others by now; not cut: “{text}”", address=address, text=asked))
    else:
        fields = {"target": _("translation"), "status": _("status"), "note": _("note")}
        warn(
            _(
                "{address}, {field}: “{found}” stays, which somebody has set meanwhile; not applied: “{text}”",
                address=address,
                field=fields[conflict.field],
                found=found,
                text=asked,
            )
        )


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"
