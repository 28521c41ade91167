"""Reports as text for people and as JSON for programs, piece by piece as they come."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bilingual.messages import _, counted, marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.inspection.tally import Report, Tally
    from bilingual.types import Span

SEVERITY = {"error": marked("error"), "warning": marked("warning"), "info": marked("info")}
BEGIN, END = "⟦", "⟧"
"""Around the words that a finding is about."""
_WIDTH = 240
"""Characters of a text that are shown."""
_BEFORE = 80
"""How many of these before the marked words of a long one."""


def text(reports: Iterable[Report]) -> Iterator[str]:
    """A block of lines for each finding, as people read it."""
    for report in reports:
        yield "\n".join(_block(report)) + "\n"


def summary(tally: Tally) -> str:
    """The figures in one line."""
    counts = tally.severities
    told = [
        counted("{n} error", "{n} errors", counts["error"]),
        counted("{n} warning", "{n} warnings", counts["warning"]),
        counted("{n} remark", "{n} remarks", counts["info"]),
    ]
    if tally.passed_over:
        told.append(counted("{n} passed over", "{n} passed over", tally.passed_over))
    pairs = counted("{n} pair", "{n} pairs", tally.pairs)
    files = counted("{n} file", "{n} files", tally.files)
    return _("{findings} in {pairs} of {files}", findings=", ".join(told), pairs=pairs, files=files)


def as_json(reports: Iterable[Report], tally: Tally) -> Iterator[str]:
    """The document for programs; the tally is whole when the reports have been walked."""
    yield '{"findings": ['
    for number, report in enumerate(reports):
        yield (",\n" if number else "\n") + json.dumps(_row(report), ensure_ascii=False)
    yield f'\n], "summary": {json.dumps(tally.summary(), ensure_ascii=False)}}}\n'


def shown(said: str, span: Span | None = None) -> str:
    """A text on one line, the words of the span marked; of a long one the part around them."""
    start, end = span or (0, 0)
    end = min(end, start + _WIDTH)
    first = max(0, start - _BEFORE) if len(said) > _WIDTH else 0
    last = max(end, first + _WIDTH)
    words = f"{BEGIN}{said[start:end]}{END}" if start < end else ""
    dots = "…" if first else "", "…" if last < len(said) else ""
    return " ".join(f"{dots[0]}{said[first:start]}{words}{said[end:last]}{dots[1]}".split())


def _block(report: Report) -> Iterator[str]:
    unit, finding = report.unit, report.finding
    place = f"{report.file}:{unit.line}" if unit.line else f"{report.file} ({unit.address})"
    severity = _(SEVERITY[finding.severity])
    yield _(
        "{place}: {severity}: {message} [{check}]",
        place=place,
        severity=severity,
        message=finding.message,
        check=finding.check,
    )
    for language, said, span in zip(
        unit.languages, (unit.source, unit.target), (finding.source, finding.target), strict=True
    ):
        yield f"  {language}: {shown(said, span)}".rstrip()
    if finding.fix is not None:
        yield f"  → {shown(finding.fix)}"


def _row(report: Report) -> dict[str, object]:
    unit, finding = report.unit, report.finding
    return {
        "file": report.file,
        "line": unit.line,
        "address": unit.address,
        "check": finding.check,
        "severity": finding.severity,
        "message": finding.message,
        "source": unit.source,
        "target": unit.target,
        "fix": finding.fix,
        "source_span": finding.source,
        "target_span": finding.target,
    }
