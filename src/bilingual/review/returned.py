"""What came back from other tools as an editor's decisions: what changed there, where nobody has changed it here.

A digest of each field has travelled with the segment (`exchange/seen.py`). Where it fits what stands here, that is what
was seen there; so text, status, note and marks are each merged on their own. Where a tool has lost it, what stands here
counts as seen as long as no person has written or approved it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict, deque
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from bilingual.address import digest
from bilingual.exchange import seen
from bilingual.publish.po import writable
from bilingual.review.article import state_of
from bilingual.review.merge import Conflict
from bilingual.types import Decision, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bilingual.exchange.incoming import Returned
    from bilingual.exchange.seen import Seen
    from bilingual.review.article import Article
    from bilingual.types import Inline, Pair, Status

_OTHER = "\0"
"""Stands for a text that was seen and is known by its digest alone: no text that a file of record can hold."""
_BLANKS = re.compile(r"\s+")
_BREAK = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Change:
    """What a segment that came back asks for."""

    decision: Decision | None = None
    conflict: Conflict | None = None


def changes(article: Article, rows: Iterable[Returned]) -> Iterator[Change]:
    """What the rows of one article ask for, in their order; those that came back as they left ask for nothing.

    A row is known by its address and source, white space aside; where one of them is lost, by its source, in the order
    of the article.
    """
    rows = list(rows)
    pairs = _Pairs(article)
    for row in rows:
        pairs.claim(row)
    for row in rows:
        told, pair = seen.read(row.seen), pairs.of(row)
        if pair is None:
            if not _is_as_it_left(row, told):
                yield Change(conflict=Conflict(row.address, "segment", row.target, ""))
        else:
            yield from _changes(pair, row, told)


def one_line(text: str, marks: Iterable[Inline] = ()) -> tuple[str, tuple[Inline, ...]]:
    """A text as a segment is, with its marks: on one line, nothing blank at its ends, and as a file can hold it."""
    text = writable(text)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    cuts = [(-1, 0, "")]
    for found in _BLANKS.finditer(text):
        is_end = found.start() < first or found.end() > last
        if is_end or _BREAK.search(found[0]):
            cuts.append((*found.span(), "" if is_end else " "))
    parts = [kept + text[end:start] for (_s, end, kept), (start, _e, _k) in pairwise([*cuts, (len(text), 0, "")])]
    place = _places(cuts)
    moved = (replace(one, start=place(one.start), end=place(one.end)) for one in marks if one.end <= len(text))
    return "".join(parts), tuple(one for one in moved if one.start < one.end)


def _places(cuts: Sequence[tuple[int, int, str]]) -> Callable[[int], int]:
    """Where an offset is after some stretches of a text have been replaced by shorter ones."""
    gone = list(accumulate(end - max(start, 0) - len(kept) for start, end, kept in cuts))
    starts = [start for start, _end, _kept in cuts]

    def place(offset: int) -> int:
        at = bisect_right(starts, offset) - 1
        start, end, kept = cuts[at]
        if offset >= end:
            return offset - gone[at]
        return min(offset, start + len(kept)) - gone[at - 1]

    return place


class _Pairs:
    """The pairs of an article, by address and by source."""

    def __init__(self, article: Article) -> None:
        pairs = [pair for passage in article.bitext.passages for pair in passage.pairs]
        self._known = {pair.source.address: pair for pair in pairs}
        self._claimed: set[str] = set()
        self._alike: dict[str, deque[Pair]] = defaultdict(deque)
        for pair in pairs:
            self._alike[_loose(pair.source.text)].append(pair)

    def claim(self, row: Returned) -> None:
        """Sets aside the pair that a row names, so that no other row is taken for it."""
        if self._named(row):
            self._claimed.add(row.address)

    def of(self, row: Returned) -> Pair | None:
        """The pair that a row is about; None where there is none."""
        if named := self._named(row):
            return named
        alike = self._alike.get(_loose(row.source), deque())
        while alike:
            pair = alike.popleft()
            if pair.source.address not in self._claimed:
                return pair
        return None

    def _named(self, row: Returned) -> Pair | None:
        pair = self._known.get(row.address)
        return pair if pair and _loose(pair.source.text) == _loose(row.source) else None


def _loose(source: str) -> str:
    """A source without regard to white space, of which tools have their own ideas."""
    return " ".join(writable(source).split())


def _is_as_it_left(row: Returned, told: Seen | None) -> bool:
    """Whether nobody has changed a row since it was exported."""
    if told is None:
        return not row.target
    is_same_text = not row.target or digest(row.target) == told.target
    is_same_note = row.note is None or digest(row.note) == told.note
    return is_same_text and is_same_note and row.status in {None, told.status} and not _new_remarks(row, told)


def _changes(pair: Pair, row: Returned, told: Seen | None) -> Iterator[Change]:
    now = state_of(pair)
    before = _before(pair, row, told)
    target, marks = _target(row, told, before.target)
    is_free = target == before.target or now.target in {before.target, target}
    status = _status(row, before, target) if is_free else before.status  # that of a text that will not stand here
    note = before.note if row.note is None or (told and digest(row.note) == told.note) else _note(row.note)
    after = State(target, status, note)
    if added := _new_remarks(row, told):
        before, after = _appended(now, before, after, added)
    moved = _marks(pair, marks, told)
    if moved is not None and told and not _is_free(pair, moved, told):
        moved = None
        yield Change(conflict=Conflict(pair.source.address, "marks", target, now.target))
    if after != before or moved is not None:
        yield Change(Decision(pair.source.address, pair.source.text, before, after, moved))


def _before(pair: Pair, row: Returned, told: Seen | None) -> State:
    """What was seen where the row was changed, as far as that can be known; `_OTHER` for what no longer stands here."""
    now = state_of(pair)
    if told is None:
        is_free = pair.origin != "editor" and pair.status != "approved"
        target = now.target if is_free or not row.target else _OTHER
        return State(target, now.status if is_free else "draft", "")
    target = now.target if digest(now.target) == told.target else _OTHER
    note = now.note if digest(now.note) == told.note else _OTHER
    return State(target, told.status, note)


def _target(row: Returned, told: Seen | None, before: str) -> tuple[str, tuple[Inline, ...] | None]:
    """The text that a row asks for, and its marks; the one that was seen where it asks for none, or for no other."""
    if told and digest(row.target) == told.target:
        return before, row.marks
    target, marks = one_line(row.target, row.marks or ())
    return (target, marks) if target else (before, None)


def _status(row: Returned, before: State, target: str) -> Status:
    """Whoever changes a text and leaves its status has not decided on the new one."""
    if target != before.target and row.status in {None, before.status}:
        return "draft"
    return row.status or before.status


def _new_remarks(row: Returned, told: Seen | None) -> list[str]:
    """Remarks that were not exported, whatever a tool has done to what tells them apart."""
    return [_note(one) for one in row.added if not (told and told.note == digest(one))]


def _note(text: str) -> str:
    return writable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _appended(now: State, before: State, after: State, added: Iterable[str]) -> tuple[State, State]:
    """Remarks set behind the note: behind the one that stands here, unless the row brings one of its own."""
    if after.note == before.note:
        before = replace(before, note=now.note)
        after = replace(after, note=now.note)
    note = after.note
    for one in added:
        if f"\n{one}\n" not in f"\n{note}\n":
            note = f"{note}\n{one}".strip()
    return before, replace(after, note=note)


def _marks(pair: Pair, marks: tuple[Inline, ...] | None, told: Seen | None) -> tuple[Inline, ...] | None:
    """The marks that a row asks for, with their addresses as the source has them; None where it asks for no others.

    Where all are gone, it was the tool that knows none.
    """
    if not marks or (told and seen.digest_of(marks) == told.marks):
        return None
    known = {seen.address(one.href): one.href for one in pair.source.inlines}
    spelled = tuple(replace(one, href=known.get(seen.address(one.href), one.href)) for one in marks)
    return None if spelled == pair.inlines else spelled


def _is_free(pair: Pair, moved: tuple[Inline, ...], told: Seen) -> bool:
    """Whether nobody else has moved the marks of the same text meanwhile."""
    return seen.digest_of(pair.inlines) in {told.marks, seen.digest_of(moved)} or digest(pair.target) != told.target
