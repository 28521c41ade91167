"""Whole folders or none: a folder is filled out of sight and takes its place in one step.

Whoever fills one holds the lock of the place, so two runs never meet, and what a killed run left is swept by the next.
"""

from __future__ import annotations

import errno
import fcntl
import secrets
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PREFIX = ".bilingual-part-"
_LOCK = ".bilingual.lock"
_OCCUPIED = (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR)


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A new empty folder inside `folder`, gone at the end unless `put` has moved it.

    Waits for other runs that stage in the same folder.

    Raises:
        OSError: nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the system lets go of it, too, when the process is killed
        for leftover in folder.glob(f"{_PREFIX}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        stage = _beside(folder)
        stage.mkdir()
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def put(stage: Path, place: Path) -> None:
    """Move a filled folder to its place, on the same file system; what was there is removed afterwards."""
    old = _beside(stage.parent)
    try:
        stage.rename(place)
    except OSError as error:
        if error.errno not in _OCCUPIED:
            raise
        place.rename(old)
        stage.rename(place)
        _delete(old)


def drop(folder: Path, aside: Path) -> None:
    """Remove a folder at once for whoever looks; `aside` is where it goes while it is deleted file by file."""
    old = _beside(aside)
    folder.rename(old)
    _delete(old)


def _beside(folder: Path) -> Path:
    return folder / f"{_PREFIX}{secrets.token_hex(8)}"


def _delete(path: Path) -> None:
    """A link is removed, not followed."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        with suppress(FileNotFoundError):
            shutil.rmtree(path)
