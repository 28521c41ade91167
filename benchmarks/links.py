"""Prints how well the engine's word links agree with those that we put in by hand.

    python benchmarks/links.py [--model PACKAGE] [--show]

The engine is made to write our own translation of each of the 60 sentences in `tests/data/links.fr-en.txt` (all of it
is given as the prefix), so that every model is asked about the same words; its attention then links the pieces.
CTranslate2 returns the attention of a prefix as it does that of what it decodes itself. An English word is linked to
the French word of its first piece, which is what a page can show; `most` asks all of its pieces, and the first of
those that tie. A word whose piece attends to a sign or to the end of the sentence has no link.

Precision is the share of these links that are possible, recall the share of the sure ones that were found, and the
alignment error rate is 1 - (|A∩S| + |A∩P|) / (|A| + |S|): Och and Ney, “A Systematic Comparison of Various
Statistical Alignment Models”, Computational Linguistics 29 (2003).
"""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from bilingual.links import WORD, word_spans  # the words that the page links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.engines import Engine
    from bilingual.types import Span

LINKS = Path(__file__).resolve().parents[1] / "tests" / "data" / "links.fr-en.txt"
Link = tuple[int, int]
"""Numbers of a French and of an English word, from 0."""
Way = Literal["first", "most"]


class Example(NamedTuple):
    """A sentence, its translation, and which word stands for which."""

    french: str
    english: str
    sure: frozenset[Link]
    possible: frozenset[Link]
    """The sure ones among them."""


class Score(NamedTuple):
    """How links agree with those put in by hand: counts, and their shares in per cent."""

    found: int
    possible: int
    """Of those found."""
    right: int
    """Of those found, the sure ones."""
    sure: int

    @property
    def precision(self) -> float:
        """Of the links found, those that are possible."""
        return 100 * self.possible / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Of the sure links, those that were found."""
        return 100 * self.right / self.sure if self.sure else 0.0

    @property
    def error_rate(self) -> float:
        """The alignment error rate."""
        return 100 - 100 * (self.right + self.possible) / ((self.found + self.sure) or 1)


def read(path: Path = LINKS) -> list[Example]:
    """The examples of a file; its head says how they are written.

    Raises:
        ValueError: a block has no three lines, or a link names a word that is not there or that stands there twice.
    """
    lines = [line for line in path.read_text("utf-8").split("\n") if not line.startswith("#")]
    blocks = [block.split("\n") for block in "\n".join(lines).strip().split("\n\n")]
    return [_example(block) for block in blocks]


def _example(block: list[str]) -> Example:
    if len(block) != 3:  # noqa: PLR2004  # French, English, links
        raise ValueError(f"not three lines: {block}")
    french, english = (_numbers(line) for line in block[:2])
    sure: set[Link] = set()
    possible: set[Link] = set()
    for said in block[2].split(" "):
        sign = "=" if "=" in said else "~"
        left, _, right = said.partition(sign)
        try:
            sources, targets = [french[word] for word in left.split("+")], [english[word] for word in right.split("+")]
        except KeyError as error:
            raise ValueError(f"{said}: no word {error} in “{block[0]}”, or more than one") from error
        possible |= set(product(sources, targets))
        if sign == "=":
            sure |= set(product(sources, targets))
    return Example(block[0], block[1], frozenset(sure), frozenset(possible))


def _numbers(text: str) -> dict[str, int]:
    """The number of each word of a text, by the name that a link gives it: itself, or which of several it is."""
    words = WORD.findall(text)
    counts, seen = Counter(words), Counter[str]()
    numbers = {}
    for number, word in enumerate(words):
        seen[word] += 1
        numbers[word if counts[word] == 1 else f"{word}/{seen[word]}"] = number
    return numbers


def attended(engine: Engine, examples: Sequence[Example], way: Way = "first") -> Iterator[set[Link]]:
    """The engine's links between the words of each example, one at the most for an English word."""
    from bilingual.engines import Job

    jobs = [Job(one.french, tuple(engine.tokenize_target(one.english))) for one in examples]
    (written,) = engine.decode([jobs])
    for one, job, hypothesis in zip(examples, jobs, written, strict=True):
        tokens = engine.tokenize(one.english)  # packages have one tokenizer: it says where the prefix' pieces stand
        if tuple(tokens.pieces) != job.prefix or hypothesis.pieces[: len(job.prefix)] != job.prefix:
            raise ValueError(f"the engine did not write what it was given: {one.english}")
        sources = _words_of(engine.tokenize(one.french).spans, word_spans(one.french))
        linked = [sources[link] if link < len(sources) else None for link in hypothesis.links[: len(job.prefix)]]
        yield set(_word_links(linked, _words_of(tokens.spans, word_spans(one.english)), way))


def _word_links(linked: Sequence[int | None], targets: Sequence[int | None], way: Way) -> Iterator[Link]:
    """Links of words.

    Args:
        linked: for each piece of the target the source word that it attends to.
        targets: the word that it is of.
        way: which pieces of a word are asked.
    """
    for target in sorted({word for word in targets if word is not None}):
        asked = [source for source, word in zip(linked, targets, strict=True) if word == target]
        source = asked[0] if way == "first" else Counter(asked).most_common(1)[0][0]
        if source is not None:
            yield source, target


def _words_of(pieces: Sequence[Span], words: Sequence[Span]) -> list[int | None]:
    """For each piece the number of the word with which it shares most characters; None where it shares none."""
    numbers: list[int | None] = []
    for start, end in pieces:
        shared = [min(end, stop) - max(start, begin) for begin, stop in words]
        most = max(shared, default=0)
        numbers.append(shared.index(most) if most > 0 else None)
    return numbers


def score(examples: Sequence[Example], links: Sequence[set[Link]]) -> Score:
    """The agreement of some links with those of the examples."""
    pairs = list(zip(examples, links, strict=True))
    return Score(
        found=sum(len(found) for _, found in pairs),
        possible=sum(len(found & one.possible) for one, found in pairs),
        right=sum(len(found & one.sure) for one, found in pairs),
        sure=sum(len(one.sure) for one, _ in pairs),
    )


def _show(example: Example, found: set[Link]) -> None:
    """Prints what is not possible of some links, in words."""
    french, english = WORD.findall(example.french), WORD.findall(example.english)
    wrong = sorted(found - example.possible, key=lambda link: link[1])
    print(f"{example.english}\n    {' '.join(f'{french[s]}≠{english[t]}' for s, t in wrong)}")


def main() -> None:
    """Prints a line for each way to link words."""
    from bilingual import engines

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--show", action="store_true", help="the wrong links, too")
    options = parser.parse_args()
    engine, examples = engines.find(options.model), read()
    print(f"{engine.name}, {len(examples)} sentences, {sum(len(one.sure) for one in examples)} sure links")
    print(f"{'':14}{'links':>7}{'precision':>11}{'recall':>8}{'AER':>7}")
    ways: tuple[Way, ...] = ("first", "most")
    for way in ways:
        links = list(attended(engine, examples, way))
        if options.show and way == "first":
            for one, found in zip(examples, links, strict=True):
                _show(one, found)
        got = score(examples, links)
        print(f"{way + ' pieces':14}{got.found:7}{got.precision:11.1f}{got.recall:8.1f}{got.error_rate:7.1f}")


if __name__ == "__main__":
    main()
