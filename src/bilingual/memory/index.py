"""The index of approved sources: for each feature, the sources that have it.

The lists of a sentence's rarest features are read until there is enough, and the sources that stand in most of them are
compared. A list holds the newest sources only, and only so many entries are read for a sentence, so that a look-up
takes the same time in a memory of any size and whatever recurs in it; what is lost thereby is measured in
`docs/memory.md`.
"""

from __future__ import annotations

import struct
from collections import Counter
from typing import TYPE_CHECKING

from bilingual.memory import coding
from bilingual.memory.features import features

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

_LISTED = 256
"""Sources in the list of a feature, the newest."""
_READ = 1_000
"""List entries that are read for a sentence; a list that has been begun is read to its end."""
_COMPARED = 32
"""Sources that are compared with a sentence."""
_ONCE = 8
"""How many of these may stand in one list only."""
_WIDTH = 4  # bytes of a number


def add(db: sqlite3.Connection, sources: Iterable[tuple[int, str]]) -> None:
    """Takes sources in: number and `likeness.words` of each, numbers ascending and above all that are there."""
    lists: dict[int, list[int]] = {}
    for number, codes in sources:
        for code in features(codes):
            lists.setdefault(code, []).append(number)
    db.executemany(
        "INSERT INTO feature VALUES (?, ?, ?) ON CONFLICT (code) DO UPDATE SET many = many + excluded.many,"
        " sources = substr(CAST(sources || excluded.sources AS BLOB), ?)",
        ((code, len(found), _packed(found[-_LISTED:]), -_LISTED * _WIDTH) for code, found in sorted(lists.items())),
    )


def remove(db: sqlite3.Connection, number: int, codes: str) -> None:
    """Takes a source out."""
    found = list(coding.select(db, "SELECT code, many, sources FROM feature WHERE code", list(features(codes))))
    for code, many, packed in found:
        rest = [one for one in _unpacked(packed) if one != number]
        if many > 1:
            db.execute("UPDATE feature SET many = ?, sources = ? WHERE code = ?", (many - 1, _packed(rest), code))
        else:
            db.execute("DELETE FROM feature WHERE code = ?", (code,))


def candidates(db: sqlite3.Connection, codes: str) -> Iterator[tuple[int, str, str]]:
    """Number, text and words of the sources that share most with a sentence, by its `likeness.words`."""
    lists = coding.select(db, "SELECT many, code, sources FROM feature WHERE code", list(features(codes)))
    likeliest = _likeliest(sorted(lists))
    for number, text, other in coding.select(db, "SELECT number, text, words FROM source WHERE number", likeliest):
        yield number, coding.read(text), other


def _likeliest(lists: list[tuple[int, int, bytes]]) -> list[int]:
    """The sources that stand in most of the lists, by how many sources have the feature, code and newest sources.

    Lists that are not whole are read only where there is nearly nothing else: what they hold is what came last, and
    that says little.
    """
    shared: Counter[int] = Counter()
    read = 0
    for many, _code, packed in lists:
        if read >= (_READ if many <= _LISTED else _COMPARED):
            break
        shared.update(_unpacked(packed))
        read += len(packed) // _WIDTH
    best = shared.most_common(_COMPARED)
    return [number for place, (number, count) in enumerate(best) if count > 1 or place < _ONCE]


def _packed(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _unpacked(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // _WIDTH}I", packed)
