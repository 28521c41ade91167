"""Safe extraction of an `.argosmodel` archive: nothing is written until every member has been judged.

The archive comes from anywhere. What is refused was seen in the field (Weblate CVE-2026-40256 and CVE-2026-34242) or
follows from the format: a name that leads out of the folder, a link, a bomb, two members of one name.
"""

from __future__ import annotations

import os
import stat
import struct
import unicodedata
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bilingual.errors import ModelError
from bilingual.messages import _, marked, number, reason
from bilingual.packages.folder import METADATA, MODEL, TOKENIZERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_MEMBERS = 2_000
MAX_BYTES = 4 << 30
"""Of all members together, unpacked; the largest Argos package has about 0.5 GB."""
MAX_RATIO = 100
"""Unpacked to packed, of the whole archive; weights reach 1.1 and vocabularies 5, a bomb about 1,000."""

_SMALL = 1 << 20  # below this the ratio says nothing
_DIRECTORY_BYTES = 1 << 20  # 2,000 members with names of 478 bytes
_CHUNK = 1 << 20
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_MEND = marked("download the package again, or ask its maker for a sound one")

Members = dict[PurePosixPath, ZipInfo]
"""The files of a package by their path below its top folder."""


class _RefusedError(Exception):
    """An archive breaks a rule; the message says which."""


def sizes(file: BinaryIO, name: str) -> dict[PurePosixPath, int]:
    """Bytes of each file a judged archive holds, by its path below the top folder; nothing is unpacked.

    Raises:
        ModelError: as `unpack`.
    """
    with _opened(file, name) as archive:
        members = _judged(archive, _length(file))[1]
        return {path: member.file_size for path, member in members.items()}


def extract(file: BinaryIO, name: str, into: Path) -> str:
    """The name of the archive's top folder, whose files now lie directly in the empty folder `into`.

    The caller removes `into` where this fails.

    Raises:
        ModelError: the archive, called `name` in messages, is broken, breaks a rule, holds no translation package, or
            cannot be written.
    """
    with _opened(file, name) as archive:
        top, members = _judged(archive, _length(file))
        for path, member in members.items():
            _extract(archive, member, _inside(into, path))
        return top


@contextmanager
def _opened(file: BinaryIO, name: str) -> Iterator[ZipFile]:
    try:
        _refuse_large_directory(file)
        with ZipFile(file) as archive:
            yield archive
    except _RefusedError as error:
        raise ModelError(_("{path}: refused: {reason}", path=name, reason=error), _(_MEND)) from error
    except (BadZipFile, EOFError, NotImplementedError, ValueError, struct.error, zlib.error) as error:
        raise ModelError(_("{path}: is no sound package: {reason}", path=name, reason=error), _(_MEND)) from error
    except OSError as error:
        raise ModelError(_("{path}: cannot be unpacked: {reason}", path=name, reason=reason(error))) from error


def _refuse_large_directory(file: BinaryIO) -> None:
    """`ZipFile` reads the whole directory into memory before anyone can count the members: look at its size first."""
    length = _length(file)
    start = max(0, length - 65_557)  # the closing record and its longest comment
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise _RefusedError(_("not a zip archive, or cut off"))
    if tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise _RefusedError(_("ZIP64, which no package needs"))
    (directory,) = struct.unpack_from("<I", tail, at + 12)
    if directory > _DIRECTORY_BYTES:
        raise _too_many()


def _too_many() -> _RefusedError:
    return _RefusedError(_("more than {n} members", n=number(MAX_MEMBERS)))


def _judged(archive: ZipFile, packed: int) -> tuple[str, Members]:
    """The top folder and the files below it, all of them allowed."""
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise _too_many()
    _refuse_bomb(infos, packed)
    paths = [(_path(member), member) for member in infos]
    _refuse_duplicates(path for path, _ in paths)
    tops = {path.parts[0] for path, _ in paths}
    if len(tops) != 1 or any(len(path.parts) == 1 and not member.is_dir() for path, member in paths):
        raise _RefusedError(_("it must hold exactly one top folder"))
    members = {PurePosixPath(*path.parts[1:]): member for path, member in paths if not member.is_dir()}
    _refuse_incomplete(members)
    return tops.pop(), members


def _path(member: ZipInfo) -> PurePosixPath:
    # The name as stored: zipfile's own reading of it has been cut at a NUL.
    path = PurePosixPath(member.orig_filename)
    if any(sign in member.orig_filename for sign in "\\:") or not member.orig_filename.isprintable():
        raise _RefusedError(_("member {name!a} has a forbidden character in its name", name=member.orig_filename))
    if path.is_absolute() or ".." in path.parts or not path.parts or path.parts[0].startswith("."):
        raise _RefusedError(_("member {name!a} leads out of its folder", name=member.orig_filename))
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR and not member.is_dir()):
        raise _RefusedError(_("member {name!a} is a link or a special file", name=member.orig_filename))
    if member.flag_bits & _ENCRYPTED:
        raise _RefusedError(_("member {name!a} is encrypted", name=member.orig_filename))
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _RefusedError(_("member {name!a} is packed by a method other than deflate", name=member.orig_filename))
    return path


def _refuse_bomb(members: list[ZipInfo], packed: int) -> None:
    total = sum(member.file_size for member in members)
    if total > MAX_BYTES:
        raise _RefusedError(_("more than {n} GiB unpacked", n=MAX_BYTES >> 30))
    if total > max(_SMALL, packed * MAX_RATIO):
        raise _RefusedError(_("it unpacks to more than {n} times its size", n=MAX_RATIO))


def _refuse_duplicates(paths: Iterable[PurePosixPath]) -> None:
    """Names must also differ on a file system that takes capitals or accents for the same."""
    seen: set[str] = set()
    for path in paths:
        key = unicodedata.normalize("NFC", str(path).casefold())
        if key in seen:
            raise _RefusedError(_("member {name!a} occurs twice", name=str(path)))
        seen.add(key)


def _refuse_incomplete(members: Members) -> None:
    needed = {PurePosixPath(METADATA), PurePosixPath(MODEL)}
    tokenizers = {PurePosixPath(name) for name in TOKENIZERS}
    if not needed <= members.keys() or not tokenizers & members.keys():
        raise _RefusedError(
            _(
                "its folder needs {files} and one of {others}",
                files=f"{METADATA}, {MODEL}",
                others=", ".join(TOKENIZERS),
            )
        )


def _inside(folder: Path, path: PurePosixPath) -> Path:
    target = folder / path
    if not target.resolve().is_relative_to(folder.resolve()):
        raise _RefusedError(_("member {name!a} leads out of its folder", name=str(path)))
    return target


def _extract(archive: ZipFile, member: ZipInfo, target: Path) -> None:
    """Write one file through to the disk: a place that has been taken must survive a power cut whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with archive.open(member) as source, target.open("xb") as file:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                break
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if left:
        raise _RefusedError(_("member {name!a} is not as long as it says", name=member.filename))


def _length(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)
