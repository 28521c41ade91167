"""The Transformer that is trained: pre-norm, SiLU, one embedding for source, target and output.

Its parts map one to one onto CTranslate2's `TransformerSpec` (`export.py`). The first head of the last decoder layer's
cross-attention is trained towards word links; CTranslate2 returns the attention of that head.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import PAD

if TYPE_CHECKING:
    from training.recipe import Model

POSITIONS = 512


class SelfAttention(nn.Module):
    """Each position attends to its own sequence."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, visible: Tensor | None, *, causal: bool = False) -> Tensor:
        """The attended states, shaped as `x`: (batch, length, width)."""
        query, key, value = (_split(part, self.heads) for part in self.qkv(x).chunk(3, -1))
        return self.out(_join(attend(query, key, value, visible, causal=causal)))


class CrossAttention(nn.Module):
    """Each target position attends to the source."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.kv = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, memory: Tensor, visible: Tensor) -> Tensor:
        """The attended states, shaped as `x`."""
        return self.linked(x, memory, visible)[0]

    def linked(self, x: Tensor, memory: Tensor, visible: Tensor) -> tuple[Tensor, Tensor]:
        """The attended states, and how the first head attends: its scores, shaped (batch, target, source)."""
        query = _split(self.query(x), self.heads)
        key, value = (_split(part, self.heads) for part in self.kv(memory).chunk(2, -1))
        scores = (query[:, 0] @ key[:, 0].transpose(-1, -2)) * _scale(query)
        out = self.out(_join(attend(query, key, value, visible)))
        return out, scores.masked_fill(~visible[:, 0], -1e4)


class FeedForward(nn.Module):
    """Two layers; SiLU, because PyTorch's compiler makes slow code of ReLU in bf16 on processors."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.into = nn.Linear(width, inner)
        self.out = nn.Linear(inner, width)

    def forward(self, x: Tensor) -> Tensor:
        """States shaped as `x`."""
        return self.out(functional.silu(self.into(x)))


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, each with its norm before it."""

    def __init__(self, shape: Model) -> None:
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(shape.width), SelfAttention(shape.width, shape.heads)
        self.norm2, self.feed = nn.LayerNorm(shape.width), FeedForward(shape.width, shape.feed_forward)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, visible: Tensor) -> Tensor:
        """States shaped as `x`."""
        x = x + self.drop(self.attention(self.norm1(x), visible))
        return x + self.drop(self.feed(self.norm2(x)))


class DecoderLayer(nn.Module):
    """Self-attention to what is written, cross-attention to the source, feed-forward."""

    def __init__(self, shape: Model) -> None:
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(shape.width), SelfAttention(shape.width, shape.heads)
        self.norm2, self.cross = nn.LayerNorm(shape.width), CrossAttention(shape.width, shape.heads)
        self.norm3, self.feed = nn.LayerNorm(shape.width), FeedForward(shape.width, shape.feed_forward)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, y: Tensor, memory: Tensor, visible: Tensor) -> tuple[Tensor, Tensor]:
        """States shaped as `y`, and the scores of the first cross-attention head."""
        y = y + self.drop(self.attention(self.norm1(y), None, causal=True))
        crossed, scores = self.cross.linked(self.norm2(y), memory, visible)
        y = y + self.drop(crossed)
        return y + self.drop(self.feed(self.norm3(y))), scores


class Transformer(nn.Module):
    """French pieces in, states of English pieces out."""

    def __init__(self, shape: Model, vocabulary: int) -> None:
        super().__init__()
        self.width = shape.width
        self.embedding = nn.Embedding(vocabulary, shape.width)
        self.encoder = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.decoder = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.drop = nn.Dropout(shape.dropout)
        self.register_buffer("positions", sinusoids(POSITIONS, shape.width), persistent=False)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)
        nn.init.normal_(self.embedding.weight, 0, shape.width**-0.5)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """The states of a source, (batch, length, width), and which of its positions are no padding."""
        visible = (source != PAD)[:, None, None, :]
        x = self._embed(source)
        for layer in self.encoder:
            x = layer(x, visible)
        return self.encoder_norm(x), visible

    def forward(self, source: Tensor, written: Tensor, links: Tensor) -> tuple[Tensor, Tensor]:
        """The states that predict each next target piece, and the loss of the linked head, summed over the links.

        Args:
            source: pieces, (batch, length), ended by `END`, then `PAD`.
            written: target pieces before each one to be predicted, (batch, length), begun by `BEGIN`.
            links: for each piece to be predicted the position of its source piece, or -1; (batch, length).
        """
        memory, visible = self.encode(source)
        y = self._embed(written)
        for layer in self.decoder:
            y, scores = layer(y, memory, visible)
        said = scores.float().log_softmax(-1).gather(-1, links.clamp(min=0)[..., None])[..., 0]
        return self.decoder_norm(y), -(said * (links >= 0)).sum()

    def _embed(self, pieces: Tensor) -> Tensor:
        return self.drop(self.embedding(pieces) * math.sqrt(self.width) + self.positions[: pieces.shape[1]])


def sinusoids(count: int, width: int) -> Tensor:
    """Encodings of positions, (count, width): sines, then cosines, as CTranslate2 and fairseq make them."""
    rate = torch.exp(torch.arange(width // 2) * -(math.log(10000) / (width // 2 - 1)))
    angle = torch.arange(count)[:, None] * rate
    return torch.cat([angle.sin(), angle.cos()], 1)


def attend(query: Tensor, key: Tensor, value: Tensor, visible: Tensor | None, *, causal: bool = False) -> Tensor:
    """Scaled dot-product attention over (batch, heads, length, width).

    On processors plain products: PyTorch's flash attention is slower there on batches of short sentences.
    """
    if query.is_cuda:
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=visible, is_causal=causal)
    scores = (query @ key.transpose(-1, -2)) * _scale(query)
    if causal:
        hidden = torch.ones(query.shape[-2], query.shape[-2], dtype=torch.bool, device=query.device).triu(1)
        scores = scores.masked_fill(hidden, -1e4)
    elif visible is not None:
        scores = scores.masked_fill(~visible, -1e4)
    return scores.softmax(-1) @ value


def _scale(query: Tensor) -> float:
    return 1 / math.sqrt(query.shape[-1])


def _split(x: Tensor, heads: int) -> Tensor:
    return x.view(x.shape[0], -1, heads, x.shape[-1] // heads).transpose(1, 2)


def _join(x: Tensor) -> Tensor:
    return x.transpose(1, 2).reshape(x.shape[0], -1, x.shape[1] * x.shape[3])
