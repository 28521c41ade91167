"""Whole files or none: every write lands under its name only when it is complete."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

try:
    import fcntl
except ImportError:  # pragma: no cover  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DRAFTS = ".bilingual-*.part"


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """A UTF-8 text file that takes the place of `path` when the block ends well, and leaves no trace when not.

    The folder is made where it is missing. Raises OSError as `open` does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # a short name: that of the file itself may be as long as names can be
    draft = path.with_name(_DRAFTS.replace("*", secrets.token_hex(8)))
    try:
        with draft.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            _claim(file)
            yield file
            file.flush()
            os.fsync(file.fileno())
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


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
