"""Weights as files: `weights.npz` (fp16) with `weights.json` beside it, and those inside an `.argosmodel` package.

A package that `export.py` made can be trained on: its int8 matrices are scaled back, which loses little, so that
whoever has the shipped model never starts from nothing.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
from dataclasses import asdict
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from training.files import atomic, save_arrays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import BinaryIO

    from numpy.typing import NDArray

    from training.model import Transformer
    from training.recipe import Model

Weights: TypeAlias = "dict[str, NDArray[Any]]"

FORMER = (
    (r"^emb\b", "embedding"),
    (r"^enc\b", "encoder"),
    (r"^dec\b", "decoder"),
    (r"^ne\b", "encoder_norm"),
    (r"^nd\b", "decoder_norm"),
    (r"\.at\b", ".attention"),
    (r"\.ca\.q\b", ".cross.query"),
    (r"\.ca\b", ".cross"),
    (r"\.o\b", ".out"),
    (r"\.ff\.a\b", ".feed.into"),
    (r"\.ff\.b\b", ".feed.out"),
    (r"\.n(?=\d\.)", ".norm"),
)
"""Names in the files of the prototype, as patterns, and what they are called now."""

DTYPES = ("float32", "int8", "int16", "int32", "float16")
"""Of CTranslate2's `model.bin`, by number."""

LAYER = {
    "self_attention/linear_0": "attention.qkv",
    "self_attention/linear_1": "attention.out",
    "self_attention/layer_norm": "norm1",
    "attention/linear_0": "cross.query",
    "attention/linear_1": "cross.kv",
    "attention/linear_2": "cross.out",
    "attention/layer_norm": "norm2",
    "ffn/linear_0": "feed.into",
    "ffn/linear_1": "feed.out",
}
"""Parts of a layer in `model.bin`, and here."""


class WeightsError(Exception):
    """Weights that do not fit."""


def write(path: Path, weights: Mapping[str, NDArray[Any]], shape: Model, about: Mapping[str, int]) -> None:
    """Writes weights in fp16, and beside them a `.json` with the model's sizes and what else is told about them."""
    save_arrays(path, {name: value.astype(np.float16) for name, value in weights.items()})
    with atomic(path.with_suffix(".json")) as draft:
        draft.write_text(json.dumps({**asdict(shape), **about}, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> Weights:
    """The weights of an `.npz` or a package, float32, by the names that `model.py` gives them."""
    if path.suffix == ".argosmodel":
        return _from_package(path)
    with np.load(path) as file:
        return {_present(name): file[name].astype(np.float32) for name in file.files}


def load(path: Path, model: Transformer) -> None:
    """Puts weights into a model. Rows of its vocabulary that the weights lack keep what they were made with.

    Raises:
        WeightsError: if the weights are of another size.
    """
    import torch

    given, wanted = read(path), model.state_dict()
    if unknown := sorted(given.keys() ^ wanted.keys()):
        names = ", ".join(unknown[:3])
        raise WeightsError(f"{path}: of another architecture: {names} …; see [model] in the recipe")
    for name, value in given.items():
        into = wanted[name]
        grows = name == "embedding.weight" and len(value) <= len(into)
        if value.shape != into.shape and not (grows and value.shape[1:] == into.shape[1:]):
            raise WeightsError(f"{path}: {name} is {value.shape}, not {tuple(into.shape)}; see [model] in the recipe")
        into[: len(value)] = torch.from_numpy(value)
    model.load_state_dict(wanted)


def _present(name: str) -> str:
    for former, now in FORMER:
        name = re.sub(former, now, name)
    return name


def _from_package(path: Path) -> Weights:
    with zipfile.ZipFile(path) as archive:
        members = [name for name in archive.namelist() if name.endswith("model/model.bin")]
        if len(members) != 1:
            raise WeightsError(f"{path}: has no model/model.bin; is it an Argos package?")
        variables = _variables(BytesIO(archive.read(members[0])))
    weights: Weights = {}
    for name, value in variables.items():
        if (here := _translated(name)) is not None:
            scale = variables.get(f"{name}_scale")
            weights[here] = value.astype(np.float32) if scale is None else value / scale.reshape(-1, 1)
    return weights


def _translated(name: str) -> str | None:
    """The name here of a variable of `model.bin`; None for one that is no weight of ours."""
    place, _, kind = name.rpartition("/")
    kind = {"gamma": "weight", "beta": "bias"}.get(kind, kind)
    if kind not in {"weight", "bias"}:
        return None
    side, _, part = place.partition("/")
    if part in {"embeddings", "embeddings_0"} and side == "encoder":
        return "embedding.weight"
    if part == "layer_norm":
        return f"{side}_norm.{kind}"
    number, _, part = part.removeprefix("layer_").partition("/")
    if part == "ffn/layer_norm":
        return f"{side}.{number}.norm{2 if side == 'encoder' else 3}.{kind}"
    return f"{side}.{number}.{LAYER[part]}.{kind}" if part in LAYER else None


def _variables(file: BinaryIO) -> Weights:
    """The arrays of a `model.bin` of version 6 by name (CTranslate2's `specs/model_spec.py` writes it)."""
    (version,) = struct.unpack("<I", file.read(4))
    if version != 6:  # noqa: PLR2004  # the one that CTranslate2 4 writes
        raise WeightsError(f"model.bin is of version {version}, not 6")
    _text(file)  # name of the specification
    _, count = struct.unpack("<II", file.read(8))
    variables: Weights = {}
    for _ in range(count):
        name = _text(file)
        (rank,) = struct.unpack("<B", file.read(1))
        shape = struct.unpack(f"<{rank}I", file.read(4 * rank))
        kind, size = struct.unpack("<BI", file.read(5))
        variables[name] = np.frombuffer(file.read(size), DTYPES[kind]).reshape(shape)
    (aliases,) = struct.unpack("<I", file.read(4))
    for _ in range(aliases):  # arrays that are the same are stored once
        alias, name = _text(file), _text(file)
        variables[alias] = variables[name]
        if f"{name}_scale" in variables:
            variables[f"{alias}_scale"] = variables[f"{name}_scale"]
    return variables


def _text(file: BinaryIO) -> str:
    (length,) = struct.unpack("<H", file.read(2))
    return file.read(length).rstrip(b"\0").decode()
