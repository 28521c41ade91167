"""What has changed on the desk since a browser last heard of it, and how it is told: Server-Sent Events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Names = tuple[str, ...]
"""Addresses, in reading order."""
Swap = tuple[Names, Names]
"""Rows of a page, and those that take their place."""

PING = ": still here\n\n"
"""A comment, which browsers pass over; that it can be sent tells the server that the browser is there."""


class Step(NamedTuple):
    """What one change touched."""

    revision: int
    by: str
    """The browser that asked for it; empty for other programs."""
    addresses: Names
    swaps: tuple[Swap, ...]


class Changes(NamedTuple):
    """What several steps touched together."""

    by: str
    """Who asked for all of it; empty where there was more than one."""
    addresses: Names
    swaps: tuple[Swap, ...]


class Log:
    """The steps since an article was opened.

    Args:
        base: the revision that it then had.
    """

    def __init__(self, base: int) -> None:
        self.base = base
        self._steps: list[Step] = []

    @property
    def revision(self) -> int:
        """The newest."""
        return self._steps[-1].revision if self._steps else self.base

    def add(self, by: str, addresses: Iterable[str], swaps: Iterable[Swap] = ()) -> int:
        """Notes what was touched; gives the new revision."""
        self._steps.append(Step(self.revision + 1, by, tuple(addresses), tuple(swaps)))
        return self.revision

    def since(self, revision: int) -> Changes | None:
        """What came behind a revision; None where it is not known, since it is none of these.

        Revision 0 stands for that of the opening.
        """
        if revision and not self.base <= revision <= self.revision:
            return None
        steps = [step for step in self._steps if step.revision > revision]
        authors = {step.by for step in steps}
        touched = dict.fromkeys(address for step in steps for address in step.addresses)
        swaps = composed(swap for step in steps for swap in step.swaps)
        return Changes(authors.pop() if len(authors) == 1 else "", tuple(touched), swaps)


def composed(swaps: Iterable[Swap]) -> tuple[Swap, ...]:
    """Swaps that came one behind the other, as one each: from what stood there first to what stands there last."""
    done: list[Swap] = []
    for old, new in swaps:
        met = [one for one in done if set(one[1]) & set(old)]
        done = [one for one in done if one not in met]
        of_row = {row: one for one in met for row in one[1]}
        first: dict[str, None] = {}
        for row in old:
            first |= dict.fromkeys(of_row[row][0] if row in of_row else (row,))
        left = _until(of_row[old[0]][1], old[0]) if old[0] in of_row else ()
        right = _behind(of_row[old[-1]][1], old[-1]) if old[-1] in of_row else ()
        done.append((tuple(first), (*left, *new, *right)))
    return tuple(done)


def event(revision: int, by: str, rows: list[dict[str, Any]]) -> str:
    """An event; browsers send its id when they come back, so that nothing is told twice."""
    data = json.dumps({"revision": revision, "by": by, "rows": rows}, ensure_ascii=False)
    return f"id: {revision}\ndata: {data}\n\n"


def _until(rows: Names, row: str) -> Names:
    return rows[: rows.index(row)]


def _behind(rows: Names, row: str) -> Names:
    return rows[rows.index(row) + 1 :]
