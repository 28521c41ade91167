"""Measures the checks: false alarms on human translations, seeded errors, and speed.

    python benchmarks/gates.py [--show N] [--fit]

- False alarms: references of newstest2013 of which a check says more than style (`info`), by check and all in all.
  Many are true faults of the references; the share is an upper bound. The rules were tuned on newstest2009 to 2012.
- Seeded errors: ten kinds, a hundred each, made from good pairs of newstest2012, always the same ones. Good pairs
  translate about as closely as the engine writes (`coverage.is_close`); clauses are of ten words and more. Recall is
  the share of the seeded pairs that the kind's check flags; precision the share of true alarms among all that it gives
  on the seeded pairs and on as many that were not touched.
- Speed: all checks on 10,000 pairs, processor time.

`--fit` prints the coefficients of `data/gates.toml` anew.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual.checks import CHECKS, findings
from bilingual.checks.coverage import FEATURES, features, is_close
from bilingual.checks.leftover import is_left
from bilingual.types import Block, Pair, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bilingual.types import Finding

    Seeded = tuple[str, str] | None
    Spoil = Callable[[Pair, random.Random], Seeded]

DEV = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "dev"
TUNED_ON = ("tune/newstest2009", "tune/newstest2010", "tune/newstest2011")
SEEDS = 100
CLOSE_FIT = 0.7
"""Pairs that the coefficients are fitted on may be a little freer."""
CLAUSE, CLAUSE_FIT = (10, 25), (8, 25)
"""Words of a clause that is dropped or added; and where the coefficients are fitted."""
_PAUSE = re.compile(r"[,;:] | [–-] |(?<= )(?=(?:and|but|which|who|because|while|when|where|although|after|before) )")
_NEGATED = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\b(is|was|are|were|has|have|had|could|would|should|did|does|do|must|may|might)n['’]t\b", r"\1"),
        (r"\bcan['’]t\b|\bcannot\b", "can"),
        (r"\bwon['’]t\b", "will"),
        (r"\b(?:do|does|did) not ", ""),
        (r" not\b(?! (?:only|just|yet|least))", ""),
        (r" never\b", ""),
        (r"\bwithout\b", "with"),
    )
)
_FRENCH_NOT = re.compile(r"\b(?:ne|n['’])\b|\bn['’]|\b(?:sans|aucune?|pas|jamais|ni|rien|personne)\b", re.IGNORECASE)
_ENGLISH_NOT = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|nowhere|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE
)
_DENIED = re.compile(
    r"\bn(?:e |['’])(?:\S+ ){1,3}?(?:pas|plus|jamais|rien|aucune?|personne)\b|\bne (?:pas|plus|jamais)\b|\bsans\b"
)
_AUXILIARY = re.compile(
    r"\b(?:is|was|are|were|has|have|had|could|would|should|will|can|must|may|might)\b(?! only| just)"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-zà-ÿ]{3,}(?![\w'’-])")
_FIGURE = re.compile(r"(?<![\w.,-])\d{1,3}(?![\w.,-])")
_MARK = re.compile(r"[\"“”«»()\[\]]")
_WORD = re.compile(r"[^\W\d_]+")
ADDRESSES = (
    "https://www.exemple-presse.fr/2019/10/enquete", "www.forbiddenstories.org/projet", "contact@redaction.example",
    "@redaction_web", "#ProjetPegasus", "https://t.co/x7Qk2", "#SurveillanceDeMasse", "presse@justice.example",
)  # fmt: skip


def pairs(name: str) -> list[Pair]:
    """The pairs of a test set; none where it is not there."""
    path = DEV / f"{name}.tsv"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    rows = [line.split("\t")[:2] for line in lines]
    return [pair(source, target) for source, target in rows]


def pair(source: str, target: str) -> Pair:
    """A pair that stands by itself."""
    return Pair(Segment(Block(source), 0, len(source), ""), target)


def alarms(one: Pair) -> list[Finding]:
    """What the checks have to say of a pair that is more than style."""
    return [finding for finding in findings(one) if finding.severity != "info"]


def clause(text: str, luck: random.Random, bounds: tuple[int, int]) -> tuple[int, int] | None:
    """A stretch between two pauses, with so many words, that leaves six others."""
    end = len(text.rstrip('.!?"” '))
    cuts = [0, *(match.start() for match in _PAUSE.finditer(text) if match.start()), end]
    least, most = bounds
    found = [
        (start, stop)
        for start in cuts
        for stop in cuts
        if least <= len(text[start:stop].split()) <= most and len((text[:start] + text[stop:]).split()) >= 6  # noqa: PLR2004  # as said
    ]
    return luck.choice(found) if found else None


class Seeder:
    """Makes errors; some are taken from other pairs."""

    def __init__(self, good: Sequence[Pair], bounds: tuple[int, int] = CLAUSE) -> None:
        self._good, self._bounds = good, bounds
        self._english = Counter(word for one in good for word in _WORD.findall(one.target))
        french = Counter(word for one in good for word in _WORD.findall(one.source.text))
        found = {match[0] for one in good for match in _NAME.finditer(one.target)}
        self._names = sorted(name for name in found if not self._english[name.lower()] + french[name.lower()])

    def dropped(self, one: Pair, luck: random.Random) -> Seeded:
        """A clause is gone."""
        span = clause(one.target, luck, self._bounds)
        return (one.source.text, one.target[: span[0]] + one.target[span[1] :]) if span else None

    def added(self, one: Pair, luck: random.Random) -> Seeded:
        """A clause of another pair stands in it."""
        other = luck.choice(self._good).target
        span = clause(other, luck, self._bounds)
        if not span:
            return None
        ends = [match.start() for match in _PAUSE.finditer(one.target) if match.start()]
        at = luck.choice([*ends, len(one.target.rstrip('.!?"” '))])
        return one.source.text, f"{one.target[:at]}, {other[slice(*span)].strip(' ,;:–-')}{one.target[at:]}"

    def lost(self, one: Pair, _: random.Random) -> Seeded:
        """The only negation is gone; the source has one."""
        if len(_ENGLISH_NOT.findall(one.target)) != 1 or not _DENIED.search(one.source.text):
            return None
        for pattern, instead in _NEGATED:
            if (text := pattern.sub(instead, one.target, count=1)) != one.target:
                return one.source.text, text
        return None

    def negated(self, one: Pair, luck: random.Random) -> Seeded:
        """A verb is negated in a pair without negations."""
        if _ENGLISH_NOT.search(one.target) or _FRENCH_NOT.search(one.source.text):
            return None
        places = [match.end() for match in _AUXILIARY.finditer(one.target)]
        if not places:
            return None
        at = luck.choice(places)
        return one.source.text, f"{one.target[:at]} not{one.target[at:]}"

    def renamed(self, one: Pair, luck: random.Random) -> Seeded:
        """A name that both sides have once, and that is no word of either language, became one that neither has."""
        named = [match for match in _NAME.finditer(one.target) if match[0] in self._names]
        mine, theirs = Counter(_WORD.findall(one.source.text)), Counter(_WORD.findall(one.target))
        shared = [match for match in named if mine[match[0]] == theirs[match[0]] == 1]
        if not shared:
            return None
        name = luck.choice(shared)
        both = f"{one.source.text} {one.target}"
        other = luck.choice([text for text in self._names if text[0] != name[0][0] and text not in both])
        return one.source.text, one.target[: name.start()] + other + one.target[name.end() :]

    def figure(self, one: Pair, luck: random.Random) -> Seeded:
        """One digit of a number that both sides have is another one."""
        shared = [match for match in _FIGURE.finditer(one.target) if re.search(rf"\b{match[0]}\b", one.source.text)]
        if not shared:
            return None
        at = luck.choice(shared).start()
        other = luck.choice([digit for digit in "23456789" if digit != one.target[at]])
        return one.source.text, one.target[:at] + other + one.target[at + 1 :]

    def unpaired(self, one: Pair, luck: random.Random) -> Seeded:
        """One of a pair of quotation marks or brackets is gone; the source has them as well."""
        marks = list(_MARK.finditer(one.target))
        if not marks or len(marks) % 2 or len(_MARK.findall(one.source.text)) != len(marks):
            return None
        at = luck.choice(marks).start()
        return one.source.text, one.target[:at] + one.target[at + 1 :]

    def address(self, one: Pair, luck: random.Random) -> Seeded:
        """An address that was put into both sides lost a letter in one, or got another one."""
        said = luck.choice(ADDRESSES)
        at = luck.randrange(len(said) // 2, len(said))
        other = said[:at] + luck.choice(("", "x", "0")) + said[at + 1 :]
        return (f"{one.source.text} {said}", f"{one.target} {other}") if other != said else None

    def french(self, one: Pair, luck: random.Random) -> Seeded:
        """A word, or a few, of the source stand in place of as many of the target."""
        theirs = [match.span() for match in re.finditer(r"(?<= )[a-z]{5,}(?= [a-z])", one.target)]
        mine = [
            match[0]
            for match in re.finditer(r"(?<= )[a-zà-ÿœ]{5,}(?= [a-zà-ÿœ])", one.source.text)
            if not self._english[match[0]] and is_left(match[0])
        ]
        if not theirs or not mine:
            return None
        (start, end), word = luck.choice(theirs), luck.choice(mine)
        if luck.random() < 0.5:  # noqa: PLR2004  # half of them
            return one.source.text, one.target[:start] + word + one.target[end:]
        at = one.source.text.index(f" {word} ") + 1
        run = " ".join(one.source.text[at:].split()[: luck.randrange(4, 8)]).strip(' ,.;:»"”')
        return one.source.text, one.target[:start] + run + one.target[end:]

    def loop(self, one: Pair, luck: random.Random) -> Seeded:
        """Some words are said three to six times, or three and more of them twice."""
        words = one.target.split()
        size = luck.randrange(1, 7)
        if len(words) < size + 2:
            return None
        at = luck.randrange(len(words) - size)
        times = luck.randrange(4 if size == 1 else 3, 7) if luck.random() < 0.7 else 2  # noqa: PLR2004  # most of them
        if times == 2 and size < 3:  # noqa: PLR2004  # "very very" may be meant
            return None
        return one.source.text, " ".join([*words[:at], *(words[at : at + size] * times), *words[at + size :]])


def kinds(seeder: Seeder) -> dict[str, tuple[str, frozenset[str], Spoil]]:
    """The ten kinds of errors: what is done, the checks that are to flag it, and how it is made."""
    return {
        "dropped clause": ("ten words and more", frozenset({"dropped"}), seeder.dropped),
        "added clause": ("ten words and more", frozenset({"added"}), seeder.added),
        "lost negation": ("not, n't, never, without", frozenset({"negation"}), seeder.lost),
        "added negation": ("not", frozenset({"negation"}), seeder.negated),
        "changed name": ("a name of another pair", frozenset({"name"}), seeder.renamed),
        "wrong figure": ("a digit", frozenset({"figure"}), seeder.figure),
        "lone quotation mark or bracket": ("one is gone", frozenset({"quotes"}), seeder.unpaired),
        "altered address": ("URL, e-mail, handle, tag", frozenset({"verbatim"}), seeder.address),
        "French left in": ("a word, or a few", frozenset({"untranslated", "copied"}), seeder.french),
        "loop": ("words again and again", frozenset({"repeated"}), seeder.loop),
    }


def seeded(good: Sequence[Pair], show: int) -> None:
    """Print recall and precision, kind by kind."""
    print("\n| seeded error | check | recall | precision |\n|---|---|---|---|")
    for number, (kind, (_what, checks, spoil)) in enumerate(kinds(Seeder(good)).items()):
        luck = random.Random(number)  # noqa: S311  # the same errors every time
        order = luck.sample(range(len(good)), len(good))
        made = [(good[i], texts) for i in order if (texts := spoil(good[i], luck))][:SEEDS]
        hits = [bool(_told(pair(*texts), checks) - _told(one, checks)) for one, texts in made]
        false = sum(bool(_told(_untouched(one, texts), checks)) for one, texts in made)
        recall, alarmed = sum(hits) / len(made), sum(hits) + false
        print(f"| {kind} | {', '.join(sorted(checks))} | {recall:.2f} | {sum(hits) / (alarmed or 1):.2f} |")
        if len(made) < SEEDS:
            print(f"only {len(made)} made")
        for (one, texts), hit in zip(made, hits, strict=True):
            if not hit and show:
                print(f"  missed ({kind}): {texts[0]}\n    {texts[1]}\n    from {one.target}")


def _told(one: Pair, checks: frozenset[str]) -> set[str]:
    return {finding.message for finding in alarms(one) if finding.check in checks}


def _untouched(one: Pair, texts: tuple[str, str]) -> Pair:
    """The pair as it was, with what was added to its source for the error's sake."""
    return pair(texts[0], one.target + texts[0][len(one.source.text) :])


def false_alarms(tested: Sequence[Pair], name: str, show: int) -> None:
    """Print how many pairs are flagged, by check and all in all."""
    flagged = [(one, said) for one in tested if (said := alarms(one))]
    by_check = Counter(check for _, said in flagged for check in {finding.check for finding in said})
    print(f"\n| check | sentences of {name} flagged | share |\n|---|---|---|")
    for check, count in by_check.most_common():
        print(f"| {check} | {count} | {count / len(tested):.2%} |")
    print(f"| all | {len(flagged)} of {len(tested)} | {len(flagged) / len(tested):.2%} |")
    for one, said in flagged[:show]:
        print(f"  {one.source.text}\n    {one.target}")
        print(*(f"      {finding.check}: {finding.message}" for finding in said), sep="\n")


def seconds(tested: Sequence[Pair], count: int = 10_000) -> float:
    """Processor time of all checks on so many pairs."""
    list(map(findings, tested[:100]))  # what is loaded once
    begun = time.process_time()
    for one in tested:
        findings(one)
    return (time.process_time() - begun) * count / len(tested)


def by_check(tested: Sequence[Pair], count: int = 10_000) -> None:
    """Print the time of each check."""
    for check in CHECKS:
        begun = time.process_time()
        for one in tested:
            list(check(one))
        spent = (time.process_time() - begun) * count / len(tested)
        print(f"  {check.__module__.rpartition('.')[2]}.{check.__name__}: {spent:.2f} s")


def fit() -> None:
    """Print the coefficients of the gaps, by logistic regression."""
    import numpy as np

    good = [one for name in TUNED_ON for one in pairs(name)]
    close = [one for one in good if is_close(one, bound=CLOSE_FIT)]
    seeder, luck = Seeder(close, CLAUSE_FIT), random.Random(1)  # noqa: S311  # the same errors every time
    for side, (name, spoil) in enumerate((("dropped", seeder.dropped), ("added", seeder.added))):
        made = [texts for one in close if (texts := spoil(one, luck))]
        seen = [features(one.source.text, one.target)[side] for one in good] + [features(*one)[side] for one in made]
        x, y = np.array(seen), np.array([0.0] * len(good) + [1.0] * len(made))
        mean, spread = x.mean(axis=0), x.std(axis=0)
        mean[0], spread[0] = 0.0, 1.0
        z, weights, ridge = (x - mean) / spread, np.zeros(len(FEATURES)), 1e-3 * len(y)
        for _ in range(50):  # Newton's method
            p = 1 / (1 + np.exp(-z @ weights))
            slope = z.T @ (p - y) + ridge * weights
            weights -= np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + ridge * np.eye(len(weights)), slope)
        weights /= spread
        weights[0] -= (weights[1:] * mean[1:]).sum()
        print(f"[{name}]", *(f"{feature} = {w:.3f}" for feature, w in zip(FEATURES, weights, strict=True)), sep="\n")
        odds = sorted(np.array(features(one.source.text, one.target)[side]) @ weights for one in pairs("newstest2012"))
        print(
            *(f"# {share:.2%} of newstest2012 above {odds[-int(share * len(odds)) - 1]:.2f}" for share in _SHARES),
            sep="\n",
        )


_SHARES = (0.001, 0.002, 0.003, 0.004, 0.005, 0.0075)


def main(arguments: Iterable[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print so many alarms and misses in full")
    parser.add_argument("--fit", action="store_true", help="print the coefficients of data/gates.toml anew")
    parser.add_argument("--tune", action="store_true", help="show newstest2012 in place of newstest2013")
    options = parser.parse_args(arguments if arguments is None else list(arguments))
    tested, tuned = pairs("newstest2013"), pairs("newstest2012")
    if not tested or not tuned:
        print(f"{DEV}: no test sets; they are no part of the repository")
        return
    if options.fit:
        fit()
        return
    if options.tune:
        false_alarms(tuned, "newstest2012", options.show)
    else:
        false_alarms(tested, "newstest2013", options.show)
    seeded([one for one in tuned if is_close(one)], options.show)
    print(f"\nall checks on 10,000 pairs: {seconds(tested):.1f} s")
    by_check(tested)


if __name__ == "__main__":
    main()
