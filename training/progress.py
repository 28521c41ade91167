"""How far a training is, when it saves and stops, and what it says of itself."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from training.batches import Place

if TYPE_CHECKING:
    from pathlib import Path

SAVED_EVERY = 300.0
"""Seconds between two checkpoints."""


class Next(IntEnum):
    """What follows a step, as the first process says."""

    STEP = 0
    SAVE = 1
    STOP = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the training is."""

    step: int = 0
    tokens: int = 0
    """Target pieces seen."""
    place: Place = field(default_factory=Place)


class Clock:
    """Says when to save and to stop; every minute it prints how the training goes, and puts it behind `curve.tsv`."""

    def __init__(self, minutes: float, progress: Progress, curve: Path) -> None:
        self._curve = curve
        self._end = time.monotonic() + 60 * minutes
        self._saved = self._logged = time.monotonic()
        self._loss, self._first = 0.0, progress

    def stop(self, *_: object) -> None:
        """Has the training saved and stopped after the step: what a signal calls."""
        self._end = time.monotonic()

    def next(self) -> Next:
        """What follows the step."""
        now = time.monotonic()
        if now >= self._end:
            return Next.STOP
        if now - self._saved < SAVED_EVERY:
            return Next.STEP
        self._saved = now
        return Next.SAVE

    def log(self, before: Progress, now: Progress, loss: float, rate: float) -> None:
        """Counts a step in, and prints a line when a minute is over."""
        self._loss += loss * (now.tokens - before.tokens)
        passed, tokens = time.monotonic() - self._logged, now.tokens - self._first.tokens
        if passed > 60:  # noqa: PLR2004  # a minute
            mean = self._loss / tokens
            at, late = time.strftime("%H:%M:%S", time.gmtime()), " late" if now.place.late else ""
            print(f"{at} step {now.step} tokens {now.tokens / 1e6:.2f}M loss {mean:.3f}", end=" ")
            print(f"{tokens / passed:.0f}/s rate {rate:.1e}{late}", flush=True)
            with self._curve.open("a", encoding="utf-8") as file:
                file.write(f"{now.step}\t{now.tokens}\t{mean:.4f}\t{rate:.3e}\n")
            self._loss, self._first, self._logged = 0.0, now, time.monotonic()
