"""The formats in which translators hand bilingual texts around, read by the ending of the file's name."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.errors import BilingualError, InputError
from bilingual.exchange.unit import Unit
from bilingual.messages import _, reason
from bilingual.read.files import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

READERS = {".po": "po", ".xlf": "xliff", ".xliff": "xliff", ".tmx": "tmx"}
"""The module of this room that reads files with an ending; each has a function `units`."""
GLOSSARY = "glossary.po"
"""Of files in folders the one that is passed over, being no text."""

__all__ = ["GLOSSARY", "READERS", "Unit", "found", "units"]


def units(path: Path) -> Iterator[Unit]:
    """The units of a file, in its order; memory stays flat.

    Raises:
        InputError: the file is of no known format, or cannot be read to its end; names the file, and mostly the line.
    """
    try:
        name = READERS.get(path.suffix.lower())
        if name is None:
            known = _("known endings: {endings}", endings=", ".join(READERS))
            raise InputError(_("no reader knows this kind of file"), known)
        reader = import_module(f"bilingual.exchange.{name}")
        with path.open("rb") as file:
            yield from reader.units(file)
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
        elif path.suffix.lower() in READERS and path.name != GLOSSARY:
            is_empty = False
            yield path
    if is_empty:
        known = _("known endings: {endings}", endings=", ".join(READERS))
        yield InputError(_("{path}: there is no bilingual text in this folder", path=folder), known)
