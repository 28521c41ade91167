"""What comes back in XLIFF 1.2, 2.0 and 2.1: as we have written it, and as tools have changed it.

A unit is one segment of ours: what a tool has divided inside it is put together again.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from bilingual.exchange import marked, remarks, xliff_writing
from bilingual.exchange.characters import freed
from bilingual.exchange.incoming import Returned
from bilingual.exchange.xliff import AGREED, child, left_alone, original_data
from bilingual.exchange.xml import MOST_OF_OURS, elements, local, whole_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bilingual.types import Status


def returned(file: IO[bytes]) -> Iterator[Returned]:
    """The segments of an XLIFF, opened at its beginning, in its order; what is not to be translated is left out.

    Raises:
        InputError: it is no sound XML, no XLIFF, or has entities of its own.
    """
    for unit in elements(file, "xliff", ("trans-unit", "unit"), MOST_OF_OURS):
        around = list(unit.iterancestors())
        if not left_alone([unit, *around]):
            inside = next((one for one in around if local(one) == "file"), around[-1])
            make = _of_version_1 if local(unit) == "trans-unit" else _of_version_2
            yield make(unit)._replace(article=freed(inside.get("original", "")))


def _of_version_1(unit: Any) -> Returned:  # noqa: ANN401  # lxml's elements have no types of their own
    source, target = child(unit, "source"), child(unit, "target")
    notes = [(one.get("from", ""), whole_text(one)) for one in unit if local(one) == "note"]
    said = _row((source,), (target,), {}, notes)
    status = _status_1(unit.get("approved"), target)
    address = freed(unit.get("resname") or unit.get("id", ""))
    return said._replace(address=address, status=status, seen=unit.get("extradata", ""), line=unit.sourceline or 0)


def _status_1(approved: str | None, target: Any) -> Status | None:  # noqa: ANN401  # as above
    state, detail = ("", "") if target is None else (target.get("state", ""), target.get("state-qualifier", ""))
    if "rejected" in detail:
        return "rejected"
    if approved == "yes" or state in AGREED:
        return "approved"
    return "draft" if approved or state else None


def _of_version_2(unit: Any) -> Returned:  # noqa: ANN401  # as above
    parts = [one for one in unit if local(one) in {"segment", "ignorable"}]
    segments = [one for one in parts if local(one) == "segment"]
    is_said = any(child(one, "target") is not None for one in segments)
    sources, targets = [child(one, "source") for one in parts], [_target(one) for one in parts if is_said]
    holders = (child(one, "notes") for one in (unit, *segments))  # some tools have a segment's in the segment
    notes = [(one.get("category", ""), whole_text(one)) for holder in holders if holder is not None for one in holder]
    said = _row(sources, targets, original_data(unit), notes)
    told = _told(unit)
    return said._replace(
        address=told.get("address") or unit.get("id", ""),
        status=_status_2(segments),
        seen=told.get("seen", ""),
        line=segments[0].sourceline if segments else unit.sourceline or 0,
    )


def _target(part: Any) -> Any:  # noqa: ANN401  # as above
    """The translation of a part; what stands between segments is as in the source where nothing else is said."""
    target = child(part, "target")
    return child(part, "source") if target is None and local(part) == "ignorable" else target


def _status_2(segments: Iterable[Any]) -> Status | None:
    states = [(one.get("state", ""), one.get("subState", "")) for one in segments]
    if any(detail == xliff_writing.REJECTED for _state, detail in states):
        return "rejected"
    if states and all(state in AGREED for state, _detail in states):
        return "approved"
    return "draft" if any(state for state, _detail in states) else None


def _row(
    sources: Iterable[Any], targets: Iterable[Any], data: Mapping[str, str], notes: Iterable[tuple[str, str]]
) -> Returned:
    source = marked.read((one for one in sources if one is not None), data)
    target = marked.read((one for one in targets if one is not None), data, source.codes)
    kept, added = _notes(notes)
    return Returned("", source.text, target.text, None, kept, added, target.marks)


def _notes(notes: Iterable[tuple[str, str]]) -> tuple[str | None, tuple[str, ...]]:
    """The editor's note as it came back, and those that are new, by their categories and texts."""
    theirs = [(category, freed(text)) for category, text in notes if not remarks.is_ours(category)]
    kept = next((text for category, text in theirs if category == remarks.EDITOR), None)
    added = [text for category, text in theirs if category != remarks.EDITOR or text != kept]
    return kept, tuple(text for text in added if text.strip())


def _told(unit: Any) -> dict[str, str]:  # noqa: ANN401  # as above
    """What our metadata say of a unit."""
    holder = child(unit, "metadata")
    groups = [] if holder is None else [one for one in holder if one.get("category") == xliff_writing.OURS]
    return {one.get("type", ""): freed(whole_text(one)) for group in groups for one in group}
