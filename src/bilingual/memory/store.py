"""The memory itself: one SQLite file, whole batches or nothing, used by any number of processes at once."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilingual.errors import BilingualError
from bilingual.memory import approved, coding, schema
from bilingual.memory.search import holder
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.memory.approved import Approved
    from bilingual.types import Match

LEARNT_AT_ONCE = 20_000
"""Pairs in one transaction: some three seconds' work."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A machine translation as remembered."""

    key: bytes
    source: str
    target: str
    score: float
    detail: dict[str, Any]
    """What its maker needs to go on from it; JSON."""


@dataclass(frozen=True, slots=True)
class Stats:
    """How much is remembered."""

    pairs: int
    """Approved, each place for itself."""
    sources: int
    """Different ones among them."""
    articles: int
    """Different names among them."""
    machine: int
    """Results of the engine."""
    size: int
    """Of the file, in bytes."""


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
            message = _("the memory: there is no home folder")
            raise BilingualError(message, _("use --memory FILE or --no-memory")) from error
    return data / "bilingual" / "memory.sqlite"


class Memory:
    """What the engine wrote and what editors have approved; with no path, a private file that vanishes when closed.

    Raises:
        BilingualError: the file cannot be opened, is no database, or that of a newer version or of another program.
    """

    def __init__(self, path: Path | None) -> None:
        self._name = str(path) if path else _("the temporary memory")
        with self._errors():
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(str(path) if path else "", timeout=60, isolation_level=None)
            with ExitStack() as unless_ready:
                unless_ready.callback(self._db.close)
                schema.prepare(self._db, self._name)
                unless_ready.pop_all()

    def close(self) -> None:
        """Ends the use of the file."""
        self._db.close()

    # ── what the engine wrote ──

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Entry]:
        """The entries there are, by key."""
        query = "SELECT key, source, target, score, detail FROM machine WHERE key"
        with self._errors():
            rows = list(coding.select(self._db, query, keys))
        return {
            row[0]: Entry(row[0], coding.read(row[1]), coding.read(row[2]), row[3], json.loads(row[4])) for row in rows
        }

    def known(self, keys: Sequence[bytes]) -> set[bytes]:
        """Those of the keys that have an entry."""
        with self._errors():
            return {name for (name,) in coding.select(self._db, "SELECT key FROM machine WHERE key", keys)}

    def put(self, entries: Sequence[Entry]) -> None:
        """Remembers all of the entries, or none when the program dies meanwhile.

        So a run killed at any moment leaves whole batches behind, and going on means decoding the rest in the very
        batches of an undisturbed run.
        """
        rows = [(e.key, coding.write(e.source), coding.write(e.target), e.score, json.dumps(e.detail)) for e in entries]
        with self._writing():
            self._db.executemany("INSERT OR REPLACE INTO machine VALUES (?, ?, ?, ?, ?)", rows)

    # ── what editors have approved ──

    def learn(self, pairs: Iterable[Approved]) -> None:
        """Remembers approved pairs, one for each article and address: another text there replaces what was.

        They are stored in batches of `LEARNT_AT_ONCE`, each as a whole or not at all. A pair that is there already in
        the same words keeps its age.
        """
        waiting = iter(pairs)
        while some := list(islice(waiting, LEARNT_AT_ONCE)):
            with self._writing():
                approved.learn(self._db, some)

    def forget(self, article: str, addresses: Iterable[str]) -> None:
        """Forgets the pairs at some addresses of an article: their approval was taken back."""
        if gone := list(addresses):
            with self._writing():
                approved.forget(self._db, article, gone)

    def exact(self, texts: Sequence[str]) -> dict[str, Match]:
        """By text, the newest approved pair whose source it is, letter by letter; score 100."""
        with self._reading():
            return approved.exact(self._db, texts)

    def near(self, texts: Sequence[str], *, limit: int = 3, floor: float = 75.0) -> list[tuple[Match, ...]]:
        """For each text the approved pairs with the nearest sources, the best first, of equal ones the newest first.

        Of each source the newest target is given. Pairs with the very same source come first, with 100, if their
        target is not the one that `exact` gives. Found by way of an index: a few of those with low scores are missed.
        A text without a word, or longer than `likeness.LONGEST`, has no others.

        Args:
            texts: the sources to compare.
            limit: how many for each, at the most.
            floor: the least score (see `likeness`), 0 to 100.
        """
        with self._reading():
            return approved.near(self._db, texts, limit, floor)

    def search(self, text: str, limit: int = 20) -> list[Approved]:
        """Approved pairs that hold a text on either side, whatever its capitals and accents; the newest first."""
        with self._reading():
            self._db.create_function("is_held", 1, holder(text), deterministic=True)
            return list(islice(approved.holding(self._db), limit))

    def pairs(self) -> Iterator[Approved]:
        """All approved pairs, the oldest first, as they are when the walk begins; memory stays flat."""
        with self._errors():
            yield from approved.oldest_first(self._db)

    def stats(self) -> Stats:
        """How much is remembered."""
        counts = (
            "SELECT COUNT(*) FROM approved",
            "SELECT COUNT(*) FROM source",
            "SELECT COUNT(DISTINCT article) FROM approved WHERE article <> ''",
            "SELECT COUNT(*) FROM machine",
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        )
        with self._reading():
            return Stats(*(self._db.execute(query).fetchone()[0] for query in counts))

    # ── transactions ──

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction that is committed in the end, or rolled back."""
        with self._errors(), self._db:
            self._db.execute("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """A transaction in which nothing changes, whatever others write meanwhile."""
        with self._errors(), self._db:
            self._db.execute("BEGIN")
            yield

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            mend = _("move the file away to start a new one, name another with --memory, or use --no-memory")
            raise BilingualError(_("{path}: {reason}", path=self._name, reason=error), mend) from error
