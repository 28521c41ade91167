"""Weights as files: what the prototype called its parts, averages, and what a package gives back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from training import average, weights
from training.model import Transformer
from training.recipe import Model

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.torch

SHAPE = Model(width=16, heads=2, feed_forward=32, encoder_layers=1, decoder_layers=1, dropout=0.0)
FORMER = {
    "emb.weight": "embedding.weight",
    "enc.3.n1.weight": "encoder.3.norm1.weight",
    "enc.0.at.qkv.weight": "encoder.0.attention.qkv.weight",
    "enc.0.at.o.bias": "encoder.0.attention.out.bias",
    "dec.1.n3.bias": "decoder.1.norm3.bias",
    "dec.1.ca.q.weight": "decoder.1.cross.query.weight",
    "dec.1.ca.kv.bias": "decoder.1.cross.kv.bias",
    "dec.1.ca.o.bias": "decoder.1.cross.out.bias",
    "dec.0.ff.a.weight": "decoder.0.feed.into.weight",
    "dec.0.ff.b.weight": "decoder.0.feed.out.weight",
    "ne.weight": "encoder_norm.weight",
    "nd.bias": "decoder_norm.bias",
}


def test_names_of_the_prototype_are_understood(tmp_path: Path) -> None:
    np.savez(tmp_path / "old.npz", **dict.fromkeys([*FORMER, *FORMER.values()], np.ones(1, np.float16)))
    assert set(weights.read(tmp_path / "old.npz")) == set(FORMER.values())


def test_what_is_written_is_read(tmp_path: Path) -> None:
    values = {"embedding.weight": np.array([[0.5, -2.0]], np.float32)}
    weights.write(tmp_path / "w.npz", values, SHAPE, {"step": 3})
    assert np.array_equal(weights.read(tmp_path / "w.npz")["embedding.weight"], values["embedding.weight"])
    assert json.loads((tmp_path / "w.json").read_text())["step"] == 3


def test_another_architecture_is_refused(tmp_path: Path) -> None:
    weights.write(tmp_path / "w.npz", {"other.weight": np.ones((2, 2), np.float32)}, SHAPE, {})
    with pytest.raises(weights.WeightsError, match=r"w\.npz: of another architecture"):
        weights.load(tmp_path / "w.npz", Transformer(SHAPE, 12))


def test_the_average_lies_between(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in (("a", 1.0), ("b", 2.0)):
        both = {
            "w": np.full((2, 2), value, np.float32),
            average.VOCABULARY: np.full((int(value), 2), value, np.float32),
        }
        weights.write(tmp_path / f"{name}.npz", both, SHAPE, {"step": int(value)})
    average.main([str(tmp_path / name) for name in ("mean.npz", "a.npz", "b.npz", "b.npz", "a.npz")])
    mean = weights.read(tmp_path / "mean.npz")
    assert mean["w"].tolist() == [[1.5, 1.5], [1.5, 1.5]]
    assert mean[average.VOCABULARY].tolist() == [[1.5, 1.5], [2, 2]]
    assert json.loads((tmp_path / "mean.json").read_text())["averaged"] == 4
    assert "the mean of 4" in capsys.readouterr().out


def test_weights_of_two_shapes_have_no_average(tmp_path: Path) -> None:
    for name, size in (("a", 2), ("b", 3)):
        weights.write(
            tmp_path / f"{name}.npz",
            {"w": np.ones((size, 2), np.float32), average.VOCABULARY: np.ones((3, 2))},
            SHAPE,
            {},
        )
    with pytest.raises(weights.WeightsError, match=r"b\.npz: not of the shape of"):
        average.average([tmp_path / "a.npz", tmp_path / "b.npz"])


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "empty.argosmodel", "w"):
        pass
    with pytest.raises(weights.WeightsError, match="is it an Argos package"):
        weights.read(tmp_path / "empty.argosmodel")
