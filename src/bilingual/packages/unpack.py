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
_MEND = "download the package again, or ask its maker for a sound one"

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
        _, members = _judged(archive, _length(file))
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
        raise ModelError(f"{name}: refused: {error}", _MEND) from error
    except (BadZipFile, EOFError, NotImplementedError, ValueError, struct.error, zlib.error) as error:
        raise ModelError(f"{name}: is no sound package: {error}", _MEND) from error
    except OSError as error:
        raise ModelError(f"{name}: cannot be unpacked: {error.strerror or error}") from error


def _refuse_large_directory(file: BinaryIO) -> None:
    """`ZipFile` reads the whole directory into memory before anyone can count the members: look at its size first."""
    length = _length(file)
    start = max(0, length - 65_557)  # the closing record and its longest comment
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise _RefusedError("not a zip archive, or cut off")
    if tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise _RefusedError("ZIP64, which no package needs")
    (directory,) = struct.unpack_from("<I", tail, at + 12)
    if directory > _DIRECTORY_BYTES:
        raise _RefusedError(f"more than {MAX_MEMBERS} members")


def _judged(archive: ZipFile, packed: int) -> tuple[str, Members]:
    """The top folder and the files below it, all of them allowed."""
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise _RefusedError(f"more than {MAX_MEMBERS} members")
    _refuse_bomb(infos, packed)
    paths = [(_path(member), member) for member in infos]
    _refuse_duplicates(path for path, _ in paths)
    tops = {path.parts[0] for path, _ in paths}
    if len(tops) != 1 or any(len(path.parts) == 1 and not member.is_dir() for path, member in paths):
        raise _RefusedError("it must hold exactly one top folder")
    members = {PurePosixPath(*path.parts[1:]): member for path, member in paths if not member.is_dir()}
    _refuse_incomplete(members)
    return tops.pop(), members


def _path(member: ZipInfo) -> PurePosixPath:
    # The name as stored: zipfile's own reading of it has been cut at a NUL.
    shown = ascii(member.orig_filename)
    path = PurePosixPath(member.orig_filename)
    if any(sign in member.orig_filename for sign in "\\:") or not member.orig_filename.isprintable():
        raise _RefusedError(f"member {shown} has a forbidden character in its name")
    if path.is_absolute() or ".." in path.parts or not path.parts or path.parts[0].startswith("."):
        raise _RefusedError(f"member {shown} leads out of its folder")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR and not member.is_dir()):
        raise _RefusedError(f"member {shown} is a link or a special file")
    if member.flag_bits & _ENCRYPTED:
        raise _RefusedError(f"member {shown} is encrypted")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _RefusedError(f"member {shown} is packed by a method other than deflate")
    return path


def _refuse_bomb(members: list[ZipInfo], packed: int) -> None:
    total = sum(member.file_size for member in members)
    if total > MAX_BYTES:
        raise _RefusedError(f"more than {MAX_BYTES >> 30} GiB unpacked")
    if total > max(_SMALL, packed * MAX_RATIO):
        raise _RefusedError(f"it unpacks to more than {MAX_RATIO} times its size")


def _refuse_duplicates(paths: Iterable[PurePosixPath]) -> None:
    """Names must also differ on a file system that takes capitals or accents for the same."""
    seen: set[str] = set()
    for path in paths:
        key = unicodedata.normalize("NFC", str(path).casefold())
        if key in seen:
            raise _RefusedError(f"member {str(path)!a} occurs twice")
        seen.add(key)


def _refuse_incomplete(members: Members) -> None:
    needed = {PurePosixPath(METADATA), PurePosixPath(MODEL)}
    tokenizers = {PurePosixPath(name) for name in TOKENIZERS}
    if not needed <= members.keys() or not tokenizers & members.keys():
        raise _RefusedError(f"its folder needs {METADATA}, {MODEL} and one of {', '.join(TOKENIZERS)}")


def _inside(folder: Path, path: PurePosixPath) -> Path:
    target = folder / path
    if not target.resolve().is_relative_to(folder.resolve()):
        raise _RefusedError(f"member {str(path)!a} leads out of its folder")
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
        raise _RefusedError(f"member {member.filename!a} is not as long as it says")


def _length(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)
