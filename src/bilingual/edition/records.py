"""Which articles there are to publish: files of record, found by name or path."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from bilingual.edition.binding import Article
from bilingual.errors import InputError
from bilingual.files import STATE
from bilingual.messages import _

_ENDING = ".po"
_GLOSSARY = "glossary"
_LISTED = 20
"""Names that a hint shows."""


def names(output: Path) -> list[str]:
    """The names of the articles of an output folder, in their order; none where there is no such folder."""
    found = (path.relative_to(output) for path in output.rglob(f"*{_ENDING}") if path.is_file())
    kept = (path.with_suffix("") for path in found if path.parts[0] != STATE and path.stem != _GLOSSARY)
    return sorted(path.as_posix() for path in kept)


def find(output: Path, given: str) -> Article:
    """The article that a user names: as in the output folder (`press/whatsapp`), or by the path of its PO file.

    Raises:
        InputError: there is none; the hint tells which there are.
    """
    if there := named(output, given.removesuffix(_ENDING)):
        return there
    if given.endswith(_ENDING) and _is_file(Path(given)):
        return Article(Path(given), _name(output, Path(given)))
    raise InputError(_("{path}: there is no article “{name}”", path=output, name=given), choice(output))


def named(output: Path, name: str) -> Article | None:
    """The article of a name in the output folder; None where there is none."""
    path = output / f"{name}{_ENDING}"
    return Article(path, name) if is_inside(name) and _is_file(path) else None


def choice(output: Path) -> str:
    """The hint for whoever has named no article that is there."""
    there = names(output)
    if not there:
        return _("with -o, name the folder that `bilingual translate` wrote")
    listed = ", ".join(islice(there, _LISTED)) + (" …" if len(there) > _LISTED else "")
    return _("there are: {names}", names=listed)


def is_inside(name: str) -> bool:
    """Whether a name leads nowhere out of its folder."""
    return bool(name) and "\0" not in name and not Path(name).is_absolute() and ".." not in Path(name).parts


def _name(output: Path, path: Path) -> str:
    """What an article is called by its path: as in the output folder, or outside of it by the file alone."""
    whole, folder = path.resolve(), output.resolve()
    inside = whole.relative_to(folder) if whole.is_relative_to(folder) else Path(whole.name)
    return inside.with_suffix("").as_posix()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False
