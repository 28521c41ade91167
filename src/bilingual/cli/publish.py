"""`bilingual publish`: files of record to readers' pages and books."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from click.core import ParameterSource

from bilingual.cli import plain, warn
from bilingual.cli.progress import counting
from bilingual.edition.book import Layout
from bilingual.errors import BilingualError, UsageError
from bilingual.messages import LANGUAGES, _, counted, number, reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilingual.edition.binding import Credits
    from bilingual.edition.book import Book
    from bilingual.edition.look import Look
    from bilingual.edition.writers import Writer

_PATH = click.Path(path_type=Path)
_PUBLISHED = "published"


@click.command()
@click.argument("names", nargs=-1)
@click.option("-o", "--output", type=_PATH, default=Path("output"), show_default=True, help="Folder of the PO files.")
@click.option(
    "--to",
    "formats",
    multiple=True,
    default=("html",),
    show_default=True,
    metavar="FORMATS",
    help="html, md, docx, epub, pdf, txt, json; several between commas.",
)
@click.option(
    "--layout",
    type=click.Choice(get_args(Layout)),
    default="side-by-side",
    show_default=True,
    help="How the two texts stand to each other, or the translation alone.",
)
@click.option("--to-dir", type=_PATH, help="Folder for what is written, instead of OUTPUT/published.")
@click.option("--only-approved", is_flag=True, help="Leave out what no editor has approved: […] stands in its place.")
@click.option("--title", default="", metavar="TEXT", help="Instead of the article's own, or of the collection's.")
@click.option("--subtitle", default="", metavar="TEXT", help="Below the title.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Who wrote it; may be repeated.")
@click.option("--translator", "translators", multiple=True, metavar="NAME", help="Who translated it; may be repeated.")
@click.option("--publisher", default="", metavar="TEXT", help="Who publishes it.")
@click.option("--date", default="", metavar="TEXT", help="When it is published: 2026-07-01, or as it is to be printed.")
@click.option("--rights", default="", metavar="TEXT", help="Licence or copyright.")
@click.option("--template", type=_PATH, metavar="DIR", help="Folder with templates and styles in place of ours.")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    show_default=True,
    help="Language of contents and colophon.",
)
@click.option(
    "--collection", type=_PATH, metavar="FILE", help="Bind the articles that this TOML file lists as one book."
)
def command(**options: Any) -> int:  # noqa: ANN401  # click hands over what it parsed
    """Publish articles for readers: web page, e-book, PDF, Word and more.

    NAMES are articles of the output folder (press/whatsapp), or paths of their PO files. Each becomes a file in each of
    the formats, without anything that only editors need.
    """
    _check(options)
    press = _press(options)
    try:
        return _collection(options, press) if options["collection"] else _articles(options, press)
    except OSError as error:
        what = _("{path}: {reason}", path=error.filename or press.folder, reason=reason(error))
        raise BilingualError(what, _("make room there, or name another folder with --to-dir")) from error


def _check(options: dict[str, Any]) -> None:
    """Refuses what does not fit together, before anything is read."""
    from bilingual.edition import records

    if options["names"] and options["collection"]:
        what = _("{first} and {second} exclude each other", first="NAMES", second="--collection")
        raise UsageError(what, _("leave one of them out"))
    if not options["names"] and not options["collection"]:
        raise UsageError(_("which articles are to be published?"), records.choice(options["output"]))
    if options["title"] and len(options["names"]) > 1:
        raise UsageError(_("--title is for one article"), _("publish them one by one, or as a --collection"))


@dataclass(frozen=True, slots=True)
class _Press:
    """What books are printed with."""

    writers: dict[str, Writer]
    """By the endings of their files."""
    layout: Layout
    look: Look
    folder: Path

    def print(self, book: Book, name: str, step: Callable[[], None]) -> None:
        """Writes a book in each format, and says where; a file is there when it is whole."""
        from bilingual.files import replacing_bytes

        place = self.folder / name
        for ending, writer in self.writers.items():
            path = place.with_name(f"{place.name}.{ending}")
            with replacing_bytes(path) as file:
                writer.write(file, book, self.layout, self.look)
            click.echo(plain(str(path)))
            step()
        _tell(name, book)


def _press(options: dict[str, Any]) -> _Press:
    from bilingual.edition import writers
    from bilingual.edition.look import Look

    wanted = dict.fromkeys(name.strip() for given in options["formats"] for name in given.split(","))
    made = {name: writers.find(name) for name in filter(None, wanted)}
    if not made:
        raise UsageError(_("--to names no format"), _("there are: {names}", names=", ".join(writers.formats())))
    folder = options["to_dir"] or options["output"] / _PUBLISHED
    return _Press(made, options["layout"], Look(options["lang"], options["template"]), folder)


def _articles(options: dict[str, Any], press: _Press) -> int:
    """Publishes each article on its own; one that cannot be is told of, and the others are published."""
    from bilingual.edition import records
    from bilingual.edition.binding import Credits, bind

    found = [records.find(options["output"], name) for name in dict.fromkeys(options["names"])]
    failed = False
    with counting(_("Publishing"), len(found) * len(press.writers)) as step:
        for article in found:
            try:
                book = bind(article, _credits(options, Credits()), only_approved=options["only_approved"])
                press.print(book, article.name, step)
            except BilingualError as error:
                warn(str(error), error.hint)
                failed = True
    return 2 if failed else 0


def _collection(options: dict[str, Any], press: _Press) -> int:
    """Publishes a book of several articles, called as the file that describes it."""
    from bilingual.edition import collection
    from bilingual.edition.binding import collect

    path: Path = options["collection"]
    told = collection.read(path, options["output"] if _is_given("output") else None)
    with counting(_("Publishing"), len(press.writers)) as step:
        book = collect(
            told.articles,
            _credits(options, told.credits),
            only_approved=options["only_approved"],
            has_index=told.has_index,
        )
        press.print(book, path.stem, step)
    return 0


def _credits(options: dict[str, Any], told: Credits) -> Credits:
    """What a book says of itself, with what the options say before it."""
    asked = {one.name: options[one.name] for one in fields(told) if options.get(one.name)}
    return replace(told, **asked)


def _is_given(name: str) -> bool:
    """Whether an option was typed, or settled in `bilingual.toml`."""
    return click.get_current_context().get_parameter_source(name) is not ParameterSource.DEFAULT


def _tell(name: str, book: Book) -> None:
    """Says how much of the translation is left out."""
    told = book.colophon
    if told.left_out:
        left = counted(
            "{name}: {n} of {all} sentences is left out; […] stands in its place",
            "{name}: {n} of {all} sentences are left out; […] stands in their place",
            told.left_out,
            name=name,
            all=number(told.segments),
        )
        warn(left, _("approve or write them, and publish again"))
