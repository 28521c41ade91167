"""The tables of the memory, how they are made, and how an older file becomes one of today."""

from __future__ import annotations

import sqlite3
import time

from bilingual.errors import BilingualError
from bilingual.messages import _

VERSION = 2
"""1 had the table `machine` alone."""
_FIRST_TABLE = "machine"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS machine (
  key BLOB PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, score REAL NOT NULL, detail TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source (
  number INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, text TEXT NOT NULL, words TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS approved (
  number INTEGER PRIMARY KEY, place BLOB NOT NULL UNIQUE, source INTEGER NOT NULL REFERENCES source,
  target TEXT NOT NULL, article TEXT NOT NULL, address TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS approved_source ON approved (source);
CREATE TABLE IF NOT EXISTS feature (code INTEGER PRIMARY KEY, many INTEGER NOT NULL, sources BLOB NOT NULL);
"""
_TABLES = frozenset({_FIRST_TABLE, "source", "approved", "feature"})
_PATIENCE = 60.0
"""Seconds for others to leave a file that is to be changed as a whole."""


def prepare(db: sqlite3.Connection, name: str) -> None:
    """Makes the tables that are missing; all of it or nothing, whoever else opens the file meanwhile.

    Args:
        db: open, in autocommit.
        name: of the file, for messages.

    Raises:
        BilingualError: the file is that of a newer version or of another program.
        sqlite3.Error: it is no database, or cannot be written.
    """
    tables = {table for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > VERSION and _FIRST_TABLE in tables:
        message = _("{path} was written by a newer bilingual", path=name)
        raise BilingualError(message, _("update bilingual, or --memory FILE"))
    if tables - _TABLES or (tables and _FIRST_TABLE not in tables):
        message = _("{path} is the database of another program", path=name)
        raise BilingualError(message, _("name another with --memory"))
    _write_ahead(db)
    db.execute("PRAGMA synchronous=NORMAL")
    if version < VERSION:
        db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version={VERSION}; COMMIT;")


def _write_ahead(db: sqlite3.Connection) -> None:
    """Readers and one writer at once from now on.

    Two that open a new file at once would each wait for the other to let go of it. SQLite sees that and refuses one of
    them at once, whatever its timeout: it has let go by then, and tries again.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
