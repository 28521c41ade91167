"""Small models and encoded pairs for the tests of training, without a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from training import recipe as recipes
from training.tests import toy

if TYPE_CHECKING:
    from pathlib import Path

VOCABULARY = 24
RECIPE = {
    "width": "32",
    "heads": "2",
    "feed_forward": "64",
    "encoder_layers": "2",
    "decoder_layers": "1",
    "buckets": "[8, 12]",
    "batch": "1024",
    "learning_rate": "5e-3",
    "warm_up": "20",
    "chunk": "512",
    "compiled": "false",
    "processes": "1",
}


def data(work: Path, count: int = 400) -> None:
    """Writes a `data.npz` whose targets are their sources, each piece raised by one and linked to where it was."""
    rng = np.random.default_rng(1)
    sources = [rng.integers(4, VOCABULARY - 1, rng.integers(3, 9)) for _ in range(count)]
    lengths = np.array([len(one) for one in sources])
    at = np.append(0, np.cumsum(lengths))
    places = np.concatenate([np.arange(length) for length in lengths])
    work.mkdir(parents=True, exist_ok=True)
    np.savez(
        work / "data.npz",
        source=np.concatenate([np.append(one, 3) for one in sources]).astype(np.uint16),
        source_at=np.append(0, np.cumsum(lengths + 1)),
        target=(np.concatenate(sources) + 1).astype(np.uint16),
        target_at=at,
        text=(np.arange(count) % 2).astype(np.uint8),
        link_target=places.astype(np.uint8),
        link_source=places.astype(np.uint8),
        link_at=at,
        size=VOCABULARY,
    )


def recipe(folder: Path, **changes: str) -> recipes.Recipe:
    """The toy recipe with a model of some thousand weights; `changes` are new values by key."""
    toy.corpora(folder / "corpora", 8)
    return recipes.read(toy.recipe(folder / "corpora", **{**RECIPE, **changes}))
