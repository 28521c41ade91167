"""Packages unpacked once to the user's cache, named by the SHA-256 of their archive."""

from __future__ import annotations

import errno
import logging
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.errors import ModelError
from bilingual.messages import _, reason
from bilingual.packages.folder import digest, read_folder
from bilingual.packages.stage import put, staging
from bilingual.packages.unpack import extract, sizes

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import PurePosixPath

_logger = logging.getLogger(__name__)


def unpacked(archive: Path, sha256: str = "") -> tuple[Path, str]:
    """The folder that holds an archive's package, and the archive's SHA-256 in hex.

    Args:
        archive: an `.argosmodel` file.
        sha256: what its SHA-256 must be; then it is computed only where the package must be unpacked.

    Raises:
        ModelError: the archive is missing, wrong or refused, or there is nowhere to unpack it.
    """
    try:
        with archive.open("rb") as file:
            return _unpacked(file, str(archive), sha256)
    except OSError as error:
        what = _("{path}: cannot be read: {reason}", path=archive, reason=reason(error))
        raise ModelError(what, _("give the path of an .argosmodel file")) from error


def check_sha256(file: BufferedReader, name: str, expected: str) -> str:
    """The SHA-256 of a file in hex.

    Raises:
        ModelError: it is not the expected one; an empty one stands for any.
    """
    found = digest(file)
    if expected and found != expected.lower():
        raise ModelError(
            _("{path}: wrong SHA-256: {found} instead of {wanted}", path=name, found=found, wanted=expected.lower()),
            _("the file is damaged or another one than meant: get it again"),
        )
    return found


def user_cache() -> Path:
    """`bilingual/models` in the user's cache folder; it need not exist.

    Raises:
        OSError: the home cannot be told.
    """
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    if not Path(chosen).is_absolute():  # the XDG specification asks that a relative path be ignored
        try:
            chosen = str(Path.home() / ".cache")
        except RuntimeError as error:
            raise OSError(errno.ENOENT, _("no home folder"), "~/.cache") from error
    return Path(chosen) / "bilingual" / "models"


def _unpacked(file: BufferedReader, name: str, expected: str) -> tuple[Path, str]:
    sha256 = expected or digest(file)
    wanted = sizes(file, name)
    refusals = []
    for choose in (user_cache, _temporary):
        try:
            place = choose() / sha256[:16]
            if not _complete(place, wanted):
                _fill(place, wanted, file, name, sha256)
        except OSError as error:
            refusals.append(_("{path}: {reason}", path=error.filename, reason=reason(error)))
            continue
        if refusals:
            _logger.warning("using %s, since the cache cannot be written: %s", place.parent, "; ".join(refusals))
        return place, sha256
    raise ModelError(
        _("{path}: nowhere to unpack it: {reasons}", path=name, reasons="; ".join(refusals)),
        _("set XDG_CACHE_HOME to a folder that can be written"),
    )


def _fill(place: Path, wanted: dict[PurePosixPath, int], file: BufferedReader, name: str, sha256: str) -> None:
    with staging(place.parent) as stage:
        if _complete(place, wanted):  # another run did it while this one waited
            return
        check_sha256(file, name, sha256)
        extract(file, name, stage)
        read_folder(stage, "file")
        put(stage, place)


def _complete(place: Path, wanted: dict[PurePosixPath, int]) -> bool:
    """Whether every file is there in full: those who clean caches by age take single files."""
    try:
        return all((place / path).stat().st_size == size for path, size in wanted.items())
    except OSError:
        return False


def _temporary() -> Path:
    """A temporary folder, kept between runs where it is the user's alone: else others could have filled it."""
    kept = Path(tempfile.gettempdir()) / f"bilingual-{os.getuid()}"
    return kept if _is_ours(kept) else Path(tempfile.mkdtemp(prefix="bilingual-"))


def _is_ours(folder: Path) -> bool:
    """Whether a folder, made where it is missing, belongs to the user and is closed to others."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
