"""Approved pairs in the formats that others use, by the ending of the file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilingual.errors import BilingualError, InputError, UsageError
from bilingual.files import replacing
from bilingual.memory.exchange import catalogue, table, tmx, tmx_writing
from bilingual.memory.exchange.unit import Flaw, Unit, pair_of
from bilingual.messages import _, number, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from bilingual.memory.approved import Approved

_WRITERS = {".tmx": tmx_writing.TMX, ".tsv": table.TSV, ".csv": table.CSV, ".po": catalogue.PO}
ENDINGS = tuple(_WRITERS)
MOST_BYTES = 500_000_000
"""Of a file that is read; a million pairs and more."""

__all__ = ["ENDINGS", "MOST_BYTES", "Flaw", "check", "read", "write"]


def check(path: Path) -> str:
    """The ending of a file's name, in small letters.

    Raises:
        UsageError: no format has it.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        what = _("{path}: there is no such format", path=path)
        raise UsageError(what, _("known endings: {endings}", endings=", ".join(ENDINGS)))
    return ending


def read(path: Path, report: Callable[[Flaw], None]) -> Iterator[Approved]:
    """The pairs of a file in its order; what is no pair goes to `report` instead.

    A pair that does not say where it was approved gets the file's name for its article and a digest for its address, so
    that it is remembered once however often it is read.

    Raises:
        BilingualError: the file is of no known format, or cannot be read to its end; names the file.
    """
    ending = check(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(_("it is larger than {bytes} bytes", bytes=number(MOST_BYTES)), _("divide it"))
        for unit in _units(path, ending):
            try:
                yield pair_of(unit, path.name)
            except ValueError as error:
                report(Flaw(unit.line, str(error)))
    except BilingualError as error:
        raise InputError(_("{path}: {reason}", path=path, reason=error), error.hint) from error
    except OSError as error:
        raise InputError(_("{path}: {reason}", path=path, reason=reason(error)), _("check the path")) from error


def write(path: Path, pairs: Iterable[Approved]) -> int:
    """Writes pairs to a file, in the place of what it held; how many there were.

    Raises:
        BilingualError: its ending is of no known format, or it cannot be written; names the file.
    """
    writer = _WRITERS[check(path)]
    count = 0
    try:
        with replacing(path) as file:
            file.write(writer.head)
            for pair in pairs:
                file.write(writer.row(pair))
                count += 1
            file.write(writer.end)
    except OSError as error:
        what = _("{path}: {reason}", path=path, reason=reason(error))
        raise InputError(what, _("make room there, or name another file")) from error
    return count


def _units(path: Path, ending: str) -> Iterator[Unit]:
    if ending == ".tmx":
        with path.open("rb") as file:
            yield from tmx.read(file)
    elif ending == ".po":
        yield from catalogue.read(path.read_bytes())
    else:
        yield from table.read(path.read_bytes(), is_plain=ending == ".tsv")
