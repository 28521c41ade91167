"""Packing: what comes out of the parts is what went in, in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from training import pack
from training.batches import Data, Place
from training.tests import small

if TYPE_CHECKING:
    from pathlib import Path


def rows(work: Path) -> list[tuple[bytes, ...]]:
    """Every pair of a work folder, with its links, in some fixed order."""
    data = Data(work / "data.npz", (12,))
    batches = (data.batch(some, 12) for _, some in data.order(1, Place(), (1.0, 1.0), 12))
    return sorted(tuple(side.tobytes() for side in batch) for batch in batches)


def test_parts_give_the_pairs_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pack, "CHUNK", 60)
    small.data(tmp_path)
    pack.main([str(tmp_path), str(tmp_path / "parts"), "--limit", "0.004"])
    parts = sorted((tmp_path / "parts").iterdir())
    assert len(parts) > 2
    pack.main(["--unpack", str(tmp_path / "parts"), str(tmp_path / "there")])
    assert capsys.readouterr().out.endswith("400 pairs\n")
    assert rows(tmp_path / "there") == rows(tmp_path)
    with np.load(tmp_path / "there" / "data.npz") as there:
        assert int(there["size"]) == small.VOCABULARY


def test_any_part_is_a_fair_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack, "CHUNK", 100)
    small.data(tmp_path)
    first, *_ = pack.pack(tmp_path, tmp_path / "parts", 0.001)
    assert pack.unpack([first], tmp_path / "there") == 100
    with np.load(tmp_path / "there" / "data.npz") as there:
        assert 30 < int(there["text"].sum()) < 70
