"""`bilingual models`: the translation packages on this machine."""

from __future__ import annotations

import contextlib
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import plain
from bilingual.errors import ModelError, UsageError
from bilingual.messages import LANGUAGES, _, marked, number, use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.packages.index import Progress

_HEAD = (marked("NAME"), marked("LANGUAGES"), marked("VERSION"), marked("SIZE"), marked("WHERE"))
_FACTS = (
    marked("name"),
    marked("languages"),
    marked("version"),
    marked("size"),
    marked("sha256"),
    marked("longest source"),
    marked("reads terms"),
)
"""What `engines.card` tells of a package, as it is shown."""


@click.group("models")
def command() -> None:
    """List, explain, install, remove and verify translation packages.

    The built-in French to English package needs none of this. Others are kept in Argos Translate's own folder, so that
    LibreTranslate and argospm see them, and this program sees theirs.
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a list for machines.")
def list_packages(*, as_json: bool) -> None:
    """Show every package: name, languages, version, size and place.

    A name can be given to --model. Reaches no network and writes nothing.
    """
    rows = [_builtin_row(), *_installed_rows()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = [tuple(map(_, _HEAD)), *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


@command.command()
@click.argument("name", default="builtin")
@click.option("--json", "as_json", is_flag=True, help="Print an object for machines.")
def info(name: str, *, as_json: bool) -> None:
    """Tell what a package is: its facts, and what its makers say of it.

    NAME is one that `models list` shows, or an .argosmodel file; without it the built-in package.
    """
    from bilingual.engines.card import read

    if as_json:
        use(LANGUAGES[0])  # machines know one language
    card = read(name)
    if as_json:
        click.echo(json.dumps({**card.facts, "text": card.text}, ensure_ascii=False, indent=2))
        return
    facts = {_(name.replace("_", " ")): value for name, value in card.facts.items()}
    width = max(map(len, facts))
    for what, value in facts.items():
        said = _("yes") if value is True else _("no") if value is False else value
        click.echo(plain(f"{what:<{width}}  {said}"))
    if card.text:
        click.echo()
    for line in card.text.splitlines():
        click.echo(plain(line))


@command.command()
@click.argument("what", nargs=-1, required=True, metavar="FROM TO | FILE")
@click.option("--sha256", default="", metavar="HEX", help="Refuse a package that has not this SHA-256.")
def install(what: tuple[str, ...], sha256: str) -> None:
    """Install a package from the Argos index or from a file.

    FROM TO are language codes such as `fr en`; this is the only command that reaches the network, for the index and the
    newest package it offers. FILE is an .argosmodel file. A package of the same name is replaced.
    """
    if sha256 and not re.fullmatch(r"[0-9a-fA-F]{64}", sha256):
        raise UsageError(_("--sha256 {value}: is not 64 hex digits", value=sha256))
    if len(what) == 1:
        _install_file(Path(what[0]), sha256)
    elif len(what) == 2:  # noqa: PLR2004  # two languages
        _install_offer(what[0], what[1], sha256)
    else:
        raise UsageError(_("install takes two languages or one file"), "bilingual models install fr en")


@command.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove an installed package.

    NAME is one that `models list` shows. The built-in package stays.
    """
    from bilingual import packages

    click.echo(_("removed {path}", path=plain(str(packages.remove(name)))))


@command.command()
@click.argument("name", required=False)
def verify(name: str | None) -> None:
    """Check that a package is sound and translates a sentence.

    NAME is one that `models list` shows; without it all packages are checked. Ends in exit code 2 where one fails.
    """
    from bilingual.engines.verify import names
    from bilingual.engines.verify import verify as checks

    failed = []
    for package in (name,) if name else names():
        for check in checks(package):
            marks = _("ok"), _("FAILED")
            mark = marks[not check.sound].ljust(max(map(len, marks)))
            told = _("{path}: {reason}", path=_(check.name), reason=check.detail)
            click.echo(plain(f"{mark}  {check.package}  {told}"))
            if not check.sound:
                failed.append(check.package)
    if failed:
        raise ModelError(
            _("not sound: {names}", names=plain(", ".join(failed))),
            _("remove the package with `bilingual models remove`, or install it again"),
        )


def _builtin_row() -> dict[str, Any]:
    from bilingual.packages.builtin import record

    known = record()
    return {
        "name": known.name,
        "source": known.source,
        "target": known.target,
        "version": known.version,
        "bytes": known.archive.stat().st_size,
        "origin": "builtin",
        "path": str(known.archive),
        "problem": None,
    }


def _installed_rows() -> Iterator[dict[str, Any]]:
    from bilingual import packages
    from bilingual.packages.folder import read_folder

    for folder in packages.folders():
        row: dict[str, Any] = {"name": folder.name, "origin": "installed", "path": str(folder)}
        try:
            found = read_folder(folder, "installed")
        except ModelError as error:
            yield row | {"source": None, "target": None, "version": None, "bytes": None, "problem": str(error)}
        else:
            yield row | {
                "source": found.source,
                "target": found.target,
                "version": found.version,
                "bytes": found.size(),
                "problem": None,
            }


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    """A row of the table; folder names are untrusted."""
    name, where = plain(row["name"]), plain(row["path"])
    if row["problem"]:
        return name, _("broken"), "", "", where
    place = _("inside bilingual") if row["origin"] == "builtin" else where
    size = _("{n} MB", n=number(row["bytes"] / 1e6, 1))
    return name, f"{row['source']} → {row['target']}", row["version"] or "?", size, place


def _install_file(path: Path, sha256: str, languages: tuple[str, str] | None = None) -> None:
    from bilingual import packages

    package, replaced = packages.install(path, sha256, languages)
    told = {
        "name": package.name,
        "languages": f"{package.source} → {package.target}",
        "version": package.version or _("unknown"),
        "path": plain(str(package.path)),
    }
    if replaced:
        click.echo(_("replaced {name}, {languages}, version {version}, in {path}", **told))
    else:
        click.echo(_("installed {name}, {languages}, version {version}, in {path}", **told))


def _install_offer(source: str, target: str, sha256: str) -> None:
    from bilingual.packages.index import download, find

    offer = find(source, target)
    if sha256 and offer.sha256 and sha256.lower() != offer.sha256.lower():
        found, wanted = plain(offer.sha256), sha256.lower()
        raise ModelError(_("the index tells another SHA-256: {found} instead of {wanted}", found=found, wanted=wanted))
    with tempfile.TemporaryDirectory(prefix="bilingual-") as folder:
        path = Path(folder) / f"translate-{plain(source)}_{plain(target)}.argosmodel".replace("/", "_")
        with _progress() as progress:
            download(offer, path, progress)
        _install_file(path, sha256 or offer.sha256, (source, target))


@contextlib.contextmanager
def _progress() -> Iterator[Progress]:
    """What to call while bytes come in: a bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _come, _whole: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("downloading"), total=None)
        yield lambda come, whole: bar.update(task, completed=come, total=whole)
