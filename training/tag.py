"""Picks terms to pin: `python -m training.tag RECIPE WORK`.

Reads `WORK/pairs.tsv` and `WORK/links.txt`, writes `WORK/tags.tsv`: a line for each pair that gets terms, in order,
with the pair's number (from 0) and one to three tags between tabs. A tag is `start,end,start,end,text`: where the term
stands in the French and in the English, in characters, and what a glossary would have for it (Dinu et al. 2019): the
English that stands there, at times in the singular or without a sentence's first capital (as Bergmanis & Pinnis 2021
give lemmas), so that the model learns to inflect what it is given.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from training import files
from training.align import parse, read_pairs
from training.lexicon import Lexicon
from training.recipe import RecipeError, made, read
from training.terms import Pair, Tag, given, likelihood

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.phrases import Phrase
    from training.recipe import Recipe

_COUNTS = (0.5, 0.3, 0.2)
"""Of how many sentences have one, two, three terms, if they are long enough."""
_WORDS_A_TERM = 6
"""A sentence of fewer French words than this for each term has fewer terms."""
_SAMPLE = 200_000
"""Pairs whose words are counted."""


def tags(pair: Pair, lexicon: Lexicon, rng: random.Random) -> list[Tag]:
    """Up to three terms of a pair, by their place in the French, that do not overlap on either side."""
    phrases = {phrase: likelihood(pair, phrase, lexicon) for phrase in pair.linked.phrases()}
    left = {phrase: chance for phrase, chance in phrases.items() if chance}
    most = min(1 + len(pair.words[0]) // _WORDS_A_TERM, rng.choices((1, 2, 3), _COUNTS)[0])
    chosen: list[Phrase] = []
    while left and len(chosen) < most:
        phrase = rng.choices(list(left), list(left.values()))[0]
        chosen.append(phrase)
        left = {other: chance for other, chance in left.items() if _apart(phrase, other)}
    return [pair.tag(phrase, given(pair, phrase, lexicon, rng)) for phrase in sorted(chosen)]


def tag(recipe: Recipe, work: Path) -> Counter[str]:
    """Writes the tags; how many pairs, tags and kinds of tags there are.

    Raises:
        RecipeError: `pairs.tsv` or `links.txt` is missing, or they do not fit together.
    """
    total, aligned = read_aligned(work)
    rng = random.Random(f"{recipe.seed}/tag")  # noqa: S311  # a sample, not a secret
    order = list(aligned)
    rng.shuffle(order)
    lexicon = Lexicon(aligned[number] for number in order[:_SAMPLE])
    wanted, found = round(recipe.tags.share * total), dict[int, list[Tag]]()
    counts = Counter(pairs=total, aligned=len(aligned))
    for number in order:
        if len(found) >= wanted:
            break
        pair = Pair(*aligned[number])
        chosen = tags(pair, lexicon, rng)
        if chosen:
            found[number] = chosen
            _count(counts, pair, chosen)
    with files.atomic(work / "tags.tsv") as path, path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines("\t".join([str(number), *map(format_tag, found[number])]) + "\n" for number in sorted(found))
    return counts


def read_aligned(work: Path) -> tuple[int, dict[int, tuple[str, str, list[tuple[int, int]]]]]:
    """How many pairs there are, and by number French, English and links of those that are linked.

    Raises:
        RecipeError: a file is missing, or they have not as many lines.
    """
    path = made(work / "links.txt", "align")
    aligned, number = {}, -1
    try:
        for number, ((_, french, english), line) in enumerate(zip(read_pairs(work), files.lines(path), strict=True)):
            if line:
                aligned[number] = french, english, parse(line)
    except ValueError as error:
        raise RecipeError(f"{path} does not fit pairs.tsv ({error}): run training.align again") from error
    return number + 1, aligned


def read_tags(work: Path) -> Iterator[tuple[int, list[Tag]]]:
    """Number of a pair and its tags, for each line of `tags.tsv`.

    Raises:
        RecipeError: the file is missing.
    """
    path = made(work / "tags.tsv", "tag")
    for line in files.lines(path):
        number, *some = line.split("\t")
        yield int(number), [parse_tag(each) for each in some]


def parse_tag(text: str) -> Tag:
    """The tag of a field of a line."""
    a, b, c, d, given_text = text.split(",", 4)
    return Tag((int(a), int(b)), (int(c), int(d)), given_text)


def format_tag(tag: Tag) -> str:
    """A tag as a field of a line."""
    return ",".join(map(str, (*tag.french, *tag.english, tag.text)))


def _apart(one: Phrase, other: Phrase) -> bool:
    french = one.french_end <= other.french or other.french_end <= one.french
    return french and (one.english_end <= other.english or other.english_end <= one.english)


def _count(counts: Counter[str], pair: Pair, chosen: Sequence[Tag]) -> None:
    counts["tagged"] += 1
    for each in chosen:
        said = pair.english[slice(*each.english)]
        counts["tags"] += 1
        counts["several words"] += " " in pair.french[slice(*each.french)]
        counts["copied"] += said == pair.french[slice(*each.french)]
        counts["in the singular"] += len(each.text) < len(said)
        counts["other capitals"] += said.lower().startswith(each.text.lower()) and not said.startswith(each.text)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; 2 where the recipe, the pairs or their links are not as they should be."""
    parser = argparse.ArgumentParser(prog="training.tag", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("recipe", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--profile", default="cpu", help="of the recipe; makes no difference to the tags")
    options = parser.parse_args(argv)
    start = time.monotonic()
    try:
        counts = tag(read(options.recipe, options.profile), options.work)
    except RecipeError as error:
        print(error, file=sys.stderr)
        return 2
    print(
        f"{counts['tagged']} of {counts['pairs']} pairs have {counts['tags']} terms, {time.monotonic() - start:.0f} s"
    )
    kinds = ("several words", "copied", "in the singular", "other capitals")
    print(", ".join(f"{kind} {counts[kind] / max(1, counts['tags']):.0%}" for kind in kinds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
