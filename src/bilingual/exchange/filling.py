"""A segment's text and marks as inline elements, in the words of a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bilingual.exchange.characters import is_held, runs
from bilingual.exchange.marks import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from bilingual.exchange.marks import Mark
    from bilingual.exchange.xml_writing import Xml


class Tag(NamedTuple):
    """An inline element."""

    name: str
    attributes: dict[str, str]
    text: str = ""


class Dialect(NamedTuple):
    """How a format says it."""

    around: Callable[[Mark], Tag | None]
    """The element that holds marked words; None where the format has none and writes both ends."""
    ends: Callable[[Mark], tuple[Tag, Tag]]
    """The elements at both ends of marked words that overlap others."""
    characters: Callable[[str, int], Iterable[Tag]]
    """The elements that stand for characters that XML cannot hold; also told is the number of the run."""


def fill(out: Xml, text: str, marks: Iterable[Mark], dialect: Dialect, opened: Collection[str] = ()) -> None:
    """Writes a text with its marks; those whose names are in `opened` by both ends."""
    lost = 0
    for step in steps(text, marks, opened):
        if step.mark is None:
            for run in runs(step.text):
                if is_held(run):
                    out.text(run)
                else:
                    lost += 1
                    for tag in dialect.characters(run, lost):
                        out.leaf(*tag)
            continue
        around = dialect.around(step.mark) if step.what in {"begin", "end"} else None
        if around is None:
            out.leaf(*dialect.ends(step.mark)[step.what in {"end", "close"}])
        elif step.what == "begin":
            out.begin(around.name, around.attributes)
        else:
            out.end(around.name)
