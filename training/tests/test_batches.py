"""Batches: every pair as often as its text weighs, in an order that seed and epoch fix."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from training.batches import BEGIN, END, PAD, UNLINKED, Data, Place
from training.tests import small

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pairs(tmp_path: Path) -> Data:
    small.data(tmp_path)
    return Data(tmp_path / "data.npz", (6, 10))


def test_an_epoch_sees_each_pair_as_often_as_its_text_weighs(pairs: Data) -> None:
    seen = Counter(int(pair) for _, some in pairs.order(1, Place(), (2.0, 0.5), 10) for pair in some)
    often = [count for pair, count in seen.items() if pair % 2 == 0]
    rare = [count for pair, count in seen.items() if pair % 2]
    assert set(often) == {2}
    assert len(often) == 200
    assert set(rare) == {1}
    assert 70 < len(rare) < 130


def test_the_order_is_fixed_by_seed_and_epoch(pairs: Data) -> None:
    def order(seed: int, place: Place) -> list[list[int]]:
        return [some.tolist() for _, some in pairs.order(seed, place, (1.0, 1.0), 60)]

    assert order(1, Place()) == order(1, Place())
    assert order(1, Place()) != order(2, Place())
    assert order(1, Place()) != order(1, Place(epoch=1))
    assert order(1, Place())[3:] == order(1, Place(batch=3))


def test_a_batch_holds_as_many_pieces_as_it_may_and_shares_evenly(pairs: Data) -> None:
    for length, some in pairs.order(1, Place(), (1.0, 1.0), 62, processes=3):
        assert len(some) % 3 == 0
        assert len(some) * length <= 62
        assert pairs.batch(some, length).source.shape == (len(some), length)


def test_rows_begin_and_end_and_are_linked(pairs: Data) -> None:
    batch = pairs.batch(np.array([5, 0, 17]), 12)
    for source, written, wanted, links in zip(*batch, strict=True):
        length = int((source != PAD).sum()) - 1
        assert source[length] == END
        assert written[0] == BEGIN
        assert wanted[length] == END
        assert written[1 : length + 1].tolist() == wanted[:length].tolist() == (source[:length] + 1).tolist()
        assert links.tolist() == [*range(length), *[UNLINKED] * (12 - length)]


def test_without_a_length_a_batch_is_as_short_as_it_may(pairs: Data) -> None:
    batch = pairs.batch(np.arange(20))
    assert batch.source.shape == (20, 16)
    assert batch.wanted.shape == (20, 16)
