"""What stood in a segment when it left for another tool: digests that travel with it, so that changes can be told.

Each field has its own, and so each is merged on its own when the segment comes back (`review/returned.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from bilingual.address import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilingual.types import Inline, Status

_FORM = re.compile(r"(draft|approved|rejected)\.([0-9a-f]{10})\.([0-9a-f]{10})\.([0-9a-f]{10})")


class Seen(NamedTuple):
    """A segment's state as it left; written `approved.1f0c….9a77….03bd…`, which no tool has a reason to change."""

    status: Status
    target: str
    """Digest of the translation, as `address.digest` makes it; so the others."""
    note: str
    marks: str
    """Of what is marked in the translation."""

    def __str__(self) -> str:
        return ".".join(self)


def of(target: str, status: Status, note: str, marks: Iterable[Inline] = ()) -> Seen:
    """What to send along with a segment."""
    return Seen(status, digest(target), digest(note), digest_of(marks))


def read(text: str) -> Seen | None:
    """What was sent along; None where a tool has lost or altered it."""
    found = _FORM.fullmatch(text.strip())
    return Seen(*found.groups()) if found else None  # type: ignore[arg-type]  # the pattern knows the statuses


def digest_of(marks: Iterable[Inline]) -> str:
    """A digest of marks, whatever their order and the spelling of their addresses."""
    return digest("\n".join(sorted(f"{one.kind} {one.start} {one.end} {address(one.href)}" for one in marks)))


def address(href: str) -> str:
    """What two spellings of an address have in common: word processors write letters for percent signs, and a slash."""
    return unquote(href).rstrip("/")
