"""Approved pairs in gettext form: the files of record that `translate` writes, and a memory as one catalogue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bilingual.errors import InputError
from bilingual.memory.exchange.unit import Unit, Writer
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.memory.approved import Approved

_OURS = "bilingual"
_WHOLE = "bilingual memory"
"""The generator of a catalogue of many articles, where `msgctxt` is `article#address`."""
_REJECTED = "rejected"
_HEAD = f"""\
msgid ""
msgstr ""
"Language: en\\n"
"X-Source-Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Generator: {_WHOLE}\\n"

"""
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_LINE = re.compile(r'[^"]*"(?:[^"\\]|\\.)*+"')
_NO_WRAP = 0


def read(data: bytes) -> Iterator[Unit]:
    """The approved entries of a catalogue: translated, neither fuzzy nor rejected; obsolete ones, too.

    In our own files the article is that of the header and the address the `msgctxt`.

    Raises:
        InputError: it is no PO file in UTF-8.
    """
    import polib

    mend = _("mend it, or save it as UTF-8 in a PO editor")
    try:
        text = data.decode("utf-8-sig")
        _check_form(text)
        entries = polib.pofile(text + "\n", encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(error), mend) from error
    generator = entries.metadata.get("X-Generator", "")
    name = entries.metadata.get("Project-Id-Version", "") if generator.startswith(_OURS) else None
    for entry in entries:
        if entry.msgstr and not entry.fuzzy and _REJECTED not in entry.flags:
            yield Unit(entry.linenum or 0, entry.msgid, entry.msgstr, *_place(entry, name, generator))
        elif any(entry.msgstr_plural.values()):
            yield Unit(entry.linenum or 0, flaw=_("an entry with plural forms is no sentence"))


def _row(pair: Approved) -> str:
    import polib

    context = f"{pair.article}#{pair.address}"
    source, target, place = (_UNWRITABLE.sub("\ufffd", text) for text in (pair.source, pair.target, context))
    written: str = polib.POEntry(msgctxt=place, msgid=source, msgstr=target).__unicode__(_NO_WRAP)
    return f"{written}\n"


PO = Writer(_HEAD, _row)


def _place(entry: Any, name: str | None, generator: str) -> tuple[str | None, str | None]:  # noqa: ANN401  # polib has stubs in development only
    if name is None or not entry.msgctxt:
        return None, None
    if generator == _WHOLE:
        article, _sign, address = entry.msgctxt.rpartition("#")
        return article, address
    return name, entry.msgctxt


def _check_form(text: str) -> None:
    """Refuses what polib lets pass: a line whose text does not end, as where a file was cut off."""
    for number, line in enumerate(text.split("\n"), 1):
        said = line.strip().removeprefix("#~").strip()
        if said and not said.startswith(("#", "|")) and not _LINE.fullmatch(said):
            raise InputError(_("line {line} is no whole line of a PO file", line=number), _("mend that line"))
