"""An article on the desk: what editors decide goes into history and record before anybody is told that it is done."""

from __future__ import annotations

import io
import os
import re
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from bilingual.files import locked
from bilingual.publish import html
from bilingual.report import Article as Figures
from bilingual.review import events
from bilingual.review.article import Article, state_of
from bilingual.review.events import Log, composed
from bilingual.review.history import NOTHING, Change, Recut, as_json, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilingual.review.events import Names, Swap
    from bilingual.review.folder import Folder
    from bilingual.review.merge import Outcome
    from bilingual.translate import Translator
    from bilingual.types import Cut, Decision, Pair, State

_BODY = re.compile("<body ")
_GONE = {"target": "", "status": "draft", "note": ""}


class Work(NamedTuple):
    """What a browser asks to be done."""

    client: str
    """Its own name for itself, made up when it opened the page."""
    decisions: Sequence[Decision]
    cuts: Sequence[Cut] = ()


class Answer(NamedTuple):
    """What a browser is told."""

    revision: int
    rows: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]


class Session:
    """An article, its log and its history; to be used by one thread at a time.

    Revisions are milliseconds when the article was opened, and count on from there: none is ever used again, so that a
    page of an earlier desk is told all that it may have missed.

    Raises:
        InputError: the record cannot be read.
    """

    def __init__(self, folder: Folder, name: str, translator: Translator) -> None:
        self._folder = folder
        self._name = name
        self._history = folder.history(name)
        self._log = Log(time.time_ns() // 1_000_000)
        self._open(translator)

    @property
    def revision(self) -> int:
        """The newest."""
        return self._log.revision

    def is_current(self, translator: Translator) -> bool:
        """Whether nobody else has written the record, and the terms are the same."""
        return self._translator is translator and not self._article.is_stale()

    def refresh(self, translator: Translator) -> bool:
        """Reads the record again where it is not current; whether a row has changed by that."""
        if self.is_current(translator):
            return False
        before = self._pairs
        self._open(translator)
        changed = [address for address, pair in self._pairs.items() if before.get(address) != pair]
        swaps = _swapped(list(before), list(self._pairs))
        if not changed and not swaps:
            return False
        self._history.add(self._lines("", changed, swaps, before))
        return True

    def commit(self, works: Sequence[Work], translator: Translator) -> list[Answer]:
        """Does what several browsers ask, with one write; an answer for each, in order.

        Raises:
            InputError: the record cannot be read.
            OSError: history or record cannot be written. The session is then of no more use.
        """
        with locked(self._folder.path):
            self.refresh(translator)
            done = [self._do(work) for work in works]
            if lines := [line for _answered, new in done for line in new]:
                self._history.add(lines)
                self._article.save()
        return [self._answer(outcomes, swaps) for (outcomes, swaps), _new in done]

    def retranslate(self, client: str, addresses: Sequence[str] | None, translator: Translator) -> Answer:
        """Has segments translated anew; at once where their texts are prepared. Raises as `commit`."""
        with locked(self._folder.path):
            self.refresh(translator)
            changed = self._article.retranslate(None if addresses is None else self.known(addresses))
            if changed:
                self._history.add(self._lines(client, changed, (), dict(self._pairs)))
                self._article.save()
        return Answer(self.revision, self._rows(changed), [])

    def alternatives(self, address: str) -> tuple[str, ...]:
        """Other translations of a segment, the likelier first; KeyError where there is none of that address."""
        self._article.pair(address)
        return self._article.alternatives(address)

    def sources(self, addresses: Sequence[str] | None) -> list[str]:
        """The source texts of segments; without addresses, of all that nobody has written or approved."""
        if addresses is not None:
            return [self._pairs[address].source.text for address in self.known(addresses)]
        pairs = self._pairs.values()
        return [pair.source.text for pair in pairs if pair.origin != "editor" and pair.status != "approved"]

    def known(self, addresses: Sequence[str]) -> list[str]:
        """Those of the addresses that the article has."""
        return [address for address in addresses if address in self._pairs]

    def since(self, revision: int) -> str:
        """What has changed behind a revision, as an event."""
        changes = self._log.since(revision)
        if changes is not None:
            return events.event(self.revision, changes.by, self._rows(changes.addresses, changes.swaps))
        swaps = composed(self._history.cuts(revision))
        return events.event(self.revision, "", self._rows(tuple(self._pairs), swaps))

    def page(self) -> str:
        """The page for a browser that the desk serves, its revision in `data-revision`."""
        bitext = self._article.bitext
        figures = Figures(bitext.name, bitext.path)
        for passage in bitext.passages:
            figures.add(passage)
        file = io.StringIO()
        html.write_page(file, bitext, figures.as_json(), served=True)
        return _BODY.sub(f'<body data-revision="{self.revision}" ', file.getvalue(), count=1)

    def publish(self, translator: Translator) -> None:
        """Writes page, index and report; the page is then not older than the record.

        Raises:
            BilingualError: the record cannot be read, or does not come out whole.
            OSError: a file cannot be written.
        """
        with locked(self._folder.path):
            self.refresh(translator)
            self._article.publish()
            page, record = self._folder.page(self._name), self._folder.record(self._name)
            written = record.stat().st_mtime_ns
            if page.stat().st_mtime_ns < written:
                os.utime(page, ns=(written, written))

    def _open(self, translator: Translator) -> None:
        self._translator = translator
        self._article = Article.open(self._folder.path, self._name, translator)
        self._pairs = self._read()

    def _read(self) -> dict[str, Pair]:
        """All pairs by address, in reading order."""
        return {pair.source.address: pair for passage in self._article.bitext.passages for pair in passage.pairs}

    def _do(self, work: Work) -> tuple[tuple[list[Outcome], tuple[Swap, ...]], list[Change | Recut]]:
        """Does one browser's work; what became of it, what takes the place of what, and the history's lines."""
        there = [self._standing(cut) for cut in work.cuts]
        fresh = [cut for cut, rows in zip(work.cuts, there, strict=True) if not rows]
        cut = self._article.cut(fresh)
        outcomes = [*cut, *self._article.decide(work.decisions)]
        swaps = tuple((one.old, outcome.changed) for one, outcome in zip(fresh, cut, strict=True) if outcome.changed)
        changed = dict.fromkeys(address for outcome in outcomes for address in outcome.changed)
        lines = self._lines(work.client, changed, swaps, dict(self._pairs)) if changed else []
        again = tuple((cut.old, rows) for cut, rows in zip(work.cuts, there, strict=True) if rows)
        return (outcomes, (*again, *swaps)), lines

    def _standing(self, cut: Cut) -> Names:
        """The rows of a cut that was made before its browser could be told; none where it is to be made."""
        if all(address in self._pairs for address in cut.old):
            return ()
        pairs, many = list(self._pairs.values()), len(cut.new)
        for start in (at for at, pair in enumerate(pairs) if pair.source.text == cut.new[0][0]):
            some = pairs[start : start + many]
            if [(pair.source.text, state_of(pair)) for pair in some] == list(cut.new):
                return tuple(pair.source.address for pair in some)
        return ()

    def _lines(
        self, by: str, changed: Iterable[str], swaps: Iterable[Swap], before: dict[str, Pair]
    ) -> list[Change | Recut]:
        """Notes a step in the log, brings the pairs up to date, and gives the lines that the history needs."""
        self._pairs = self._read()
        touched, swapped = [one for one in changed if one in self._pairs], tuple(swaps)
        revision, moment = self._log.add(by, touched, swapped), now()
        lines: list[Change | Recut] = [Recut(revision, moment, by, *swap) for swap in swapped]
        for address in touched:
            then, since = _state(before.get(address)), state_of(self._pairs[address])
            if then != since:
                lines.append(Change(revision, moment, by, address, then, since))
        return lines

    def _answer(self, outcomes: Sequence[Outcome], swaps: tuple[Swap, ...]) -> Answer:
        asked = dict.fromkeys(one for outcome in outcomes for one in (outcome.address, *outcome.changed))
        conflicts = [
            {
                "address": one.address,
                "field": one.field,
                "wanted": one.wanted,
                "found": one.found,
                "state": as_json(state_of(self._pairs[one.address])) if one.address in self._pairs else _GONE,
            }
            for outcome in outcomes
            for one in outcome.conflicts
        ]
        return Answer(self.revision, self._rows(asked, swaps), conflicts)

    def _rows(self, addresses: Iterable[str], swaps: Iterable[Swap] = ()) -> list[dict[str, Any]]:
        """The rows of some addresses as they are now, in reading order; of a swap, all that take another’s place."""
        replaces = {row: old if not n else () for old, new in swaps for n, row in enumerate(new)}
        names = {*addresses, *replaces}
        return [self._row(name, said, replaces.get(name)) for name, said in html.rows(self._article.bitext, names)]

    def _row(self, address: str, said: str, replaces: Names | None) -> dict[str, Any]:
        pair = self._pairs[address]
        row = {"address": address, "source": pair.source.text, "state": as_json(state_of(pair)), "html": said}
        return row if replaces is None else {**row, "replaces": list(replaces)}


def _state(pair: Pair | None) -> State:
    return state_of(pair) if pair else NOTHING


def _swapped(before: list[str], after: list[str]) -> list[Swap]:
    """The stretch of rows that is other now, as where another program has cut the article; none where order holds."""
    if before == after:
        return []
    shortest = min(len(before), len(after))
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    if start == shortest:  # rows can be put in the place of others only
        start = max(start - 1, 0)
    elif start + end == shortest:
        end = max(end - 1, 0)
    return [(tuple(before[start : len(before) - end]), tuple(after[start : len(after) - end]))]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items two lists have in common at the beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
