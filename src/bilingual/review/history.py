"""What was done to an article, and when: a file of JSON lines beside the record, only ever added to."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any, get_args

from bilingual.types import State, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NOTHING = State("")
"""What stood there before a segment was made by a cut."""


@dataclass(frozen=True, slots=True)
class Change:
    """A segment that came into another state."""

    revision: int
    time: str
    """UTC, ISO 8601."""
    by: str
    """The browser that asked for it; empty where the record was changed by another program."""
    address: str
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Recut:
    """Segments that others have taken the place of."""

    revision: int
    time: str
    by: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def now() -> str:
    """The time, as the history has it: `2026-11-22T20:00:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class History:
    """The history of one article; the file and its folder are made when there is something to write."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, lines: Iterable[Change | Recut]) -> None:
        """Writes lines behind the others; they are on disk when this returns.

        A line that an interrupted run left without its end becomes one of its own, which readers pass over.

        Raises:
            OSError: the file cannot be written.
        """
        text = "".join(f"{json.dumps(_fields(line), ensure_ascii=True)}\n" for line in lines)
        if not text:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+b") as file:
            if not _is_ended(file):
                text = f"\n{text}"
            file.write(text.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())

    def entries(self, address: str) -> list[Change]:
        """What was done to a segment, and before that to those that it was made of; the newest first."""
        names = {address}
        found = []
        for line in reversed(list(self.lines())):
            if isinstance(line, Recut):
                is_origin = line.by and names & set(line.new)  # another program may have moved any number of rows
                names |= set(line.old) if is_origin else set()
            elif line.address in names:
                found.append(line)
        return found

    def cuts(self, since: int) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """The cuts that came after a revision: old addresses, new addresses; the oldest first."""
        return ((line.old, line.new) for line in self.lines() if isinstance(line, Recut) and line.revision > since)

    def lines(self) -> Iterator[Change | Recut]:
        """All lines, the oldest first; what is none of ours, or was never finished, is passed over.

        Raises:
            OSError: there is a file, but it cannot be read.
        """
        try:
            with self._path.open("rb") as file:
                for line in file:
                    if (found := _line(line)) is not None:
                        yield found
        except FileNotFoundError:
            return


def _is_ended(file: IO[bytes]) -> bool:
    """Whether a file is empty, or its last byte is a line end."""
    if not file.seek(0, os.SEEK_END):
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _fields(line: Change | Recut) -> dict[str, Any]:
    common = {"revision": line.revision, "time": line.time, "by": line.by}
    if isinstance(line, Recut):
        return {**common, "old": line.old, "new": line.new}
    return {**common, "address": line.address, "before": as_json(line.before), "after": as_json(line.after)}


def as_json(state: State) -> dict[str, str]:
    """A state as page and history have it."""
    return {"target": state.target, "status": state.status, "note": state.note}


def _line(line: bytes) -> Change | Recut | None:
    try:
        said = json.loads(line)
        revision, time, by = int(said["revision"]), str(said["time"]), str(said["by"])
        if "address" not in said:
            return Recut(revision, time, by, tuple(map(str, said["old"])), tuple(map(str, said["new"])))
        return Change(revision, time, by, str(said["address"]), _state(said["before"]), _state(said["after"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _state(said: dict[str, str]) -> State:
    if said["status"] not in get_args(Status):
        raise ValueError(said["status"])
    return State(str(said["target"]), said["status"], str(said["note"]))  # type: ignore[arg-type]  # it is one of them
