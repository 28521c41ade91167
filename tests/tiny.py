"""A translation package as older Argos ones are (BPE, Moses tokens), with random weights: it runs, it knows nothing."""

from __future__ import annotations

import json
import string
from typing import TYPE_CHECKING, Any

import numpy as np
from ctranslate2.specs.transformer_spec import TransformerSpec

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MERGES = ("l a</w>", "l e</w>", "j u", "ju s", "t i", "c e</w>", "ti ce</w>", "jus tice</w>", "o u", "e s</w>")
"""Of subword-nmt: two pieces that become one, the most frequent first."""
DEPTH = 16
POSITIONS = 512
FRAGMENTS = ("la", "le", "ce", "tice", "justice", "ju", "jus", "ti", "ou", "es", "&apos;", "&quot;", "...", "@-@")
_LETTERS = string.ascii_letters + string.digits + string.punctuation + "éèàçùêôîœ«»’"
_PLAIN = [*FRAGMENTS, *_LETTERS]
PIECES = [*_PLAIN, *(f"{piece}@@" for piece in _PLAIN)]
TO_ENGLISH = "__en__"
"""The target prefix of packages for many languages."""


def package(folder: Path, *, target_prefix: str = "", codes: tuple[str, ...] = MERGES, **metadata: object) -> Path:
    """The folder, filled with a package; its output is nonsense, always the same."""
    (folder / "model").mkdir(parents=True)
    _spec().save(str(folder / "model"))
    (folder / "bpe.model").write_text("\n".join(("#version: 0.2", *codes)) + "\n", encoding="utf-8")
    known: dict[str, object] = {"type": "translate", "from_code": "fr", "to_code": "en", "package_version": "0.0"}
    prefix = {"target_prefix": target_prefix} if target_prefix else {}
    (folder / "metadata.json").write_text(json.dumps(known | prefix | metadata), encoding="utf-8")
    return folder


def _spec() -> TransformerSpec:
    """A model of one layer a side."""
    spec = TransformerSpec.from_config(num_layers=1, num_heads=2)
    vocabulary = ["<blank>", "<unk>", "<s>", "</s>", TO_ENGLISH, *dict.fromkeys(PIECES)]
    random = np.random.default_rng(7)
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = _weights(random, len(vocabulary), DEPTH)
        side.position_encodings.encodings = _weights(random, POSITIONS, DEPTH)
        _fill(side, random)
    spec.decoder.projection.weight = _weights(random, len(vocabulary), DEPTH)
    spec.decoder.projection.bias = _weights(random, len(vocabulary))
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    return spec


def _fill(side: Any, random: np.random.Generator) -> None:  # noqa: ANN401  # CTranslate2 ships no types
    _norm(side.layer_norm)
    for layer in side.layer:
        # of attention to itself: queries, keys and values in one; of attention to the source: queries apart
        for attention, widths in ((layer.self_attention, (3, 1)), (getattr(layer, "attention", None), (1, 2, 1))):
            if attention is not None:
                _norm(attention.layer_norm)
                for linear, width in zip(attention.linear, widths, strict=True):
                    _linear(linear, random, width * DEPTH, DEPTH)
        _norm(layer.ffn.layer_norm)
        _linear(layer.ffn.linear_0, random, 4 * DEPTH, DEPTH)
        _linear(layer.ffn.linear_1, random, DEPTH, 4 * DEPTH)


def _norm(norm: Any) -> None:  # noqa: ANN401
    norm.gamma, norm.beta = np.ones(DEPTH, np.float32), np.zeros(DEPTH, np.float32)


def _linear(linear: Any, random: np.random.Generator, out: int, into: int) -> None:  # noqa: ANN401
    linear.weight, linear.bias = _weights(random, out, into), _weights(random, out)


def _weights(random: np.random.Generator, *shape: int) -> NDArray[np.float32]:
    return random.normal(0.0, 0.5, shape).astype(np.float32)
