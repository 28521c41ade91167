"""What was found, and in how much: the figures behind a summary and an exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from bilingual.exchange import Unit
    from bilingual.types import Finding

SEVERITIES = ("info", "warning", "error")
"""From what an editor may know to what must not be published."""


class Report(NamedTuple):
    """A finding and where it stands."""

    file: str
    """As it was named, or found in a folder; untrusted."""
    unit: Unit
    finding: Finding


@dataclass(slots=True)
class Tally:
    """Grows while the reports are walked, and is whole behind them."""

    files: int = 0
    """That were read to their end."""
    pairs: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    passed_over: int = 0
    """Findings that the baseline knows."""
    errors: list[dict[str, str]] = field(default_factory=list)
    """What could not be read: `message`, which names the file, and `hint`."""

    def add(self, finding: Finding) -> None:
        """Counts a finding in."""
        self.severities[finding.severity] += 1
        self.checks[finding.check] += 1

    def reaches(self, floor: str) -> bool:
        """Whether there is a finding as grave as `floor`; none is as grave as `never`."""
        return floor != "never" and any(self.severities[name] for name in SEVERITIES[SEVERITIES.index(floor) :])

    def summary(self) -> dict[str, Any]:
        """The figures for machines; checks in the order of their names."""
        return {
            "files": self.files,
            "pairs": self.pairs,
            "findings": self.severities.total(),
            "severities": {name: self.severities[name] for name in reversed(SEVERITIES)},
            "checks": dict(sorted(self.checks.items())),
            "passed_over": self.passed_over,
            "errors": self.errors,
        }
