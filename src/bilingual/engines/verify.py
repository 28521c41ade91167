"""Whether a package does what it is for: its files are sound, it loads, and it translates a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilingual.engines import Job
from bilingual.errors import ModelError
from bilingual.messages import _, marked
from bilingual.packages import folders
from bilingual.packages.builtin import NAME as BUILTIN
from bilingual.packages.builtin import load_builtin, record
from bilingual.packages.cache import check_sha256
from bilingual.packages.folder import read_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.packages.folder import Package

CHECKS = (marked("archive"), marked("files"), marked("translation"))
"""What is looked at, in order."""

# A sentence in the package's own language where there is one; figures mean something in all of them.
_SENTENCES = {"fr": "La justice a rendu sa décision mardi.", "en": "The court gave its decision on Tuesday."}
_ANY = "2024."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    package: str
    name: str
    """One of `CHECKS`."""
    sound: bool
    detail: str
    """What was found, or what is wrong; may quote the package."""


def names() -> tuple[str, ...]:
    """The packages that can be verified: the built-in one and every folder in Argos' folders, broken or not."""
    return (BUILTIN, *(folder.name for folder in folders()))


def verify(name: str) -> Iterator[Check]:
    """The checks of one package in order; the first one that fails is the last.

    Raises:
        ModelError: there is no package of that name.
    """
    try:
        for check, detail in _checks(name):
            yield Check(name, check, sound=True, detail=detail)
    except _FailureError as failure:
        yield Check(name, failure.check, sound=False, detail=str(failure))


class _FailureError(Exception):
    def __init__(self, check: str, reason: str) -> None:
        super().__init__(reason)
        self.check = check


def _checks(name: str) -> Iterator[tuple[str, str]]:
    if name == BUILTIN:
        yield "archive", _archive()
    elif name not in names():
        raise ModelError(_("no package {name!r}", name=name), _("`bilingual models list` shows the names"))
    package = _package(name)
    way, version = f"{package.source} → {package.target}", package.version or _("unknown")
    yield "files", _("{languages}, version {version}", languages=way, version=version)
    yield "translation", _translation(package)


def _archive() -> str:
    known = record()
    try:
        with known.archive.open("rb") as file:
            return f"SHA-256 {check_sha256(file, str(known.archive), known.sha256)}"
    except (OSError, ModelError) as error:
        raise _FailureError("archive", str(error)) from error


def _package(name: str) -> Package:
    try:
        if name == BUILTIN:
            return load_builtin()
        return read_folder(next(folder for folder in folders() if folder.name == name), "installed")
    except ModelError as error:
        raise _FailureError("files", str(error)) from error


def _translation(package: Package) -> str:
    from bilingual.engines.argos import Argos  # heavy, and only this check needs it

    sentence = _SENTENCES.get(package.source, _ANY)
    try:
        batch = next(Argos(package, threads=1).decode([[Job(sentence)]]))
    except (ModelError, RuntimeError, ValueError, TypeError) as error:  # the latter three: what the libraries throw
        raise _FailureError("translation", str(error)) from error
    text = batch[0].text.strip()
    if not text:
        raise _FailureError("translation", _("nothing came out for: {sentence}", sentence=sentence))
    return f"{sentence} → {text}"
