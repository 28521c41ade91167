"""Calibrates the doubt of machine translations: `python benchmarks/confidence.py [--fit] [--plot FILE]`.

Translates newstest2012 and newstest2013 with the built-in model, two minutes, and compares the doubt of each sentence
(`src/bilingual/confidence.py`) with its error, 1 − chrF against the human translation. `--fit` fits the coefficients
of `data/confidence.toml` on newstest2012: logistic regression on whether a sentence is in its worse half. The table
and the plot are of newstest2013. The plot needs matplotlib, which nothing else here does.
"""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bilingual import confidence, engines
from bilingual.checks import findings
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.translate import Translator
from gates import pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.types import Pair

FIFTHS, TENTHS = 5, 10
AT_ONCE = 2_000


class Measured(NamedTuple):
    """A machine translation and its error."""

    pair: Pair
    error: float
    """1 − chrF, 0 to 1."""


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
        found.append(Measured(replace(pair, findings=findings(pair)), error))
    return found


def fit(sample: Sequence[Measured]) -> None:
    """Print the coefficients."""
    x = np.array([confidence.features(one.pair) for one in sample])
    errors = np.array([one.error for one in sample])
    y = (errors > np.median(errors)).astype(float)
    weights = np.zeros(x.shape[1])
    for _ in range(50):  # Newton's method
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + 1e-2 * weights
        weights -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-2 * np.eye(len(weights)), slope)
    for name, weight in zip(confidence.FEATURES, weights, strict=True):
        print(f'"{name}" = {weight:.3f}' if " " in name else f"{name} = {weight:.3f}")


def parts(sample: Sequence[Measured], count: int) -> list[tuple[float, float]]:
    """Mean doubt and mean error of as many parts of a sample, from the least doubtful one up."""
    doubted = sorted((confidence.doubt(one.pair) or 0.0, one.error) for one in sample)
    return [tuple(np.mean(part, axis=0)) for part in np.array_split(np.array(doubted), count)]


def plot(sample: Sequence[Measured], file: Path) -> None:
    """Write the calibration as an image."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "bilingual", "font.size": 9, "svg.fonttype": "none"})
    from matplotlib import pyplot as plt

    doubts, errors = zip(*parts(sample, TENTHS), strict=True)
    figure, axes = plt.subplots(figsize=(4.6, 3.2))
    axes.plot(doubts, errors, "o-", color="#1d5fa8", markersize=4)
    axes.set_xlabel("doubt (mean of a tenth of the sentences)")
    axes.set_ylabel("error: 1 − chrF")
    axes.set_title("newstest2013, built-in model", fontsize=9)
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
        fit(measured("newstest2012"))
        return
    sample = measured("newstest2013")
    print("| fifth, least doubtful first | doubt | error, 1 − chrF |\n|---|---|---|")
    table = parts(sample, FIFTHS)
    for number, (doubt, error) in enumerate(table, 1):
        print(f"| {number} | {doubt:.2f} | {error:.3f} |")
    print(f"\nthe most doubtful fifth has {table[-1][1] / table[0][1]:.2f} times the error of the least doubtful one")
    if options.plot:
        plot(sample, options.plot)


if __name__ == "__main__":
    main()
