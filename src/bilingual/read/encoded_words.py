"""Headers of mails: the encoded words of RFC 2047, read as generously as mail programs read them."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING

from bilingual.read.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\s]*)\?=")
_HEX = re.compile(rb"=([0-9a-fA-F]{2})")
_CODECS = re.compile(
    r"(?:utf|us-ascii|ascii|iso-?8859|latin|windows-12|cp\d|mac|koi8|iso-2022|gb|big5|shift_jis|euc)[\w-]{0,20}",
    re.IGNORECASE,
)
_AS_WINDOWS = frozenset(
    {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252", "utf-8", "utf8"}
)
"""Labels that say less than they mean, as in browsers, and the one whose texts need none."""
_NOT_BYTEWISE = ("utf-7", "utf7", "utf-16", "utf16", "utf-32", "utf32", "iso-2022")
"""Beginnings of labels whose texts look like something else."""


def words(raw: str) -> str:
    """The text of a header; a word that is encoded wrongly stays as it is written.

    Args:
        raw: as `email` hands it over, bytes that are no ASCII as lone surrogates.
    """
    return "".join(characters(data, label) for data, label in _runs(_bytes_as_text(raw)))


def characters(data: bytes, label: str) -> str:
    """The text that bytes stand for, whatever their label says of them."""
    codec = label.lower() if _CODECS.fullmatch(label) else "utf-8"
    try:
        if codec.startswith(_NOT_BYTEWISE):
            return data.decode(codec, "replace")
        b"".decode(codec)
    except LookupError:
        codec = "utf-8"
    return decode(data.replace(b"\0", b""), None if codec in _AS_WINDOWS else codec)


def _bytes_as_text(raw: str) -> str:
    return characters(raw.encode("utf-8", "surrogateescape"), "utf-8")


def _runs(text: str) -> Iterator[tuple[bytes, str]]:
    """Stretches of bytes with their label; words that follow each other may share a character, so they are one."""
    end = 0
    waiting, label = b"", ""
    for found in _WORD.finditer(text):
        data = _decoded(found[2], found[3])
        if data is None:
            continue
        between = text[end : found.start()]
        if waiting and not between.strip() and found[1].lower() == label:
            waiting += data
        else:
            yield waiting, label
            if between.strip() or not waiting:
                yield between.encode(), "utf-8"
            waiting, label = data, found[1].lower()
        end = found.end()
    yield waiting, label
    yield text[end:].encode(), "utf-8"


def _decoded(way: str, content: str) -> bytes | None:
    """The bytes of an encoded word; None where it is none."""
    data = content.encode("utf-8", "replace")
    if way in "qQ":
        return _HEX.sub(lambda code: bytes([int(code[1], 16)]), data.replace(b"_", b" "))
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4), strict_mode=True)
    except binascii.Error:
        return None
