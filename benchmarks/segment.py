"""Measures the segmenter: boundary F1 on the shared measuring texts where they are, and its speed.

Run as `python benchmarks/segment.py`. The F1 is over positions in non-space characters of the boundaries inside a
paragraph; the input is the paragraph's lines joined by one space (`../shared/corpora/README.md`).
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from bilingual.segment import load_rules, spans

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT.parent / "shared" / "corpora" / "dev"
CASES = ROOT / "tests" / "data" / "segment.fr.txt"
TIMED_BYTES = 4_000_000


class Score(NamedTuple):
    """Boundaries found right, found wrong and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """In per cent; 100 where nothing was found."""
        return 100 * self.right / ((self.right + self.wrong) or 1) if self.right or self.wrong else 100.0

    @property
    def recall(self) -> float:
        """In per cent; 100 where nothing was to be found."""
        return 100 * self.right / ((self.right + self.missed) or 1) if self.right or self.missed else 100.0

    @property
    def f1(self) -> float:
        """In per cent."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_paragraphs(path: Path) -> list[list[str]]:
    """The paragraphs of a measuring text, each a list of sentences."""
    return [paragraph.split("\n") for paragraph in path.read_text("utf-8").strip().split("\n\n")]


def boundary_f1(paragraphs: list[list[str]]) -> Score:
    """How well the segmenter finds the boundaries inside the paragraphs."""
    rules = load_rules("fr")
    right = wrong = missed = 0
    for paragraph in paragraphs:
        text = " ".join(paragraph)
        found = _boundaries([text[start:end] for start, end in spans(text, rules)])
        wanted = _boundaries(paragraph)
        right, wrong, missed = right + len(found & wanted), wrong + len(found - wanted), missed + len(wanted - found)
    return Score(right, wrong, missed)


def megabytes_per_second(texts: list[str]) -> float:
    """Speed on one core, in 10^6 bytes of UTF-8 a second of processor time."""
    rules = load_rules("fr")
    once = sum(len(text.encode()) for text in texts)
    rounds = TIMED_BYTES // once + 1
    begun = time.process_time()
    for _ in range(rounds):
        for text in texts:
            for _span in spans(text, rules):
                pass
    return rounds * once / 1e6 / (time.process_time() - begun)


def _boundaries(sentences: list[str]) -> set[int]:
    ends, end = [], 0
    for sentence in sentences:
        end += len("".join(sentence.split()))
        ends.append(end)
    return set(ends[:-1])


def _own_texts() -> list[str]:
    """The inputs of our own test cases, for whoever has no corpora."""
    return [part.split("\n")[1] for part in CASES.read_text("utf-8").split("\n=== ")[1:]]


def main() -> None:
    """Print a line a text, and the speed."""
    texts = []
    for path in sorted(CORPORA.glob("segment-*.txt")):
        paragraphs = read_paragraphs(path)
        score = boundary_f1(paragraphs)
        print(f"{path.stem}: precision {score.precision:.2f}, recall {score.recall:.2f}, F1 {score.f1:.2f}")
        texts += [" ".join(paragraph) for paragraph in paragraphs]
    print(f"speed: {megabytes_per_second(texts or _own_texts()):.1f} MB/s")


if __name__ == "__main__":
    main()
