"""What all formats come down to: a unit of a file that is a pair, or has a flaw."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bilingual.memory.approved import Approved
from bilingual.memory.coding import key
from bilingual.messages import _, number

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 100_000
"""Characters of a text: longer ones are no sentences."""


class Unit(NamedTuple):
    """A unit as read."""

    line: int
    """Where it begins, from 1."""
    source: str = ""
    target: str = ""
    article: str | None = None
    """None where the file does not tell."""
    address: str | None = None
    flaw: str = ""
    """Why it cannot be used, where the format tells that."""


class Writer(NamedTuple):
    """How a format is written."""

    head: str
    row: Callable[[Approved], str]
    """The text of a pair."""
    end: str = ""


class Flaw(NamedTuple):
    """A unit that is left out."""

    line: int
    reason: str


def pair_of(unit: Unit, name: str) -> Approved:
    """The pair that a unit of a file of some name is.

    Raises:
        ValueError: it is none; says why.
    """
    source, target = unit.source.strip(), unit.target.strip()
    if flaw := unit.flaw or _flaw(source, target):
        raise ValueError(flaw)
    article = name if unit.article is None else unit.article
    return Approved(source, target, article, unit.address or key(source, target).hex())


def _flaw(source: str, target: str) -> str:
    if not source:
        return _("there is no French text")
    if not target:
        return _("there is no English text")
    if max(len(source), len(target)) > LONGEST:
        return _("a text is longer than {n} characters", n=number(LONGEST))
    return ""
