"""Encoded pairs, and batches of them in an order that a seed fixes, so that training resumes exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

PAD, UNKNOWN, BEGIN, END = range(4)
"""Numbers of the special pieces, in every vocabulary."""
UNLINKED = -1


class Batch(NamedTuple):
    """Some pairs, padded; each array is shaped (pairs, length)."""

    source: NDArray[np.int64]
    written: NDArray[np.int64]
    wanted: NDArray[np.int64]
    links: NDArray[np.int64]
    """Position of the source piece of each wanted one, or `UNLINKED`."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far the batches have been used."""

    epoch: int = 0
    batch: int = 0
    """Batches of the epoch that were used."""
    late: bool = False
    """Whether the epoch weighs texts as they are weighed while the rate falls."""

    def after(self) -> Place:
        """The place behind the next batch."""
        return replace(self, batch=self.batch + 1)


class Data:
    """The pairs of a `data.npz` (see `encode.py`), sorted into buckets of like length."""

    def __init__(self, path: Path, buckets: Sequence[int]) -> None:
        with np.load(path) as file:
            self._source, self._source_at = file["source"], file["source_at"]
            self._target, self._target_at = file["target"], file["target_at"]
            self._link_at = file["link_at"]
            self._links = np.stack([file["link_target"], file["link_source"]], 1)
            self.text = file["text"]
            self.vocabulary = int(file["size"])
        self.buckets = tuple(buckets)
        longer = np.maximum(np.diff(self._source_at), np.diff(self._target_at) + 1)
        self._bucket = np.searchsorted(self.buckets, longer)

    def __len__(self) -> int:
        """Pairs."""
        return len(self.text)

    @property
    def tokens(self) -> int:
        """Target pieces, the ends counted."""
        return len(self._target) + len(self)

    def order(
        self, seed: int, place: Place, weights: Sequence[float], tokens: int, processes: int = 1
    ) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """The batches of an epoch from a place on: the length they are padded to, and numbers of pairs.

        Args:
            seed: with the epoch it fixes the order.
            place: see there.
            weights: for each text of the recipe how often the epoch sees its pairs; 0.5 is every other pair.
            tokens: pieces on a side of a batch, padding counted.
            processes: among how many a batch is shared out: each gets as many pairs.
        """
        rng = np.random.default_rng([seed, place.epoch, place.late])
        times = np.floor(np.asarray(weights)[self.text] + rng.random(len(self))).astype(np.int64)
        seen = rng.permutation(np.repeat(np.arange(len(self)), times))
        batches = []
        for number, length in enumerate(self.buckets):
            some, size = seen[self._bucket[seen] == number], processes * max(1, tokens // length // processes)
            batches += [(length, some[at : at + size]) for at in range(0, len(some) - size + 1, size)]
        for at in rng.permutation(len(batches))[place.batch :]:
            yield batches[at]

    def batch(self, numbers: NDArray[np.intp], length: int | None = None) -> Batch:
        """Some pairs, padded to a length, or as short as they allow."""
        sources = self._source_at[numbers + 1] - self._source_at[numbers]
        targets = self._target_at[numbers + 1] - self._target_at[numbers]
        wide, high = (length, length) if length else (_eighths(int(sources.max())), _eighths(int(targets.max()) + 1))
        target = _rows(self._target, self._target_at[numbers], targets, high)
        written = np.concatenate([np.full((len(numbers), 1), BEGIN), target[:, :-1]], 1)
        target[np.arange(len(numbers)), targets] = END
        counts = self._link_at[numbers + 1] - self._link_at[numbers]
        linked = self._links[ranges(self._link_at[numbers], counts)]
        links = np.full((len(numbers), high), UNLINKED)
        links[np.repeat(np.arange(len(numbers)), counts), linked[:, 0]] = linked[:, 1]
        return Batch(_rows(self._source, self._source_at[numbers], sources, wide), written, target, links)


def _rows(
    flat: NDArray[np.uint16], starts: NDArray[np.int64], counts: NDArray[np.int64], width: int
) -> NDArray[np.int64]:
    """Stretches of an array as padded rows."""
    rows = np.full((len(starts), width), PAD)
    rows[np.arange(width) < counts[:, None]] = flat[ranges(starts, counts)]
    return rows


def ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of some stretches, one stretch after the other."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1]) + np.repeat(starts - (ends - counts), counts)


def _eighths(length: int) -> int:
    return -(-length // 8) * 8
