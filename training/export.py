"""Makes the package: `python -m training.export RECIPE WORK OUT.argosmodel --version V`.

WORK has `weights.npz` and `vocabulary.model`. The package is int8 for CTranslate2, in Argos' format; the same weights
give the same bytes. Its `metadata.json` says besides what Argos knows: `inline_terms`, the pieces between which a term
may be written into the source, and `max_source_tokens`, the longest source that it renders well.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training import recipe as recipes
from training import weights as weight_files
from training.files import atomic, sha256
from training.model import POSITIONS, sinusoids
from training.vocabulary import SIGNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from training.recipe import Model
    from training.weights import Weights

FOLDER = "translate-fr_en-bilingual"
CONFIG = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "decoder_start_token": "<s>",
    "add_source_bos": False,
    "add_source_eos": True,
}
"""CTranslate2's, as the pieces are in training."""
LONGEST = 80
"""Source pieces; longer sentences are cut at clauses (on those of newstest2012 24.6 → 28.0 BLEU, measured with 0.1)."""
DATE = (1980, 1, 1, 0, 0, 0)
"""Of every member of the archive, so that the same weights give the same bytes."""


def convert(weights: Weights, vocabulary: Sequence[str], shape: Model, folder: Path) -> None:
    """Writes the weights as a CTranslate2 model in int8 to an empty folder."""
    from ctranslate2.specs import TransformerSpec, common_spec

    spec = TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=True,
        activation=common_spec.Activation.SWISH,
        alignment_layer=-1,  # the last, whose first head is trained towards word links
        alignment_heads=1,
    )
    positions = sinusoids(POSITIONS, shape.width).numpy()
    for side, part in (("encoder", spec.encoder), ("decoder", spec.decoder)):
        part.scale_embeddings = True
        table = part.embeddings[0] if isinstance(part.embeddings, list) else part.embeddings
        table.weight = weights["embedding.weight"]
        part.position_encodings.encodings = positions
        _norm(part.layer_norm, weights, f"{side}_norm")
        for number, layer in enumerate(part.layer):
            _layer(layer, weights, f"{side}.{number}", decoder=side == "decoder")
    spec.decoder.projection.weight = weights["embedding.weight"]
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    for key, value in CONFIG.items():
        setattr(spec.config, key, value)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def package(model: Path, vocabulary: Path, out: Path, metadata: Mapping[str, Any], card: str) -> None:
    """Writes an Argos package of a CTranslate2 model and its SentencePiece vocabulary."""
    members = {"README.md": card.encode(), "metadata.json": json.dumps(metadata, indent=1).encode() + b"\n"}
    members |= {f"model/{path.name}": path.read_bytes() for path in sorted(model.iterdir())}
    members["sentencepiece.model"] = vocabulary.read_bytes()
    with atomic(out) as draft, zipfile.ZipFile(draft, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(f"{FOLDER}/{name}", DATE)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(info, content, compresslevel=9)


def about(version: str, *, reverse: bool = False) -> dict[str, Any]:
    """What `metadata.json` says; `reverse`: of an English → French package, for `backtranslate.py`."""
    languages = (("fr", "French"), ("en", "English"))
    (source, source_name), (target, target_name) = reversed(languages) if reverse else languages
    said = {
        "package_version": version,
        "argos_version": "1.9.0",
        "from_code": source,
        "from_name": source_name,
        "to_code": target,
        "to_name": target_name,
        "max_source_tokens": LONGEST,
    }
    return said if reverse else {**said, "inline_terms": list(SIGNS)}


def export(
    shape: Model, work: Path, out: Path, said: tuple[Mapping[str, Any], str], weights: Path | None = None
) -> str:
    """Makes the package of a work folder; its SHA-256.

    Args:
        shape: of the model.
        work: the folder with `weights.npz` and `vocabulary.model`.
        out: the package.
        said: what its metadata.json says (see `about`), and its README.md.
        weights: others than the folder's.
    """
    import sentencepiece

    path = work / "vocabulary.model"
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))
    vocabulary = [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]
    with tempfile.TemporaryDirectory() as folder:
        convert(weight_files.read(weights or work / "weights.npz"), vocabulary, shape, Path(folder))
        package(Path(folder), path, out, *said)
    return sha256(out)


def _layer(layer: Any, weights: Weights, name: str, *, decoder: bool) -> None:  # noqa: ANN401  # CTranslate2 ships no types
    _norm(layer.self_attention.layer_norm, weights, f"{name}.norm1")
    _linear(layer.self_attention.linear[0], weights, f"{name}.attention.qkv")
    _linear(layer.self_attention.linear[1], weights, f"{name}.attention.out")
    if decoder:
        _norm(layer.attention.layer_norm, weights, f"{name}.norm2")
        for linear, part in zip(layer.attention.linear, ("query", "kv", "out"), strict=True):
            _linear(linear, weights, f"{name}.cross.{part}")
    _norm(layer.ffn.layer_norm, weights, f"{name}.norm{3 if decoder else 2}")
    _linear(layer.ffn.linear_0, weights, f"{name}.feed.into")
    _linear(layer.ffn.linear_1, weights, f"{name}.feed.out")


def _linear(spec: Any, weights: Weights, name: str) -> None:  # noqa: ANN401  # CTranslate2 ships no types
    spec.weight, spec.bias = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _norm(spec: Any, weights: Weights, name: str) -> None:  # noqa: ANN401  # CTranslate2 ships no types
    spec.gamma, spec.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the program."""
    parser = argparse.ArgumentParser(prog="training.export", description=__doc__.splitlines()[0])
    parser.add_argument("recipe", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--profile", default="cpu")
    parser.add_argument("--version", required=True, help="of the package")
    parser.add_argument("--weights", type=Path, help="others than the work folder's weights.npz")
    parser.add_argument("--card", type=Path, help="a text that goes into the package as its README.md")
    parser.add_argument("--reverse", action="store_true", help="the weights translate English into French")
    options = parser.parse_args(argv)
    shape = recipes.read(options.recipe, profile=options.profile).model
    card = options.card.read_text(encoding="utf-8") if options.card else "French to English, for bilingual\n"
    metadata = about(options.version, reverse=options.reverse)
    digest = export(shape, options.work, options.out, (metadata, card), options.weights)
    print(f"{options.out.name}: {options.out.stat().st_size / 1e6:.1f} MB, SHA-256 {digest}")


if __name__ == "__main__":
    main()
