"""Prints, in one run: which share of translating texts it takes to check them, in a process and by `bilingual check`.

    python benchmarks/check.py [--pairs 10000] [--lot 500] [--lots 8] [--rounds 3]

The pairs are those of the news test sets where the corpora lie beside the repository, else the sample articles'
sentences with themselves for a translation; they are repeated, numbered, up to the number asked for. Machines are
noisy: in a process, lots of the sources are translated with the built-in package on all cores and what came out is
checked, in turn, with its doubt, and the median of the shares counts. Each format is checked by the real command,
start included, the best of some rounds, and compared with the median time to translate, scaled by words.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from bilingual import confidence, engines
from bilingual.checks import findings
from bilingual.exchange import units
from bilingual.memory import Memory
from bilingual.translate import Translator
from bilingual.types import Block, Pair, Segment
from speed import CORPUS, own_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.pinning import Rendering

    Pairs = list[tuple[str, str]]

CEILING = 5
"""Per cent of the time to translate the same."""


def pairs(count: int) -> Pairs:
    """So many pairs, all different."""
    files = sorted(CORPUS.parent.glob("newstest*.tsv"))
    rows = [line.split("\t") for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    found = [(row[0], row[1]) for row in rows] or [(text, text) for text in own_sentences()]
    numbered = ((f"{n}. {one}", f"{n}. {other}") for n in range(1, count) for one, other in found)
    return [*found, *islice(numbered, max(0, count - len(found)))][:count]


def po(found: Pairs) -> Iterator[str]:
    """A catalogue."""
    for source, target in found:
        one, other = (text.replace("\\", "\\\\").replace('"', '\\"') for text in (source, target))
        yield f'msgid "{one}"\nmsgstr "{other}"\n\n'


def xlf(found: Pairs) -> Iterator[str]:
    """An XLIFF 2.1."""
    yield '<xliff version="2.1" srcLang="fr" trgLang="en" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">\n'
    for number, (source, target) in enumerate(found):
        texts = f"<source>{escape(source)}</source><target>{escape(target)}</target>"
        yield f'<unit id="{number}"><segment>{texts}</segment></unit>\n'
    yield "</file></xliff>\n"


def tmx(found: Pairs) -> Iterator[str]:
    """A TMX 1.4."""
    yield '<tmx version="1.4"><header srclang="fr"/><body>\n'
    for pair in found:
        sides = zip(("fr", "en"), map(escape, pair), strict=True)
        yield "<tu>" + "".join(f'<tuv xml:lang="{name}"><seg>{text}</seg></tuv>' for name, text in sides) + "</tu>\n"
    yield "</body></tmx>\n"


class Lot(NamedTuple):
    """Some sentences that were translated and checked."""

    words: int
    translating: float
    """Seconds."""
    checking: float


def lots(found: Pairs, size: int, count: int) -> Iterator[Lot]:
    """So many lots of sources, translated and checked in turn, in this process."""
    engine = engines.find("builtin")
    texts = [source for source, _target in found][:: max(1, len(found) // (size * count))]
    for number in range(-1, count):  # the first loads what is loaded once
        some = texts[max(0, number) * size :][:size]
        with closing(Memory(None)) as memory:
            translator = Translator(engine, memory)
            start = time.perf_counter()
            for _ in translator.prepare(some):
                pass
            pairs = [_pair(text, translator.rendering(text)) for text in some]
            translated = time.perf_counter()
            for pair in pairs:
                confidence.doubt(replace(pair, findings=findings(pair)))
            checked = time.perf_counter()
        if number >= 0:
            yield Lot(sum(len(text.split()) for text in some), translated - start, checked - translated)


def _pair(text: str, made: Rendering) -> Pair:
    segment = Segment(Block(text), 0, len(text), "")
    return Pair(segment, made.text, score=made.score, words=made.words, alternatives=made.others)


def reading(path: Path) -> float:
    """Seconds to read a file."""
    start = time.perf_counter()
    for _unit in units(path):
        pass
    return time.perf_counter() - start


def checking(path: Path) -> float:
    """Seconds of the command."""
    start = time.perf_counter()
    call = [sys.executable, "-m", "bilingual", "check", path, "--no-glossary", "--fail-on", "never"]
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--lot", type=int, default=500)
    parser.add_argument("--lots", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    found = pairs(options.pairs)
    words = sum(len(source.split()) for source, _target in found)
    done = list(lots(found, options.lot, options.lots))
    shares = sorted(100 * lot.checking / lot.translating for lot in done)
    print(f"checking what was translated, of translating: {median(shares):.1f} % (ceiling {CEILING})")
    print(f"{len(done)} lots of {options.lot}: {shares[0]:.1f} to {shares[-1]:.1f} %")
    whole = words * median(lot.translating / lot.words for lot in done)
    print(f"\n{len(found):,} pairs, {words:,} words; to translate them: {whole:.1f} s ({words / whole:,.0f} words/s)")
    print("| format | reading, s | whole command, s | of translating |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for write in (po, xlf, tmx):
            path = Path(folder) / f"pairs.{write.__name__}"
            path.write_text("".join(write(found)), encoding="utf-8")
            read = min(reading(path) for _ in range(options.rounds))
            run = min(checking(path) for _ in range(options.rounds))
            share = f"{100 * run / whole:.1f} % (ceiling {CEILING})"
            print(f"| {write.__name__} | {read:.2f} | {run:.2f} | {share} |")


if __name__ == "__main__":
    main()
