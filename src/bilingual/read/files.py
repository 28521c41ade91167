"""From what the user typed to the files meant, and to a name for each one's output."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.messages import _, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

RESERVED = frozenset({"index"})
"""Names the output folder needs for itself."""

_SCHEMES = ("http://", "https://", "ftp://")


@dataclass(frozen=True, slots=True)
class Source:
    """An article that can be read."""

    name: str
    """Where its output goes, relative to the output folder, without an ending: `press/whatsapp`."""
    path: str
    """As the user named it; `-` is standard input."""
    load: Callable[[], bytes]
    """Its bytes; raises InputError."""
    column: str = ""
    """Of a table, the name of the column with the text; empty where the table's own names tell."""

    @property
    def ending(self) -> str:
        """Of the file, without dot and in small letters; empty for standard input."""
        return _ending(self.path)


@dataclass(frozen=True, slots=True)
class _Found:
    stem: str
    source: Source


def find(inputs: Sequence[str], stdin_bytes: Callable[[], bytes] | None, known: Collection[str]) -> Iterator[Source]:
    """The sources behind the inputs, in order, each file once; folders are walked in the order of their file names.

    Args:
        inputs: files, folders, or `-`.
        stdin_bytes: reads standard input to its end; None where there is none.
        known: endings to look for in folders.
    """
    found: dict[str, _Found] = {}
    for given in inputs:
        for one in _expanded(given, stdin_bytes, known):
            found.setdefault("-" if given == "-" else os.path.realpath(one.source.path), one)
    yield from _named(list(found.values()))


def _expanded(given: str, stdin_bytes: Callable[[], bytes] | None, known: Collection[str]) -> Iterator[_Found]:
    path = Path(given)
    endings = _("known endings: {endings}", endings=", ".join(f".{ending}" for ending in sorted(known)))
    if given == "-":
        yield _stdin(stdin_bytes)
    elif given.lower().startswith(_SCHEMES):
        yield _refused(given, _("bilingual works offline and fetches nothing"), _("save the page and give the file"))
    elif not given or not os.path.lexists(given):
        mend = _("check the spelling and the folder you are in")
        yield _refused(given or "''", _("there is no such file or folder"), mend)
    elif path.is_dir():
        yield from _in_folder(given, known, endings)
    elif not path.is_file():
        yield _refused(given, _("this is not a file"), _("give a file, a folder, or - for standard input"))
    elif _ending(given) not in known:
        yield _refused(given, _("no reader knows this kind of file"), endings)
    else:
        yield _file(given, path.stem)


def _in_folder(given: str, known: Collection[str], endings: str) -> Iterator[_Found]:
    empty = True
    for path, error in walk(given):
        if error is not None:
            empty = False
            yield _refused(path, reason(error), _("make the folder readable"))
        elif _ending(path) in known:
            empty = False
            yield _file(path, PurePath(path).relative_to(given).with_suffix("").as_posix())
    if empty:
        yield _refused(given, _("there is no article in this folder"), endings)


def walk(top: str) -> Iterator[tuple[str, OSError | None]]:
    """The files below a folder, sorted, without hidden ones; linked folders are not entered, so no loop is endless."""
    pending = [Path(top)]
    while pending:
        path = pending.pop()
        if path.is_file():
            yield str(path), None
        elif path.is_dir() and (str(path) == str(Path(top)) or not path.is_symlink()):
            try:
                below = sorted(path.iterdir(), reverse=True)
            except OSError as error:
                yield str(path), error
            else:
                pending += [one for one in below if not one.name.startswith(".")]


def _file(path: str, stem: str) -> _Found:
    def load() -> bytes:
        try:
            return Path(path).read_bytes()
        except OSError as error:
            what = _("{path}: {reason}", path=path, reason=reason(error))
            raise InputError(what, _("make the file readable")) from error

    return _Found(stem, Source("", path, load))


def _stdin(stdin_bytes: Callable[[], bytes] | None) -> _Found:
    if stdin_bytes is None:
        return _refused("-", _("there is no standard input here"), _("give a file or a folder"))
    return _Found("stdin", Source("", "-", stdin_bytes))


def _refused(path: str, why: str, mend: str) -> _Found:
    def load() -> bytes:
        raise InputError(_("{path}: {reason}", path=path, reason=why), mend)

    return _Found(PurePath(path).stem or "input", Source("", path, load))


def _named(found: list[_Found]) -> Iterator[Source]:
    """Gives each source a name of its own: its stem, else the stem with its ending, else that with a number.

    Names that differ in case alone count as the same, since they would be one file on some systems.
    """
    count = Counter(one.stem.casefold() for one in found)
    taken: set[str] = set()
    for one in found:
        plain = count[one.stem.casefold()] == 1 and one.stem not in RESERVED and set(one.stem) != {"."}
        name = wanted = one.stem if plain else f"{one.stem}.{one.source.ending}".rstrip(".") or "input"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name.casefold())
        yield Source(name, one.source.path, one.source.load)


def _ending(path: str) -> str:
    return PurePath(path).suffix[1:].lower()
