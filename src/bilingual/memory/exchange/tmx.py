"""Pairs of TMX files for the memory."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from bilingual.exchange.tmx import ADDRESS, ARTICLE, STATUS, entries
from bilingual.memory.exchange.unit import Unit
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.tmx import Entry


def read(file: IO[bytes], source: str = "fr", target: str = "en") -> Iterator[Unit]:
    """The units of a TMX file; memory stays flat.

    Of what `bilingual export` wrote, only what is approved. A unit with several texts in the source language is
    several; of several in the target language the first one counts.

    Args:
        file: open, at its beginning.
        source: BCP 47 without region.
        target: the same.

    Raises:
        InputError: it is no sound XML, no TMX, or has entities of its own.
    """
    for entry in entries(file):
        yield from _units(entry, source, target)


def _units(entry: Entry, source: str, target: str) -> Iterator[Unit]:
    told, targets = entry.told, entry.texts.get(target, [""])
    if told.get(STATUS, "approved") != "approved":
        return  # an article that was exported has drafts, too
    article, address = (told[ARTICLE], told[ADDRESS]) if {ARTICLE, ADDRESS} <= told.keys() else (None, None)
    for text in entry.texts.get(source, [""]):
        yield Unit(entry.line, text, targets[0], article, address)
    if targets[1:]:
        yield Unit(entry.line, flaw=_("there is more than one English text; the first one is taken"))
