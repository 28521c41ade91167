"""`bilingual export`: files of record to the formats that translators' tools open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import choose, plain, warn
from bilingual.cli.translate import nearby
from bilingual.errors import BilingualError, InputError, UsageError
from bilingual.exchange import EXPORTED, FORMATS, write
from bilingual.exchange.outgoing import of
from bilingual.files import replacing_bytes
from bilingual.messages import _, reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.edition.binding import Article
    from bilingual.glossary import Glossary
    from bilingual.types import Pair, Pin, Status

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("names", nargs=-1)
@click.option("-o", "--output", type=_PATH, default=Path("output"), show_default=True, help="Folder of the PO files.")
@click.option(
    "--to",
    "formats",
    multiple=True,
    default=("xliff",),
    show_default=True,
    metavar="FORMATS",
    help="xliff (2.1), xliff12, tmx, docx, csv; several between commas.",
)
@click.option("--to-dir", type=_PATH, help="Folder for what is written, instead of OUTPUT/exported.")
@click.option("--only-approved", is_flag=True, help="Only segments that an editor has approved.")
@click.option("--only-open", is_flag=True, help="Only segments that no editor has approved.")
@click.option("--glossary", "glossaries", type=_PATH, multiple=True, help="Terms to send along; may be repeated.")
@click.option("--no-glossary", is_flag=True, help="Send no terms along.")
def command(**options: Any) -> int:  # noqa: ANN401  # click hands over what it parsed
    """Export articles for translation tools, Word or a spreadsheet.

    NAMES are articles of the output folder (press/whatsapp), or paths of their PO files. What somebody changes in these
    files comes back with `bilingual apply`.

    Without --glossary, glossary.po in the output folder, beside it, or in the current folder is used.

    \b
    bilingual export whatsapp --to xliff
    bilingual export whatsapp immunite --to docx,tmx --to-dir ~/translators
    """  # noqa: D301  # click's mark
    from bilingual.edition import records
    from bilingual.glossary import load

    choose(options, "glossaries", "no_glossary", "--glossary and --no-glossary")
    choose(options, "only_approved", "only_open", "--only-approved and --only-open")
    output: Path = options["output"]
    formats = _formats(options["formats"])
    if not options["names"]:
        raise UsageError(_("which articles are to be exported?"), records.choice(output))
    found = {one.name: one for one in (records.find(output, name) for name in options["names"])}
    glossary = load(() if options["no_glossary"] else options["glossaries"] or nearby((str(output),)))
    folder: Path = options["to_dir"] or output / EXPORTED
    failed = False
    for article in found.values():
        try:
            _export(article, folder, formats, glossary, _statuses(options))
        except BilingualError as error:
            warn(str(error), error.hint)
            failed = True
    return 2 if failed else 0


def _formats(asked: Sequence[str]) -> list[str]:
    """The formats that are asked for, each once.

    Raises:
        UsageError: there is no such format.
    """
    names = dict.fromkeys(name.strip() for given in asked for name in given.split(","))
    formats = [name for name in names if name]
    if unknown := next((name for name in formats if name not in FORMATS), None):
        what = _("{name}: there is no such format", name=unknown)
        raise UsageError(what, _("there are: {names}", names=", ".join(FORMATS)))
    return formats


def _statuses(options: dict[str, Any]) -> tuple[Status, ...]:
    if options["only_approved"]:
        return ("approved",)
    return ("draft", "rejected") if options["only_open"] else ()


def _export(
    article: Article, folder: Path, formats: Sequence[str], glossary: Glossary, statuses: tuple[Status, ...]
) -> None:
    """Writes one article in each format, and prints where; a file is there when it is whole."""
    from bilingual.publish.reopened import bitext

    def pins(pair: Pair) -> tuple[Pin, ...]:
        return glossary.find(pair.source.text, pair.source.block.text)

    outgoing = of(bitext(article.path, article.name), pins, statuses)
    if next(iter(outgoing.rows), None) is None:
        raise InputError(_("{path}: there are no such segments in it", path=article.path), _("export all of them"))
    for name in formats:
        path = folder / f"{article.name}{FORMATS[name].ending}"
        try:
            with replacing_bytes(path) as file:
                write(file, name, outgoing)
        except OSError as error:
            what = _("{path}: {reason}", path=error.filename or path, reason=reason(error))
            raise BilingualError(what, _("make room there, or name another folder with --to-dir")) from error
        click.echo(plain(str(path)))
