"""Texts with their reference translations, to measure engines by: two files line for line, or one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.messages import _, counted, number, reason
from bilingual.read.encoding import decode

if TYPE_CHECKING:
    from pathlib import Path

    Sides = tuple[list[str], list[str]]

TABLE = ".tsv"
"""How the name of a file ends that holds both sides."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Texts and their reference translations, line for line; where one side is blank, so is the other."""

    sources: tuple[str, ...]
    references: tuple[str, ...]

    @property
    def lines(self) -> int:
        """Lines that are not blank."""
        return sum(bool(source) for source in self.sources)

    @property
    def words(self) -> int:
        """Words of the source."""
        return sum(len(source.split()) for source in self.sources)


def read(source: Path, reference: Path | None = None, limit: int | None = None) -> Sample:
    """The texts of two files, without white space around them; blank lines keep their place.

    Args:
        source: the French, a text a line; without `reference` a table of French, tab, English, more columns ignored.
        reference: the English.
        limit: how many lines to take, from the first; None for all. The others must fit together none the less.

    Raises:
        InputError: a file cannot be read, there is nothing in the lines asked for, or the sides do not fit together.
    """
    names = (str(source), str(reference or source))
    sides = (_texts(source), _texts(reference)) if reference else _columns(source)
    if len(sides[0]) != len(sides[1]):
        told = [
            counted("{path} has {n} line", "{path} has {n} lines", len(side), path=name)
            for name, side in zip(names, sides, strict=True)
        ]
        raise InputError(", ".join(told), _("each line of the one must be the translation of that line of the other"))
    _refuse_gaps(names, sides)
    sample = Sample(tuple(sides[0][:limit]), tuple(sides[1][:limit]))
    if not sample.lines:
        raise InputError(_("{path}: there is nothing in its first lines", path=source), _("take more of them"))
    return sample


def _refuse_gaps(names: tuple[str, str], sides: Sides) -> None:
    for line, (french, english) in enumerate(zip(*sides, strict=True), 1):
        if bool(french) != bool(english):
            what = (
                _("{path}, line {line}: there is no English", path=names[1], line=number(line))
                if french
                else _("{path}, line {line}: there is no French", path=names[0], line=number(line))
            )
            mend = _("fill it in, or leave the line blank on both sides; perhaps the texts are out of step before it")
            raise InputError(what, mend)


def _texts(path: Path) -> list[str]:
    return [line.strip() for line in _lines(path)]


def _columns(path: Path) -> Sides:
    if path.suffix.lower() != TABLE:
        mend = _(
            "name the file of reference translations too, or give a {ending} of French, tab, English", ending=TABLE
        )
        raise InputError(_("{path}: there is nothing to compare it with", path=path), mend)
    sides: Sides = ([], [])
    for place, line in enumerate(_lines(path), 1):
        cells = line.split("\t") if line.strip() else ["", ""]
        if len(cells) == 1:
            what = _("{path}, line {line}: there is one column only", path=path, line=number(place))
            raise InputError(what, _("French, a tab, English"))
        for side, cell in zip(sides, cells, strict=False):  # what else there is may be notes
            side.append(cell.strip())
    return sides


def _lines(path: Path) -> list[str]:
    """The lines of a file; the line feed alone ends one, as in sacreBLEU, so that no sign inside a text does."""
    try:
        text = decode(path.read_bytes())
    except InputError as error:
        raise InputError(_("{path}: {reason}", path=path, reason=error), error.hint) from error
    except OSError as error:
        what = _("{path}: {reason}", path=path, reason=reason(error))
        raise InputError(what, _("give a text file, a text a line")) from error
    if not text.strip():
        raise InputError(_("{path}: there is nothing in it", path=path), _("give a text file, a text a line"))
    return text.removesuffix("\n").split("\n")
