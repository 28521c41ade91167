"""The model: what is hidden from what, and what its linked head says."""

from __future__ import annotations

import pytest
import torch

from training.model import Transformer, attend, sinusoids
from training.recipe import Model

pytestmark = pytest.mark.torch

SHAPE = Model(width=16, heads=2, feed_forward=32, encoder_layers=1, decoder_layers=2, dropout=0.0)


@pytest.fixture
def model() -> Transformer:
    torch.manual_seed(1)
    return Transformer(SHAPE, 12).eval()


def test_a_piece_sees_nothing_behind_it(model: Transformer) -> None:
    source, written, links = torch.tensor([[5, 6, 3]]), torch.tensor([[2, 7, 8, 9]]), torch.full((1, 4), -1)
    states, _ = model(source, written, links)
    other, _ = model(source, torch.tensor([[2, 7, 4, 4]]), links)
    assert torch.allclose(states[:, :2], other[:, :2], atol=1e-6)
    assert not torch.allclose(states[:, 2], other[:, 2], atol=1e-3)


def test_padding_changes_nothing(model: Transformer) -> None:
    written, links = torch.tensor([[2, 7]]), torch.tensor([[0, 1]])
    short = model(torch.tensor([[5, 6, 3]]), written, links)
    padded = model(torch.tensor([[5, 6, 3, 0, 0]]), written, links)
    assert torch.allclose(short[0], padded[0], atol=1e-6)
    assert torch.allclose(short[1], padded[1], atol=1e-5)


def test_only_linked_pieces_count_in_the_loss_of_the_links(model: Transformer) -> None:
    source, written = torch.tensor([[5, 6, 3]]), torch.tensor([[2, 7, 8]])
    with torch.no_grad():
        none = model(source, written, torch.tensor([[-1, -1, -1]]))[1]
        every = [model(source, written, torch.tensor([[-1, place, -1]]))[1] for place in range(3)]
    assert float(none) == 0
    assert sum(float(torch.exp(-loss)) for loss in every) == pytest.approx(1, abs=1e-4)


def test_attention_is_pytorch_s_own() -> None:
    torch.manual_seed(1)
    query, key, value = torch.randn(3, 2, 2, 5, 8)
    visible = torch.tensor([True, True, True, False, False]).expand(2, 1, 1, 5)
    function = torch.nn.functional.scaled_dot_product_attention
    assert torch.allclose(attend(query, key, value, visible), function(query, key, value, visible), atol=1e-5)
    causal = attend(query, key, value, None, causal=True)
    assert torch.allclose(causal, function(query, key, value, is_causal=True), atol=1e-5)


def test_positions_are_sines_then_cosines() -> None:
    table = sinusoids(3, 8)
    assert table[0].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert float(table[1, 0]) == pytest.approx(0.8414709848)
    assert float(table[1, 3]) == pytest.approx(1e-4)
