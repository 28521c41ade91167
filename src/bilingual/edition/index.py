"""Which terms of a glossary stand in an article, and where: for its own list of terms and the index of a book."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from bilingual.edition.book import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from bilingual.edition.book import Edition
    from bilingual.glossary import Glossary
    from bilingual.types import Pin, Term

Named = tuple[str, str]
"""A term and its rendering."""

_TO = "to "
_SHOWN = frozenset({"pin", "read-only"})
"""Rules of entries that the house has settled on; the others are proposals, or what must not be written."""


@lru_cache(maxsize=1)  # neighbours in a collection share theirs; kept all, they would be as many as the articles
def glossary(paths: tuple[Path, ...]) -> Glossary:
    """The terms of some files; see `bilingual.glossary.load`."""
    from bilingual.glossary import load

    return load(paths)


def found(told: Edition, known: Glossary) -> dict[Named, list[str]]:
    """The terms that stand in the source of an article, each with the addresses of its paragraphs in order.

    Homonyms between which nothing decides are left out, and so is what the house has not settled on.
    """
    settled = {_named(term) for term in known.terms if term.rule in _SHOWN}
    places: dict[Named, list[str]] = {}
    for paragraph in told.paragraphs:
        pins = known.find(paragraph.source.text)
        for name in dict.fromkeys(_named(pin.term) for pin in pins if _is_certain(pin)):
            if name in settled:
                places.setdefault(name, []).append(paragraph.address)
    return places


def glossed(names: Iterable[Named]) -> tuple[Named, ...]:
    """Terms as an article's own glossary lists them, without the names that stay as they are."""
    return tuple(sorted((name for name in names if name[0] != name[1]), key=lambda name: _order(name[0])))


def entries(places: Mapping[Named, Iterable[tuple[int, str]]]) -> tuple[Entry, ...]:
    """The index: terms by the alphabet of the target language."""
    ordered = sorted(places, key=lambda name: (_order(name[1]), _order(name[0])))
    return tuple(Entry(*name, tuple(places[name])) for name in ordered)


def _is_certain(pin: Pin) -> bool:
    return not pin.homonyms and pin.term.rule != "forbidden"


def _named(term: Term) -> Named:
    return term.source, f"{_TO}{term.target}" if term.verb else term.target


def _order(text: str) -> tuple[str, str]:
    """By letters, whatever their accents and capitals; a verb without its `to`."""
    letters = unicodedata.normalize("NFKD", text.removeprefix(_TO).casefold())
    return "".join(char for char in letters if not unicodedata.combining(char)), text
