"""The mean of several weights: `python -m training.average OUT.npz IN.npz IN.npz …`.

They are checkpoints of one training, or of trainings that went on from each other: a mean of the newest and of the one
before it keeps what either knows (Wortsman et al. 2022, arXiv:2203.05482). One named twice counts twice. Rows of
the vocabulary that some of them lack are the mean of those that have them.
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

VOCABULARY = "embedding.weight"


def average(paths: Sequence[Path]) -> weights.Weights:
    """The mean of each weight, float32.

    Raises:
        WeightsError: if they are not of one shape.
    """
    every = [weights.read(path) for path in paths]
    rows = max(len(one[VOCABULARY]) for one in every)
    present = [len(one[VOCABULARY]) for one in every]
    for one in every:
        spare = rows - len(one[VOCABULARY])
        one[VOCABULARY] = np.pad(one[VOCABULARY], ((0, spare), (0, 0)))
    shapes = [{name: value.shape for name, value in one.items()} for one in every]
    for path, shape in zip(paths, shapes, strict=True):
        if shape != shapes[0]:
            mend = "only weights of one training can be averaged"
            raise weights.WeightsError(f"{path}: not of the shape of {paths[0]}; {mend}")
    mean = {name: np.mean([one[name] for one in every], axis=0) for name in every[0]}
    known = np.array([sum(row < count for count in present) for row in range(rows)])
    mean[VOCABULARY] *= (len(every) / known)[:, None].astype(np.float32)
    return mean


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
