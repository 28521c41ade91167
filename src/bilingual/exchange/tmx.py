"""Read Translation Memory eXchange, 1.1 to 1.4b (LISA/GALA; www.ttt.org/oscarStandards/tmx): as a stream."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, NamedTuple

from bilingual.address import digest
from bilingual.exchange.inline import characters
from bilingual.exchange.unit import Unit, language
from bilingual.exchange.xml import XML, elements, local, own_text, whole_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.unit import Languages
    from bilingual.types import Status

ARTICLE, ADDRESS = "x-bilingual-article", "x-bilingual-address"
"""Types of the `prop` in which our own files tell where a pair was approved."""
STATUS, SEEN = "x-bilingual-status", "x-bilingual-seen"
"""And, of an article that is to come back, what stood there."""
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Elements whose text is not the sentence's but the markup of the program that it comes from."""
_ALL = "*all*"
"""Of `srclang`: any of the texts may be the source."""


class Entry(NamedTuple):
    """A `tu`: what one thing is in several languages."""

    line: int
    texts: dict[str, list[str]]
    """By language without region, as the file has them."""
    source: str
    """The language that the file names for the source; may be empty."""
    told: dict[str, str]
    """Its `prop`s by their types."""
    notes: tuple[str, ...]
    name: str
    """Its `tuid`; may be empty."""


def entries(file: IO[bytes]) -> Iterator[Entry]:
    """The entries of a TMX file, opened at its beginning. Inline markup is dropped, and the text in it kept.

    Raises:
        InputError: it is no sound XML, no TMX, or has entities of its own.
    """
    default = ""
    for element in elements(file, "tmx", ("header", "tu")):
        if local(element) == "header":
            default = element.get("srclang", "")
        else:
            yield _entry(element, element.get("srclang") or default)


def units(file: IO[bytes]) -> Iterator[Unit]:
    """The pairs of a TMX file: French with English where it has both, else its source language with each other one.

    Texts beyond the first in a language are paired with the first text of the other. What a memory holds is approved.

    Raises:
        InputError: as `entries`.
    """
    for entry in entries(file):
        address = entry.told.get(ADDRESS) or entry.name
        for source, target in _sides(entry):
            for text, translation in _paired(entry.texts[source], entry.texts[target]):
                status = _status(entry, translation)
                yield Unit(
                    text, translation, address or digest(text), entry.line, status, entry.notes, (source, target)
                )


def _status(entry: Entry, translation: str) -> Status:
    """Ours say what they are; so does none of a memory's."""
    said = entry.told.get(STATUS, "approved")
    if said == "rejected":
        return "rejected"
    return "approved" if translation and said == "approved" else "draft"


def _sides(entry: Entry) -> list[Languages]:
    if {"fr", "en"} <= entry.texts.keys():
        return [("fr", "en")]
    source = language(entry.source)
    if source not in entry.texts:
        source = next(iter(entry.texts), "")
    return [(source, target) for target in entry.texts if target != source]


def _paired(sources: list[str], targets: list[str]) -> Iterator[tuple[str, str]]:
    yield from ((sources[0], target) for target in targets)
    yield from ((source, targets[0]) for source in sources[1:])


def _entry(element: Any, source: str) -> Entry:  # noqa: ANN401  # lxml's elements have no types of their own
    texts: dict[str, list[str]] = {}
    told: dict[str, str] = {}
    notes = []
    for child in element:
        if (name := local(child)) == "tuv":
            texts.setdefault(_language(child), []).append(_segment(child))
        elif name == "prop":
            told[str(child.get("type"))] = child.text or ""
        elif name == "note":
            notes.append(whole_text(child))
    source = "" if source == _ALL else source
    return Entry(element.sourceline or 0, texts, source, told, tuple(notes), element.get("tuid", ""))


def _segment(variant: Any) -> str:  # noqa: ANN401  # as above
    return next((_flat(child) for child in variant if local(child) == "seg"), "")


def _flat(element: Any) -> str:  # noqa: ANN401  # as above
    """The text of an element and of those in it, without the codes of other programs."""
    if local(element) in _CODES:
        return characters(element)
    return own_text(element) + "".join(_flat(child) + (child.tail or "") for child in element)


def _language(variant: Any) -> str:  # noqa: ANN401  # as above
    """Versions before 1.4 have `lang` without a namespace."""
    return language(variant.get(f"{XML}lang") or variant.get("lang"))
