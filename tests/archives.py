"""Translation packages and archives of them, made on the spot: sound ones, and those that must be refused."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCES = Path(bilingual.__file__).parents[1]
BUILTIN = SOURCES / "bilingual" / "data" / "translate-fr_en.argosmodel"
CLI = [sys.executable, "-c", "from bilingual.cli.models import command; command()"]


def metadata(**changes: object) -> bytes:
    """A metadata.json for fr → en, version 1.0."""
    plain: dict[str, object] = {"package_version": "1.0", "from_code": "fr", "to_code": "en"}
    return json.dumps(plain | changes).encode()


def files(top: str = "pkg", **changes: object) -> dict[str, bytes]:
    """The files of a package that unpacks but, having no weights, does not load."""
    return {
        f"{top}/metadata.json": metadata(**changes),
        f"{top}/model/model.bin": b"weights",
        f"{top}/sentencepiece.model": b"pieces",
    }


def archive(path: Path, members: Mapping[str, bytes] | None = None, **changes: object) -> Path:
    """An archive of the members given, by default a package that unpacks."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in (members or files(**changes)).items():
            made.writestr(name, content)
    return path


def folder(path: Path, **changes: object) -> Path:
    """A package's folder, as Argos keeps it."""
    for name, content in files(path.name, **changes).items():
        target = path.parent / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return path


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment with an empty home, in which the program runs as it does for a new user."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ARGOS_", "XDG_", "SNAP"))}
    return kept | {"HOME": str(home), "PYTHONPATH": str(SOURCES), **more}
