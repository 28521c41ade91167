"""`bilingual memory`: what editors have approved, from elsewhere, to elsewhere, and looked up."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilingual.cli import plain, warn
from bilingual.cli.proposals import print_json
from bilingual.errors import UsageError
from bilingual.messages import _, counted, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.memory import Approved, Memory, Stats
    from bilingual.memory.exchange import Flaw
    from bilingual.types import Match

_PATH = click.Path(path_type=Path)
_FILE = click.option("--memory", "file", type=_PATH, help="The memory, instead of the one that translate uses.")
_SHOWN = 20
"""Units left out that are told one by one."""
_SENTENCE = 3
"""Words from which on what is searched for is compared with whole sentences, too."""


@click.group("memory")
def command() -> None:
    """Import, export and search the approved translations.

    The memory is one SQLite file. Without --memory it is that of `translate`: what bilingual.toml names, else
    BILINGUAL_MEMORY, else the user's.
    """


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=_PATH)
@_FILE
def import_command(files: tuple[Path, ...], *, file: Path | None) -> int:
    """Take over approved pairs from .tmx, .tsv, .csv or .po files.

    Of a PO file the entries count that are translated and not fuzzy. What is there already is not taken twice. What is
    no pair of a French and an English text is told with its line and left out; the exit code is 1 then.

    \b
    bilingual memory import agency.tmx
    bilingual memory import output/*.po
    """  # noqa: D301  # click's mark
    from bilingual.memory.exchange import check

    for path in files:
        check(path)
    with closing(_opened(file, make=True)) as memory:
        imports = [_Import(path) for path in files]
        for one in imports:
            memory.learn(one.pairs())
            click.echo(plain(one.told()))
    return int(any(one.refused for one in imports))


@command.command()
@click.argument("target", metavar="FILE", type=_PATH)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@_FILE
def export(target: Path, *, force: bool, file: Path | None) -> None:
    """Write all approved pairs as a .tmx, .tsv, .csv or .po file.

    TMX is version 1.4b. All of them come back with `import`, with their articles, the oldest first.

    \b
    bilingual memory export all.tmx
    """  # noqa: D301  # click's mark
    from bilingual.memory.exchange import check, write

    check(target)
    if target.exists() and not force:
        what = _("{path} is there already", path=target)
        raise UsageError(what, _("name another file, or use --force"))
    with closing(_opened(file)) as memory:
        count = write(target, memory.pairs())
    click.echo(plain(_("{path}: {pairs}", path=target, pairs=counted("{n} pair", "{n} pairs", count))))


@command.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Show at most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print them for machines.")
@_FILE
def search(text: str, *, limit: int, as_json: bool, file: Path | None) -> int:
    """Show the approved pairs that hold TEXT, and those nearest to it.

    TEXT may be French or English; capitals and accents do not matter. From three words on, it is compared with whole
    French sentences, too, and the nearest come first with their score. Exits with 1 where there is none.

    \b
    bilingual memory search "cour suprême"
    """  # noqa: D301  # click's mark
    with closing(_opened(file)) as memory:
        held = memory.search(text, limit)
        near = _nearest(memory, text, limit) if len(text.split()) >= _SENTENCE else []
    if as_json:
        print_json({"near": [asdict(one) for one in near], "holding": [asdict(one) for one in held]})
    else:
        click.echo("\n\n".join([*map(_match_told, near), *map(_pair_told, held)]) or _("nothing found"))
    return int(not held and not near)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures for machines.")
@_FILE
def stats(*, as_json: bool, file: Path | None) -> None:
    """Show how much is remembered, and where."""
    with closing(_opened(file)) as memory:
        found = memory.stats()
    if as_json:
        print_json({"path": str(_path(file)), **asdict(found)})
    else:
        click.echo("\n".join(map(plain, _figures(found, _path(file)))))


def _path(given: Path | None) -> Path:
    """The file that is meant: that of the option, of `bilingual.toml` for `translate`, or the usual one."""
    from bilingual.memory import default_path

    settled = (click.get_current_context().find_root().default_map or {}).get("translate", {}).get("memory_file")
    return given or (Path(settled) if settled else default_path())


def _opened(given: Path | None, *, make: bool = False) -> Memory:
    """The memory; where none has been begun yet, an empty one."""
    from bilingual.memory import Memory

    path = _path(given)
    if make or path.exists():
        return Memory(path)
    if given:
        what = _("{path}: no such file", path=path)
        raise UsageError(what, _("check the path, or begin it with bilingual memory import"))
    return Memory(None)


class _Import:
    """A file on its way into the memory: what was taken, and what was not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.taken = 0
        self.refused = 0

    def pairs(self) -> Iterator[Approved]:
        """The pairs of the file, counted."""
        from bilingual.memory.exchange import read

        for pair in read(self.path, self._refuse):
            self.taken += 1
            yield pair

    def _refuse(self, flaw: Flaw) -> None:
        self.refused += 1
        if self.refused <= _SHOWN:
            warn(_("{path}, line {line}: {reason}; left out", path=self.path, line=flaw.line, reason=flaw.reason))

    def told(self) -> str:
        """What became of the file, in a line."""
        taken = counted("{n} pair", "{n} pairs", self.taken)
        return _("{path}: {pairs}, {number} left out", path=self.path, pairs=taken, number=number(self.refused))


def _nearest(memory: Memory, text: str, limit: int) -> list[Match]:
    exact = memory.exact([text])
    return [*exact.values(), *memory.near([text], limit=limit)[0]][:limit]


def _match_told(match: Match) -> str:
    score = f"{number(round(match.score, 1))} %"
    return "\n".join(map(plain, [f"{score}  {match.article}".rstrip(), match.source, match.target]))


def _pair_told(pair: Approved) -> str:
    return "\n".join(map(plain, [pair.article or "—", pair.source, pair.target]))


def _figures(found: Stats, path: Path) -> list[str]:
    return [
        str(path),
        counted("{n} approved pair", "{n} approved pairs", found.pairs),
        counted("{n} different source", "{n} different sources", found.sources),
        counted("{n} article", "{n} articles", found.articles),
        counted("{n} result of the engine", "{n} results of the engine", found.machine),
        _("{size} MB", size=number(max(0.1, round(found.size / 1_000_000, 1)))),
    ]
