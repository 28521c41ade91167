"""Makes French for English text: `python -m training.backtranslate PACKAGE OUT.tsv MONO… [--minutes M] [--seed S]`.

PACKAGE is an English → French one: `export.py --reverse` makes it of weights trained on pairs that `encode.py
--reverse` turned round. OUT has lines of French, tab, English, and becomes the last text of the pairs; a call goes on
behind what it holds already. MONO are texts with one English sentence a line, plain or `.xz`, taken in an order
that the seed fixes.

Sennrich et al. 2016 (arXiv:1511.06709); the best of a beam rather than samples, which Edunov et al. 2018
(arXiv:1808.09381) find better where little parallel text is at hand.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
import zipfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.files import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LENGTHS = range(20, 500)
"""Characters of a sentence that is worth it."""
RATIO = (0.5, 2.0)
"""Characters of the French to those of the English, a few added to both; outside something went wrong."""
BATCH = 2_000
"""Sentences between two looks at the clock."""


class Reverse:
    """An English → French package, loaded."""

    def __init__(self, package: Path, beam: int) -> None:
        import ctranslate2
        import sentencepiece

        self._beam = beam
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(package) as archive:
            archive.extractall(folder)
            root = next(Path(folder).iterdir())
            self._pieces: Any = sentencepiece.SentencePieceProcessor(model_file=str(root / "sentencepiece.model"))
            self._model: Any = ctranslate2.Translator(str(root / "model"), compute_type="int8")

    def __call__(self, sentences: Sequence[str]) -> list[str]:
        """The sentences in French."""
        results = self._model.translate_batch(
            self._pieces.encode(list(sentences), out_type=str),
            beam_size=self._beam,
            max_batch_size=4096,
            batch_type="tokens",
            max_decoding_length=250,
        )
        return [self._pieces.decode(result.hypotheses[0]) for result in results]


def sentences(texts: Iterable[Path], seed: int) -> Iterator[str]:
    """The sentences of some texts that are worth it, each once, mixed."""
    every = sorted({line.strip() for text in texts for line in lines(text)})
    random.Random(seed).shuffle(every)  # noqa: S311  # an order, not a secret
    return (line for line in every if len(line) in LENGTHS and "\t" not in line)


def fits(french: str, english: str) -> bool:
    """Whether lengths are such as those of translations."""
    return RATIO[0] < (len(french) + 5) / (len(english) + 5) < RATIO[1]


def backtranslate(reverse: Reverse, out: Path, texts: Sequence[Path], minutes: float, seed: int) -> int:
    """Adds pairs to a file until the time or the text is used up; how many it has then."""
    end = time.monotonic() + 60 * minutes
    _drop_half_a_line(out)
    done = {line.split("\t")[1] for line in lines(out) if line.count("\t") == 1} if out.exists() else set()
    waiting = (line for line in sentences(texts, seed) if line not in done)
    count = len(done)
    with out.open("a", encoding="utf-8") as file:
        while time.monotonic() < end and (some := list(islice(waiting, BATCH))):
            pairs = [
                (french, english) for french, english in zip(reverse(some), some, strict=True) if fits(french, english)
            ]
            file.writelines(f"{french}\t{english}\n" for french, english in pairs)
            file.flush()
            count += len(pairs)
            print(f"{time.strftime('%H:%M:%S', time.gmtime())} {count} pairs", flush=True)
    return count


def _drop_half_a_line(out: Path) -> None:
    """Cuts off what a call that was killed left behind the last whole line."""
    if out.exists() and (whole := out.read_bytes().rfind(b"\n") + 1) != out.stat().st_size:
        with out.open("rb+") as file:
            file.truncate(whole)


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the program."""
    parser = argparse.ArgumentParser(prog="training.backtranslate", description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    count = backtranslate(
        Reverse(options.package, options.beam), options.out, options.texts, options.minutes, options.seed
    )
    print(f"{options.out.name}: {count} pairs")


if __name__ == "__main__":
    main()
