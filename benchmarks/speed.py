"""Prints, in one run: our speed against argostranslate's own and against bare CTranslate2, and our peak memory.

    python benchmarks/speed.py [--text FILE] [--sentences 1000] [--rounds 3] [--skip-memory]

All three decode the same sentences, with the same package, beam and length penalty, on the same cores; models are
loaded before the clock starts. Speeds are compared as ratios of medians over rounds taken in turn, since machines are
noisy. What is compared letter by letter is the engine's likeliest text, as the others give it, without our mends.
Headlines in capitals and datelines are left out: there `bilingual` gives the engine another text on purpose.
Sentences come from FILE (one a line), else from the WMT news test set 2012 where the corpora lie beside the
repository, else from our own articles.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpora" / "dev" / "newstest2012.tsv"
BATCHES = (128, 256, 384, 512, 1024)
"""Sizes, in tokens, among which the best one for bare CTranslate2 is looked for."""

PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Prints the peak memory of a command, in kilobytes (bytes on macOS)."""


def sentences(text: Path | None, count: int) -> list[str]:
    """The sentences to translate, `count` of them, all different."""
    from bilingual.capitals import calmed
    from bilingual.datelines import dateline

    path = text or (CORPUS if CORPUS.exists() else None)
    if path:
        lines = dict.fromkeys(line.split("\t")[0].strip() for line in path.read_text(encoding="utf-8").split("\n"))
        found = [line for line in lines if line]
    else:
        found = own_sentences()
    found = [line for line in found if calmed(line, ()) == line and not dateline(line)[1]]
    numbered = [f"{number}. {line}" for number in range(1, count // len(found) + 2) for line in found]
    return (found + numbered)[:count]


def own_sentences() -> list[str]:
    """Those of the sample articles."""
    from bilingual.clean import clean
    from bilingual.read import read, sources
    from bilingual.segment import load_rules, segments

    documents = [clean(read(source)) for source in sources([str(ROOT / "source_fr")])]
    blocks = [block for document in documents for block in document.blocks]
    return list(dict.fromkeys(segment.text for segment in segments(blocks, load_rules())))


class Ours:
    """`bilingual`: everything from text to remembered rendering."""

    def __init__(self, *, whole: bool, mends: bool = True) -> None:
        from bilingual import engines

        self.mends = mends
        self.engine = engines.find("builtin")
        if whole:  # as the others do, who never cut a long sentence at its clauses
            self.engine.max_tokens = 10_000

    def __call__(self, lines: list[str]) -> list[str]:
        """The lines in English."""
        from bilingual.memory import Memory
        from bilingual.translate import Translator

        with closing(Memory(None)) as memory:
            translator = Translator(self.engine, memory, mends=self.mends)
            for _ in translator.prepare(lines):
                pass
            return [translator.rendering(line).text for line in lines]


class Bare:
    """CTranslate2 alone: tokens in, tokens out, everything in one call, in the best of several batch sizes."""

    def __init__(self) -> None:
        import ctranslate2
        import sentencepiece

        from bilingual.packages.builtin import load_builtin

        package = load_builtin()
        cores = len(os.sched_getaffinity(0))
        self.tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(package.path / "sentencepiece.model"))
        self.translator = ctranslate2.Translator(str(package.path / "model"), inter_threads=cores, intra_threads=1)
        self.batch = BATCHES[0]

    def tune(self, lines: list[str]) -> None:
        """Settles on the fastest batch size."""
        taken = {}
        for self.batch in BATCHES:
            taken[self.batch], _ = timed(self, lines)
        self.batch = min(taken, key=taken.__getitem__)

    def __call__(self, lines: list[str]) -> list[str]:
        """The lines in English."""
        tokens = self.tokenizer.encode(lines, out_type=str)
        results = self.translator.translate_batch(
            tokens,
            max_batch_size=self.batch,
            batch_type="tokens",
            beam_size=4,
            length_penalty=0.2,
            replace_unknowns=True,
            return_scores=True,
        )
        return [self.tokenizer.decode(result.hypotheses[0]).replace("▁", " ") for result in results]


class ArgosItself:
    """`argostranslate.translate`, given our split: a line is a sentence."""

    def __init__(self, folder: Path) -> None:
        from bilingual.packages import builtin, unpack

        record = builtin.record()
        packages = folder / "packages"
        stage = packages / "translate-fr_en"
        stage.mkdir(parents=True)
        with record.archive.open("rb") as file:
            unpack.extract(file, str(record.archive), stage)
        os.environ |= {"ARGOS_PACKAGES_DIR": str(packages), "XDG_DATA_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
        import argostranslate.sbd
        import argostranslate.translate

        argostranslate.sbd.MiniSBDSentencizer.split_sentences = lambda _self, text: [text]  # it would download a model
        self.translation = argostranslate.translate.get_translation_from_codes("fr", "en")

    def __call__(self, lines: list[str]) -> list[str]:
        """The lines in English."""
        translated: str = self.translation.translate("\n".join(lines))
        return translated.split("\n")


def timed(run: Callable[[list[str]], list[str]], lines: list[str]) -> tuple[float, list[str]]:
    """Seconds, and what came out."""
    start = time.perf_counter()
    out = run(lines)
    return time.perf_counter() - start, out


def same(ours: list[str], theirs: list[str]) -> tuple[int, int]:
    """How many outputs are letter by letter the same, and how many but for underscores, which Argos turns to spaces."""
    strict = sum(a == b for a, b in zip(ours, theirs, strict=True))
    loose = sum(" ".join(a.replace("_", " ").split()) == " ".join(b.split()) for a, b in zip(ours, theirs, strict=True))
    return strict, loose


def speed(lines: list[str], rounds: int) -> None:
    """Prints the speed table."""
    words = sum(len(line.split()) for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        ours, whole, bare, argos = Ours(whole=False), Ours(whole=True), Bare(), ArgosItself(Path(folder))
        for run in (ours, whole, bare, argos):
            run(lines[:20])  # loads the models
        bare.tune(lines)
        taken: dict[str, list[float]] = {"ours": [], "whole": [], "bare": []}
        for _ in range(rounds):
            for name, run in (("ours", ours), ("whole", whole), ("bare", bare)):
                taken[name].append(timed(run, lines)[0])
        argos_seconds, argos_out = timed(argos, lines)
        again, _ = timed(ours, lines)
        written = Ours(whole=True, mends=False)(lines)
    taken["ours"].append(again)
    strict, loose = same(written, argos_out)
    print(f"\n{len(lines):,} sentences, {words:,} words, {len(os.sched_getaffinity(0))} cores, beam 4")
    print(f"{'':34}{'seconds':>9}{'sentences/s':>13}{'words/s':>9}")
    for label, seconds in (
        ("bilingual", median(taken["ours"])),
        ("bilingual, long sentences uncut", median(taken["whole"])),
        (f"bare CTranslate2, {bare.batch} tokens a batch", median(taken["bare"])),
        ("argostranslate", argos_seconds),
    ):
        print(f"{label:34}{seconds:9.2f}{len(lines) / seconds:13.1f}{words / seconds:9.0f}")
    print(f"bilingual : argostranslate     {argos_seconds / median(taken['ours']):.1f} × (floor 10)")
    print(f"bilingual : bare CTranslate2   {median(taken['bare']) / median(taken['whole']):.2f} × (floor 0.85)")
    print(
        f"same output as argostranslate  {100 * strict / len(lines):.1f} %, but for underscores"
        f" {100 * loose / len(lines):.1f} % (floor 99)"
    )


def peak(megabytes: int, lines: list[str]) -> float:
    """Peak memory, in MB, of `bilingual translate` on a text of so many megabytes.

    The text is made of the sentences in numbered paragraphs, so that it is written and checked in full, while a
    sentence that recurs is decoded once.
    """
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "long.txt"
        with article.open("w", encoding="utf-8") as file:
            number = 0
            while file.tell() < megabytes * 1_000_000:
                start = number * 7 % len(lines)
                file.write(" ".join([f"Numéro {number}.", *lines[start : start + 5]]) + "\n\n")
                number += 1
        options = ["-o", folder, "--no-memory", "--model", "builtin", "--no-glossary"]
        command = [sys.executable, "-m", "bilingual", "translate", str(article), *options]
        # a process of its own starts the command: a child's peak counts what its parent held when it was started
        starter = [sys.executable, "-I", "-c", PEAK, *command]
        done = subprocess.run(starter, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"bilingual translate failed on {megabytes} MB: {done.stderr}")
        return int(done.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--sentences", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--skip-memory", action="store_true")
    options = parser.parse_args()
    lines = sentences(options.text, options.sentences)
    speed(lines, options.rounds)
    if not options.skip_memory:
        small, large = peak(1, lines), peak(10, lines)
        print("peak memory of the command, on a text of")
        print(f"1 MB: {small:.0f} MB, 10 MB: {large:.0f} MB: {large / small:.2f} × (ceiling 1.3)")


if __name__ == "__main__":
    main()
