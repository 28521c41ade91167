"""A baseline: the findings that a house knows of and passes over, so that old texts can be checked for new faults.

A line a fingerprint, sorted, so that two versions of it can be compared and merged. A fingerprint stands for a check
and the two texts, not for a file or a line: it holds as long as neither text changes, wherever the pair is moved.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.files import replacing
from bilingual.messages import _, reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_BYTES = 10
_HEAD = "# bilingual check, baseline 1: findings to pass over; --write-baseline makes this file anew\n"
_LINE = re.compile(rf"(\S+) ([0-9a-f]{{{2 * _BYTES}}})")


def fingerprint(check: str, source: str, target: str) -> str:
    """Twenty hex digits that stand for a finding: of its check and both texts."""
    digest = blake2b(digest_size=_BYTES)
    for text in (check, source, target):
        data = text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()


def read(path: Path) -> frozenset[str]:
    """The fingerprints of a baseline.

    Raises:
        InputError: there is no such file, or a line is none of a baseline; names it.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            return frozenset(_fingerprint(path, number, line.strip()) for number, line in enumerate(lines, 1)) - {""}
    except OSError as error:
        mend = _("check the path, or make it with --write-baseline")
        raise InputError(_("{path}: {reason}", path=path, reason=reason(error)), mend) from error


def write(path: Path, found: Iterable[tuple[str, str]]) -> None:
    """Writes a baseline in the place of what the file held.

    Args:
        path: the file.
        found: check and fingerprint of each finding, in any order.

    Raises:
        InputError: it cannot be written.
    """
    if path.is_dir():
        raise InputError(_("{path}: this is not a file", path=path), _("name another file"))
    lines = sorted({f"{check} {code}\n" for check, code in found})
    try:
        with replacing(path) as file:
            file.write(_HEAD)
            file.writelines(lines)
    except OSError as error:
        what = _("{path}: {reason}", path=path, reason=reason(error))
        raise InputError(what, _("make room there, or name another file")) from error


def _fingerprint(path: Path, number: int, line: str) -> str:
    """What a line says; nothing for a remark."""
    if not line or line.startswith("#"):
        return ""
    found = _LINE.fullmatch(line)
    if not found:
        what = _("{path}, line {line}: this is no line of a baseline", path=path, line=number)
        raise InputError(what, _("make it anew with --write-baseline"))
    return found[2]
