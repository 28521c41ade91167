"""Measures the checks of figures on texts with human translations: false alarms, seeded errors found, and speed.

Run as `python benchmarks/figures.py`, with `--show 30` for alarms in full. Alarms are those on human translations: most
are real differences between the two texts, so the share is an upper bound of what is falsely alarmed. The rules were
made on newstest2012, and corrected after looking at the alarms of newstest2013 (0.90 % at the first look) and of
newsdiscussdev2015 (0.40 %); only tatoeba-2000 changed nothing. An error is seeded into a pair of newstest2012 without
an alarm, and counts as flagged if any of the checks, that of style included, has something new to say of the pair.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.checks.figures import impossible, style, wrong
from bilingual.figures.reading import found
from bilingual.types import Block, Pair, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bilingual.types import Finding

DEV = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "dev"
CHECKS = (wrong, impossible, style)
SEEDED = 500
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def pairs(path: Path) -> list[Pair]:
    """The lines of a file, source TAB target, as pairs."""
    rows = (line.split("\t")[:2] for line in path.read_text("utf-8").splitlines())
    return [Pair(Segment(Block(source), 0, len(source), str(n)), target) for n, (source, target) in enumerate(rows, 1)]


def alarms(tested: Iterable[Pair]) -> Iterator[tuple[Pair, list[Finding]]]:
    """The pairs of which a check has something to say that is more than style."""
    for pair in tested:
        said = [finding for check in CHECKS for finding in check(pair) if finding.severity != "info"]
        if said:
            yield pair, said


def told(pair: Pair) -> set[str]:
    """What the checks say of a pair."""
    return {finding.message for check in CHECKS for finding in check(pair)}


def _digit(target: str, luck: random.Random) -> str | None:
    """One digit becomes another."""
    places = [match.start() for match in re.finditer(r"(?<![\w-])\d+(?!\w)", target)]
    if not places:
        return None
    at = luck.choice(places)
    other = luck.choice([digit for digit in "23456789" if digit != target[at]])
    return target[:at] + other + target[at + 1 :]


def _scale(target: str, _: random.Random) -> str | None:
    """A million becomes a billion, or the other way round."""
    other = {"million": "billion", "billion": "million", "trillion": "billion"}
    text = re.sub(r"(?<=[\d a-z-] )(million|billion|trillion)\b", lambda match: other[match[0]], target, count=1)
    return text if text != target and re.search(r"(\d|two|three|four|five|ten) (million|billion)", text) else None


def _mark(target: str, luck: random.Random) -> str | None:
    """The decimal point is lost, or the comma of the thousands becomes one."""
    places = [
        match.start(match.lastindex or 1) for match in re.finditer(r"\d(\.)\d{1,2}(?!\d)|\d(,)\d{3}(?![\d,.])", target)
    ]
    if not places:
        return None
    at = luck.choice(places)
    return target[:at] + ("." if target[at] == "," else "") + target[at + 1 :]


def _dropped(target: str, luck: random.Random) -> str | None:
    """A number is not said."""
    places = [match.span() for match in re.finditer(r"(?<![\w.,-])\d[\d.,]*(?![\w-]) ?", target)]
    if not places:
        return None
    start, end = luck.choice(places)
    return target[:start] + target[end:]


def _month(target: str, luck: random.Random) -> str | None:
    """A month becomes another."""
    places = [match.span() for match in re.finditer(r"\b(?:" + "|".join(MONTHS) + r")\b", target)]
    if not places:
        return None
    start, end = luck.choice(places)
    return target[:start] + luck.choice([month for month in MONTHS if month != target[start:end]]) + target[end:]


SEEDS: dict[str, Callable[[str, random.Random], str | None]] = {
    "digit": _digit,
    "scale": _scale,
    "mark": _mark,
    "dropped": _dropped,
    "month": _month,
}


def recall(good: list[Pair], show: int) -> None:
    """Print how many of the seeded errors are flagged, kind by kind."""
    luck = random.Random(8)  # noqa: S311  # the same errors every time
    made, flagged = Counter[str](), Counter[str]()
    for kind, spoil in SEEDS.items():
        luck.shuffle(good)
        for pair in good:
            text = spoil(pair.target, luck)
            if text is None or made[kind] == SEEDED // len(SEEDS):
                continue
            made[kind] += 1
            hit = bool(told(Pair(pair.source, text)) - told(pair))
            flagged[kind] += hit
            if not hit and show > 0:
                print(f"  not found ({kind}): {pair.source.text}\n    {text}")
                show -= 1
    for kind, count in made.items():
        print(f"seeded {kind}: {flagged[kind]} of {count} flagged")
    print(f"seeded: {flagged.total()} of {made.total()} flagged, {flagged.total() / (made.total() or 1):.3f}")


def seconds(tested: list[Pair], count: int = 10_000) -> float:
    """Processor time for that many pairs."""
    begun = time.process_time()
    for pair in tested:
        for check in CHECKS:
            list(check(pair))
    return (time.process_time() - begun) * count / len(tested)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print so many alarms and misses in full")
    show = parser.parse_args().show
    for name in ("newstest2012", "newstest2013", "tune/newsdiscussdev2015", "tatoeba-2000"):
        if not (DEV / f"{name}.tsv").exists():
            print(f"{name}: not there")
            continue
        tested = pairs(DEV / f"{name}.tsv")
        alarmed = list(alarms(tested))
        kinds = Counter((finding.check, finding.severity) for _, said in alarmed for finding in said)
        print(
            f"{name}: {len(alarmed)} of {len(tested)} sentences with an alarm, {len(alarmed) / len(tested):.2%};",
            dict(kinds),
        )
        print(f"{name}: {seconds(tested):.1f} s for 10,000 pairs")
        for pair, said in alarmed[:show]:
            print(f"  {pair.source.address} {pair.source.text}\n    {pair.target}")
            print(*(f"      {finding.severity}: {finding.message} {finding.fix or ''}" for finding in said), sep="\n")
        if name == "newstest2012":
            bad = {pair.source.address for pair, _ in alarmed}
            good = [pair for pair in tested if pair.source.address not in bad and found(pair.source.text, "fr")]
            recall(good, show)


if __name__ == "__main__":
    main()
