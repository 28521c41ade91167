"""A translation package as it lies on the disk: an Argos folder with its metadata read and its files in place."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bilingual.errors import ModelError
from bilingual.messages import _, marked, number, reason

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

MODEL = "model/model.bin"
METADATA = "metadata.json"
TOKENIZERS = ("sentencepiece.model", "bpe.model")

_METADATA_BYTES = 1 << 20
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,3}")
_MEND = marked("remove it with `bilingual models remove`, or install the package again")


@dataclass(frozen=True, slots=True)
class Package:
    """A translation package that is ready to be loaded."""

    name: str
    """Folder name, file stem, or `builtin`; untrusted text unless built in."""
    path: Path
    """The folder with `model/`, `sentencepiece.model` or `bpe.model`, and `metadata.json`."""
    source: str
    """Language code as Argos writes it, such as `fr`."""
    target: str
    version: str
    origin: Literal["builtin", "installed", "file"]
    target_prefix: str = ""
    """Token that every translation must begin with; empty for none."""
    metadata: dict[str, Any] = field(default_factory=dict, compare=False)
    """The whole of metadata.json; untrusted."""
    archive_sha256: str = ""
    """Known SHA-256 of the archive it was unpacked from, 64 hex digits; empty where there was none."""

    @property
    def tokenizer(self) -> Path:
        """The SentencePiece model or the BPE codes, whichever the package brings."""
        return _tokenizer(self.path)

    def sha256(self) -> str:
        """64 hex digits that stand for all that decides a translation.

        For a package out of an archive they are the archive's; else the files are read (some 100 MB a second and more).
        """
        return self.archive_sha256 or _digest_of_files(self.path)

    def fingerprint(self) -> str:
        """The first 16 digits of `sha256`, for signatures and keys."""
        return self.sha256()[:16]

    def size(self) -> int:
        """Bytes on the disk."""
        return sum(path.stat().st_size for path in self.path.rglob("*") if path.is_file())


def read_folder(path: Path, origin: Literal["builtin", "installed", "file"], name: str = "") -> Package:
    """The package in a folder, named like the folder unless told otherwise.

    Raises:
        ModelError: metadata or a needed file is missing or makes no sense.
    """
    metadata = _metadata(path / METADATA)
    if metadata.get("type", "translate") != "translate":
        what = _("{path}: is no translation package but one of type {kind!r}", path=path, kind=metadata["type"])
        raise ModelError(what)
    if not (path / MODEL).is_file() or not _tokenizer(path).is_file():
        others = ", ".join(TOKENIZERS)
        raise ModelError(_("{path}: needs {file} and one of {others}", path=path, file=MODEL, others=others), _(_MEND))
    return Package(
        name=name or path.name,
        path=path,
        source=_language(metadata, "from_code", path),
        target=_language(metadata, "to_code", path),
        version=_printable(metadata, "package_version", path),
        origin=origin,
        target_prefix=_printable(metadata, "target_prefix", path),
        metadata=metadata,
    )


def digest(file: BufferedReader) -> str:
    """SHA-256 of a file from its first byte to its last, 64 hex digits; it stands at the first byte afterwards."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found


def _metadata(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            raw = file.read(_METADATA_BYTES + 1)
    except OSError as error:
        raise ModelError(_("{path}: cannot be read: {reason}", path=path, reason=reason(error)), _(_MEND)) from error
    if len(raw) > _METADATA_BYTES:
        raise ModelError(_("{path}: is larger than {n} bytes", path=path, n=number(_METADATA_BYTES)), _(_MEND))
    try:
        metadata = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ModelError(_("{path}: is not valid JSON", path=path), _(_MEND)) from error
    if not isinstance(metadata, dict):
        raise ModelError(_("{path}: holds no JSON object", path=path), _(_MEND))
    return metadata


def _language(metadata: dict[str, Any], key: str, path: Path) -> str:
    code = metadata.get(key)
    if not isinstance(code, str) or not _LANGUAGE.fullmatch(code):
        raise ModelError(_("{path}: {key} is no language code", path=path / METADATA, key=key), _(_MEND))
    return code


def _printable(metadata: dict[str, Any], key: str, path: Path) -> str:
    """A text that is safe to show on a terminal; a version may come as a number."""
    value = str(metadata.get(key) or "")
    if not value.isprintable():
        raise ModelError(_("{path}: {key} holds control characters", path=path / METADATA, key=key), _(_MEND))
    return value


def _tokenizer(folder: Path) -> Path:
    found = [folder / name for name in TOKENIZERS if (folder / name).is_file()]
    return found[0] if found else folder / TOKENIZERS[0]


def _digest_of_files(folder: Path) -> str:
    # The vocabulary and the settings beside model.bin decide a translation as much as the weights do.
    beside = sorted(path for path in (folder / "model").iterdir() if path.is_file())
    whole = hashlib.sha256()
    for path in (folder / METADATA, _tokenizer(folder), *beside):
        with path.open("rb") as file:
            whole.update(f"{path.name} {digest(file)}\n".encode())
    return whole.hexdigest()
