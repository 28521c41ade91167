"""The loss and its gradients are those that PyTorch finds by itself."""

from __future__ import annotations

import pytest
import torch

from training.loss import SMOOTHING, SmoothedLoss

pytestmark = pytest.mark.torch


@pytest.mark.parametrize("chunk", [4, 7, 64])
def test_it_is_the_smoothed_cross_entropy(chunk: int) -> None:
    """Whatever the size of the chunks, and with padding among the pieces."""
    torch.manual_seed(1)
    states = torch.randn(20, 8, requires_grad=True)
    embedding = torch.randn(11, 8, requires_grad=True)
    wanted = torch.randint(1, 11, (20,))
    wanted[[3, 19]] = 0
    keep = wanted != 0
    right = torch.nn.functional.cross_entropy((states @ embedding.T)[keep], wanted[keep], label_smoothing=SMOOTHING)
    right.backward()
    loss = SmoothedLoss(chunk, compiled=False)(states.detach(), embedding.detach(), wanted)
    assert loss.pieces == 18
    assert loss.value == pytest.approx(float(right.detach()), rel=1e-5)
    assert torch.allclose(loss.states, states.grad, atol=1e-6)
    assert torch.allclose(loss.embedding, embedding.grad, atol=1e-6)
