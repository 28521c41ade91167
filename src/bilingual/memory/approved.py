"""The pairs that editors have approved: learnt, forgotten, found again.

A pair has a number that grows with every one learnt; of two, the higher is the newer. Each different source stands
once, however many pairs have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilingual.memory import coding, index
from bilingual.memory.coding import key
from bilingual.memory.likeness import ranked, words
from bilingual.types import Match

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

_OF_SAME = 100
"""Pairs with the very same source, the newest, that are asked for another target."""
_NEWEST = """
SELECT source.number, source.text, approved.target, approved.article FROM source
JOIN approved ON approved.number = (SELECT MAX(number) FROM approved AS each WHERE each.source = source.number)
WHERE
"""
_PAIRS = """
SELECT source.text, approved.target, approved.article, approved.address
FROM approved JOIN source ON source.number = approved.source
"""


@dataclass(frozen=True, slots=True)
class Approved:
    """A source and its translation, as an editor has approved them at one place."""

    source: str
    target: str
    article: str = ""
    """Its name; empty, or that of a file, for pairs from elsewhere. Untrusted text."""
    address: str = ""
    """Of the segment in the article, or a digest of the texts."""


def learn(db: sqlite3.Connection, pairs: Sequence[Approved]) -> None:
    """Remembers pairs, inside a transaction; what is there already in the same words keeps its age."""
    wanted = {key(pair.article, pair.address): pair for pair in pairs}
    there = _at(db, list(wanted))
    changed = {place: pair for place, pair in wanted.items() if there.get(place, ())[1:] != (pair.source, pair.target)}
    numbers = _numbered(db, [pair.source for pair in changed.values()])
    db.executemany(  # what is replaced leaves, so that the new pair has the highest number
        "INSERT OR REPLACE INTO approved (place, source, target, article, address) VALUES (?, ?, ?, ?, ?)",
        (
            (place, numbers[pair.source], *map(coding.write, (pair.target, pair.article, pair.address)))
            for place, pair in changed.items()
        ),
    )
    _drop_orphans(db, {there[place][0] for place in changed if place in there})


def forget(db: sqlite3.Connection, article: str, addresses: Sequence[str]) -> None:
    """Forgets the pairs at some places of an article, inside a transaction."""
    there = _at(db, [key(article, address) for address in addresses])
    db.executemany("DELETE FROM approved WHERE place = ?", ((place,) for place in there))
    _drop_orphans(db, {number for number, _source, _target in there.values()})


def exact(db: sqlite3.Connection, texts: Sequence[str]) -> dict[str, Match]:
    """For each text that is an approved source the newest target."""
    rows = coding.select(db, f"{_NEWEST} source.name", [key(text) for text in dict.fromkeys(texts)])
    return {match.source: match for match in (_match(row, 100.0) for row in rows)}


def near(db: sqlite3.Connection, texts: Sequence[str], limit: int, floor: float) -> list[tuple[Match, ...]]:
    """For each text other targets of that very source, then the newest target of each of the nearest ones."""
    rows = coding.select(db, "SELECT text FROM source WHERE name", [key(text) for text in dict.fromkeys(texts)])
    there = {coding.read(text) for (text,) in rows}
    found = []
    for text in texts:
        same = _others_of(db, text)[:limit] if text in there else []
        found.append((*same, *_like(db, text, limit - len(same), floor)))
    return found


def _like(db: sqlite3.Connection, text: str, limit: int, floor: float) -> Iterator[Match]:
    """The nearest pairs with other sources."""
    codes = words(text)
    if codes and limit > 0:
        known = (one for one in index.candidates(db, codes) if one[1] != text)
        scores = {number: score for score, number in ranked(text, codes, known, floor)[:limit]}
        rows = {row[0]: row for row in coding.select(db, f"{_NEWEST} source.number", list(scores))}
        yield from (_match(rows[number], score) for number, score in scores.items())


def holding(db: sqlite3.Connection) -> Iterator[Approved]:
    """The pairs whose either side holds what the SQL function `is_held` says, the newest first."""
    query = f"{_PAIRS} WHERE is_held(source.text) OR is_held(approved.target) ORDER BY approved.number DESC"
    return _pairs(db.execute(query))


def oldest_first(db: sqlite3.Connection) -> Iterator[Approved]:
    """All pairs, as they were learnt."""
    return _pairs(db.execute(f"{_PAIRS} ORDER BY approved.number"))


def _pairs(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[Approved]:
    return (Approved(*map(coding.read, row)) for row in rows)


def _match(row: tuple[int, str, str, str], score: float) -> Match:
    _number, source, target, article = row
    return Match(coding.read(source), coding.read(target), score, coding.read(article))


def _others_of(db: sqlite3.Connection, text: str) -> list[Match]:
    """The pairs with this very source whose target is not the newest one, each target once."""
    query = f"{_PAIRS} WHERE source.name = ? ORDER BY approved.number DESC LIMIT {_OF_SAME}"
    found: dict[str, Match] = {}
    for pair in _pairs(db.execute(query, (key(text),))):
        found.setdefault(pair.target, Match(pair.source, pair.target, 100.0, pair.article))
    return list(found.values())[1:]


def _at(db: sqlite3.Connection, places: Sequence[bytes]) -> dict[bytes, tuple[int, str, str]]:
    """What is remembered at some places: number of the source, source and target."""
    query = (
        "SELECT place, source.number, source.text, target"
        " FROM approved JOIN source ON source.number = approved.source WHERE place"
    )
    rows = coding.select(db, query, places)
    return {place: (number, coding.read(source), coding.read(target)) for place, number, source, target in rows}


def _numbered(db: sqlite3.Connection, texts: Sequence[str]) -> dict[str, int]:
    """The numbers of some sources; those that are not there yet are taken in."""
    names = {key(text): text for text in texts}
    rows = coding.select(db, "SELECT name, number FROM source WHERE name", list(names))
    numbers = {names[name]: number for name, number in rows}
    (last,) = db.execute("SELECT COALESCE(MAX(number), 0) FROM source").fetchone()
    fresh = [
        (number, name, text, words(text))
        for number, (name, text) in enumerate(((n, t) for n, t in names.items() if t not in numbers), last + 1)
    ]
    db.executemany(
        "INSERT INTO source VALUES (?, ?, ?, ?)",
        ((number, name, coding.write(text), codes) for number, name, text, codes in fresh),
    )
    index.add(db, ((number, codes) for number, _name, _text, codes in fresh))
    return numbers | {text: number for number, _name, text, _codes in fresh}


def _drop_orphans(db: sqlite3.Connection, numbers: set[int]) -> None:
    """Removes those of the sources that no pair has any more."""
    query = (
        "SELECT number, words FROM source"
        " WHERE NOT EXISTS (SELECT 1 FROM approved WHERE approved.source = source.number) AND number"
    )
    for number, codes in list(coding.select(db, query, sorted(numbers))):
        index.remove(db, number, codes)
        db.execute("DELETE FROM source WHERE number = ?", (number,))
