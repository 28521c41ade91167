"""The optimizer: what it updates, how far, and how the work is shared."""

from __future__ import annotations

import pytest
import torch

from training.optimizer import Layout, Optimizer, orthogonal

pytestmark = pytest.mark.torch

LAYOUT = Layout(
    {
        "embedding.weight": torch.Size([10, 4]),
        "encoder.0.attention.qkv.weight": torch.Size([12, 4]),
        "encoder.0.attention.qkv.bias": torch.Size([12]),
        "encoder.0.feed.into.weight": torch.Size([8, 4]),
        "encoder.0.feed.out.weight": torch.Size([4, 8]),
    }
)


def test_views_share_the_buffer_and_cover_it() -> None:
    buffer = torch.zeros(LAYOUT.size)
    for view in LAYOUT.views(buffer).values():
        view.add_(1)
    assert LAYOUT.size == 40 + 48 + 12 + 32 + 32
    assert bool((buffer == 1).all())


def test_each_weight_is_one_process_s() -> None:
    shares = LAYOUT.shares(2)
    assert sorted(name for names in shares for name in names) == sorted(LAYOUT.shapes)
    assert {"embedding.weight", "encoder.0.attention.qkv.bias"} <= set(shares[0])
    assert len(LAYOUT.shares(1)) == 1


def test_matrices_become_nearly_orthogonal() -> None:
    torch.manual_seed(1)
    values = torch.linalg.svdvals(orthogonal(torch.randn(3, 8, 32)))
    assert bool(((values > 0.6) & (values < 1.3)).all())


def test_a_step_moves_every_matrix_alike_whatever_its_gradient() -> None:
    """Muon turns each of the stacked matrices on its own: a tiny gradient moves the keys as far as a large one."""
    torch.manual_seed(1)
    weights, momentum = torch.zeros(LAYOUT.size), torch.zeros(LAYOUT.size)
    gradients = {name: torch.randn(shape) for name, shape in LAYOUT.shapes.items()}
    gradients["encoder.0.attention.qkv.weight"][4:8] *= 1e-4
    Optimizer(LAYOUT, LAYOUT.shapes, weights, momentum, 0.0).step(gradients, 0.1)
    moved = LAYOUT.views(weights)
    query, key, _ = moved["encoder.0.attention.qkv.weight"].chunk(3)
    assert float(key.norm()) == pytest.approx(float(query.norm()), rel=0.2)
    assert float(query.norm()) == pytest.approx(0.1 * 0.2 * 4**0.5 * 4**0.5, rel=0.3)
    assert float((moved["embedding.weight"] * gradients["embedding.weight"]).sum()) < 0
    assert bool(moved["encoder.0.attention.qkv.bias"].any())


def test_weights_of_others_are_left_alone() -> None:
    weights, momentum = torch.ones(LAYOUT.size), torch.zeros(LAYOUT.size)
    Optimizer(LAYOUT, ["encoder.0.feed.into.weight"], weights, momentum, 0.1).step(
        {"encoder.0.feed.into.weight": torch.ones(8, 4)}, 0.1
    )
    changed = {name for name, view in LAYOUT.views(weights).items() if bool((view != 1).any())}
    assert changed == {"encoder.0.feed.into.weight"}
