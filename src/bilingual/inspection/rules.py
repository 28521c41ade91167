"""The checks by their names: what `--select` and `--ignore` know, and which of them serve which languages."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from bilingual.checks.about import ABOUT
from bilingual.errors import UsageError
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilingual.exchange.unit import Languages

OURS: Languages = ("fr", "en")
"""The languages that all checks know."""


def any_language() -> frozenset[str]:
    """The names of the checks that serve all languages."""
    return frozenset(name for name, about in ABOUT.items() if about.is_for_any)


def names(given: Iterable[str]) -> frozenset[str]:
    """The names in some lists between commas.

    Raises:
        UsageError: there is no such check, neither ours nor a plug-in's.
    """
    asked = [name.strip() for one in given for name in one.split(",") if name.strip()]
    known = sorted({*ABOUT, *(point.name for point in entry_points(group="bilingual.checks"))})
    if unknown := next((name for name in asked if name not in known), ""):
        raise UsageError(_("there is no check {name}", name=unknown), _("there are: {names}", names=", ".join(known)))
    return frozenset(asked)
