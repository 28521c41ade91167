"""A deeper model that writes what the given one writes: `python -m training.grow WEIGHTS OUT.npz --encoder-layers N`.

New encoder layers are copies of their neighbours whose outputs are zero at first, so that training goes on from where
it was rather than from nothing (Chen et al. 2016, arXiv:1511.05641; Bachlechner et al. 2021, arXiv:2003.04887).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training import weights
from training.files import atomic, save_arrays

if TYPE_CHECKING:
    from collections.abc import Sequence

SILENT = ("attention.out.weight", "attention.out.bias", "feed.out.weight", "feed.out.bias")
"""What a layer adds to its input."""


def deeper(given: weights.Weights, layers: int) -> weights.Weights:
    """Weights with so many encoder layers, the new ones spread evenly among the old, each behind the one it copies.

    Raises:
        WeightsError: if there are as many already.
    """
    old = 1 + max(int(name.split(".")[1]) for name in given if name.startswith("encoder."))
    if layers <= old:
        raise weights.WeightsError(f"the weights have {old} encoder layers already")
    origin = [number * old // layers for number in range(layers)]
    grown = {name: value for name, value in given.items() if not name.startswith("encoder.")}
    for number, of in enumerate(origin):
        is_new = number > 0 and origin[number - 1] == of
        for name, value in given.items():
            if name.startswith(f"encoder.{of}."):
                part = name.split(".", 2)[2]
                grown[f"encoder.{number}.{part}"] = np.zeros_like(value) if is_new and part in SILENT else value
    return grown


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the program."""
    parser = argparse.ArgumentParser(prog="training.grow", description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder-layers", type=int, required=True)
    options = parser.parse_args(argv)
    grown = deeper(weights.read(options.weights), options.encoder_layers)
    save_arrays(options.out, {name: value.astype(np.float16) for name, value in grown.items()})
    about = json.loads(options.weights.with_suffix(".json").read_text(encoding="utf-8"))
    with atomic(options.out.with_suffix(".json")) as draft:
        told = {**about, "encoder_layers": options.encoder_layers}
        draft.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(f"{options.out.name}: {options.encoder_layers} encoder layers")


if __name__ == "__main__":
    main()
