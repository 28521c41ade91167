"""Calibrates the doubt of machine translations: `python benchmarks/confidence.py [--fit] [--plot FILE]`.

Translates the test sets that the model was not trained on with the built-in model, some minutes, and compares the doubt
of each sentence (`src/bilingual/confidence.py`) with its error, 1 − chrF against the human translation. `--fit` fits
the coefficients of `data/confidence.toml` on newstest2012: a line through the errors, and a logistic curve over it that
says how likely a sentence is in the worse half. Tables and plot are of the others. The plot needs matplotlib, which
nothing else here does.
"""

from __future__ import annotations

import argparse
import math
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bilingual import confidence, engines
from bilingual.checks.coverage import uncovered
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.translate import Translator
from gates import pairs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilingual.types import Pair

FIFTHS, TENTHS = 5, 10
AT_ONCE = 2_000
FITTED_ON, HELD_OUT = "newstest2012", ("newstest2013", "tatoeba-2000", "terms")
RIDGE = 3.0
"""Sentences' worth of belief that a feature says nothing."""


class Measured(NamedTuple):
    """A machine translation and its error."""

    pair: Pair
    error: float
    """1 − chrF, 0 to 1."""
    reference: str
    """A human's."""


def measured(name: str) -> list[Measured]:
    """A test set as the built-in model translates it."""
    from sacrebleu import CHRF

    references, chrf = pairs(name), CHRF()
    texts = [one.source.text for one in references]
    made = []
    with closing(Memory(None)) as memory:
        translator = Translator(engines.find("builtin"), memory, Glossary(()))
        for start in range(0, len(texts), AT_ONCE):
            some = texts[start : start + AT_ONCE]
            for _ in translator.prepare(some):
                pass
            made += [translator.rendering(text) for text in some]
    found = []
    for reference, one in zip(references, made, strict=True):
        pair = replace(reference, target=one.text, score=one.score, words=one.words, alternatives=one.others)
        error = 1 - chrf.sentence_score(one.text, [reference.target]).score / 100
        found.append(Measured(pair, error, reference.target))
    return found


def fit(sample: Sequence[Measured]) -> None:
    """Print the coefficients."""
    seen = np.array([confidence.features(one.pair) for one in sample])[:, 1:]
    errors = np.array([one.error for one in sample])
    middle, spread = seen.mean(axis=0), seen.std(axis=0)
    z = (seen - middle) / spread
    line = np.linalg.solve(z.T @ z + RIDGE * np.eye(z.shape[1]), z.T @ (errors - errors.mean()))
    x = np.column_stack([np.ones(len(z)), z @ line])
    y = (errors > np.median(errors)).astype(float)
    curve = np.zeros(2)
    for _ in range(50):  # Newton's method
        p = 1 / (1 + np.exp(-x @ curve))
        curve -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x, x.T @ (p - y))
    weights = curve[1] * line / spread
    for name, weight in zip(confidence.FEATURES, [curve[0] - weights @ middle, *weights], strict=True):
        print(f"{name} = {weight:.3f}")


def at_best(sample: Sequence[Measured]) -> float:
    """Fifths' ratio of the line through the errors that knows besides how freely the human translated.

    As `coverage.uncovered` of the source and the human translation has it: what no doubt can know.
    """
    odds = [math.log(doubt / (1 - doubt)) for one in sample if (doubt := confidence.doubt(one.pair)) is not None]
    freedom = [sum(uncovered(replace(one.pair, target=one.reference, words=()))) for one in sample]
    x, errors = np.column_stack([np.ones(len(sample)), odds, freedom]), np.array([one.error for one in sample])
    return ratio(list(zip(x @ np.linalg.lstsq(x, errors)[0], errors, strict=True)))


def doubted(sample: Sequence[Measured]) -> list[tuple[float, float]]:
    """The doubt and the error of each."""
    return [(confidence.doubt(one.pair) or 0.0, one.error) for one in sample]


def parts(found: Sequence[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    """Mean doubt and mean error of as many parts, from the least doubtful one up."""
    return [tuple(np.mean(part, axis=0)) for part in np.array_split(np.array(sorted(found)), count)]


def ratio(found: Sequence[tuple[float, float]]) -> float:
    """How many times the error of the least doubtful fifth the most doubtful one has."""
    table = parts(found, FIFTHS)
    return table[-1][1] / table[0][1]


def plot(samples: Mapping[str, Sequence[tuple[float, float]]], file: Path) -> None:
    """Write the calibration as an image."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "bilingual", "font.size": 9, "svg.fonttype": "none"})
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(4.6, 3.2))
    for (name, found), mark in zip(samples.items(), ("o-", "s--"), strict=True):
        doubts, errors = zip(*parts(found, TENTHS), strict=True)
        axes.plot(doubts, errors, mark, color="#1d5fa8", markersize=4, label=name)
    axes.set_xlabel("doubt (mean of a tenth of the sentences)")
    axes.set_ylabel("error: 1 − chrF")
    axes.legend(loc="lower right", frameon=False)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, None)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="print the coefficients of data/confidence.toml anew")
    parser.add_argument("--plot", type=Path, help="write the plot to this SVG file")
    options = parser.parse_args()
    if options.fit:
        fit(measured(FITTED_ON))
        return
    samples = {name: measured(name) for name in HELD_OUT}
    found = {name: doubted(sample) for name, sample in samples.items()}
    found["all together"] = [pair for pairs in found.values() for pair in pairs]
    print("| held out | sentences | error by fifths, least doubtful first | ratio | sorted by the error itself |")
    print("|---|---|---|---|---|")
    for name, both in found.items():
        errors = ", ".join(f"{error:.2f}" for _doubt, error in parts(both, FIFTHS))
        oracle = ratio([(error, error) for _doubt, error in both])
        print(f"| {name} | {len(both):,} | {errors} | {ratio(both):.2f} | {oracle:.1f} |")
    news = HELD_OUT[0]
    print(f"\n{news}, doubt by fifths: {', '.join(f'{doubt:.2f}' for doubt, _error in parts(found[news], FIFTHS))}")
    print(f"ratio of a doubt that knows how freely the human translated: {at_best(samples[news]):.2f}")
    if options.plot:
        plot({name: found[name] for name in (news, "all together")}, options.plot)


if __name__ == "__main__":
    main()
