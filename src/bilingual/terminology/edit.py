"""Add to a gettext glossary and remove from it: all other bytes of the file stay as they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.errors import GlossaryError
from bilingual.files import replacing
from bilingual.messages import _, marked, reason
from bilingual.terminology import po
from bilingual.terminology.entry import Entry, sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CHECK = marked("bilingual glossary check shows all that is wrong")


def read(path: Path) -> list[Entry]:
    """The entries of a glossary, open ones among them, obsolete ones not.

    Raises:
        GlossaryError: it cannot be read, or a line is broken.
    """
    return [item.entry for item in _scanned(path, text_of(path)).items]


def add(path: Path, entries: Iterable[Entry], replaced: Iterable[Entry] = ()) -> None:
    """Writes entries behind the others of a glossary, all or none; a file that is not there is begun.

    Args:
        path: the file.
        entries: what to add.
        replaced: what takes the place of the entries of the same name.

    Raises:
        GlossaryError: an entry is there already or makes no sense, or the file is broken or cannot be written.
    """
    new, other = [sound(one) for one in entries], {one.name: one for one in map(sound, replaced)}

    def change(text: str) -> str:
        catalogue = _scanned(path, text)
        lines = _replaced(catalogue, other)
        taken = {item.entry.name: item.line for item in catalogue.items}
        for one in new:
            if one.name in taken:
                raise _there(path, one, taken[one.name])
            taken[one.name] = -1
        return _appended(lines, new, _line_end(text))

    _rewrite(path, change, begin=po.HEADER)


def remove(path: Path, source: str, context: str | None = None) -> Entry:
    """Takes an entry out of a glossary; returns it.

    Args:
        path: the file.
        source: of the entry.
        context: of the entry; None for the only one of that source.

    Raises:
        GlossaryError: there is none, or more than one, or the file is broken or cannot be written.
    """
    removed: list[Entry] = []

    def change(text: str) -> str:
        catalogue = _scanned(path, text)
        item = _only(path, catalogue, " ".join(source.split()), context)
        removed.append(item.entry)
        return "\n".join(_without(catalogue.lines, item))

    _rewrite(path, change)
    return removed[0]


def text_of(path: Path) -> str:
    """The text of a glossary, its byte order mark and line ends included.

    Raises:
        GlossaryError: it cannot be read, or is not UTF-8; names the line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        what = _("{path}: {reason}", path=path, reason=reason(error))
        raise GlossaryError(what, _("check the path")) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = _("{path}, line {line}: it is not UTF-8", path=path, line=line)
        raise GlossaryError(what, _("save it as UTF-8")) from error


def _scanned(path: Path, text: str) -> po.Catalogue:
    catalogue = po.scan(text)
    if catalogue.flaws:
        flaw = catalogue.flaws[0]
        what = _("{path}, line {line}: {reason}", path=path, line=flaw.line, reason=flaw.message)
        raise GlossaryError(what, _(_CHECK))
    return catalogue


def _there(path: Path, entry: Entry, line: int) -> GlossaryError:
    source, context = entry.source[:60], entry.context[:60]
    name = _("“{source}”", source=source)
    if context:
        name = _("“{source}” with the context “{context}”", source=source, context=context)
    if line < 0:
        mend = _("leave one of them out, or give it another context")
        return GlossaryError(_("{name} is to be added twice", name=name), mend)
    mend = _("remove it first, or give the new one another --context")
    what = _("{path}, line {line}: {name} is there already", path=path, line=line, name=name)
    return GlossaryError(what, mend)


def _only(path: Path, catalogue: po.Catalogue, source: str, context: str | None) -> po.Item:
    found = [
        item
        for item in catalogue.items
        if item.entry.source == source and (context is None or item.entry.context == context)
    ]
    if not found:
        what = _("{path}: there is no entry “{source}”", path=path, source=source[:60])
        raise GlossaryError(what, _("give the msgid as it stands in the file"))
    if len(found) > 1:
        each = [_("line {line} (--context {context!r})", line=one.line, context=one.entry.context) for one in found]
        what = _(
            "{path}: “{source}” is there more than once: {places}",
            path=path,
            source=source[:60],
            places=", ".join(each),
        )
        raise GlossaryError(what, _("name one with --context"))
    return found[0]


def _without(lines: list[str], item: po.Item) -> list[str]:
    """The lines without those of an item, and without the blank line that set it apart."""
    before, behind = lines[: item.first], lines[item.last :]
    if behind[:1] and not behind[0].strip() and len(behind) > 1:
        del behind[0]
    elif before and not before[-1].strip():
        before.pop()
    return [*before, *behind]


def _replaced(catalogue: po.Catalogue, other: dict[tuple[str, str], Entry]) -> list[str]:
    lines: list[str] = []
    at = 0
    for item in catalogue.items:
        if item.entry.name in other:
            end = "\r" if catalogue.lines[item.first].endswith("\r") else ""
            lines += [*catalogue.lines[at : item.first], *(line + end for line in po.block(other[item.entry.name]))]
            at = item.last
    return [*lines, *catalogue.lines[at:]]


def _appended(lines: list[str], entries: list[Entry], end: str) -> str:
    text = "\n".join(lines)
    if not entries:
        return text
    blocks = end.join(end.join(po.block(entry)) + end for entry in entries)
    if not text.removeprefix(po.BOM) or text.endswith(2 * end):
        return text + blocks
    return text + end * (1 if text.endswith("\n") else 2) + blocks


def _line_end(text: str) -> str:
    return "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"


def _rewrite(path: Path, change: Callable[[str], str], begin: str | None = None) -> None:
    """Changes a file's text, all at once; what a link points to is written, the link stays."""
    real = Path(os.path.realpath(path))
    missing = begin is not None and not real.exists()
    text = begin if begin is not None and missing else text_of(path)
    changed = change(text)
    try:
        with replacing(real) as file:
            file.write(changed)
    except OSError as error:
        what = _("{path}: {reason}", path=path, reason=reason(error))
        raise GlossaryError(what, _("make room there, or name another file")) from error
