"""The article of a file of record as it stands there: no source file, engine or memory is needed."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.messages import _, reason
from bilingual.publish import catalogue
from bilingual.types import Bitext, Block, Inline, Pair, Passage, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bilingual.publish.catalogue import Catalogue, Row
    from bilingual.types import Origin


def bitext(path: Path, name: str) -> Bitext:
    """The article, its blocks in order, with what the file tells of each segment: no word links or terms.

    Args:
        path: the file of record.
        name: of the article.

    Raises:
        InputError: there is no such file, or it cannot be read.
    """
    found = record(path)
    return replace(headed(name, found), passages=passages(found, _pair))


def record(path: Path) -> Catalogue:
    """The catalogue of a file of record.

    Raises:
        InputError: there is no such file, or it cannot be read.
    """
    try:
        return catalogue.read(path)
    except OSError as error:
        raise InputError(
            _("{path}: {reason}", path=path, reason=reason(error)),
            _("give the folder that `bilingual translate` wrote"),
        ) from error


def headed(name: str, found: Catalogue) -> Bitext:
    """What the header of a catalogue tells of its article, without any passage."""
    header = found.metadata
    languages = header.get("X-Source-Language", "fr"), header.get("Language", "en")
    return Bitext(name, header.get("X-Source-File", ""), (), *languages, found.signature)


def passages(found: Catalogue, pair: Callable[[Segment, Row], Pair]) -> list[Passage]:
    """The article's blocks in order, each with its pairs.

    Args:
        found: the catalogue.
        pair: makes a pair of a segment and the row that it comes from.
    """
    numbered = [
        (skip.number, Passage(Block(skip.text, skip=skip.reason), address=skip.address))  # type: ignore[arg-type]  # a plug-in's reason may be new
        for skip in found.skipped
    ]
    for number, rows in groupby(found.rows, key=lambda row: row.number):
        numbered.append((number, _passage(list(rows), pair)))
    return [passage for _number, passage in sorted(numbered, key=lambda one: one[0])]


def _passage(rows: Sequence[Row], pair: Callable[[Segment, Row], Pair]) -> Passage:
    """A block put together of its segments."""
    inlines: list[Inline] = []
    places, at = [], 0
    for row in rows:
        inlines += (replace(one, start=at + one.start, end=at + one.end) for one in row.inlines)
        places.append((at, at + len(row.kept.source)))
        at = places[-1][1] + 1
    block = Block(" ".join(row.kept.source for row in rows), rows[0].kind, rows[0].level, inlines=tuple(inlines))
    segments = (Segment(block, *at, row.address, row.inlines) for at, row in zip(places, rows, strict=True))
    return Passage(block, tuple(map(pair, segments, rows)))


def _pair(segment: Segment, row: Row) -> Pair:
    kept = row.kept
    pair = Pair(segment, row.target, _origin(row), status=kept.status, note=kept.note)
    return replace(pair, findings=row.findings, machine=kept.machine, recut=kept.recut, inlines=kept.inlines)


def _origin(row: Row) -> Origin:
    if row.kept.by_editor:
        return "editor"
    return "memory" if row.remembered else "machine"
