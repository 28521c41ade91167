"""Read gettext catalogues (GNU gettext manual, "The Format of PO Files"), anyone's, line by line; memory stays flat."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from bilingual.address import digest
from bilingual.errors import InputError
from bilingual.exchange.unit import Unit, told
from bilingual.messages import _, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.unit import Languages
    from bilingual.types import Status

MOST = 10_000_000
"""Bytes of a line, and characters of an entry; more is no text."""
_HEAD = 1 << 16
"""Bytes in which the header tells the encoding."""
_CHARSET = re.compile(rb"charset=([\w.:-]{1,40})")
_UNSAID = frozenset({"charset", "ascii", "us-ascii"})
"""What templates have for an encoding, and what UTF-8 includes."""
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,2}\])?)[ \t]*(?=\")")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f", "a": "\a"}
_PLURAL = re.compile(r"msgstr\[(\d{1,2})\]")
_HEADER_LINE = re.compile(r"([\w-]+):[ \t]*(.*)")


@dataclass(slots=True)
class _Entry:
    """An entry as far as it has been read."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    """By keyword, the lines of its string."""
    notes: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    line: int = 0
    """Of its `msgid`, or of its `msgctxt` as long as there is none."""
    size: int = 0
    is_obsolete: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether a translation has begun, behind which the next entry may."""
        return any(name.startswith("msgstr") for name in self.texts)

    def said(self, name: str) -> str:
        """The string of a keyword; empty where there is none."""
        return "".join(self.texts.get(name, ()))


def units(file: IO[bytes]) -> Iterator[Unit]:
    """The units of a catalogue, opened at its beginning; one for each form of an entry with plurals.

    The first form stands for the `msgid`, the others for the `msgid_plural`, unless there is only one for both; the
    number of the form stands behind the address. Notes are the translators' (`# `). A translation is approved that is
    not fuzzy.

    Raises:
        InputError: a line is none of a PO file, or not in the encoding that the header names; names the line.
    """
    languages = told("", "")
    for entry in _entries(file):
        if entry.said("msgid") or entry.said("msgctxt"):
            yield from _units(entry, languages)
        elif not entry.is_obsolete:
            languages = _languages(entry.said("msgstr"))


def _units(entry: _Entry, languages: Languages) -> Iterator[Unit]:
    source, plural = entry.said("msgid"), entry.said("msgid_plural")
    address = entry.said("msgctxt") or digest(source)
    notes = ("\n".join(entry.notes),) if entry.notes else ()
    rest = (notes, languages, entry.is_obsolete)
    if "msgid_plural" not in entry.texts:
        target = entry.said("msgstr")
        yield Unit(source, target, address, entry.line, _status(entry, target), *rest)
        return
    forms = sorted((int(found[1]), name) for name in entry.texts if (found := _PLURAL.fullmatch(name)))
    for form, name in forms:
        target, text = entry.said(name), source if form == 0 and len(forms) > 1 else plural
        yield Unit(text, target, f"{address}[{form}]", entry.line, _status(entry, target), *rest)


def _status(entry: _Entry, target: str) -> Status:
    if "rejected" in entry.flags:
        return "rejected"
    return "approved" if target and "fuzzy" not in entry.flags else "draft"


def _languages(header: str) -> Languages:
    found = {line[1].casefold(): line[2] for line in map(_HEADER_LINE.fullmatch, header.split("\n")) if line}
    return told(found.get("x-source-language", ""), found.get("language", ""))


def _entries(file: IO[bytes]) -> Iterator[_Entry]:
    entry, name = _Entry(), ""
    for number_, line in _lines(file):
        said = line.strip()
        is_obsolete = said.startswith("#~")
        if is_obsolete:
            said = said[2:].lstrip()
        if not said or said[0] == "#" or (is_obsolete and said[0] == "|"):
            if entry.is_whole:
                yield entry
                entry = _Entry()
            if not said and not entry.texts:
                entry.notes, entry.flags = [], set()  # comments with a blank line behind them belong to no entry
            _comment(entry, said)
            continue
        if said[0] != '"':
            name, quoted = _keyword(said, number_)
            if entry.is_whole and not name.startswith("msgstr"):
                yield entry
                entry = _Entry()
            _begin(entry, name, number_, is_obsolete=is_obsolete)
            said = quoted
        _take(entry, name, said, number_)
    if entry.texts:
        if not entry.is_whole:
            raise InputError(_("line {line}: the msgid has no msgstr", line=entry.line), _("complete the entry"))
        yield entry


def _comment(entry: _Entry, said: str) -> None:
    if said.startswith("#,"):
        entry.flags.update(flag.strip() for flag in said[2:].split(","))
    elif said == "#" or said.startswith("# "):
        entry.notes.append(said[2:].strip())


def _keyword(said: str, line: int) -> tuple[str, str]:
    """The keyword with which a line begins, and the rest of the line."""
    found = _KEYWORD.match(said)
    if not found:
        raise InputError(_("line {line}: this is no line of a PO file", line=line), _("mend that line"))
    return found[1], said[found.end() :]


def _begin(entry: _Entry, name: str, line: int, *, is_obsolete: bool) -> None:
    """Has an entry begin a string."""
    if name in entry.texts:
        raise InputError(_("line {line}: a second {name} in one entry", line=line, name=name), _("mend that line"))
    if name.startswith("msgstr") and "msgid" not in entry.texts:
        raise InputError(_("line {line}: a {name} without msgid", line=line, name=name), _("complete the entry"))
    entry.texts[name] = []
    entry.is_obsolete = entry.is_obsolete or is_obsolete
    if name == "msgid" or not entry.line:
        entry.line = line


def _take(entry: _Entry, name: str, quoted: str, line: int) -> None:
    """Adds a line to a string."""
    found = _QUOTED.fullmatch(quoted)
    if not found or name not in entry.texts:
        what = _("line {line}: a quotation mark is missing, or a string belongs to nothing", line=line)
        raise InputError(what, _("mend that line"))
    entry.size += len(found[1])
    if entry.size > MOST:
        raise InputError(_("line {line}: the entry is too long", line=line), _("divide it"))
    entry.texts[name].append(_ESCAPE.sub(_unescaped, found[1]) if "\\" in found[1] else found[1])


def _unescaped(found: re.Match[str]) -> str:
    said = found[1]
    if said[0] == "x" and len(said) > 1:
        return chr(int(said[1:], 16))
    return chr(int(said, 8)) if said[0].isdigit() and said[0] < "8" else _ESCAPES.get(said, said)


def _lines(file: IO[bytes]) -> Iterator[tuple[int, str]]:
    """The lines of a catalogue with their numbers."""
    start = file.read(_HEAD)
    file.seek(0)
    encoding = _encoding(start)
    line = 0
    while data := file.readline(MOST + 1):
        line += 1
        if len(data) > MOST:
            raise InputError(_("line {line}: longer than {n} bytes", line=line, n=number(MOST)), _("divide it"))
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            what = _("line {line}: this is no {encoding}", line=line, encoding=encoding)
            raise InputError(what, _("mend it, or save it as UTF-8 in a PO editor")) from error
        yield line, text.removeprefix("\ufeff") if line == 1 else text


def _encoding(start: bytes) -> str:
    """The encoding that the header names, else UTF-8.

    Raises:
        InputError: it is none that we know, or one in which line ends look otherwise.
    """
    found = _CHARSET.search(start)
    name = found[1].decode() if found else "utf-8"
    if name.casefold() in _UNSAID:
        return "utf-8"
    try:
        codecs.lookup(name)
        is_ours = 'msgid ""\n'.encode(name) == b'msgid ""\n'
    except (LookupError, UnicodeError):
        is_ours = False
    if not is_ours:
        what = _("its header names the encoding {encoding}, which is none of a PO file", encoding=name)
        raise InputError(what, _("save it as UTF-8 in a PO editor"))
    return name
