"""The label-smoothed loss and its gradient, some pieces at a time: logits of a whole batch would not fit in a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

SMOOTHING = 0.1
"""Share of the probability that goes to all pieces alike (label smoothing)."""


class Loss(NamedTuple):
    """Mean loss of the pieces of a batch, and its gradients."""

    value: float
    states: Tensor
    """Gradient of the states, shaped as they are."""
    embedding: Tensor
    """Gradient of the output embedding, (vocabulary, width), in float32."""
    pieces: int


class SmoothedLoss:
    """Cross-entropy with smoothed labels; `chunk` pieces at a time, all chunks of one shape so that they compile once.

    Args:
        chunk: pieces.
        compiled: whether PyTorch's compiler makes one kernel of a chunk.
    """

    def __init__(self, chunk: int, *, compiled: bool) -> None:
        self._chunk = chunk
        self._part: Callable[..., tuple[Tensor, Tensor]] = torch.compile(_part, dynamic=False) if compiled else _part

    @torch.no_grad()
    def __call__(self, states: Tensor, embedding: Tensor, wanted: Tensor) -> Loss:
        """The loss of states, (positions, width), where `wanted` (positions) is not 0, the padding."""
        where = (wanted != 0).nonzero()[:, 0]
        count = len(where)
        spare = -count % self._chunk
        padded = torch.cat([where, where[:1].expand(spare)])
        rows, right = states[padded], wanted[padded]
        towards_rows = torch.empty_like(rows)
        towards_embedding = torch.zeros(embedding.shape, device=states.device)
        total = torch.zeros((), device=states.device)
        share = torch.tensor(1 / count, device=states.device)
        for start in range(0, count + spare, self._chunk):
            some = slice(start, start + self._chunk)
            losses, slope = self._part(rows[some], embedding, right[some], share)
            last = max(0, min(self._chunk, count - start))
            slope.scatter_add_(1, right[some, None], ((SMOOTHING - 1) * share).to(slope.dtype).expand(self._chunk, 1))
            slope[last:] = 0
            total += losses[:last].sum()
            towards_rows[some] = slope @ embedding
            towards_embedding += slope.T @ rows[some]
        towards_states = torch.zeros_like(states)
        towards_states.index_add_(0, where, towards_rows[:count])
        return Loss(float(total) / count, towards_states, towards_embedding, count)


def _part(rows: Tensor, embedding: Tensor, right: Tensor, share: Tensor) -> tuple[Tensor, Tensor]:
    """Losses of some rows, and their slopes towards the logits but for that of the right piece."""
    logits = (rows @ embedding.T).float()
    norm = torch.logsumexp(logits, -1)
    said = logits.gather(1, right[:, None])[:, 0]
    losses = norm - (1 - SMOOTHING) * said - SMOOTHING * logits.mean(-1)
    slope = (torch.exp(logits - norm[:, None]) - SMOOTHING / embedding.shape[0]) * share
    return losses, slope.to(rows.dtype)
