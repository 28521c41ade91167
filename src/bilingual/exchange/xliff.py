"""Read XLIFF 1.2, 2.0 and 2.1 (OASIS; docs.oasis-open.org/xliff) as a stream.

A unit of ours is a segment: of version 2 a `segment`, of version 1.2 a `mrk` of the type `seg`, or else the whole
`trans-unit`.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from bilingual.exchange.inline import flat, marked_segments
from bilingual.exchange.unit import Unit, told
from bilingual.exchange.xml import elements, local, whole_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.unit import Languages
    from bilingual.types import Status

AGREED = frozenset({"final", "signed-off", "reviewed"})
"""States of a target on which somebody has decided: the first two of 1.2, the first and the last of 2."""


def units(file: IO[bytes]) -> Iterator[Unit]:
    """The units of an XLIFF, opened at its beginning, of all the files in it.

    Inline elements are made plain text: what they hold is kept, and what stands for something that cannot be seen has
    its name in braces. The address names file, unit and segment.

    Raises:
        InputError: it is no sound XML, no XLIFF, or has entities of its own.
    """
    for element in elements(file, "xliff", ("trans-unit", "unit")):
        around = list(element.iterancestors())
        inside = next((one for one in around if local(one) == "file"), around[-1])
        is_aside = left_alone([element, *around])
        make = _of_version_1 if local(element) == "trans-unit" else _of_version_2
        yield from make(element, inside, is_aside=is_aside)


def _of_version_1(unit: Any, file: Any, *, is_aside: bool) -> Iterator[Unit]:  # noqa: ANN401  # lxml's elements have no types of their own
    languages = told(file.get("source-language", ""), file.get("target-language", ""))
    target = child(unit, "target")
    status: Status = "approved" if unit.get("approved") == "yes" else "draft"
    if target is not None and status == "draft":
        status = _status(target.get("state", ""), target.get("state-qualifier", ""))
    address = "/".join(filter(None, (file.get("original"), unit.get("id"))))
    for name, source, translation, line in _segments(unit, target):
        whole = f"{address}/{name}" if name else address
        yield Unit(source, translation, whole, line, status, _notes(unit), languages, is_aside)


def _segments(unit: Any, target: Any) -> Iterator[tuple[str, str, str, int]]:  # noqa: ANN401  # as above
    """Name, source, target and line of each segment; one without a name where not both sides are divided."""
    source, divided = child(unit, "source"), child(unit, "seg-source")
    sources, targets = ({} if side is None else marked_segments(side) for side in (divided, target))
    if sources and (targets or target is None):
        for name, mark in sources.items():
            yield name, flat(mark), flat(targets[name]) if name in targets else "", mark.sourceline or 0
    elif source is not None:
        yield "", flat(source), "" if target is None else flat(target), unit.sourceline or 0


def _of_version_2(unit: Any, file: Any, *, is_aside: bool) -> Iterator[Unit]:  # noqa: ANN401  # as above
    root = unit.getroottree().getroot()
    languages: Languages = told(root.get("srcLang", ""), root.get("trgLang", ""))
    segments = [child for child in unit if local(child) == "segment"]
    data = original_data(unit)
    address = "/".join(filter(None, (file.get("id"), unit.get("id"))))
    for count, segment in enumerate(segments, 1):
        source, target = child(segment, "source"), child(segment, "target")
        name = f"/{segment.get('id') or count}" if len(segments) > 1 else ""
        yield Unit(
            "" if source is None else flat(source, data),
            "" if target is None else flat(target, data),
            address + name,
            segment.sourceline or 0,
            _status(segment.get("state", ""), segment.get("subState", "")),
            _notes(unit),
            languages,
            is_aside,
        )


def _status(state: str, detail: str) -> Status:
    """What a target's state says; our own files say `bilingual:rejected` in version 2, 1.2 has `rejected-…`."""
    if "rejected" in detail:
        return "rejected"
    return "approved" if state in AGREED else "draft"


def left_alone(inwards: list[Any]) -> bool:
    """Whether the innermost of some elements that says whether to translate says no."""
    return next((said for one in inwards if (said := one.get("translate"))), "yes") == "no"


def _notes(unit: Any) -> tuple[str, ...]:  # noqa: ANN401  # as above
    """Of the unit itself, in version 2 inside `notes`."""
    found = []
    for child in unit:
        if local(child) == "note":
            found.append(whole_text(child))
        elif local(child) == "notes":
            found += [whole_text(one) for one in child if local(one) == "note"]
    return tuple(found)


def original_data(unit: Any) -> dict[str, str]:  # noqa: ANN401  # as above
    """By its name what an inline element stands for in the original."""
    holder = child(unit, "originalData")
    return {} if holder is None else {one.get("id", ""): whole_text(one) for one in holder}


def child(element: Any, name: str) -> Any:  # noqa: ANN401  # as above
    """The first child of a name, whatever its namespace; None where there is none."""
    return next((child for child in element if local(child) == name), None)
