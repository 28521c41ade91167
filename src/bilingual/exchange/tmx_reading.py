"""What comes back in TMX: of each unit the text and marks of both languages, and what our own `prop`s tell."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from bilingual.exchange import marked, seen
from bilingual.exchange.characters import freed
from bilingual.exchange.incoming import Returned
from bilingual.exchange.tmx import ADDRESS, ARTICLE, SEEN, STATUS
from bilingual.exchange.unit import language
from bilingual.exchange.xml import MOST_OF_OURS, XML, elements, local, whole_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Status

_STATUSES: dict[str, Status] = {"draft": "draft", "approved": "approved", "rejected": "rejected"}


def returned(file: IO[bytes]) -> Iterator[Returned]:
    """The pairs of a TMX file, opened at its beginning, in its order.

    Of a unit's texts the first one in the source language counts, and the first of the others.

    Raises:
        InputError: it is no sound XML, no TMX, or has entities of its own.
    """
    source = ""
    for element in elements(file, "tmx", ("header", "tu"), MOST_OF_OURS):
        if local(element) == "header":
            source = language(element.get("srclang"))
        else:
            yield _row(element, language(element.get("srclang")) or source)


def _row(unit: Any, source: str) -> Returned:  # noqa: ANN401  # lxml's elements have no types of their own
    sides = [(_language(one), seg) for one in unit if (seg := _segment(one)) is not None]
    here = next((seg for name, seg in sides if name == source), sides[0][1] if sides else None)
    there = next((seg for _name, seg in sides if seg is not here), None)
    text = marked.read(() if here is None else (here,))
    target = marked.read(() if there is None else (there,), None, text.codes)
    told = {one.get("type", ""): freed(whole_text(one)) for one in unit if local(one) == "prop"}
    notes = [freed(whole_text(one)) for one in unit if local(one) == "note"]
    return Returned(
        told.get(ADDRESS) or unit.get("tuid", ""),
        text.text,
        target.text,
        _STATUSES.get(told.get(STATUS, "")),
        *_notes(notes, told.get(SEEN, "")),
        target.marks,
        told.get(SEEN, ""),
        told.get(ARTICLE, ""),
        unit.sourceline or 0,
    )


def _notes(notes: list[str], exported: str) -> tuple[str | None, tuple[str, ...]]:
    """The note that was exported, which no attribute tells from others, and those that are new."""
    told = seen.read(exported)
    kept = next((note for note in notes if told and seen.of("", "draft", note).note == told.note), None)
    return kept, tuple(note for note in notes if note != kept and note.strip())


def _segment(variant: Any) -> Any:  # noqa: ANN401  # as above
    return next((one for one in variant if local(one) == "seg"), None) if local(variant) == "tuv" else None


def _language(variant: Any) -> str:  # noqa: ANN401  # as above
    return language(variant.get(f"{XML}lang") or variant.get("lang"))
