"""From bytes to text, whatever program wrote them; no byte is lost, none is an error."""

from __future__ import annotations

import codecs
import re

from bilingual.errors import InputError
from bilingual.messages import _

_MARKS = {  # longest first: the mark of UTF-16 begins that of UTF-32
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

_WINDOWS_1252 = {
    byte: char
    for byte, char in zip(range(0x80, 0xA0), bytes(range(0x80, 0xA0)).decode("cp1252", "replace"), strict=True)
    if char != "\ufffd"  # the five bytes without a meaning stay control characters, as in browsers
}
_STRAY_BYTES = {0xDC00 + byte: _WINDOWS_1252.get(byte, chr(byte)) for byte in range(0x80, 0x100)}
_STRAY = re.compile("[\udc80-\udcff]+")
_FRENCH = re.compile("[\xa0-\xffŒœŸ\u2010-\u203a€]+")
"""What French writes beyond ASCII; two bytes of Windows-1252 that happen to be UTF-8 are hardly ever one of these."""
_ELLIPSIS = re.compile(r"(?<=\w)\x85(?=[ »”\"')]|$)", re.MULTILINE)
"""The one control character of Windows-1252 in UTF-8 that would end a line; ftfy mends the others later."""


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of a file: by its byte order mark, else UTF-8 where it is that, else `declared`, else Windows-1252.

    A file that is UTF-8 but for a few bytes is read as UTF-8, and those bytes as Windows-1252.

    Args:
        data: the whole file.
        declared: a Python codec, where the file itself names one.

    Raises:
        InputError: it holds NUL bytes, so it is no text.
    """
    for mark, codec in _MARKS.items():
        if data.startswith(mark):
            data = data[len(mark) :]
            return _utf8_or(data, None) if codec == "utf-8" else data.decode(codec, "replace")
    if b"\0" in data:
        raise InputError(_("this is not a text file"), _("save it as UTF-8 text and give that"))
    return _utf8_or(data, declared)


def _utf8_or(data: bytes, declared: str | None) -> str:
    text = data.decode("utf-8", "surrogateescape")
    stray = len(text) - len(_STRAY.sub("", text))
    if not stray:
        return _ELLIPSIS.sub("…", text) if "\x85" in text else text
    if len(text) - len(_FRENCH.sub("", text)) > stray:
        return text.translate(_STRAY_BYTES)
    del text
    return data.decode(declared, "replace") if declared else data.decode("latin-1").translate(_WINDOWS_1252)
