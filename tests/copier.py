"""A package that reads inline terms, made by hand: its model writes the source back, piece for piece.

Nothing is trained. Each target piece looks at the source piece of its own place, and says what stands there: so what
the model was given can be read off what it writes, and where it looked is known.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import numpy as np
from ctranslate2.specs.transformer_spec import TransformerSpec
from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

TAGS = ("<t>", "<=>", "</t>")
TEXTS = (
    "La justice dit que l'immunité souveraine ne protège pas le groupe, mardi.",
    "Justice says that sovereign immunity does not shield the group.",
    "quick brown foxes jump over lazy dogs; Zwölf Boxkämpfer jagen Viktor",
)
"""What the vocabulary is made of."""
PLACES = 64
"""Numbers that tell a place."""
POSITIONS = 512


def package(folder: Path, *, tags: tuple[str, ...] = TAGS, silent: tuple[str, ...] = (), **metadata: object) -> Path:
    """The folder, filled with a package.

    Args:
        folder: where it goes.
        tags: control symbols of its vocabulary.
        silent: pieces that it cannot say: unknown words come out in their place.
        metadata: what metadata.json holds besides the languages.
    """
    (folder / "model").mkdir(parents=True)
    made = _vocabulary(tags)
    (folder / "sentencepiece.model").write_bytes(made)
    words = SentencePieceProcessor(model_proto=made)
    _spec([words.id_to_piece(i) for i in range(words.get_piece_size())], silent).save(str(folder / "model"))
    known = {"type": "translate", "from_code": "fr", "to_code": "en", "package_version": "0.0"}
    (folder / "metadata.json").write_text(json.dumps(known | metadata), encoding="utf-8")
    return folder


def _vocabulary(tags: tuple[str, ...]) -> bytes:
    model = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(TEXTS),
        model_writer=model,
        model_type="unigram",
        vocab_size=100,
        hard_vocab_limit=False,
        character_coverage=1.0,
        control_symbols=list(tags),
        pad_id=0,
        unk_id=1,
        bos_id=2,
        eos_id=3,
        minloglevel=2,
    )
    return model.getvalue()


def _spec(pieces: list[str], silent: tuple[str, ...]) -> TransformerSpec:
    """A layer a side that does nothing, but for the decoder's look at the source."""
    spec = TransformerSpec.from_config(num_layers=1, num_heads=1, pre_norm=True)
    said = np.eye(len(pieces), len(pieces) + PLACES, dtype=np.float32)
    for piece in silent:
        said[pieces.index(piece)] = said[pieces.index("<unk>")]
    depth = said.shape[1]
    places = np.zeros((POSITIONS, depth), np.float32)
    places[:, len(pieces) :] = np.random.default_rng(7).choice([-1.0, 1.0], (POSITIONS, PLACES))
    for side, embeddings in ((spec.encoder, 10 * said), (spec.decoder, 0 * said)):
        _quiet(side, depth)
        table = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        table.weight = embeddings
        side.scale_embeddings = False
        side.position_encodings.encodings = places
    saying, placing = (np.diag(np.arange(depth) < len(pieces)), np.diag(np.arange(depth) >= len(pieces)))
    query, key_and_value, out = spec.decoder.layer[0].attention.linear
    query.weight = (8 * placing).astype(np.float32)
    key_and_value.weight = np.concatenate([placing, saying]).astype(np.float32)
    out.weight = np.eye(depth, dtype=np.float32) * 20
    spec.decoder.projection.weight = 4 * np.eye(len(pieces), depth, dtype=np.float32)
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.validate()
    return spec


def _quiet(side: Any, depth: int) -> None:  # noqa: ANN401  # CTranslate2 ships no types
    _norm(side.layer_norm, depth)
    for layer in side.layer:
        for attention, widths in ((layer.self_attention, (3, 1)), (getattr(layer, "attention", None), (1, 2, 1))):
            if attention is not None:
                _norm(attention.layer_norm, depth)
                for linear, width in zip(attention.linear, widths, strict=True):
                    linear.weight, linear.bias = _zeros(width * depth, depth), _zeros(width * depth)
        _norm(layer.ffn.layer_norm, depth)
        layer.ffn.linear_0.weight, layer.ffn.linear_0.bias = _zeros(8, depth), _zeros(8)
        layer.ffn.linear_1.weight, layer.ffn.linear_1.bias = _zeros(depth, 8), _zeros(depth)


def _norm(norm: Any, depth: int) -> None:  # noqa: ANN401
    norm.gamma, norm.beta = np.ones(depth, np.float32), _zeros(depth)


def _zeros(*shape: int) -> NDArray[np.float32]:
    return np.zeros(shape, np.float32)
