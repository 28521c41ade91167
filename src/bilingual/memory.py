"""What the engine wrote, remembered in one SQLite file: no text is decoded twice.

An entry is written in the same transaction as the others of its batch, so that a run killed at any moment leaves whole
batches behind, and going on means decoding the rest in the very batches of an undisturbed run.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilingual.errors import BilingualError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SCHEMA = """
CREATE TABLE IF NOT EXISTS machine (
  key BLOB PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, score REAL NOT NULL, detail TEXT NOT NULL
) WITHOUT ROWID;
"""
_TABLES = frozenset({"machine"})
_VERSION = 1
_AT_ONCE = 500  # keys in one question, below SQLite's limit on variables


@dataclass(frozen=True, slots=True)
class Entry:
    """A machine translation as remembered."""

    key: bytes
    source: str
    target: str
    score: float
    detail: dict[str, Any]
    """What its maker needs to go on from it; JSON."""


def key(*parts: str) -> bytes:
    """Sixteen bytes that stand for what a result depends on, in order."""
    return blake2b(json.dumps(parts).encode(), digest_size=16).digest()


def default_path() -> Path:
    """`$BILINGUAL_MEMORY`, else `bilingual/memory.sqlite` in the user's data folder (XDG).

    Raises:
        BilingualError: the home cannot be told.
    """
    if named := os.environ.get("BILINGUAL_MEMORY"):
        return Path(named)
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    if not data.is_absolute():  # the XDG specification asks that a relative path be ignored
        try:
            data = Path.home() / ".local" / "share"
        except RuntimeError as error:
            raise BilingualError("the memory: there is no home folder", "use --memory FILE or --no-memory") from error
    return data / "bilingual" / "memory.sqlite"


class Memory:
    """The file of remembered results; with no path, a private one on disk that vanishes when closed.

    Raises:
        BilingualError: the file cannot be opened, is no database, or that of a newer version or of another program.
    """

    def __init__(self, path: Path | None) -> None:
        self._name = str(path) if path else "the temporary memory"
        with self._errors():
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(str(path) if path else "", timeout=60, isolation_level=None)
            try:
                self._open()
            except BaseException:
                self._db.close()
                raise

    def _open(self) -> None:
        tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > _VERSION and tables >= _TABLES:
            raise BilingualError(f"{self._name} was written by a newer bilingual", "update bilingual, or --memory FILE")
        if tables - _TABLES:
            raise BilingualError(f"{self._name} is the database of another program", "name another with --memory")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        if version < _VERSION:
            self._db.executescript(f"{_SCHEMA} PRAGMA user_version={_VERSION};")

    def close(self) -> None:
        """Ends the use of the file."""
        self._db.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Entry]:
        """The entries there are, by key."""
        rows = self._select("key, source, target, score, detail", keys)
        return {row[0]: Entry(row[0], _read(row[1]), _read(row[2]), row[3], json.loads(row[4])) for row in rows}

    def known(self, keys: Sequence[bytes]) -> set[bytes]:
        """Those of the keys that have an entry."""
        return {name for (name,) in self._select("key", keys)}

    def _select(self, columns: str, keys: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
        """The rows of the keys that have one, as many keys in one question as SQLite takes."""
        with self._errors():
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT {columns} FROM machine WHERE key IN ({marks})"  # noqa: S608  # our own words and marks
                yield from self._db.execute(query, some)

    def put(self, entries: Sequence[Entry]) -> None:
        """Remembers all of the entries, or none when the program dies meanwhile."""
        rows = [(e.key, _write(e.source), _write(e.target), e.score, json.dumps(e.detail)) for e in entries]
        with self._errors(), self._db:  # commits in the end, or rolls back
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO machine VALUES (?, ?, ?, ?, ?)", rows)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            mend = "move the file away to start a new one, name another with --memory, or use --no-memory"
            raise BilingualError(f"{self._name}: {error}", mend) from error


# SQLite's texts are UTF-8, which has no lone surrogates: those travel as JSON behind a mark
_MARK = "\0json:"


def _write(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return _MARK + json.dumps(text)
    return _MARK + json.dumps(text) if text.startswith(_MARK) else text


def _read(text: str) -> str:
    return json.loads(text.removeprefix(_MARK)) if text.startswith(_MARK) else text
