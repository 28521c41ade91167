"""Measures the segmenter and its peers: boundaries found, characters altered, speed.

`python benchmarks/segment.py` measures ours; `--peers PYTHON` those as well that are installed beside that interpreter
(`make bench-segment` sees to it); `--scale` the speed on one text of 1, 10 and 100 MB.

Precision, recall and F1 are over the boundaries inside a paragraph, as positions in non-space characters. The texts are
our own press set and, where they lie beside the repository, those of `../shared/corpora/README.md`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from bilingual.segment import load_rules, spans

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT.parent / "shared" / "corpora" / "dev"
PRESS = ROOT / "tests" / "data" / "press.fr.txt"
PEERS = ("pysbd", "sentencex", "spacy", "sentence_splitter", "blingfire")
TIMED_BYTES = 4_000_000
SCALES = (1, 10, 100)
"""10^6 bytes."""


class Paragraph(NamedTuple):
    """What a segmenter is given, and what it should find in it."""

    text: str
    sentences: list[str]


class Score(NamedTuple):
    """Boundaries found right, found wrong and missed, and paragraphs whose characters are not what they were."""

    right: int
    wrong: int
    missed: int
    altered: int = 0

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


def measuring_texts() -> dict[str, list[Paragraph]]:
    """Our press set and, where they are, the shared texts, by name."""
    files = {"press set": PRESS, **{path.stem: path for path in sorted(CORPORA.glob("segment-*.txt"))}}
    return {name: read_paragraphs(path) for name, path in files.items()}


def read_paragraphs(path: Path) -> list[Paragraph]:
    """The paragraphs of a measuring text: a sentence a line, remarks behind `# `, `+` where no space stands between."""
    parts = ([line for line in part.split("\n") if _counts(line)] for part in path.read_text("utf-8").split("\n\n"))
    return [_paragraph(lines, glued=path == PRESS) for lines in parts if lines]


def ours(texts: list[str]) -> list[list[str]]:
    """The sentences that we find in each text."""
    rules = load_rules("fr")
    return [[text[start:end] for start, end in spans(text, rules)] for text in texts]


def score(paragraphs: list[Paragraph], found: list[list[str]]) -> Score:
    """How well the sentences found are those of the paragraphs."""
    right = wrong = missed = altered = 0
    for paragraph, sentences in zip(paragraphs, found, strict=True):
        got, wanted = _boundaries(sentences), _boundaries(paragraph.sentences)
        right, wrong, missed = right + len(got & wanted), wrong + len(got - wanted), missed + len(wanted - got)
        altered += "".join("".join(sentences).split()) != "".join(paragraph.text.split())
    return Score(right, wrong, missed, altered)


def megabytes_per_second(texts: list[str], least: int = TIMED_BYTES) -> float:
    """Our speed on one core, in 10^6 bytes of UTF-8 a second of processor time."""
    rules = load_rules("fr")
    once = sum(len(text.encode()) for text in texts)
    rounds = -(-least // once)
    begun = time.process_time()
    for _ in range(rounds):
        for text in texts:
            for _span in spans(text, rules):
                pass
    return rounds * once / 1e6 / (time.process_time() - begun)


def run_peer(python: Path, name: str, texts: list[str]) -> tuple[list[list[str]], int, float]:
    """What a peer finds in each text, how many of them took it too long, and its speed."""
    command = [str(python), str(ROOT / "benchmarks" / "segment_peers.py"), name]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return told["sentences"], told["late"], told["speed"]


def _counts(line: str) -> bool:
    return bool(line.strip()) and line != "#" and not line.startswith("# ")


def _paragraph(lines: list[str], *, glued: bool) -> Paragraph:
    text, sentences = "", []
    for line in lines:
        joined = glued and line.startswith("+")
        sentence = line[1:] if joined else line
        text += sentence if joined or not text else " " + sentence
        sentences.append(sentence.strip())
    return Paragraph(text, sentences)


def _boundaries(sentences: list[str]) -> set[int]:
    ends, end = [], 0
    for sentence in sentences:
        end += len("".join(sentence.split()))
        ends.append(end)
    return set(ends[:-1])


def _row(name: str, scores: list[Score], speed: float, late: int = 0) -> str:
    figures = [f"{one.precision:.1f} / {one.recall:.1f} / **{one.f1:.2f}**" for one in scores]
    altered = sum(one.altered for one in scores)
    return f"| {name} | " + " | ".join(figures) + f" | {altered} | {late} | {speed:.2f} |"


def _table(texts: dict[str, list[Paragraph]], python: Path | None) -> None:
    counts = [f"{name}, {sum(len(p.sentences) for p in texts[name])} sentences" for name in texts]
    print("| precision / recall / F1 | " + " | ".join(counts) + " | altered | too slow | MB/s |")
    print("|---" * (len(texts) + 4) + "|")
    inputs = [paragraph.text for paragraphs in texts.values() for paragraph in paragraphs]
    print(_row("`bilingual`", _scores(texts, ours(inputs)), megabytes_per_second(inputs)))
    if python is None:
        return
    for name in PEERS:
        found, late, speed = run_peer(python, name, inputs)
        print(_row(name.replace("_", "-"), _scores(texts, found), speed, late))


def _scores(texts: dict[str, list[Paragraph]], found: list[list[str]]) -> list[Score]:
    scores, start = [], 0
    for paragraphs in texts.values():
        scores.append(score(paragraphs, found[start : start + len(paragraphs)]))
        start += len(paragraphs)
    return scores


def _scale(texts: dict[str, list[Paragraph]]) -> None:
    once = " ".join(paragraph.text for paragraphs in texts.values() for paragraph in paragraphs) + " "
    for size in SCALES:
        text = once * (size * 1_000_000 // len(once.encode()) + 1)
        print(f"{size} MB as one text: {megabytes_per_second([text], least=1):.1f} MB/s")


def main() -> None:
    """Print the table, and the speeds where they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, metavar="PYTHON", help="interpreter beside which the peers are installed")
    parser.add_argument("--scale", action="store_true", help="measure the speed on one text of 1, 10 and 100 MB")
    asked = parser.parse_args()
    texts = measuring_texts()
    _table(texts, asked.peers)
    if asked.scale:
        _scale(texts)


if __name__ == "__main__":
    main()
