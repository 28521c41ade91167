"""Prints, in one run: what a memory of 100,000 approved pairs costs a translation, and what its index misses.

    python benchmarks/memory.py [--pairs 100000] [--asked 300] [--rounds 3]

The pairs come from a grammar of a few hundred words that says the same things over and over, which is the hardest case
for an index; where the corpora lie beside the repository, real sentences are measured as well. What is asked is the
memory's own sentences with one to five words changed, left out or put in, compared with a search through everything
(brute force) with the same measure. The share of the translation time is that of the sample articles' segments, and of
the news test set 2012 where it is there: look-up with opening the file, against `bilingual`'s decoding of the same.
"""

from __future__ import annotations

import argparse
import lzma
import random
import tempfile
import time
import tomllib
from contextlib import closing
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from speed import CORPUS, own_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bilingual.types import Match

ROOT = Path(__file__).resolve().parents[1]
TRAIN = ROOT.parent / "shared" / "corpora" / "train"
GRAMMAR = Path(__file__).parent / "memory.toml"
SEED = 20_191_029
EACH = 8_000
"""Sentences of a file of the corpora, at the most."""
LENGTHS = range(40, 400)
"""Characters of a sentence."""
FLOOR = 75.0
SAMPLE = 400
"""Sentences of the news test set."""


def made(count: int, chance: random.Random) -> list[tuple[str, str]]:
    """Different sentences of the grammar, with something for a target."""
    grammar: dict[str, list[str]] = tomllib.loads(GRAMMAR.read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    while len(found) < count:
        words = ["sentence"]
        while names := [place for place, word in enumerate(words) if word in grammar]:
            words[names[0] : names[0] + 1] = chance.choice(grammar[words[names[0]]]).split()
        text = " ".join(words).replace(" ,", ",")
        found[f"{text[0].upper()}{text[1:]}."] = f"[{text}]"
    return list(found.items())


def real(count: int) -> list[tuple[str, str]]:
    """Sentences of the corpora with their translations; none where they are not there."""
    found: dict[str, str] = {}
    for path in sorted(TRAIN.glob("*.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            rows = (line.rstrip("\n").split("\t")[:2] for line in lines)
            found |= dict(islice((row for row in rows if len(row[0]) in LENGTHS), EACH))  # type: ignore[arg-type]
        if len(found) >= count:
            break
    return list(found.items())[:count]


def changed(text: str, words: list[str], chance: random.Random) -> str:
    """The text with one to five of its words replaced, inflected, left out, or another put before them."""
    said = text.split()
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(said))
        how = chance.random()
        if how < 0.2 and len(said) > 3:  # noqa: PLR2004
            del said[place]
        elif how < 0.4:  # noqa: PLR2004
            said.insert(place, chance.choice(words))
        else:
            said[place] = chance.choice(words) if how < 0.8 else f"{said[place]}s"  # noqa: PLR2004
    return " ".join(said)


def seconds(run: Callable[[], object], rounds: int) -> float:
    """The median of some rounds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return median(taken)


def looked_up(path: Path, texts: list[str]) -> list[tuple[Match, ...]]:
    """What `translate` asks of the memory, the file opened for it."""
    from bilingual.memory import Memory

    with closing(Memory(path)) as memory:
        memory.exact(texts)
        return memory.near(texts, floor=FLOOR)


def exhaustive(rows: list[tuple[int, str, str]], texts: list[str]) -> list[float]:
    """By brute force, each text's best score; 0 where none reaches the floor."""
    from bilingual.memory.likeness import ranked, words

    best = (ranked(text, words(text), (row for row in rows if row[1] != text), FLOOR)[:1] for text in texts)
    return [found[0][0] if found else 0.0 for found in best]


def recalls(found: list[tuple[Match, ...]], truth: list[float]) -> Iterator[str]:
    """How often the best match there is was found, by how good it is."""
    for low, high in ((75, 80), (80, 90), (90, 101)):
        ours = [
            (one[0].score if one else 0.0, best) for one, best in zip(found, truth, strict=True) if low <= best < high
        ]
        hits = sum(score >= best - 1e-9 for score, best in ours)
        yield f"{low}–{min(high, 100)}: {hits}/{len(ours)}"


def measure(name: str, pairs: list[tuple[str, str]], options: argparse.Namespace, chance: random.Random) -> None:
    """Prints what a memory of these pairs does."""
    from bilingual.memory import Approved, Memory
    from bilingual.memory.likeness import words

    vocabulary = [word for text, _ in pairs[::50] for word in text.split()]
    asked = [changed(chance.choice(pairs)[0], vocabulary, chance) for _ in range(options.asked)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.sqlite"
        start, busy = time.perf_counter(), time.process_time()
        with closing(Memory(path)) as memory:
            memory.learn(Approved(source, target, name, str(n)) for n, (source, target) in enumerate(pairs))
        learnt, busy = time.perf_counter() - start, time.process_time() - busy
        print(
            f"\n{name}: {len(pairs):,} pairs, {sum(len(one.split()) for one, _ in pairs) / len(pairs):.1f} words each"
        )
        print(f"learnt in {learnt:.1f} s ({busy:.1f} s of processor time), {path.stat().st_size / 1e6:.0f} MB")
        rows = [(n, source, words(source)) for n, (source, _) in enumerate(pairs)]
        start = time.perf_counter()
        truth = exhaustive(rows, asked)
        brute = (time.perf_counter() - start) / len(asked)
        near = seconds(lambda: looked_up(path, asked), options.rounds) / len(asked)
        print(f"look-up {1000 * near:.2f} ms a sentence, brute force {1000 * brute:.1f} ms: {brute / near:.0f} ×")
        print(f"best match found, by its score: {', '.join(recalls(looked_up(path, asked), truth))}")
        shares(path, options.rounds)


def shares(path: Path, rounds: int) -> None:
    """Prints what the look-up adds to the translation of articles."""
    from speed import Ours

    texts = {"sample articles": own_sentences()}
    if CORPUS.exists():
        lines = CORPUS.read_text(encoding="utf-8").split("\n")
        texts["newstest2012"] = [line.split("\t")[0] for line in lines if line][:SAMPLE]
    ours = Ours(whole=False)
    ours(["Bonjour."])  # loads the model
    for name, sentences in texts.items():
        translating = seconds(lambda some=sentences: ours(some), rounds)  # type: ignore[misc]
        looking = seconds(lambda some=sentences: looked_up(path, some), rounds)  # type: ignore[misc]
        share = f"{100 * looking / translating:.1f} % (ceiling 10)"
        print(f"{name}: {len(sentences)} segments, {translating:.2f} s to translate, look-up adds {share}")


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    chance = random.Random(SEED)  # noqa: S311  # no secret
    measure("grammar", made(options.pairs, chance), options, chance)
    if TRAIN.exists():
        measure("corpora", real(options.pairs), options, chance)


if __name__ == "__main__":
    main()
