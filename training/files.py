"""Whole files or none, and corpora as they are read: plain or xz, one pair a line."""

from __future__ import annotations

import hashlib
import lzma
import os
import secrets
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A path to write to, whose file takes the place of `path` when the block ends well, and leaves no trace when not.

    It ends like `path`, for those who write another format, or add an ending, by its name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".part-{secrets.token_hex(8)}-{path.name}")
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def save_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Writes an `.npz`, or nothing."""
    import numpy as np

    with atomic(path) as draft:
        np.savez(draft, **arrays)  # type: ignore[arg-type]  # mypy takes any name for `allow_pickle`


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lines(path: Path) -> Iterator[str]:
    r"""The lines of a UTF-8 text, unpacked where its name ends in `.xz`; only `\n` ends a line.

    Raises:
        OSError, lzma.LZMAError, UnicodeDecodeError: as reading does.
    """
    with _opened(path) as file:
        for line in file:
            yield line.decode("utf-8").rstrip("\n")


def rows(path: Path) -> Iterator[list[str]]:
    """The columns of each line of a tab-separated text, each without the white space around it."""
    for line in lines(path):
        yield [column.strip() for column in line.split("\t")]


def _opened(path: Path) -> IO[bytes] | Any:  # noqa: ANN401  # LZMAFile is an IO[bytes] in all but its declaration
    return lzma.open(path) if path.suffix == ".xz" else path.open("rb")
