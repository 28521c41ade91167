"""Tells what a model was trained on: `python -m training.card RECIPE WORK > docs/model-data.md`.

A page with every text, its licence and its source, from the recipe and from the `texts.tsv` that `prepare.py` wrote.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from training import recipe as recipes
from training.files import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from training.recipe import Recipe

HEAD = """\
# What the built-in model was trained on

Made by `python -m training.card` from `training/recipe.toml`, which has the checksums. Nothing of these texts is in the
repository or in the package; the model is what comes out. *Pairs* are sentence pairs, *weight* is how often an epoch
sees each of them, *late* how often while the learning rate falls. *Licence* is what the source itself says.
"""
MONO = """
## English for back-translation

`back` above is made of these: of the {sentences:,} sentences that read most like the press, as many as there was time
for got their French from a small model from English to French, which was trained on the other texts.
"""
SOURCE = "source (repository @ commit)"
OMITTED = """
## Left out

Texts of the same corpora that this training does without. The interim model, with whose weights it began, was made
before they were sorted out, and has seen all of them but `news_xr_climate`.
"""
_COMMIT = re.compile(r"@([0-9a-f]{8})[0-9a-f]{32}\b")


def page(recipe: Recipe, kept: dict[str, int]) -> str:
    """The page, in Markdown.

    Args:
        recipe: what is trained on.
        kept: pairs of each text, by its name.
    """
    texts = (
        (
            text.name,
            f"{kept.get(text.name, 0):,}",
            f"{text.weight:g}",
            f"{text.weight * text.late:g}",
            text.licence,
            text.source,
        )
        for text in recipe.texts
    )
    omitted = ((Path(one.file).name.split(".")[0], one.licence, one.reason) for one in recipe.omitted)
    mono = ((Path(one.file).name.split(".")[0], one.licence, one.source) for one in recipe.mono)
    told = [MONO.format(sentences=recipe.back.sentences), *_table(("text", "licence", SOURCE), mono)]
    total = f"\n{sum(kept.values()):,} pairs in all.\n"
    return "\n".join(
        [
            HEAD,
            *_table(("text", "pairs", "weight", "late", "licence", SOURCE), texts),
            total,
            *(told if recipe.back.sentences else []),
            OMITTED,
            *_table(("text", "licence", "why"), omitted),
            "",
        ]
    )


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for line in lines:
        cells = (_COMMIT.sub(r" @ \1", cell.replace("|", "\\|")) for cell in line)
        yield f"| {' | '.join(cells)} |"


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the program."""
    parser = argparse.ArgumentParser(prog="training.card", description=__doc__.splitlines()[0])
    parser.add_argument("recipe", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--profile", default="cpu")
    options = parser.parse_args(argv)
    head, *lines = rows(options.work / "texts.tsv")
    kept = {line[0]: int(line[head.index("kept")]) for line in lines}
    print(page(recipes.read(options.recipe, profile=options.profile), kept), end="")


if __name__ == "__main__":
    main()
