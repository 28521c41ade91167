"""Counts a dictionary for the checks: `python -m training.dictionary WORK OUT`.

Reads `WORK/pairs.tsv` and `WORK/links.txt` (see `align.py`), and writes `OUT`, which `src/bilingual/dictionary.py`
reads and describes. A pair of words is kept if it was linked `LEAST` times, in `SHARE` of the links of the rarer of the
two, and stands there e times likelier than by chance; the weights are natural logarithms of that, rounded.
"""

from __future__ import annotations

import argparse
import lzma
import math
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.dictionary import key
from training import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEAST, SHARE = 3, 0.003
OFTEN = 10
"""How often a word stands somewhere if the share without a partner is believed."""
UNKNOWN = 2
"""Tenths without a partner where that is not known."""
FARTHEST = 15
_PART = re.compile(r"[^\W\d_]+")


class Counts:
    """How often words stand there, are linked, and are linked with one another; all by key."""

    def __init__(self, pairs: Iterable[tuple[str, str, str]]) -> None:
        """Counts pairs of sentences with their links."""
        linked: Counter[tuple[str, str]] = Counter()
        seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for french, english, links in pairs:
            here, there = words.split(french), words.split(english)
            seen[0].update(here)
            seen[1].update(there)
            for link in links.split():
                i, _, j = link.partition("-")
                linked[here[int(i)], there[int(j)]] += 1
        self.seen = tuple(_by_key(one) for one in seen)
        self.together: Counter[tuple[str, str]] = Counter()
        for (one, other), count in linked.items():
            for a in _PART.findall(one):
                for b in _PART.findall(other):
                    self.together[key(a), key(b)] += count
        self.linked: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for (a, b), count in self.together.items():
            self.linked[0][a] += count
            self.linked[1][b] += count
        self.total = self.together.total()

    def alone(self, side: int, word: str) -> int:
        """Tenths of its places where a word has no partner."""
        seen = self.seen[side][word]
        return round(9 * max(0.0, 1 - self.linked[side][word] / seen)) if seen >= OFTEN else UNKNOWN

    def weight(self, french: str, english: str) -> int:
        """The log of how many times likelier two words are linked than by chance; 0 where it is not to be kept."""
        count, one, other = self.together[french, english], self.linked[0][french], self.linked[1][english]
        if count < max(LEAST, SHARE * min(one, other)):
            return 0
        return max(0, min(FARTHEST, round(math.log(count * self.total / (one * other)))))


def lines(counts: Counts) -> Iterator[str]:
    """The dictionary, sorted."""
    total: dict[str, list[str]] = {}
    english = set()
    for one, other in sorted(counts.together):
        if weight := counts.weight(one, other):
            total.setdefault(one, []).append(other + chr(ord("a") + weight))
            english.add(other)
    for word, partners in total.items():
        yield f"{word}\t{counts.alone(0, word)}\t{' '.join(partners)}"
    for word in sorted(english):
        if (alone := counts.alone(1, word)) != UNKNOWN:
            yield f"\t{alone}\t{word}"


def read(work: Path) -> Iterator[tuple[str, str, str]]:
    """The pairs that have links."""
    with (work / "pairs.tsv").open(encoding="utf-8") as pairs, (work / "links.txt").open(encoding="utf-8") as links:
        for pair, line in zip(pairs, links, strict=True):
            if line.strip():
                french, english = pair.rstrip("\n").split("\t")[-2:]
                yield french, english, line


def _by_key(seen: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in seen.items():
        for part in _PART.findall(word):
            found[key(part)] += count
    return found


def main() -> None:
    """Write the dictionary."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    written = "".join(f"{line}\n" for line in lines(Counts(read(arguments.work)))).encode()
    arguments.out.write_bytes(lzma.compress(written, preset=9 | lzma.PRESET_EXTREME))
    print(arguments.out, len(written.splitlines()), "lines")


if __name__ == "__main__":
    main()
