"""How weights change: Muon for the matrices inside the layers, AdamW for the rest.

Muon (Jordan 2024, https://kellerjordan.github.io/posts/muon/) with its update as in Moonlight (arXiv:2502.16982), so
that both take one learning rate. It needs about half the tokens of AdamW here, for a tenth more time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from torch import Tensor

MOMENTUM = 0.95
BETAS = (0.9, 0.98)
EPSILON = 1e-9
NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""Coefficients of the five steps that make a matrix nearly orthogonal; Jordan's."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each weight lies in a flat buffer, in the order of the model."""

    shapes: Mapping[str, torch.Size]

    @property
    def size(self) -> int:
        """Numbers in a buffer."""
        return sum(shape.numel() for shape in self.shapes.values())

    def views(self, buffer: Tensor) -> dict[str, Tensor]:
        """The weights of a flat buffer by name, shaped; they share its memory."""
        parts = buffer.split([shape.numel() for shape in self.shapes.values()])
        return {name: part.view(shape) for (name, shape), part in zip(self.shapes.items(), parts, strict=True)}

    def shares(self, count: int) -> list[list[str]]:
        """The names dealt out to some processes, so that all take about as long to update; AdamW's go to the first."""
        dealt: list[list[str]] = [[name for name, shape in self.shapes.items() if not is_inner(name, shape)]]
        dealt += [[] for _ in range(count - 1)]
        load = [sum(self.shapes[name].numel() for name in names) / 4 for names in dealt]
        inner = [(shape.numel(), name) for name, shape in self.shapes.items() if is_inner(name, shape)]
        for size, name in sorted(inner, reverse=True):
            least = load.index(min(load))
            dealt[least].append(name)
            load[least] += size
        return dealt


class Optimizer:
    """Updates some of the weights in place. Buffers are flat and may be shared with other processes."""

    def __init__(self, layout: Layout, names: Iterable[str], weights: Tensor, momentum: Tensor, decay: float) -> None:
        self._decay = decay
        mine = list(names)
        self._weights = {name: layout.views(weights)[name] for name in mine}
        self._momentum = {name: layout.views(momentum)[name] for name in mine}
        self._inner = [name for name in mine if is_inner(name, layout.shapes[name])]
        self._outer = [name for name in mine if name not in set(self._inner)]
        parameters = [self._weights[name].detach().requires_grad_() for name in self._outer]
        fused = {"betas": BETAS, "eps": EPSILON, "weight_decay": 0.0, "fused": True}
        self.adam = torch.optim.AdamW(parameters, **fused) if parameters else None
        self._parameters = parameters

    @torch.no_grad()
    def step(self, gradients: Mapping[str, Tensor], rate: float) -> None:
        """Changes the weights by their gradients."""
        if self.adam:
            for group in self.adam.param_groups:
                group["lr"] = rate
            for name, parameter in zip(self._outer, self._parameters, strict=True):
                parameter.grad = gradients[name]
            self.adam.step()
        self._muon(gradients, rate)

    def _muon(self, gradients: Mapping[str, Tensor], rate: float) -> None:
        alike: dict[tuple[int, ...], list[tuple[Tensor, Tensor]]] = {}
        for name in self._inner:
            momentum = self._momentum[name].lerp_(gradients[name], 1 - MOMENTUM)
            ahead = gradients[name].lerp(momentum, MOMENTUM)
            for towards, weight in zip(_parts(name, ahead), _parts(name, self._weights[name]), strict=True):
                alike.setdefault(tuple(sorted(weight.shape)), []).append((towards, weight))
        for shape, pairs in alike.items():
            length = rate * 0.2 * max(shape) ** 0.5
            wide = torch.stack([_widened(towards) for towards, _ in pairs])
            for turn, (towards, weight) in zip(orthogonal(wide), pairs, strict=True):
                back = turn if towards.shape[0] <= towards.shape[1] else turn.T
                weight.mul_(1 - rate * self._decay).add_(back, alpha=-length)


def orthogonal(matrices: Tensor) -> Tensor:
    """The nearest orthogonal matrices, roughly: singular values come near 1. Shaped (count, rows, columns ≥ rows)."""
    a, b, c = NEWTON_SCHULZ
    x = matrices.to(torch.bfloat16)
    x = x / (x.float().norm(dim=(1, 2), keepdim=True) + 1e-7).to(torch.bfloat16)
    for _ in range(5):
        square = x @ x.mT
        x = a * x + (b * square + c * (square @ square)) @ x
    return x.float()


def is_inner(name: str, shape: Sequence[int]) -> bool:
    """Whether Muon updates a weight: a matrix of a layer, not the embedding."""
    return len(shape) > 1 and not name.startswith("embedding.")


def _parts(name: str, matrix: Tensor) -> tuple[Tensor, ...]:
    """The matrices that are stacked in one: queries, keys and values turn each on its own."""
    return matrix.chunk(3 if ".qkv." in name else 2 if ".kv." in name else 1, 0)


def _widened(matrix: Tensor) -> Tensor:
    return matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
