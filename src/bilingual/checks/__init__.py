"""Checks: one function a question, from a pair to findings.

A check is listed in `CHECKS`, or found among the entry points of the group `bilingual.checks`.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from bilingual.checks import content, figures, form, leftover, marks, names, negation, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bilingual.types import Finding, Pair

    Check = Callable[[Pair], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    form.empty,
    form.repeated,
    form.length,
    leftover.copied,
    leftover.untranslated,
    content.dropped,
    content.added,
    negation.lost,
    negation.added,
    names.changed,
    marks.altered,
    marks.unpaired,
    terms.failed,
    terms.forbidden,
    terms.doubled,
    terms.ambiguous,
    figures.wrong,
    figures.impossible,
    figures.style,
    content.doubtful,
    content.second,
)


def all_checks() -> tuple[Check, ...]:
    """Ours, then the installed plug-ins'."""
    return (*CHECKS, *(point.load() for point in entry_points(group="bilingual.checks")))


def findings(pair: Pair, checks: tuple[Check, ...] = CHECKS) -> tuple[Finding, ...]:
    """What the checks have to say of a pair, in the order of the checks."""
    return tuple(finding for check in checks for finding in check(pair))
