"""Links words: `python -m training.align RECIPE WORK`.

Reads `WORK/pairs.tsv` and writes `WORK/links.txt`, line for line with it: links `i-j` between the words (`words.py`) of
the French and the English sentence, counted from 0; an empty line where the pair was not aligned. eflomal (Östling &
Tiedemann 2016) aligns in both directions; what both say stands, with what one of them says beside it (grow-diag of
Koehn et al. 2003, without its last step): a wrong link costs more here than a missing one.
"""

from __future__ import annotations

import argparse
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from training import files, words
from training.recipe import RecipeError, made, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from training.recipe import Recipe

Link = tuple[int, int]
"""Numbers of a French and an English word."""

PAIRS = 500_000
WEIGHTS = {"news": 4.0, "prose": 4.0, "manual": 1.0, "parliament": 1.0, "law": 0.5}
"""How much likelier a pair of one kind is aligned than one of another, where not all are."""
SAMPLERS = 3
"""Independent samplers of eflomal, whose votes are added up."""

_LONGEST = 700
"""Characters a side; the rare longer sentence is not aligned."""
_STEM = 5
"""Letters left of a word: on 100,000 pairs the two directions then agree on 85 % of the links, with all on 83 %."""
_BESIDE = tuple((i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)


def key(word: str) -> str:
    """What a word is aligned by: the digits of a number, a short word in small letters, of a longer one its start."""
    digits = "".join(filter(str.isdigit, word))
    if word[:1].isdigit():
        return digits
    small = word.lower().replace("’", "'")
    if len(small) < _STEM:
        return small
    plain = "".join(sign for sign in unicodedata.normalize("NFD", small) if not unicodedata.combining(sign))
    return plain[:_STEM] + digits


def symmetrise(forward: set[Link], backward: set[Link]) -> list[Link]:
    """The links of both directions, and those of one that touch them where one of the words has no link yet; sorted."""
    links = forward & backward
    french, english = {i for i, _ in links}, {j for _, j in links}
    left = sorted(forward ^ backward)
    grown = True
    while grown and left:
        grown = False
        for link in tuple(left):
            i, j = link
            if i in french and j in english:
                left.remove(link)
            elif any((i + across, j + down) in links for across, down in _BESIDE):
                links.add(link)
                french.add(i)
                english.add(j)
                left.remove(link)
                grown = True
    return sorted(links)


def plausible(french: Sequence[str], english: Sequence[str], links: Iterable[Link]) -> list[Link]:
    """The links without those between a word and a sign, and with names and numbers that stand once on either side."""
    kept = {(i, j) for i, j in links if _worded(french[i]) == _worded(english[j])}
    done_french, done_english = {i for i, _ in kept}, {j for _, j in kept}
    here, there = _names(french), _names(english)
    for name in here.keys() & there.keys():
        i, j = here[name], there[name]
        if i not in done_french and j not in done_english:
            kept.add((i, j))
    return sorted(kept)


def draw(kinds: Sequence[str], fit: Sequence[bool], pairs: int, seed: int) -> list[int]:
    """The numbers of the pairs to align, in order: so many of those that are fit, drawn with their kinds' weights."""
    import numpy as np

    weights = np.array([WEIGHTS[kind] for kind in kinds]) * np.array(fit, dtype=bool)
    # Efraimidis & Spirakis 2006: the largest u ** (1 / weight) are a weighted sample without replacement
    keys = np.random.default_rng(seed).random(len(weights)) ** (1 / np.maximum(weights, 1e-9))
    keys[weights == 0] = -1
    best = np.argsort(-keys, kind="stable")[: min(pairs, int((weights > 0).sum()))]
    return sorted(int(number) for number in best)


def eflomal(french: Sequence[Sequence[str]], english: Sequence[Sequence[str]]) -> Iterator[tuple[set[Link], set[Link]]]:
    """What eflomal links in sentences of keys: French to English, English to French.

    It seeds itself from the system (2.0.0 has no option), so that a few links differ from run to run.
    """
    from eflomal import Aligner

    with TemporaryDirectory() as folder:
        ways = (Path(folder) / "forward", Path(folder) / "backward")
        Aligner(n_samplers=SAMPLERS).align(
            [" ".join(keys) for keys in french],
            [" ".join(keys) for keys in english],
            links_filename_fwd=str(ways[0]),
            links_filename_rev=str(ways[1]),
        )
        for forward, backward in zip(files.lines(ways[0]), files.lines(ways[1]), strict=True):
            yield set(parse(forward)), set(parse(backward))


def parse(line: str) -> list[Link]:
    """The links of a line `0-0 1-2`."""
    flat = list(map(int, line.replace("-", " ").split()))
    return list(zip(flat[::2], flat[1::2], strict=True))


def fitting(links: Sequence[Link], french: int, english: int) -> Sequence[Link]:
    """The links themselves, where they fit sentences of so many words.

    Raises:
        RecipeError: they do not.
    """
    if links and (max(links)[0] >= french or max(j for _, j in links) >= english):
        raise RecipeError("links.txt does not fit pairs.tsv: run training.align again")
    return links


def align(recipe: Recipe, work: Path, pairs: int = PAIRS) -> Counter[str]:
    """Writes the links; how many pairs, links and words there were.

    Raises:
        RecipeError: `pairs.tsv` is missing, or names a text that the recipe does not have.
    """
    kinds, fit, chosen = [], [], []
    for text, french, english in read_pairs(work):
        if text >= len(recipe.texts):
            raise RecipeError(f"pairs.tsv has a text {text}, the recipe only {len(recipe.texts)}: prepare again")
        kinds.append(recipe.texts[text].kind)
        fit.append(bool(french and english) and max(len(french), len(english)) <= _LONGEST)
    chosen = draw(kinds, fit, pairs, recipe.seed)
    among = set(chosen)
    here = [(f, e) for number, (_, f, e) in enumerate(read_pairs(work)) if number in among]
    counts = Counter(pairs=len(kinds), aligned=len(chosen))
    with files.atomic(work / "links.txt") as path, path.open("w", encoding="ascii", newline="\n") as file:
        at = 0
        for number, links in zip(chosen, linked(here), strict=True):
            file.write("\n" * (number - at) + " ".join(f"{i}-{j}" for i, j in links) + "\n")
            at = number + 1
            counts["links"] += len(links)
            counts["english words linked"] += len({j for _, j in links})
        file.write("\n" * (len(kinds) - at))
    counts["english words"] = sum(len(words.split(english)) for _, english in here)
    return counts


def linked(pairs: Sequence[tuple[str, str]]) -> Iterator[list[Link]]:
    """The links of each pair."""
    if not pairs:
        return
    french = [list(map(key, words.split(side))) for side, _ in pairs]
    english = [list(map(key, words.split(side))) for _, side in pairs]
    for pair, (forward, backward) in zip(pairs, eflomal(french, english), strict=True):
        yield plausible(words.split(pair[0]), words.split(pair[1]), symmetrise(forward, backward))


def read_pairs(work: Path) -> Iterator[tuple[int, str, str]]:
    """Text number, French and English of each line of `pairs.tsv`.

    Raises:
        RecipeError: the file is missing, or a line is not such a one.
    """
    path = made(work / "pairs.tsv", "prepare")
    for number, line in enumerate(files.lines(path), 1):
        text, _, sides = line.partition("\t")
        french, tab, english = sides.partition("\t")
        if not text.isdecimal() or not tab:
            raise RecipeError(f"{path}, line {number}: not a text number, French and English between tabs")
        yield int(text), french, english


def _worded(word: str) -> bool:
    """Whether it is a word or a number, not a sign."""
    return any(map(str.isalnum, word))


def _names(side: Sequence[str]) -> dict[str, int]:
    """Words with a capital or a digit that stand once in a sentence, and where."""
    counts = Counter(side)
    return {
        word: place for place, word in enumerate(side) if counts[word] == 1 and (word.lower() != word or word.isdigit())
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; 2 where the recipe or the pairs are not as they should be."""
    parser = argparse.ArgumentParser(prog="training.align", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("recipe", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--profile", default="cpu", help="of the recipe; makes no difference to the links")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs to align at most")
    options = parser.parse_args(argv)
    start = time.monotonic()
    try:
        counts = align(read(options.recipe, options.profile), options.work, options.pairs)
    except RecipeError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{counts['aligned']} of {counts['pairs']} pairs aligned, {time.monotonic() - start:.0f} s")
    share = counts["english words linked"] / max(1, counts["english words"])
    print(f"{counts['links']} links; {share:.0%} of the English words have one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
