"""What leaves for other tools: an article of the output folder, segment by segment, in its order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilingual.exchange import seen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from bilingual.exchange.seen import Seen
    from bilingual.types import Bitext, Finding, Inline, Kind, Pair, Passage, Pin, Reason, Status


@dataclass(frozen=True, slots=True)
class Row:
    """A segment, or a block that is not translated. All texts are untrusted."""

    number: int
    """Of its block in the article, from 1; the segments of a block share it."""
    kind: Kind
    level: int
    """Of a heading, 1 to 6; 0 for the other kinds."""
    address: str
    source: str
    target: str = ""
    status: Status = "draft"
    note: str = ""
    """An editor's remark, may have several lines."""
    source_marks: tuple[Inline, ...] = ()
    target_marks: tuple[Inline, ...] = ()
    pins: tuple[Pin, ...] = ()
    """The glossary's terms in the source; offsets are the source's."""
    findings: tuple[Finding, ...] = ()
    machine: str = ""
    """What the engine wrote where a person has written something else; may be unknown."""
    skip: Reason | None = None
    """Why the block is not translated; such a row has no target, status or note."""

    @property
    def seen(self) -> Seen:
        """What must travel with the row, as text: `str(row.seen)`."""
        return seen.of(self.target, self.status, self.note, self.target_marks)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An article as the writers of this room take it."""

    name: str
    """Of the file of record without its ending, such as `press/whatsapp`; untrusted."""
    rows: Iterable[Row]
    """In the article's order; lazy, and can be walked more than once."""
    source_lang: str = "fr"
    target_lang: str = "en"
    signature: dict[str, str] = field(default_factory=dict)
    """What made the translation, as in `Bitext`."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a bitext, made anew on each walk."""

    bitext: Bitext
    pins: Callable[[Pair], tuple[Pin, ...]]
    statuses: Collection[Status]

    def __iter__(self) -> Iterator[Row]:
        for number, passage in enumerate(self.bitext.passages, 1):
            if not passage.pairs and not self.statuses:
                yield _skipped(passage, number)
            for pair in passage.pairs:
                if not self.statuses or pair.status in self.statuses:
                    yield _row(pair, number, self.pins(pair))


def of(
    bitext: Bitext, pins: Callable[[Pair], tuple[Pin, ...]] = lambda _pair: (), statuses: Collection[Status] = ()
) -> Outgoing:
    """An article ready to leave.

    Args:
        bitext: the article.
        pins: gives the terms in a pair's source.
        statuses: only segments with one of these, and no skipped blocks; everything where there is none.
    """
    rows = _Rows(bitext, pins, statuses)
    return Outgoing(bitext.name, rows, bitext.source_lang, bitext.target_lang, dict(bitext.signature))


def _row(pair: Pair, number: int, pins: tuple[Pin, ...]) -> Row:
    segment = pair.source
    return Row(
        number,
        segment.block.kind,
        segment.block.level,
        segment.address,
        segment.text,
        pair.target,
        pair.status,
        pair.note,
        segment.inlines,
        pair.inlines,
        pins,
        pair.findings,
        pair.machine if pair.machine != pair.target else "",
    )


def _skipped(passage: Passage, number: int) -> Row:
    block = passage.block
    return Row(
        number, block.kind, block.level, passage.address, block.text, source_marks=block.inlines, skip=block.skip
    )
