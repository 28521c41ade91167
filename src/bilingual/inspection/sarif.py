"""Reports as SARIF 2.1.0 (OASIS; docs.oasis-open.org/sarif), which code hosts and editors show beside the lines."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bilingual import __version__
from bilingual.checks.about import ABOUT
from bilingual.inspection.baseline import fingerprint
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bilingual.inspection.tally import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"info": "note", "warning": "warning", "error": "error"}
"""SARIF's names for our severities."""


def written(reports: Iterable[Report]) -> Iterator[str]:
    """The document, piece by piece, as the reports come; a plug-in's findings have no rule in it."""
    driver = {"name": "bilingual", "version": __version__, "rules": list(map(_rule, ABOUT))}
    head = _json({"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"})
    yield f'{{"$schema": {_json(SCHEMA)}, "version": "2.1.0", "runs": [{head[:-1]}, "results": ['
    places = {name: place for place, name in enumerate(ABOUT)}
    for number, report in enumerate(reports):
        yield (",\n" if number else "\n") + _json(_result(report, places))
    yield "\n]}]}\n"


def _rule(name: str) -> dict[str, Any]:
    about = ABOUT[name]
    return {
        "id": name,
        "shortDescription": {"text": _(about.title)},
        "fullDescription": {"text": _(about.why)},
        "defaultConfiguration": {"level": LEVELS[about.severity]},
    }


def _result(report: Report, places: Mapping[str, int]) -> dict[str, Any]:
    unit, finding = report.unit, report.finding
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(report.file)}}
    if unit.line:
        place["region"] = {"startLine": unit.line}
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(report)},
        "locations": [{"physicalLocation": place, "logicalLocations": [{"fullyQualifiedName": unit.address}]}],
        "partialFingerprints": {"bilingual/v1": fingerprint(finding.check, unit.source, unit.target)},
        "properties": {"source": unit.source, "target": unit.target, "fix": finding.fix},
    }
    if finding.check in places:
        result["ruleIndex"] = places[finding.check]
    return result


def _message(report: Report) -> str:
    """The finding's own, with the proposed mend: a fix in SARIF's own form would need its place in the file's bytes."""
    fix = report.finding.fix
    return (
        report.finding.message
        if fix is None
        else _("{message} Proposed: {fix}", message=report.finding.message, fix=fix)
    )


def _uri(file: str) -> str:
    """A relative path as a relative reference, an absolute one as a URI, both percent-encoded."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix().encode("utf-8", "surrogateescape"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
