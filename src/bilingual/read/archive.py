"""The members of a zip archive, in memory: nothing is written, and no more is unpacked than an article can have.

The archive comes from anywhere. Names are only ever compared, never used as paths, so they lead nowhere.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from bilingual.errors import InputError
from bilingual.messages import _, marked, number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

MOST_MEMBERS = 10_000
"""A year's volume of a paper as an e-book has about 5,000, most of them pictures."""

MOST_BYTES = 64 << 20
"""Of all text members together, unpacked; a novel has about 1 MB, the text of the Bible 6."""

MOST_RATIO = 100
"""Unpacked to packed: XML of word processors reaches 40, a bomb about 1,000."""

MOST_WHOLE = 16 << 20
"""Of a member that has to be in memory at once."""

_SMALL = 4 << 20  # below this the ratio says nothing
_CHUNK = 1 << 16
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_TEXTS = (".xml", ".xhtml", ".html", ".htm", ".opf", ".rels")
_RESAVE = marked("open it in the program that made it, and save it again")
_BROKEN = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, struct.error, zlib.error)
"""What zipfile raises for an archive that is not sound."""

LOCKED = marked("it is protected by a password")
UNLOCK = marked("open it with its password, and save it without one")


class Archive:
    """A zip archive whose declared sizes are within the limits; no member ever yields more than it declares.

    Raises InputError, from every method, where the archive is broken or breaks a rule.
    """

    def __init__(self, data: bytes) -> None:
        # zipfile would make an object for each of them before anyone could count
        if data.count(_ENTRY) > MOST_MEMBERS:
            raise _refused(_("it has more than {n} members", n=number(MOST_MEMBERS)))
        try:
            self._zip = ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise _broken(error) from error
        self._left = MOST_BYTES
        self._members = {member.filename: member for member in self._zip.infolist()}
        texts = [member for name, member in self._members.items() if name.lower().endswith(_TEXTS)]
        _refuse_bomb(sum(member.file_size for member in texts), sum(member.compress_size for member in texts))

    def __contains__(self, name: object) -> bool:
        return name in self._members

    @property
    def names(self) -> list[str]:
        """Of all members, in the order of the archive."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """A member, whole."""
        if name in self._members and self._members[name].file_size > MOST_WHOLE:
            raise _refused(_("{name!a} unpacks to more than {n} MB", name=name, n=MOST_WHOLE >> 20))
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member, piece by piece."""
        member = self._members.get(name)
        if member is None:
            raise InputError(_("it is incomplete: {name!a} is missing", name=name), _(_RESAVE))
        _refuse_member(member)
        self._left -= member.file_size
        if self._left < 0:
            raise _too_large()
        try:
            with self._zip.open(member) as source:
                while chunk := source.read(_CHUNK):
                    yield chunk
        except _BROKEN as error:
            raise _broken(error) from error


def _refuse_member(member: ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise InputError(_(LOCKED), _(UNLOCK))
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise _refused(_("it is packed by a method other than deflate"))
    _refuse_bomb(member.file_size, member.compress_size)


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if unpacked > MOST_BYTES:
        raise _too_large()
    if unpacked > max(_SMALL, packed * MOST_RATIO):
        raise _refused(_("its text unpacks to more than {n} times its size", n=MOST_RATIO))


def _too_large() -> InputError:
    return _refused(_("its text unpacks to more than {n} MB", n=MOST_BYTES >> 20))


def _refused(why: str) -> InputError:
    return InputError(_("refused: {reason}", reason=why), _("divide it, or give its text as .txt or .html"))


def _broken(error: Exception) -> InputError:
    mend = _("fetch it again, or open it in the program that made it, and save it again")
    return InputError(_("it is damaged or cut off: {reason}", reason=error), mend)
