"""The English that reads most like the press: `python -m training.choose RECIPE CORPORA WORK`.

For back-translation: of the sentences of the recipe's English texts, those that could stand in its news; writes
`WORK/press.txt`, one a line, the best first. A sentence is judged by how much likelier the words, and pairs of words,
of the news make it than those of all these texts do, per word (Moore and Lewis 2010, aclanthology.org/P10-2041, with
bigrams in place of their longer ones).
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from training.files import atomic, lines, rows
from training.recipe import RecipeError, read, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SAMPLE = 60_000
"""Sentences that stand for all of the large texts."""
LENGTHS = range(6, 60)
"""Words of a sentence that is worth it."""
EDGE = "\n"
KNOWN_BY = 2
"""A word that is rarer in both samples together counts as any other rare one."""

_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")


def words(sentence: str) -> list[str]:
    """The words and signs of a sentence in lower case, figures as one."""
    return ["0" if word.isdigit() else word for word in _WORD.findall(sentence.lower())]


class Bigrams:
    """How likely a word is behind another, smoothed by how likely it is anywhere (Witten and Bell 1991)."""

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._words: Counter[str] = Counter()
        for sentence in sentences:
            self._words.update((*sentence, EDGE))
            self._pairs.update(pairwise((EDGE, *sentence, EDGE)))
        self._before: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        for (before, _word), count in self._pairs.items():
            self._before[before] += count
            self._kinds[before] += 1
        self._total, self._many = self._words.total(), len(self._words) + 1

    def log(self, before: str, word: str) -> float:
        """The logarithm of the probability."""
        anywhere = (self._words[word] + 1) / (self._total + self._many)
        seen, kinds = self._before[before], self._kinds[before]
        return math.log((self._pairs[before, word] + kinds * anywhere) / (seen + kinds) if seen else anywhere)


def score(sentence: Sequence[str], like: Bigrams, every: Bigrams) -> float:
    """How much likelier, per word, a sentence is among the texts that it shall be like; in nats."""
    steps = list(pairwise((EDGE, *sentence, EDGE)))
    return sum(like.log(*step) - every.log(*step) for step in steps) / len(steps)


def choose(like: Iterable[str], every: Sequence[str], count: int, seed: int) -> list[str]:
    """The best sentences, the best first."""
    rng = random.Random(seed)  # noqa: S311  # a sample, not a secret
    sample = [words(one) for one in rng.sample(every, min(SAMPLE, len(every)))]
    wanted = [words(one) for one in like]
    seen = Counter(word for sentence in (*sample, *wanted) for word in sentence)

    def known(sentence: Iterable[str]) -> list[str]:
        return [word if seen[word] >= KNOWN_BY else "" for word in sentence]

    near, far = Bigrams(map(known, wanted)), Bigrams(map(known, sample))
    scored = ((score(known(words(one)), near, far), one) for one in every)
    return [sentence for _score, sentence in sorted(scored, reverse=True)[:count]]


def sentences(texts: Iterable[Path]) -> Iterator[str]:
    """The sentences of some texts that are neither too short nor too long, each once, in their order."""
    every = dict.fromkeys(line.strip() for text in texts for line in lines(text))
    return (line for line in every if line.count(" ") + 1 in LENGTHS and "\t" not in line)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; 2 where the recipe or a file of it is not as it should be."""
    parser = argparse.ArgumentParser(prog="training.choose", description=__doc__.splitlines()[0])
    parser.add_argument("recipe", type=Path)
    parser.add_argument("corpora", type=Path, help="the folder that the files of the recipe are relative to")
    parser.add_argument("work", type=Path)
    parser.add_argument("--profile", default="cpu", help="of the recipe; makes no difference to the sentences")
    options = parser.parse_args(argv)
    try:
        recipe = read(options.recipe, options.profile)
        news = [text for text in recipe.corpora if text.kind == "news"]
        like = [require(options.corpora / text.file, text.sha256) for text in news]
        every = list(sentences(require(options.corpora / text.file, text.sha256) for text in recipe.mono))
    except RecipeError as error:
        print(error, file=sys.stderr)
        return 2
    english = [row[1] for path in like for row in rows(path) if len(row) > 1]
    chosen = choose(english, every, recipe.back.sentences, recipe.seed)
    with atomic(options.work / "press.txt") as draft:
        draft.write_text("".join(f"{line}\n" for line in chosen), encoding="utf-8")
    print(f"{len(chosen)} of {len(every)} sentences")
    return 0


if __name__ == "__main__":
    sys.exit(main())
