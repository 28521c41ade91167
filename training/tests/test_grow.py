"""A grown model writes what it wrote before, and can learn in all of its layers."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest
import torch

from training import grow, weights
from training.batches import BEGIN
from training.model import Transformer
from training.recipe import Model

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.torch

SHAPE = Model(width=16, heads=2, feed_forward=32, encoder_layers=2, decoder_layers=1, dropout=0.0)


def test_a_deeper_model_writes_the_same_and_learns_everywhere(tmp_path: Path) -> None:
    small = Transformer(SHAPE, 24)
    values = {name: value.numpy() for name, value in small.state_dict().items()}
    weights.write(tmp_path / "a.npz", values, SHAPE, {"step": 3})
    grow.main([str(tmp_path / "a.npz"), str(tmp_path / "b.npz"), "--encoder-layers", "5"])
    assert f'"encoder_layers": {5}' in (tmp_path / "b.json").read_text(encoding="utf-8")
    deep = Transformer(replace(SHAPE, encoder_layers=5), 24)
    weights.load(tmp_path / "b.npz", deep)
    weights.load(tmp_path / "a.npz", small)  # fp16, as the other
    source, written = torch.tensor([[5, 6, 7, 3]]), torch.tensor([[BEGIN, 6, 7]])
    links = torch.zeros((1, 3), dtype=torch.long)
    states, _ = deep(source, written, links)
    assert torch.allclose(states, small(source, written, links)[0], atol=1e-5)
    (states**2).sum().backward()
    outs = [layer.feed.out.weight.grad for layer in deep.encoder]
    assert all(bool(slope.abs().sum() > 0) for slope in outs)


def test_a_model_does_not_shrink(tmp_path: Path) -> None:
    values = {name: value.numpy() for name, value in Transformer(SHAPE, 24).state_dict().items()}
    weights.write(tmp_path / "a.npz", values, SHAPE, asdict(SHAPE))
    with pytest.raises(weights.WeightsError, match="2 encoder layers already"):
        grow.deeper(weights.read(tmp_path / "a.npz"), 2)
