"""Clocks for tests that measure time: of the processor, and without pauses for garbage. And a scale for memory."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor that this process needs for some work, and what comes of it."""
    gc.disable()
    try:
        start = time.process_time()
        found = work()
        return time.process_time() - start, found
    finally:
        gc.enable()


def compared(*works: Callable[[], object], times: int = 3) -> list[float]:
    """Seconds of each, the least of several runs that take turns: what else the machine does strikes all alike."""
    rounds = [[timed(work)[0] for work in works] for _ in range(times)]
    return [min(found) for found in zip(*rounds, strict=True)]


def most_memory() -> int:
    """The most kilobytes that this process had; `ru_maxrss` would begin at the size of the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
