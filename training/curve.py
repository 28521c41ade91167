"""Draws the learning curve: `python -m training.curve OUT.svg LABEL=CURVE.tsv … [--score MILLIONS=BLEU …]`.

The files are what `train.py` keeps (`curve.tsv`: step, target pieces, loss, learning rate), one for each training, in
their order; the pieces of each are counted on from the one before. A score stands where so many million were seen.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from training.files import atomic, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = (8.0, 3.6)
"""Inches."""
COLOURS = {"loss": "#2f6f9f", "score": "#b4552d", "edge": "#999999"}


class Curve(NamedTuple):
    """A training."""

    label: str
    pieces: list[float]
    """Millions seen when each loss was taken, those of the trainings before it among them."""
    losses: list[float]


def read(named: Sequence[tuple[str, Path]], before: float = 0.0) -> list[Curve]:
    """The curves of some trainings, one behind the other; `before`: millions that were seen before the first."""
    curves = []
    for label, path in named:
        values = [(int(pieces) / 1e6, float(loss)) for _, pieces, loss, *_ in rows(path)]
        curves.append(Curve(label, [before + pieces for pieces, _ in values], [loss for _, loss in values]))
        before += values[-1][0]
    return curves


def draw(curves: Sequence[Curve], scores: Sequence[tuple[float, float]], out: Path) -> None:
    """Writes the picture, in the format that the name's ending says."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    for curve in curves:
        axes.plot(curve.pieces, curve.losses, color=COLOURS["loss"], linewidth=1)
        axes.axvline(curve.pieces[0], color=COLOURS["edge"], linewidth=0.6, linestyle=":")
        top: dict[str, Any] = {"xycoords": axes.get_xaxis_transform(), "textcoords": "offset points", "fontsize": 8}
        axes.annotate(curve.label, (curve.pieces[0], 1), (3, -10), **top)
    axes.set_xlabel("target pieces seen, millions")
    axes.set_ylabel("loss (label-smoothed)", color=COLOURS["loss"])
    if scores:
        beside = axes.twinx()
        beside.plot(*zip(*scores, strict=True), "o-", color=COLOURS["score"], linewidth=1)
        beside.set_ylabel("BLEU, newstest2012", color=COLOURS["score"])
    with atomic(out) as draft:
        figure.savefig(draft, metadata={"Date": None} if out.suffix == ".svg" else None)


def _named(text: str) -> tuple[str, Path]:
    label, _, path = text.partition("=")
    return label, Path(path)


def _score(text: str) -> tuple[float, float]:
    pieces, _, score = text.partition("=")
    return float(pieces), float(score)


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the program."""
    parser = argparse.ArgumentParser(prog="training.curve", description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("curves", type=_named, nargs="+", metavar="LABEL=CURVE.tsv")
    parser.add_argument("--score", type=_score, action="append", default=[], metavar="MILLIONS=BLEU")
    parser.add_argument("--before", type=float, default=0.0, help="millions that were seen before the first curve")
    options = parser.parse_args(argv)
    draw(read(options.curves, options.before), options.score, options.out)


if __name__ == "__main__":
    main()
