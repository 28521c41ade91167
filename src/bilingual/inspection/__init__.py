"""The checks on bilingual files of anyone: files to units, units to reports, in the order of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bilingual.errors import InputError
from bilingual.exchange import found, units
from bilingual.inspection.baseline import fingerprint
from bilingual.inspection.judging import judged
from bilingual.inspection.rules import OURS, any_language
from bilingual.inspection.tally import Report, Tally
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bilingual.exchange import Unit
    from bilingual.exchange.unit import Languages
    from bilingual.glossary import Glossary

__all__ = ["Inspection", "Report", "Tally", "Wish"]


class Wish(NamedTuple):
    """Which findings are asked for."""

    select: frozenset[str] = frozenset()
    """Names of checks; all where there are none."""
    ignore: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    """Fingerprints of findings to pass over."""

    def takes(self, check: str) -> bool:
        """Whether the findings of a check are asked for."""
        return check not in self.ignore and (not self.select or check in self.select)


class Inspection:
    """One run of the checks.

    Args:
        glossary: for the checks of terms.
        wish: which findings are asked for.
        tell: takes what a person should know meanwhile, and the mend: a file that cannot be read, or one in other
            languages.
    """

    def __init__(self, glossary: Glossary, wish: Wish, tell: Callable[[str, str], None]) -> None:
        self.tally = Tally()
        self._glossary, self._wish, self._tell = glossary, wish, tell

    def reports(self, inputs: Sequence[Path]) -> Iterator[Report]:
        """The findings in files and folders, one by one; those that cannot be read are told of and counted."""
        for file, unit, findings in judged(self._units(inputs), self._glossary):
            for finding in findings:
                if not self._wish.takes(finding.check):
                    continue
                if self._wish.known and fingerprint(finding.check, unit.source, unit.target) in self._wish.known:
                    self.tally.passed_over += 1
                    continue
                self.tally.add(finding)
                yield Report(file, unit, finding)

    def _units(self, inputs: Sequence[Path]) -> Iterator[tuple[str, Unit]]:
        for one in found(inputs):
            if isinstance(one, InputError):
                self._refuse(one)
                continue
            try:
                for unit in self._in_file(one):
                    yield str(one), unit
            except InputError as error:
                self._refuse(error)

    def _in_file(self, path: Path) -> Iterator[Unit]:
        """What is to be checked of a file, counted."""
        told: set[Languages] = {OURS}
        for unit in units(path):
            if unit.is_aside or not unit.source.strip():
                continue
            self.tally.pairs += 1
            if unit.languages not in told:
                told.add(unit.languages)
                self._tell_others(path, unit.languages)
            yield unit
        self.tally.files += 1

    def _tell_others(self, path: Path, languages: Languages) -> None:
        what = _("{path}: {languages} is not French → English", path=path, languages=" → ".join(languages))
        self._tell(what, _("only these checks are run: {names}", names=", ".join(sorted(any_language()))))

    def _refuse(self, error: InputError) -> None:
        self._tell(str(error), error.hint)
        self.tally.errors.append({"message": str(error), "hint": error.hint})
