"""Prints how well terms are pinned: `python benchmarks/terms.py [--model PACKAGE …] [--corpora FOLDER] [--json FILE]`.

On `terms.tsv` (each sentence with terms of its own) and on our sample articles (with `glossary.po`):

- right: terms whose listed rendering stands in the translation as whole words, whatever its case; or, counting
  inflected ones, another number or form of it. For the articles, as `bilingual` itself judges;
- too many: renderings that stand there more often than the source asks for;
- BLEU and chrF of the sentences that have terms, with and without pinning; how many sentences without terms came out
  another way when pinning was on (none should);
- at random: a hundred terms of other sentences are put into each sentence's glossary; over-application is in how many
  sentences renderings then stand more often than the source asks for, and did not before;
- time: that of translating all the sentences with pinning, as a multiple of that without, the best of three.

A package that reads no terms is measured beside the built-in one: the interim model, where it lies beside the
repository.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from quality import CORPORA, Row, RowTerms, read, says, scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilingual.engines import Engine
    from bilingual.glossary import Glossary
    from bilingual.pinning import Rendering
    from bilingual.types import Pin

ROOT = Path(__file__).resolve().parents[1]
INTERIM = CORPORA.parent / "models" / "translate-fr_en-interim.argosmodel"
ROUNDS = 3
RANDOM = 100
"""Terms that each sentence is tried with beside its own."""


class Figures(NamedTuple):
    """What was measured of a text with terms of its own for each sentence."""

    terms: int
    exact: float
    """In per cent, as are the next two."""
    lemma: float
    doubled: float
    plain: tuple[float, float]
    """BLEU and chrF of sentences with terms, unpinned."""
    pinned: tuple[float, float]
    changed: int
    """Sentences without terms that came out another way."""
    at_random: float
    """Over-application with terms of others, in per cent of the sentences."""
    time: float
    """A multiple of the time without pinning."""
    verdicts: dict[str, int]


class Mixed:
    """The glossary of each row, and terms of other rows beside them."""

    def __init__(self, rows: Sequence[Row], seed: int) -> None:
        from bilingual.glossary import Glossary
        from bilingual.types import Term

        every = sorted({(french, english) for row in rows for french, english in row.terms})
        self._of: dict[str, Glossary] = {}
        for number, row in enumerate(rows):
            own = [(french, english) for french, english in row.terms]
            others = random.Random(seed + number).sample(every, min(RANDOM, len(every)))  # noqa: S311  # no secret
            taken = {french for french, _ in own}
            listed = [*own, *(one for one in others if one[0] not in taken)]
            self._of[row.source] = Glossary([Term(french, en[0], accepted=en[1:]) for french, en in listed])

    def find(self, text: str, around: str = "") -> tuple[Pin, ...]:
        """The pins of a row's text, or of a part of it."""
        return self._of[around or text].find(text, around)


def translated(engine: Engine, lines: Sequence[str], glossary: object) -> tuple[list[Rendering], float]:
    """The lines' renderings, and the seconds that they took."""
    from bilingual.memory import Memory
    from bilingual.translate import Translator

    start = perf_counter()
    with closing(Memory(None)) as memory:
        translator = Translator(engine, memory, cast("Glossary", glossary))
        for _ in translator.prepare(lines):
            pass
        renderings = [translator.rendering(line) for line in lines]
    return renderings, perf_counter() - start


def measure(engine: Engine, rows: Sequence[Row]) -> Figures:
    """The figures of sentences with terms of their own."""
    from bilingual.glossary import Glossary

    lines, own, nothing = [row.source for row in rows], RowTerms(rows), Glossary(())
    translated(engine, lines[:20], own)  # loads the model
    times: dict[str, list[float]] = {"plain": [], "pinned": []}
    for _ in range(ROUNDS):
        plain, seconds = translated(engine, lines, nothing)
        times["plain"].append(seconds)
        pinned, seconds = translated(engine, lines, own)
        times["pinned"].append(seconds)
    mixed, _ = translated(engine, lines, Mixed(rows, 1))
    asked = [number for number, row in enumerate(rows) if row.terms]
    references = [rows[number].reference for number in asked]
    listed = [(pinned[number].text, renderings) for number in asked for _, renderings in rows[number].terms]
    found = [o.verdict for rendering in pinned for o in rendering.occurrences]
    return Figures(
        terms=len(listed),
        exact=_share(any(says(text, one) for one in renderings) for text, renderings in listed),
        lemma=_share(_inflected(text, renderings) for text, renderings in listed),
        doubled=100 * sum(map(_surplus, pinned)) / len(listed),
        plain=scores([plain[number].text for number in asked], references),
        pinned=scores([pinned[number].text for number in asked], references),
        changed=sum(
            one.text != other.text for one, other, row in zip(plain, pinned, rows, strict=True) if not row.terms
        ),
        at_random=_share(_surplus(one) > _surplus(other) for one, other in zip(mixed, pinned, strict=True)),
        time=min(times["pinned"]) / min(times["plain"]),
        verdicts={verdict: found.count(verdict) for verdict in sorted(set(found))},
    )


def _share(said: Iterable[bool]) -> float:
    every = list(said)
    return 100 * sum(every) / len(every)


def _inflected(text: str, renderings: Sequence[str]) -> bool:
    """Whether a rendering stands in a text, be it in another inflection or with other capitals."""
    from bilingual.renderings import spans
    from bilingual.types import Term

    return bool(spans(Term("", renderings[0], accepted=tuple(renderings[1:])), text, loosely=True))


def _surplus(rendering: Rendering) -> int:
    """How many renderings a text has beyond those that its source asks for."""
    from bilingual.renderings import surplus

    return surplus([occurrence.pin for occurrence in rendering.occurrences], rendering.text)


def articles(model: str) -> dict[str, Any]:
    """What `bilingual translate` reports of our sample articles: terms and consistency, all in all."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bilingual", "translate", "source_fr", "-o", folder, "--no-memory"]
        subprocess.run([*command, "--model", model], cwd=ROOT, check=True, capture_output=True)
        report = json.loads((Path(folder) / "report.json").read_text("utf-8"))
    return {key: report["totals"][key] for key in ("terms", "consistency")}


def show(name: str, got: Figures, ours: dict[str, Any]) -> None:
    """Prints the figures of a package."""
    print(f"\n{name}")
    for way, (bleu, chrf) in (("plain", got.plain), ("pinned", got.pinned)):
        print(f"  sentences with terms, {way}: BLEU {bleu:.1f}, chrF {chrf:.1f}")
    print(f"  terms right: {got.exact:.1f} % of {got.terms}, counting inflected ones {got.lemma:.1f} %")
    print(f"  verdicts: {', '.join(f'{verdict} {count}' for verdict, count in got.verdicts.items())}")
    print(f"  too many: {got.doubled:.1f} on 100; with terms of others in {got.at_random:.1f} % of the sentences")
    print(f"  sentences without terms that changed: {got.changed}")
    print(f"  time: {got.time:.2f} of plain")
    terms, alike = ours["terms"], ours["consistency"]
    print(
        f"  our articles: {terms['honoured']} of {terms['occurrences']} terms right, {terms['extra']} too many; {alike}"
    )


def main() -> None:
    """Prints the figures of each package."""
    from bilingual import engines

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", action="append", help="builtin and the interim model without it; may be repeated")
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    options = parser.parse_args()
    path = options.corpora / "dev" / "terms.tsv"
    if not path.is_file():
        sys.exit(f"{path}: no such file; the corpora are not part of the repository")
    found = {}
    for model in options.model or ["builtin", *([str(INTERIM)] if INTERIM.exists() else [])]:
        engine = engines.find(model)
        got, ours = measure(engine, read(path)), articles(model)
        show(engine.name, got, ours)
        found[engine.name] = {**got._asdict(), "articles": ours}
    if options.json:
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
