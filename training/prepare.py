"""Prepares the pairs: `python -m training.prepare RECIPE CORPORA WORK`.

Writes `WORK/pairs.tsv` (number of the text in the recipe, French, English) and `WORK/texts.tsv`. The same recipe and
corpora give the same bytes. Where the recipe asks for back-translation, `WORK/back.tsv` is the last text;
`--without-back` is for the model that makes it.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training import files, noise
from training.recipe import BACK, RecipeError, Text, made, read, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from training.recipe import Recipe

KNOWN_BY = 4
"""A French sentence of fewer words (*Merci beaucoup.*) may stand in a text that measures and still be trained on."""

_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a text."""

    text: Text
    found: int
    """Pairs in the file."""
    measured: int
    """Pairs left out because a text that measures has their French."""
    kept: int
    noisy: int
    """Pairs with noise, among those kept."""


def prepare(
    recipe: Recipe, corpora: Path, work: Path, *, without_back: bool = False
) -> tuple[list[Kept], Counter[str]]:
    """Writes both files; what became of each text, and how many pairs got each kind of noise.

    Args:
        recipe: says which texts.
        corpora: the folder of those that are not made.
        work: the folder of the one that is, and of what is written.
        without_back: leave out the text that is made.

    Raises:
        RecipeError: a file is missing or not the one of the recipe, or a kind of noise is unknown.
    """
    unknown = sorted({*recipe.noise.weights, *recipe.noise.rare} - set(noise.KINDS))
    if unknown:
        raise RecipeError(f"noise: there is no kind {', '.join(unknown)}; known are {', '.join(noise.KINDS)}")
    held = measured(require(corpora / measure.file, measure.sha256) for measure in recipe.measure)
    paths = {text: require(corpora / text.file, text.sha256) for text in recipe.corpora}
    if not without_back:
        paths |= {text: made(work / BACK, "backtranslate") for text in recipe.texts if text not in paths}
    kinds: Counter[str] = Counter()
    kept = []
    with files.atomic(work / "pairs.tsv") as path, path.open("w", encoding="utf-8", newline="\n") as file:
        for number, (text, source) in enumerate(paths.items()):
            pairs, found, dropped = choose(source, text, held, recipe.seed)
            before = kinds.total()
            for french, english in noisy(pairs, recipe, text, kinds):
                file.write(f"{number}\t{french}\t{english}\n")
            kept.append(Kept(text, found, dropped, len(pairs), kinds.total() - before))
    with files.atomic(work / "texts.tsv") as path:
        path.write_text(table(kept), encoding="utf-8")
    return kept, kinds


def measured(paths: Iterable[Path]) -> set[str]:
    """The French of the texts that measure, each as its `key`; short sentences are not among them."""
    return {key(row[0]) for path in paths for row in files.rows(path) if len(row[0].split()) >= KNOWN_BY}


def key(sentence: str) -> str:
    """What a sentence is compared by: its letters and digits in lower case."""
    return _NO_LETTER.sub("", sentence.casefold())


def choose(path: Path, text: Text, held: set[str], seed: int) -> tuple[list[tuple[str, str]], int, int]:
    """The pairs of a file that are trained on, in its order; how many it has, and how many of them are measured by."""
    every = [(row[0], row[1]) for row in files.rows(path) if len(row) > 1 and row[0] and row[1]]
    pairs = [pair for pair in every if key(pair[0]) not in held]
    dropped = len(every) - len(pairs)
    if text.limit and len(pairs) > text.limit:
        rng = random.Random(f"{seed}/{text.file}/choose")  # noqa: S311  # a sample, not a secret
        pairs = [pairs[number] for number in sorted(rng.sample(range(len(pairs)), text.limit))]
    return pairs, len(every), dropped


def noisy(
    pairs: Sequence[tuple[str, str]], recipe: Recipe, text: Text, kinds: Counter[str]
) -> Iterator[tuple[str, str]]:
    """The pairs, a share of them with noise, English numbers written one way; `kinds` counts which noise they got."""
    plan = recipe.noise
    rng = random.Random(f"{recipe.seed}/{text.file}/noise")  # noqa: S311  # a sample, not a secret
    for number, pair in enumerate(pairs):
        changed = noise.rare(*pair, plan.rare, rng)
        if not changed and rng.random() < plan.share:
            changed = noise.some(*pair, plan.weights, rng)
        if not changed and number and rng.random() < plan.captions:
            glued = noise.caption(pairs[number - 1], pair)
            changed = ("caption", glued) if glued else None
        if changed:
            kinds[changed[0]] += 1
        french, english = changed[1] if changed else pair
        yield french, noise.with_commas(french, english)


def table(kept: Sequence[Kept]) -> str:
    """What became of each text, as tab-separated lines under a heading."""
    lines = ["text\tpairs in file\tleft out as measured\tkept\twith noise\tweight\tlate"]
    for each in kept:
        text = each.text
        lines.append(
            f"{text.name}\t{each.found}\t{each.measured}\t{each.kept}\t{each.noisy}\t{text.weight:g}\t{text.late:g}"
        )
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; 2 where the recipe or a file of it is not as it should be."""
    parser = argparse.ArgumentParser(prog="training.prepare", description=__doc__)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("corpora", type=Path, help="the folder that the files of the recipe are relative to")
    parser.add_argument("work", type=Path)
    parser.add_argument("--profile", default="cpu", help="of the recipe; makes no difference to the pairs")
    parser.add_argument("--without-back", action="store_true", help="without the pairs that back-translation makes")
    options = parser.parse_args(argv)
    start = time.monotonic()
    try:
        recipe = read(options.recipe, options.profile)
        kept, kinds = prepare(recipe, options.corpora, options.work, without_back=options.without_back)
    except RecipeError as error:
        print(error, file=sys.stderr)
        return 2
    found, pairs = sum(each.found for each in kept), sum(each.kept for each in kept)
    print(f"{pairs} of {found} pairs from {len(kept)} texts, {time.monotonic() - start:.0f} s")
    print(f"{sum(each.measured for each in kept)} left out as measured")
    print("noise: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
