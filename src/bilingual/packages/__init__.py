"""The store of translation packages: the built-in one, those in Argos' folder, and any file."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from bilingual.errors import ModelError
from bilingual.messages import _, reason
from bilingual.packages.argos_home import packages_folder, search_folders
from bilingual.packages.builtin import NAME as BUILTIN
from bilingual.packages.builtin import load_builtin
from bilingual.packages.cache import check_sha256, unpacked
from bilingual.packages.folder import METADATA, Package, read_folder
from bilingual.packages.stage import drop, put, staging
from bilingual.packages.unpack import extract

__all__ = ["Package", "folders", "install", "installed", "remove", "resolve"]

SUFFIX = ".argosmodel"


def resolve(choice: str, source: str = "fr", target: str = "en") -> Package:
    """The package that `--model CHOICE` means, ready to be loaded.

    Args:
        choice: `auto` (the newest installed package for the two languages, else the built-in one), `builtin`, the
            path of an archive or of a folder with metadata.json, or a name as `models list` shows it.
        source: language code of the text.
        target: language code of the translation.

    Raises:
        ModelError: there is no such package, it is broken, or it translates other languages.
    """
    try:
        package = _chosen(choice, source, target)
    except OSError as error:  # such as a name too long to be looked up
        raise ModelError(_("{path}: {reason}", path=choice[:100], reason=reason(error))) from error
    if (package.source, package.target) != (source, target):
        way, wanted = f"{package.source} → {package.target}", f"{source} → {target}"
        raise ModelError(
            _("{name}: translates {languages}, not {wanted}", name=choice, languages=way, wanted=wanted),
            _("choose another --model; `bilingual models list` shows them"),
        )
    return package


def installed() -> tuple[Package, ...]:
    """The sound packages in Argos' folders, by name; makes no folder. Broken ones are left out: see `folders`."""
    return tuple(package for package in map(_sound, folders()) if package)


def folders() -> tuple[Path, ...]:
    """The folders in Argos' folders, sound packages or not, by name."""
    found = [path for folder in search_folders() for path in _entries(folder)]
    return tuple(sorted(found, key=lambda path: path.name))


def install(archive: Path, sha256: str = "", languages: tuple[str, str] | None = None) -> tuple[Package, bool]:
    """The package now in Argos' folder, and whether it took the place of one of the same name.

    Args:
        archive: an `.argosmodel` file.
        sha256: what the file's SHA-256 must be, in hex; empty for any.
        languages: the direction it must translate, where one was asked for.

    Raises:
        ModelError: the file is missing, wrong or refused, or the folder cannot be written; nothing has changed.
    """
    home = _home()
    try:
        with archive.open("rb") as file, staging(_workshop(home)) as stage:
            check_sha256(file, str(archive), sha256)
            name = extract(file, str(archive), stage)
            package = read_folder(stage, "installed", name)
            if languages and (package.source, package.target) != languages:
                way = f"{package.source} → {package.target}"
                raise ModelError(
                    _("{path}: translates {languages}, which was not asked for", path=archive, languages=way)
                )
            replaced = os.path.lexists(home / name)
            put(stage, home / name)
    except OSError as error:
        place = error.filename or archive
        raise ModelError(_("{path}: {reason}; nothing was installed", path=place, reason=reason(error))) from error
    return replace(package, path=home / name), replaced


def remove(name: str) -> Path:
    """The folder that was removed, with all that was in it.

    Raises:
        ModelError: it is the built-in package, it is not in Argos' packages folder, or it cannot be deleted.
    """
    home = _home()
    if name == BUILTIN:
        raise ModelError(_("the built-in package cannot be removed"), _("choose another one with --model"))
    # Only names of its own entries count: no path, however written, leads to anything else.
    place = next((path for path in _entries(home) if path.name == name), None)
    if place is None:
        what = _("no package {name!r} in {folder}", name=name, folder=home)
        raise ModelError(what, _("`bilingual models list` shows the names"))
    try:
        with staging(_workshop(home)) as stage:
            drop(place, stage)
    except OSError as error:
        raise ModelError(_("{path}: cannot be removed: {reason}", path=place, reason=reason(error))) from error
    return place


def _chosen(choice: str, source: str, target: str) -> Package:
    if choice == "auto":
        fitting = [package for package in installed() if (package.source, package.target) == (source, target)]
        return max(fitting, key=_version, default=None) or load_builtin()
    if choice == BUILTIN:
        return load_builtin()
    path = Path(choice)
    if (path / METADATA).is_file():
        return read_folder(path, "file", path.resolve().name)
    if path.is_file() or choice.endswith(SUFFIX):
        folder, sha256 = unpacked(path)
        return replace(read_folder(folder, "file", path.stem), archive_sha256=sha256)
    for folder in folders():
        if folder.name == choice:
            return read_folder(folder, "installed")
    raise ModelError(
        _("{name}: no such package or file", name=choice),
        _("give auto, builtin, a path, or a name that `bilingual models list` shows"),
    )


def _sound(folder: Path) -> Package | None:
    try:
        return read_folder(folder, "installed")
    except ModelError:
        return None


def _version(package: Package) -> tuple[int, ...]:
    """1.10 is newer than 1.9; letters do not count."""
    return tuple(int(number) for number in re.findall(r"[0-9]{1,9}", package.version))


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    except OSError:  # not there, or not for us to read: nothing is installed
        return []


def _home() -> Path:
    try:
        return packages_folder()
    except RuntimeError as error:
        raise ModelError(_("cannot tell where Argos keeps its packages: no home folder"), _("set HOME")) from error


def _workshop(home: Path) -> Path:
    """Where to stage: beside the packages, since Argos takes every folder among them for a package.

    Where that is another file system or cannot be written, as when only the packages are mounted into a container,
    it must be among them.
    """
    home.mkdir(parents=True, exist_ok=True)
    above = home.parent
    beside = home.stat().st_dev == above.stat().st_dev and os.access(above, os.W_OK)
    return above if beside else home
