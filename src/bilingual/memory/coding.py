"""How texts stand in SQLite, and what names them there."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

_AT_ONCE = 500  # keys in one question, below SQLite's limit on variables
_MARK = "\0json:"


def key(*parts: str) -> bytes:
    """Sixteen bytes that stand for what a result depends on, in order."""
    return blake2b(json.dumps(parts).encode(), digest_size=16).digest()


def write(text: str) -> str:
    """The text as SQLite holds it, whose UTF-8 has no lone surrogates: those travel as JSON behind a mark."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _MARK + json.dumps(text)
    return _MARK + json.dumps(text) if text.startswith(_MARK) else text


def read(text: str) -> str:
    """The text that `write` has written."""
    return json.loads(text.removeprefix(_MARK)) if text.startswith(_MARK) else text


def select(db: sqlite3.Connection, query: str, keys: Sequence[bytes | int]) -> Iterator[tuple[Any, ...]]:
    """The rows for some keys, as many keys in one question as SQLite takes; `query` ends before `IN`."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        yield from db.execute(f"{query} IN ({','.join('?' * len(some))})", some)
