"""Measures what is gained by keeping the better of the engine's proposals: `python benchmarks/retries.py [--show N]`.

Translates newstest2012, by which the rule of `src/bilingual/retries.py` was found, and newstest2013, on which it had no
influence, with the built-in model: as decoded, and with the rule. Counts what stands in the place of the likeliest
text, the findings graver than style, and chrF and BLEU against the human translations; `better` and `worse` are the
sentences whose chrF rose and fell.
"""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bilingual import engines
from bilingual.figures import mend
from bilingual.memory import Memory
from bilingual.translate import Translator
from gates import alarms, pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.engines import Engine
    from bilingual.types import Pair

AT_ONCE = 2_000


class Way(NamedTuple):
    """A test set, translated in one way."""

    texts: list[str]
    others: list[bool]
    """Whether another text stands in the place of the likeliest."""


def translated(engine: Engine, sources: Sequence[str], *, mends: bool) -> Way:
    """A test set with the rule, or without any mends."""
    made = []
    with closing(Memory(None)) as memory:
        translator = Translator(engine, memory, mends=mends)
        for start in range(0, len(sources), AT_ONCE):
            some = sources[start : start + AT_ONCE]
            for _ in translator.prepare(some):
                pass
            made += [translator.rendering(text) for text in some]
    # figures are mended either way, so that the rule alone makes the difference
    texts = [mend.mended(source, one.text)[0] for source, one in zip(sources, made, strict=True)]
    return Way(texts, [one.instead is not None for one in made])


def compared(name: str, references: Sequence[Pair], before: Way, after: Way, show: int) -> None:
    """Print what the rule does to a test set."""
    from sacrebleu import BLEU, CHRF

    right = [one.target for one in references]
    for label, way in (("likeliest text", before), ("by the rule", after)):
        found = [alarms(replace(one, target=text)) for one, text in zip(references, way.texts, strict=True)]
        chrf, bleu = (metric.corpus_score(way.texts, [right]).score for metric in (CHRF(), BLEU()))
        told = sum(map(bool, found))
        print(f"| {name} | {label} | {told} | {sum(map(len, found))} | {chrf:.2f} | {bleu:.2f} |")
    chrf = CHRF()
    both = zip(references, before.texts, after.texts, strict=True)
    changed = [(one, old, new) for one, old, new in both if old != new]
    gains = [
        chrf.sentence_score(new, [one.target]).score - chrf.sentence_score(old, [one.target]).score
        for one, old, new in changed
    ]
    better, worse = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
    asked, mean = sum(after.others), sum(gains) / (len(gains) or 1)
    print(f"{name}: {asked} second texts; {better} better, {worse} worse, by {mean:+.1f} chrF on average")
    for one, old, new in changed[:show]:
        print(f"  {one.source.text}\n    {old}\n    {new}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print so many second texts in full")
    options = parser.parse_args()
    engine = engines.find("builtin")
    print("| test set | text kept | sentences with findings | findings | chrF | BLEU |\n|---|---|---|---|---|---|")
    for name in ("newstest2012", "newstest2013"):
        references = pairs(name)
        sources = [one.source.text for one in references]
        before, after = (translated(engine, sources, mends=mends) for mends in (False, True))
        compared(name, references, before, after, options.show)


if __name__ == "__main__":
    main()
