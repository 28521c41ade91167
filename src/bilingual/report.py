"""The report of a run: what `report.json` holds, the index shows, and the exit code goes by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bilingual.renderings import ENFORCED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilingual.types import Passage

SEVERITIES = ("info", "warning", "error")
"""From what an editor may know to what must not be published."""


@dataclass(slots=True)
class Article:
    """The figures of one article, gathered passage by passage."""

    name: str
    source: str
    words: int = 0
    """Of the source, in translated segments."""
    segments: int = 0
    approved: int = 0
    occurrences: int = 0
    honoured: int = 0
    skipped: list[dict[str, str]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)

    def add(self, passage: Passage) -> None:
        """Counts a passage in."""
        if not passage.pairs:
            self.skipped.append({"reason": str(passage.block.skip), "text": passage.block.text})
        for pair in passage.pairs:
            asked = [o for o in pair.occurrences if o.pin.term.rule in ENFORCED]
            self.words += len(pair.source.text.split())
            self.segments += 1
            self.approved += pair.approved
            self.occurrences += len(asked)
            self.honoured += sum(o.verdict != "failed" for o in asked)
            self.findings += (
                {"check": f.check, "severity": f.severity, "message": f.message, "address": f.address, "fix": f.fix}
                for f in pair.findings
            )

    def as_json(self) -> dict[str, Any]:
        """The article's entry in the report."""
        return {
            "name": self.name,
            "source": self.source,
            "words": self.words,
            "segments": self.segments,
            "approved": self.approved,
            "skipped": self.skipped,
            "terms": {"occurrences": self.occurrences, "honoured": self.honoured},
            "findings": self.findings,
        }


def of_run(
    signature: Mapping[str, str], articles: Sequence[Mapping[str, Any]], errors: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """The whole report: signature, totals, articles, and the files that could not be read."""
    totals = {
        "articles": len(articles),
        "words": sum(article["words"] for article in articles),
        "segments": sum(article["segments"] for article in articles),
        "approved": sum(article["approved"] for article in articles),
        "skipped": sum(len(article["skipped"]) for article in articles),
        "terms": {name: sum(article["terms"][name] for article in articles) for name in ("occurrences", "honoured")},
        "findings": sum(len(article["findings"]) for article in articles),
    }
    return {"signature": dict(signature), "totals": totals, "articles": list(articles), "errors": list(errors)}


def reaches(report: Mapping[str, Any], severity: str) -> bool:
    """Whether any finding of the report is as grave as `severity`, or graver; none reaches `never`."""
    if severity not in SEVERITIES:
        return False
    grave = SEVERITIES[SEVERITIES.index(severity) :]
    return any(finding["severity"] in grave for article in report["articles"] for finding in article["findings"])
