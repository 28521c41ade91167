"""An article of the output folder, opened for review: decisions go in, the file of record and the page come out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bilingual import inlines, publish
from bilingual.address import digest
from bilingual.files import stamp
from bilingual.pairs import Pairs
from bilingual.publish import reopened
from bilingual.publish.catalogue import Kept
from bilingual.review.merge import Conflict, Outcome, merged
from bilingual.types import Passage, Segment, State, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bilingual.publish.catalogue import Row
    from bilingual.translate import Translator
    from bilingual.types import Bitext, Cut, Decision, Pair


class Article:
    """The bitext of a file of record, in memory, with what has changed since."""

    def __init__(self, folder: Path, name: str, translator: Translator) -> None:
        self.name = name
        self._folder = folder
        self._translator = translator
        self._read()

    @classmethod
    def open(cls, folder: Path, name: str, translator: Translator) -> Article:
        """The article of `folder/NAME.po`.

        Raises:
            InputError: there is no such file, or it cannot be read.
        """
        return cls(folder, name, translator)

    @property
    def path(self) -> Path:
        """The file of record."""
        return self._folder / f"{self.name}.po"

    @property
    def bitext(self) -> Bitext:
        """The article as it stands now."""
        return replace(self._bitext, passages=self._passages)

    def pair(self, address: str) -> Pair:
        """The pair of an address; KeyError where the article has none."""
        passage, number = self._places[address]
        return self._passages[passage].pairs[number]

    def passage(self, address: str) -> Passage:
        """The passage that a pair stands in; KeyError where the article has none."""
        return self._passages[self._places[address][0]]

    def is_stale(self) -> bool:
        """Whether somebody else has written the file of record since it was read, or written, here."""
        return stamp(self.path) != self._stamp

    def decide(self, decisions: Sequence[Decision]) -> list[Outcome]:
        """Takes in what an editor decided, as far as nobody else has decided otherwise since."""
        return [self._decided(decision) for decision in decisions]

    def cut(self, cuts: Sequence[Cut]) -> list[Outcome]:
        """Splits and merges segments, as far as they still are what the editor saw."""
        return [self._recut(cut) for cut in cuts]

    def retranslate(self, addresses: Sequence[str] | None = None) -> list[str]:
        """Has segments translated anew, with the terms as they now are; gives the addresses of those that changed.

        Args:
            addresses: of the segments; None for all of the article that nobody has written or approved.
        """
        asked = set(self._places if addresses is None else addresses)
        pairs = [
            pair
            for passage in self._passages
            for pair in passage.pairs
            if pair.source.address in asked
            and (addresses is not None or (pair.origin != "editor" and pair.status != "approved"))
        ]
        for _done in self._translator.prepare([pair.source.text for pair in pairs]):
            pass
        changed = []
        for pair in pairs:
            made = self._pairs.made(pair.source, replace(_kept(pair), status="draft"))
            made = replace(made, matches=pair.matches)
            if made != pair:
                self._put(made)
                changed.append(pair.source.address)
        return changed

    def alternatives(self, address: str) -> tuple[str, ...]:
        """What the engine would have written next best for a segment, decoded now if it is not remembered.

        Raises:
            KeyError: the article has no such segment.
        """
        pair = self.pair(address)
        made = self._translator.rendering(pair.source.text)
        return tuple(text for text in (made.text, *made.others) if text != pair.target)

    def save(self) -> None:
        """Writes the file of record, and lets the memory know what is approved and what no longer is.

        Raises:
            OSError: the file cannot be written; the old one stays.
        """
        publish.record(self._folder, self.bitext, self._leftovers)
        self._stamp = stamp(self.path)
        self._remember()

    def publish(self) -> dict[str, Any]:
        """Writes page, file of record, index and report anew; gives the article's entry of the report.

        Raises:
            OSError: a file cannot be written.
        """
        summary = publish.article(self._folder, self.bitext, self._leftovers, self._segments)
        self._stamp = stamp(self.path)
        self._remember()
        publish.again(self._folder, summary, self._bitext.signature)
        return summary

    def _read(self) -> None:
        self._stamp = stamp(self.path)
        found = reopened.record(self.path)
        self._bitext = reopened.headed(self.name, found)
        self._translator = self._translator.written_as(self._bitext.signature.get("style", ""))
        self._pairs = Pairs(self._translator)
        self._leftovers: Mapping[str, Kept] = found.leftovers
        self._passages = [self._matched(passage) for passage in reopened.passages(found, self._pair)]
        self._touched: set[str] = set()
        self._index()

    def _pair(self, segment: Segment, row: Row) -> Pair:
        return self._pairs.standing(segment, replace(row.kept, target=row.target), remembered=row.remembered)

    def _matched(self, passage: Passage) -> Passage:
        return replace(passage, pairs=tuple(self._pairs.matched(passage.pairs)))

    def _index(self) -> None:
        self._places = {
            pair.source.address: (i, n)
            for i, passage in enumerate(self._passages)
            for n, pair in enumerate(passage.pairs)
        }

    def _segments(self) -> Iterator[Segment]:
        return (pair.source for passage in self._passages for pair in passage.pairs)

    def _put(self, pair: Pair) -> None:
        """Sets a pair in the place of the one with its address."""
        at, number = self._places[pair.source.address]
        pairs = list(self._passages[at].pairs)
        pairs[number] = pair
        self._passages[at] = replace(self._passages[at], pairs=tuple(pairs))
        self._touched.add(pair.source.address)

    def _decided(self, decision: Decision) -> Outcome:
        address = decision.address
        if address not in self._places or self.pair(address).source.text != decision.source:
            address = next((s.address for s in self._segments() if s.text == decision.source), "")
        if not address:
            gone = Conflict(decision.address, "segment", decision.after.target, "")
            return Outcome(decision.address, conflicts=(gone,))
        pair = self.pair(address)
        now = state_of(pair)
        state, clashes = merged(now, decision.before, decision.after)
        made = self._with(pair, state) if state != now else pair
        if decision.inlines is not None and state.target == decision.after.target:
            known = inlines.known(pair.source.inlines, decision.inlines)
            made = replace(made, inlines=inlines.ordered(known))
        if made != pair:
            self._put(made)
        conflicts = [Conflict(address, one, getattr(decision.after, one), getattr(now, one)) for one in clashes]
        return Outcome(decision.address, (address,) if made != pair else (), tuple(conflicts))

    def _with(self, pair: Pair, state: State) -> Pair:
        """A pair in another state; terms, checks and links are those of its text."""
        if state.target == pair.target:
            return replace(pair, status=state.status, note=state.note)
        marked = inlines.carried(pair.inlines, pair.target, state.target)
        kept = replace(_kept(pair), target=state.target, status=state.status, note=state.note, inlines=marked)
        made = self._pairs.standing(pair.source, kept, remembered=pair.origin == "memory")
        return replace(made, matches=pair.matches, alternatives=pair.alternatives)

    def _recut(self, cut: Cut) -> Outcome:
        places = [self._places.get(address) for address in cut.old]
        spans = self._spans(cut, places)
        if spans is None:
            wanted = " ".join(source for source, _state in cut.new)
            return Outcome(cut.old[0], conflicts=(Conflict(cut.old[0], "cut", wanted, ""),))
        at, first = self._places[cut.old[0]]
        passage = self._passages[at]
        free = self._places.keys() - set(cut.old)
        rows: list[Pair] = []
        for (start, end), (source, state) in zip(spans, cut.new, strict=True):
            address = _free(digest(source), free | {row.source.address for row in rows})
            segment = Segment(passage.block, start, end, address, within(passage.block.inlines, start, end))
            kept = Kept(source, state.target, state.status, state.note, recut=True)
            rows.append(self._pairs.standing(segment, kept))
        pairs = (*passage.pairs[:first], *rows, *passage.pairs[first + len(cut.old) :])
        self._passages[at] = replace(passage, pairs=pairs)
        self._index()
        new = tuple(row.source.address for row in rows)
        self._touched |= {*cut.old, *new}
        return Outcome(cut.old[0], new)

    def _spans(self, cut: Cut, places: Sequence[tuple[int, int] | None]) -> list[tuple[int, int]] | None:
        """Where the new segments of a cut stand in their block; None where it does not fit what is there."""
        if None in places or places != [(places[0][0], places[0][1] + n) for n in range(len(places))]:  # type: ignore[index]  # None was looked for
            return None
        old = [self.pair(address) for address in cut.old]
        if cut.before and [state_of(pair) for pair in old] != list(cut.before):
            return None
        text, at = old[0].source.block.text, old[0].source.start
        spans = []
        for source, _state in cut.new:
            at += len(text[at:]) - len(text[at:].lstrip())
            if not source.strip() or not text.startswith(source, at):
                return None
            spans.append((at, at + len(source)))
            at += len(source)
        return spans if not text[at : old[-1].source.end].strip() and at <= old[-1].source.end else None

    def _remember(self) -> None:
        touched = [self.pair(address) for address in self._touched & self._places.keys()]
        approved = [(p.source.address, p.source.text, p.target) for p in touched if p.status == "approved"]
        self._translator.learn(self.name, approved, forget=self._touched - {address for address, _, _ in approved})
        self._touched = set()


def state_of(pair: Pair) -> State:
    """What an editor can decide about a pair, as it is."""
    return State(pair.target, pair.status, pair.note)


def _kept(pair: Pair) -> Kept:
    """A pair as the file of record would give it back."""
    by_person = pair.origin == "editor"
    wrote = pair.machine if by_person else pair.target
    said = "" if by_person else digest(pair.target)
    return Kept(pair.source.text, pair.target, pair.status, pair.note, wrote, said, pair.recut, pair.inlines)


def _free(name: str, taken: set[str]) -> str:
    number = 1
    while (found := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return found
