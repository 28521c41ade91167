"""Glossaries in the formats that others use, by the ending of the file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilingual.errors import GlossaryError, InputError
from bilingual.files import replacing
from bilingual.messages import _, reason
from bilingual.read.encoding import decode
from bilingual.terminology import edit, po, table, tbx, tbx_writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bilingual.terminology.entry import Entry

    Placed = list[tuple[int, Entry]]

ENDINGS = (".po", ".tbx", ".csv", ".tsv")


def read(path: Path) -> Placed:
    """The entries of a file with their lines; they are tidy, but need not be sound.

    Raises:
        GlossaryError: it is of no known format, or cannot be read; names the file.
    """
    ending = _ending(path)
    if ending == ".po":
        edit.read(path)  # refuses what is broken
        return [(item.line, item.entry) for item in po.scan(edit.text_of(path)).items]
    try:
        data = path.read_bytes()
        return list(tbx.read(data) if ending == ".tbx" else table.read(decode(data)))
    except (GlossaryError, InputError) as error:
        raise GlossaryError(_("{path}: {reason}", path=path, reason=error), error.hint) from error
    except OSError as error:
        what = _("{path}: {reason}", path=path, reason=reason(error))
        raise GlossaryError(what, _("check the path")) from error


def write(path: Path, entries: Sequence[Entry]) -> None:
    """Writes some sound entries to a file, in the place of what it held.

    Raises:
        GlossaryError: its ending is of no known format, or it cannot be written.
    """
    text = _text(_ending(path), entries)
    try:
        with replacing(path) as file:
            file.write(text)
    except OSError as error:
        what = _("{path}: {reason}", path=path, reason=reason(error))
        raise GlossaryError(what, _("make room there, or name another file")) from error


def _text(ending: str, entries: Iterable[Entry]) -> str:
    if ending == ".tbx":
        return tbx_writing.write(entries)
    if ending == ".csv":
        return po.BOM + table.write(entries)  # Excel takes it for UTF-8 by this mark alone
    if ending == ".tsv":
        return table.write(entries, "\t")
    return "\n".join([po.HEADER, *("\n".join(po.block(entry)) + "\n" for entry in entries)])


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        mend = _("known endings: {endings}", endings=", ".join(ENDINGS))
        raise GlossaryError(_("{path}: there is no such format", path=path), mend)
    return ending
