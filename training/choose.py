"""The sentences of large texts that read most like some small ones: `python -m training.choose OUT --like TSV… MONO…`.

For back-translation: of millions of English sentences, those that could stand in the press. A sentence is judged by
how much likelier the words, and pairs of words, of the texts that it shall be like make it than those of all texts do,
per word (Moore and Lewis 2010, aclanthology.org/P10-2041, with bigrams in place of their longer ones).
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from training.files import atomic, lines, rows

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


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the program."""
    parser = argparse.ArgumentParser(prog="training.choose", description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("texts", type=Path, nargs="+", help="one sentence a line, plain or .xz")
    parser.add_argument("--like", type=Path, action="append", required=True, help="pairs with such English")
    parser.add_argument("--count", type=int, default=150_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    like = [row[1] for path in options.like for row in rows(path) if len(row) > 1]
    every = list(sentences(options.texts))
    chosen = choose(like, every, options.count, options.seed)
    with atomic(options.out) as draft:
        draft.write_text("".join(f"{line}\n" for line in chosen), encoding="utf-8")
    print(f"{options.out.name}: {len(chosen)} of {len(every)} sentences")


if __name__ == "__main__":
    main()
