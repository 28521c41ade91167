"""The formats in which translators hand bilingual texts around: read from anyone, written for them, and read again."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from bilingual.errors import BilingualError, InputError
from bilingual.exchange.unit import Unit
from bilingual.messages import _, reason
from bilingual.read.files import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.exchange.incoming import Returned
    from bilingual.exchange.outgoing import Outgoing

READERS = {".po": "po", ".xlf": "xliff", ".xliff": "xliff", ".tmx": "tmx"}
"""The module of this room that reads files with an ending; each has a function `units`."""
GLOSSARY = "glossary.po"
EXPORTED = "exported"
"""Of files in folders the one that is passed over, being no text; and the folder, whose files are copies."""


class Format(NamedTuple):
    """A format for other tools."""

    writer: str
    """The module of this room that has a function `write`."""
    ending: str
    """Of its files; two formats for the same tools have different ones."""


FORMATS = {
    "xliff": Format("xliff_writing", ".xlf"),
    "xliff12": Format("xliff12_writing", ".12.xlf"),
    "tmx": Format("tmx_writing", ".tmx"),
    "docx": Format("word.writing", ".docx"),
    "csv": Format("csv_writing", ".csv"),
}
_RETURNING = {"xliff": "xliff_reading", "tmx": "tmx_reading", "zip": "word.reading", "": "csv_reading"}
"""The module of this room that has a function `returned`, by what a file is."""
_TABLES = (".csv", ".tsv", ".txt")
"""Endings of what spreadsheets save as a text; the reader says whether it is a table of ours."""
_ZIP = b"PK\x03\x04"
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(xliff|tmx)\b")
_BEFORE = b"\xef\xbb\xbf\xfe\xff \t\r\n"
"""Byte order marks and white space before the first sign."""
_HEAD = 1 << 14
"""Bytes in which a file shows what it is."""

__all__ = ["EXPORTED", "FORMATS", "GLOSSARY", "READERS", "Unit", "found", "returned", "units", "write"]


def write(file: IO[bytes], name: str, article: Outgoing) -> None:
    """Writes an article in a format of `FORMATS`."""
    import_module(f"bilingual.exchange.{FORMATS[name].writer}").write(file, article)


def returned(path: Path) -> Iterator[Returned]:
    """What comes back in a file, segment by segment; told by what the file is, whatever it is called.

    Raises:
        InputError: it is of no format in which something comes back, or cannot be read to its end; names the file.
    """
    with _named(path), path.open("rb") as file:
        start = file.read(_HEAD)
        file.seek(0)
        reader = import_module(f"bilingual.exchange.{_RETURNING[_kind(start, path)]}")
        yield from reader.returned(file)


def _kind(start: bytes, path: Path) -> str:
    """What a file is, by its first bytes, of XML in whatever encoding."""
    if start.startswith(_ZIP):
        return "zip"
    start = start.replace(b"\0", b"").lstrip(_BEFORE)
    if start.startswith(b"<") and (root := _ROOT.search(start)):
        return root[1].decode()
    ending = path.suffix.lower()
    if ending in _TABLES:
        return ""
    endings = ", ".join([*dict.fromkeys(Path(one.ending).suffix for one in FORMATS.values()), ".json"])
    known = _("known endings: {endings}", endings=endings)
    if ending == ".po":
        known = _("a PO file is the file of record itself: put it in its place in the folder")
    raise InputError(_("nothing comes back in this kind of file"), known)


def units(path: Path) -> Iterator[Unit]:
    """The units of a file, in its order, told by its ending; memory stays flat.

    Raises:
        InputError: the file is of no known format, or cannot be read to its end; names the file, and mostly the line.
    """
    with _named(path):
        name = READERS.get(path.suffix.lower())
        if name is None:
            known = _("known endings: {endings}", endings=", ".join(READERS))
            raise InputError(_("no reader knows this kind of file"), known)
        reader = import_module(f"bilingual.exchange.{name}")
        with path.open("rb") as file:
            yield from reader.units(file)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Has errors in the block name the file."""
    try:
        yield
    except BilingualError as error:
        raise InputError(_("{path}: {reason}", path=path, reason=error), error.hint) from error
    except OSError as error:
        raise InputError(_("{path}: {reason}", path=path, reason=reason(error)), _("check the path")) from error


def found(inputs: Sequence[Path]) -> Iterator[Path | InputError]:
    """The files behind some files and folders, each once, those of a folder by their names; or why there are none."""
    seen = set()
    for given in inputs:
        for one in _inside(given) if given.is_dir() else (given,):
            name = one if isinstance(one, InputError) else os.path.realpath(one)
            if name not in seen:
                seen.add(name)
                yield one


def _inside(folder: Path) -> Iterator[Path | InputError]:
    is_empty = True
    for name, error in walk(str(folder)):
        path = Path(name)
        if error is not None:
            is_empty = False
            yield InputError(_("{path}: {reason}", path=path, reason=reason(error)), _("make the folder readable"))
        elif path.suffix.lower() in READERS and path.name != GLOSSARY and not path.is_relative_to(folder / EXPORTED):
            is_empty = False
            yield path
    if is_empty:
        known = _("known endings: {endings}", endings=", ".join(READERS))
        yield InputError(_("{path}: there is no bilingual text in this folder", path=folder), known)
