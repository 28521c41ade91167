"""`bilingual apply`: what editors saved in the page, and what other tools send back, comes into the file of record."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import lessons, plain, warn
from bilingual.cli.opening import translator
from bilingual.errors import BilingualError
from bilingual.messages import _, counted, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilingual.review.article import Article
    from bilingual.review.given import Given
    from bilingual.review.merge import Conflict
    from bilingual.types import Pair

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
    """Bring corrections and returned translations into PO file, page and memory.

    FILES are what “Save corrections” downloaded in the page, and what `bilingual export` wrote and other tools changed:
    .json, .xlf, .xliff, .tmx, .docx and .csv, of any number of articles and editors. What changed is shown. What
    somebody else has changed meanwhile is never overwritten: such conflicts are listed, the rest is applied, and the
    exit code is 1.

    \b
    bilingual apply ~/Downloads/whatsapp.corrections.json
    bilingual apply returned/*.xlf --dry-run
    """  # noqa: D301  # click's mark
    from bilingual.files import locked
    from bilingual.review import given as reading
    from bilingual.review.article import Article

    output: Path = options["output"]
    given = sorted(
        (one for path in options["files"] for one in reading.read(path, output)), key=lambda one: one.article
    )
    conflicts = 0
    rewritten: set[tuple[str, str]] = set()
    with translator(options, output) as made, locked(output):
        names = dict.fromkeys(one.article for one in given)
        articles = {name: Article.open(output, name, made) for name in names}  # all, before anything is written
        for name, group in groupby(given, key=lambda one: one.article):
            before = _pairs(articles[name])
            conflicts += _apply(articles[name], list(group), before, dry_run=options["dry_run"])
            rewritten |= {(name, address) for address in _rewritten(before, _pairs(articles[name]))}
        lessons.hint(output, articles, rewritten, made)
    return int(bool(conflicts))


def _pairs(article: Article) -> dict[str, Pair]:
    """The pairs of an article as they stand, by address."""
    return {pair.source.address: pair for passage in article.bitext.passages for pair in passage.pairs}


def _rewritten(before: dict[str, Pair], after: dict[str, Pair]) -> Iterable[str]:
    """The addresses of the segments whose translation is another one now."""
    return (name for name, pair in after.items() if name in before and before[name].target != pair.target)


def _apply(article: Article, given: Sequence[Given], before: dict[str, Pair], *, dry_run: bool) -> int:
    """Applies what was done to one article, tells of it, and gives the number of conflicts."""
    changed: set[str] = set()
    conflicts: list[Conflict] = []
    for one in given:
        done = one.apply(article)
        changed |= {address for outcome in done for address in outcome.changed}
        conflicts += [conflict for outcome in done for conflict in outcome.conflicts]
    if changed and not dry_run:
        _publish(article)
    _show(article, changed, before)
    done_ = counted("{n} segment changed", "{n} segments changed", len(changed))
    left = counted("{n} conflict", "{n} conflicts", len(conflicts)) if conflicts else _("no conflicts")
    click.echo(plain(_("{article}: {changes}, {conflicts}", article=article.name, changes=done_, conflicts=left)))
    for conflict in conflicts:
        _tell(conflict)
    return len(conflicts)


def _show(article: Article, changed: set[str], before: dict[str, Pair]) -> None:
    """Shows the segments that are other than they were, in the order of the article."""
    from bilingual.cli import differences

    for address, pair in _pairs(article).items():
        if address in changed and pair != before.get(address):
            for line in differences.lines(article.name, before.get(address), pair):
                click.echo(line)


def _publish(article: Article) -> None:
    try:
        article.publish()
    except OSError as error:
        what = _("{path}: {reason}", path=error.filename or article.path, reason=reason(error))
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
        fields = {"target": _("translation"), "status": _("status"), "note": _("note"), "marks": _("marked words")}
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
