"""The translation package that ships inside bilingual."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from bilingual.packages.cache import unpacked
from bilingual.packages.folder import Package, read_folder

NAME = "builtin"

_DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Record:
    """What `builtin.toml` tells of the built-in package."""

    archive: Path
    sha256: str
    """Of the archive, 64 hex digits."""
    name: str
    version: str
    source: str
    target: str


def record(data: Path = _DATA) -> Record:
    """What is known of the built-in package without opening its archive."""
    known = tomllib.loads((data / "builtin.toml").read_text(encoding="utf-8"))
    return Record(data / known["file"], known["sha256"], known["name"], known["version"], known["from"], known["to"])


def load_builtin(data: Path = _DATA) -> Package:
    """The built-in package, unpacked to the user's cache on first use.

    Raises:
        ModelError: the archive has not the SHA-256 it was shipped with, or cannot be unpacked.
    """
    known = record(data)
    folder, sha256 = unpacked(known.archive, known.sha256)
    return replace(read_folder(folder, "builtin", known.name), archive_sha256=sha256)
