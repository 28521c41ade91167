"""The mean of several weights: `python -m training.average OUT.npz IN.npz IN.npz …`, of checkpoints of one training."""

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


def average(paths: Sequence[Path]) -> weights.Weights:
    """The mean of each weight, float32.

    Raises:
        WeightsError: if they are not of one shape.
    """
    every = [weights.read(path) for path in paths]
    shapes = [{name: value.shape for name, value in one.items()} for one in every]
    for path, shape in zip(paths, shapes, strict=True):
        if shape != shapes[0]:
            mend = "only weights of one training can be averaged"
            raise weights.WeightsError(f"{path}: not of the shape of {paths[0]}; {mend}")
    return {name: np.mean([one[name] for one in every], axis=0) for name in every[0]}


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the program."""
    parser = argparse.ArgumentParser(prog="training.average", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("weights", type=Path, nargs="+")
    options = parser.parse_args(argv)
    mean = average(options.weights)
    save_arrays(options.out, {name: value.astype(np.float16) for name, value in mean.items()})
    about = json.loads(options.weights[-1].with_suffix(".json").read_text(encoding="utf-8"))
    with atomic(options.out.with_suffix(".json")) as draft:
        draft.write_text(json.dumps({**about, "averaged": len(options.weights)}, indent=1) + "\n", encoding="utf-8")
    print(f"{options.out.name}: the mean of {len(options.weights)}")


if __name__ == "__main__":
    main()
