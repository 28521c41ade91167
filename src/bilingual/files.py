"""Whole files or none: every write lands under its name only when it is complete."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING

try:
    import fcntl
except ImportError:  # pragma: no cover  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DRAFTS = ".bilingual-*.part"
STATE = ".bilingual"
"""The folder inside an output folder that holds what is no article: what editors did, and when."""


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """A UTF-8 text file that takes the place of `path` when the block ends well, and leaves no trace when not.

    The folder is made where it is missing. Raises OSError as `open` does.
    """
    with replacing_bytes(path) as file:
        text = TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="\n")
        yield text
        text.detach()


@contextmanager
def replacing_bytes(path: Path) -> Iterator[IO[bytes]]:
    """As `replacing`, for what is no text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # a short name: that of the file itself may be as long as names can be
    draft = path.with_name(_DRAFTS.replace("*", secrets.token_hex(8)))
    try:
        with draft.open("wb") as file:
            _claim(file)
            yield file
            file.flush()
            os.fsync(file.fileno())
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps other processes that lock the folder from changing its articles meanwhile; waits for them.

    The lock is on the folder itself, which is made where it is missing, and leaves no file. Raises OSError where the
    folder cannot be made or read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if fcntl is None:  # pragma: no cover  # without locks, everybody is alone
        yield
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def stamp(path: Path) -> tuple[int, int, int]:
    """What tells one version of a file from another; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def sweep(folder: Path) -> None:
    """Removes the drafts that killed runs left in a folder and below; a living writer holds a lock on its own."""
    for draft in folder.rglob(_DRAFTS):
        try:
            with draft.open("rb") as file:
                if _claim(file):
                    draft.unlink(missing_ok=True)
        except OSError:
            continue  # another run was faster, or the draft is not ours


def _claim(file: IO[str] | IO[bytes]) -> bool:
    """Whether the file is now this process's own to write."""
    if fcntl is None:  # pragma: no cover  # without locks, nobody's draft is touched
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
