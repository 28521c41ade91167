"""All that is, or may be, wrong with some glossaries: in their lines, in each entry, and between entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilingual import glossary
from bilingual.errors import GlossaryError
from bilingual.messages import _
from bilingual.terminology import edit, po
from bilingual.terminology.entry import flaws
from bilingual.terminology.faults import Fault, faults
from bilingual.terminology.overlaps import Placed, overlaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bilingual.types import Severity

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
_UTF_8 = "charset=utf-8"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a line of a glossary."""

    path: Path
    line: int
    """From 1; 0 for the file as a whole."""
    severity: Severity
    check: str
    message: str
    """One sentence; untrusted, since it quotes the file."""


def audit(paths: Sequence[Path]) -> list[Problem]:
    """Every problem of some glossaries that are used together, by file and line.

    An error makes `translate` refuse the file, or leaves an entry without effect; a warning is most likely a slip; an
    info is worth a look.
    """
    problems: list[Problem] = []
    placed: list[Placed] = []
    for path in dict.fromkeys(paths):
        try:
            catalogue = po.scan(edit.text_of(path))
        except GlossaryError as error:
            problems.append(Problem(path, 0, "error", "file", _without(path, str(error))))
            continue
        problems += _in_file(path, catalogue)
        placed += [Placed(path, item.line, item.entry) for item in catalogue.items if _counts(item)]
    problems += (_problem(one.path, one.line, one.entry.source, fault) for one, fault in overlaps(placed))
    order = {path: number for number, path in enumerate(paths)}
    return sorted(problems, key=lambda one: (order[one.path], one.line, -SEVERITIES.index(one.severity), one.check))


def gravest(problems: Sequence[Problem]) -> Severity | None:
    """The severity of the gravest problem; None where there is none."""
    return max((one.severity for one in problems), key=SEVERITIES.index, default=None)


def _in_file(path: Path, catalogue: po.Catalogue) -> list[Problem]:
    found = [Problem(path, flaw.line, "error", "syntax", flaw.message) for flaw in catalogue.flaws]
    found += _header(path, catalogue.header)
    for item in (item for item in catalogue.items if not item.is_broken):
        found += (_problem(path, item.line, item.entry.source, fault) for fault in faults(item))
    return found if gravest(found) == "error" else [*found, *_refused(path)]


def _header(path: Path, header: po.Item | None) -> Iterator[Problem]:
    if header is None:
        yield Problem(path, 1, "info", "header", _("there is no header: an empty msgid that names charset=UTF-8"))
    elif _UTF_8 not in header.texts.get("msgstr", "").casefold():
        yield Problem(path, header.line, "warning", "header", _("the header does not say charset=UTF-8"))


def _refused(path: Path) -> Iterator[Problem]:
    """What `translate` would say of a file in which no error was found."""
    try:
        glossary.load([path])
    except GlossaryError as error:
        yield Problem(path, 0, "error", "file", _without(path, str(error)))


def _counts(item: po.Item) -> bool:
    return not item.is_broken and not item.entry.is_open and not flaws(item.entry)


def _problem(path: Path, line: int, source: str, fault: Fault) -> Problem:
    return Problem(
        path, line, fault.severity, fault.check, _("“{source}” {clause}", source=source[:60], clause=fault.message)
    )


def _without(path: Path, message: str) -> str:
    return message.removeprefix(str(path)).lstrip(",: \u00a0")
