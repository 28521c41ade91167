"""Prints how good translations are: on test sets, with terms, and under the noise of press text.

    python benchmarks/quality.py [--model PACKAGE] [--corpora FOLDER] [--only SET …] [--json FILE]

Each text is translated twice: by the bare engine, which is given whole sentences and never asked again, and the way
`bilingual` goes (long sentences cut, capitals calmed, broken output decoded again, terms pinned). Beam 4.

The corpora lie beside the repository and are measured, never trained on. What is counted:

- BLEU and chrF, by sacreBLEU with its default settings;
- loops: a stretch of one to eight words three times in a row (a single word four times), not so in the reference;
- empty: no letter or digit, for a source that has some;
- long: more than twice the source's words and five;
- digits: figures of the source, as values, that the reference has and the translation lacks;
- terms: listed terms of which a listed rendering stands in the translation as whole words, whatever its case;
- noise: see `press_noise.py`. The fall of chrF is against what a perfect translator would have made of the clean
  sentence's translation: a caption that was added to the source is added to both that and the reference. `plainly` is
  the fall against the clean translation as it is, which flatters whoever copies a long address.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from press_noise import NOISES, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bilingual.engines import Engine
    from bilingual.glossary import Glossary
    from bilingual.types import Pin
    from press_noise import Noise

    Translate = Callable[[Sequence[str]], list[str]]

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
SETS = ("newstest2012", "newstest2013", "tatoeba-2000")
CHOICES = (*SETS, "terms", "noise")
NOISY = 500
"""Sentences of newstest2013 that each noise is applied to."""
BATCH = 64
LONGEST_LOOP = 8
_FRENCH_FIGURE = re.compile(r"[0-9]{1,3}(?:[ .\u00a0\u202f][0-9]{3})+(?![0-9])(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?")
_ENGLISH_FIGURE = re.compile(r"[0-9]{1,3}(?:[ ,\u00a0\u202f][0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_GROUPING = re.compile("[ .\u00a0\u202f](?=[0-9]{3}(?![0-9]))")
_SPELT = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORD = re.compile(r"\w+")


class Row(NamedTuple):
    """A sentence of a test set."""

    source: str
    reference: str
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """French terms, each with the renderings that count as right."""


class Quality(NamedTuple):
    """Figures of a translation; the last five are counts."""

    bleu: float
    chrf: float
    loops: int
    empty: int
    long: int
    digits: int
    figures: int
    """Those that the reference has, too."""


class Fall(NamedTuple):
    """What a noise does."""

    noise: str
    chrf: float
    """By how much it falls, in points, against what a perfect translator would have made of the clean translation."""
    plainly: float
    """By how much it falls against the clean translation as it is; what is added and copied makes up for some."""
    touched: int
    """Sentences that are not as before."""
    kept: float | None
    """Share, in per cent, of what should be copied that was; None where nothing was added."""


class TermCount(NamedTuple):
    """How many terms came through."""

    right: int
    terms: int
    verdicts: dict[str, int]
    """How `bilingual` says that it got there; empty where no term was asked for."""

    @property
    def share(self) -> float:
        """In per cent."""
        return 100 * self.right / self.terms if self.terms else 0.0


def read(path: Path, limit: int | None = None) -> list[Row]:
    """The first rows of a test set: French TAB English TAB terms, `fr=en|other accepted en`, separated by `;`."""
    rows = []
    for line in path.read_text("utf-8").split("\n")[:limit]:
        source, reference, *terms = line.split("\t")[:3] if "\t" in line else ("", "")
        listed = [term.partition("=") for term in ";".join(terms).split(";") if "=" in term]
        rows.append(Row(source, reference, tuple((french, tuple(en.split("|"))) for french, _, en in listed)))
    return [row for row in rows if row.source.strip()]


def bare(engine: Engine) -> Translate:
    """The engine itself: whole sentences, once."""
    from bilingual.engines import Job

    def translate(lines: Sequence[str]) -> list[str]:
        order = sorted(range(len(lines)), key=lambda number: -len(lines[number]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        out = dict.fromkeys(order, "")
        decoded = engine.decode([Job(lines[number]) for number in batch] for batch in batches)
        for batch, written in zip(batches, decoded, strict=True):
            out |= {number: hypothesis.text for number, hypothesis in zip(batch, written, strict=True)}
        return [out[number] for number in range(len(lines))]

    return translate


def whole(engine: Engine) -> Translate:
    """The way of `bilingual`, without terms."""

    def translate(lines: Sequence[str]) -> list[str]:
        from bilingual.glossary import Glossary

        return _rendered(engine, lines, Glossary([]))[0]

    return translate


def with_terms(engine: Engine, rows: Sequence[Row]) -> tuple[list[str], dict[str, int]]:
    """The way of `bilingual` with the terms of each row pinned in it; and how often each verdict was given."""
    from typing import cast

    return _rendered(engine, [row.source for row in rows], cast("Glossary", RowTerms(rows)))


def told(engine: Engine, rows: Sequence[Row]) -> list[str]:
    """The engine itself, once, with the terms inside the source: only for one that reads them."""
    from bilingual.engines import Job
    from bilingual.renderings import wanted

    glossaries = RowTerms(rows)
    pins = [glossaries.find(row.source) for row in rows]
    jobs = [
        Job(row.source, terms=tuple((pin.start, pin.end, wanted(pin, row.source)) for pin in found))
        for row, found in zip(rows, pins, strict=True)
    ]
    batches = [jobs[start : start + BATCH] for start in range(0, len(jobs), BATCH)]
    return [hypothesis.text for written in engine.decode(batches) for hypothesis in written]


def _rendered(engine: Engine, lines: Sequence[str], glossary: Glossary) -> tuple[list[str], dict[str, int]]:
    from bilingual.memory import Memory
    from bilingual.translate import Translator

    verdicts: dict[str, int] = {}
    texts = []
    with closing(Memory(None)) as memory:
        translator = Translator(engine, memory, glossary)
        for _ in translator.prepare(lines):
            pass
        for line in lines:
            rendering = translator.rendering(line)
            texts.append(rendering.text)
            for occurrence in rendering.occurrences:
                verdicts[occurrence.verdict] = verdicts.get(occurrence.verdict, 0) + 1
    return texts, verdicts


class RowTerms:
    """A glossary for each row, in the place of one for all: other rows render the same word in another way."""

    def __init__(self, rows: Sequence[Row]) -> None:
        from bilingual.glossary import Glossary
        from bilingual.types import Term

        self._of = {
            row.source: Glossary([Term(french, en[0], accepted=en[1:]) for french, en in row.terms]) for row in rows
        }

    def find(self, text: str, around: str = "") -> tuple[Pin, ...]:
        """The terms of the row that a text is, or is a part of."""
        found = self._of.get(around or text)
        return found.find(text, around) if found else ()


def quality(rows: Sequence[Row], outputs: Sequence[str]) -> Quality:
    """The figures of a translation."""
    bleu, chrf = scores(outputs, [row.reference for row in rows])
    both = list(zip(rows, outputs, strict=True))
    wanted = [french_values(row.source) & english_values(row.reference) for row in rows]
    return Quality(
        bleu=bleu,
        chrf=chrf,
        loops=sum(loops(out) and not loops(row.reference) for row, out in both),
        empty=sum(bool(_WORD.search(row.source)) and not _WORD.search(out) for row, out in both),
        long=sum(len(_WORD.findall(out)) > 2 * len(_WORD.findall(row.source)) + 5 for row, out in both),
        digits=sum(len(values - english_values(out)) for values, out in zip(wanted, outputs, strict=True)),
        figures=sum(map(len, wanted)),
    )


def scores(outputs: Sequence[str], references: Sequence[str]) -> tuple[float, float]:
    """BLEU and chrF of a whole set."""
    import sacrebleu

    bleu = sacrebleu.corpus_bleu(list(outputs), [list(references)]).score
    return bleu, sacrebleu.corpus_chrf(list(outputs), [list(references)]).score


def loops(text: str) -> bool:
    """Whether a stretch of words stands three times in a row, or a single word four times."""
    words = [word.casefold() for word in _WORD.findall(text)]
    for size in range(1, LONGEST_LOOP + 1):
        run = 0
        for word, before in zip(words[size:], words, strict=False):
            run = run + 1 if word == before else 0
            if run >= max(3, 2 * size):
                return True
    return False


def french_values(text: str) -> set[str]:
    """The figures of a French text, as values: 1 400, 1.400 and 1400 are one."""
    return {
        _value(re.sub("[ .\u00a0\u202f](?=[0-9]{3}(?![0-9]))", "", found)) for found in _FRENCH_FIGURE.findall(text)
    }


def english_values(text: str) -> set[str]:
    """The figures of an English text, as values; small ones may be spelt out."""
    spelt = {str(_SPELT.index(word)) for word in map(str.casefold, _WORD.findall(text)) if word in _SPELT}
    return spelt | {_value(re.sub("[ ,\u00a0\u202f]", "", found)) for found in _ENGLISH_FIGURE.findall(text)}


def _value(figure: str) -> str:
    """A figure without needless zeros, its decimals behind a point."""
    before, _, behind = figure.replace(",", ".").partition(".")
    decimals = behind.rstrip("0")
    return (before.lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def terms_right(rows: Sequence[Row], outputs: Sequence[str], verdicts: dict[str, int]) -> TermCount:
    """How many terms of the rows have a listed rendering in the translation."""
    listed = [(renderings, out) for row, out in zip(rows, outputs, strict=True) for _, renderings in row.terms]
    return TermCount(
        sum(any(says(out, said) for said in renderings) for renderings, out in listed), len(listed), verdicts
    )


def says(text: str, rendering: str) -> bool:
    """Whether a rendering stands in a text as whole words, whatever its case, hyphen or space."""
    pattern = re.escape(re.sub(r"[\s-]+", " ", rendering.strip().casefold()))
    return bool(re.search(rf"(?<!\w){pattern}(?!\w)", re.sub(r"[\s-]+", " ", text.casefold())))


def falls(translate: Translate, rows: Sequence[Row], noises: Iterable[Noise] = NOISES) -> Iterator[Fall]:
    """By how much chrF falls with each noise, applied to the same rows."""
    clean = translate([row.source for row in rows])
    return (_fall(translate, rows, clean, noise) for noise in noises)


def _fall(translate: Translate, rows: Sequence[Row], clean: Sequence[str], noise: Noise) -> Fall:
    import sacrebleu

    def chrf(outputs: Sequence[str], wanted: Sequence[str]) -> float:
        made, asked = ([noise.judged(folded(text)) for text in texts] for texts in (outputs, wanted))
        return sacrebleu.corpus_chrf(made, [asked]).score

    made = [noise.make(row.source, row.reference, number) for number, row in enumerate(rows)]
    references = [english for _, english in made]
    ideal = [noise.make(row.source, out, n)[1] for n, (row, out) in enumerate(zip(rows, clean, strict=True))]
    outputs = translate([source for source, _ in made])
    after = chrf(outputs, references)
    copied = [any(said in out for said in noise.kept(n)) for n, out in enumerate(outputs) if noise.kept(n)]
    return Fall(
        noise=noise.name,
        chrf=chrf(ideal, references) - after,
        plainly=chrf(clean, [row.reference for row in rows]) - after,
        touched=sum(source != row.source for (source, _), row in zip(made, rows, strict=True)),
        kept=100 * sum(copied) / len(copied) if copied else None,
    )


def measure_sets(engine: Engine, folder: Path, names: Sequence[str]) -> dict[str, dict[str, Quality]]:
    """Figures by test set and way, printed as they come."""
    found: dict[str, dict[str, Quality]] = {}
    print(f"\n{'':28}{'BLEU':>6}{'chrF':>7}{'loops':>7}{'empty':>7}{'long':>6}{'wrong digits':>16}")
    for name in names:
        rows = read(folder / f"{name}.tsv")
        for way, translate in (("bare", bare(engine)), ("bilingual", whole(engine))):
            got = quality(rows, translate([row.source for row in rows]))
            found.setdefault(name, {})[way] = got
            print(
                f"{f'{name}, {way}':28}{got.bleu:6.1f}{got.chrf:7.1f}{got.loops:7}{got.empty:7}{got.long:6}"
                f"{f'{got.digits} of {got.figures}':>16}",
                flush=True,
            )
    return found


def measure_terms(engine: Engine, folder: Path) -> dict[str, object]:
    """Figures with and without terms, printed as they come."""
    from bilingual.engines import reads_terms

    rows = read(folder / "terms.tsv")
    found: dict[str, object] = {}
    print(f"\n{'':28}{'BLEU':>6}{'chrF':>7}{'terms right':>20}  verdicts")
    ways: dict[str, tuple[list[str], dict[str, int]]] = {}
    ways["terms, not pinned"] = whole(engine)([row.source for row in rows]), {}
    if reads_terms(engine):
        ways["terms, told in one pass"] = told(engine, rows), {}
    ways["terms, pinned"] = with_terms(engine, rows)
    for way, (outputs, verdicts) in ways.items():
        bleu, chrf = scores(outputs, [row.reference for row in rows])
        got = terms_right(rows, outputs, verdicts)
        said = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items(), key=lambda one: -one[1]))
        print(f"{way:28}{bleu:6.1f}{chrf:7.1f}{f'{got.right} of {got.terms} ({got.share:.1f} %)':>20}  {said}")
        found[way] = {"bleu": bleu, "chrf": chrf, **got._asdict()}
    return found


def measure_noise(engine: Engine, folder: Path) -> dict[str, list[Fall]]:
    """Falls by way, printed as they come."""
    rows = read(folder / "newstest2013.tsv", NOISY)
    found: dict[str, list[Fall]] = {"bare": [], "bilingual": []}
    head = f"chrF falls by, on {len(rows)} sentences"
    print(f"\n{head:35}{'bare':>8}{'bilingual':>11}{'plainly':>9}{'touched':>9}{'copied':>8}")
    for one, other in zip(falls(bare(engine), rows), falls(whole(engine), rows), strict=True):
        found["bare"].append(one)
        found["bilingual"].append(other)
        copied = "" if other.kept is None else f"{other.kept:.0f} %"
        falling = f"{one.chrf:8.1f}{other.chrf:11.1f}{other.plainly:9.1f}"
        print(f"{one.noise:35}{falling}{other.touched:9}{copied:>8}", flush=True)
    return found


def main() -> None:
    """Prints the tables."""
    from bilingual import engines

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--only", nargs="+", choices=CHOICES, default=CHOICES, metavar="SET", help=", ".join(CHOICES))
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    options = parser.parse_args()
    folder = options.corpora / "dev"
    if not folder.is_dir():
        sys.exit(f"{folder}: no such folder; the corpora are not part of the repository")
    engine = engines.find(options.model)
    print(engine.name)
    found: dict[str, object] = {"engine": engine.name, "fingerprint": engine.fingerprint}
    if names := [name for name in SETS if name in options.only]:
        sets = measure_sets(engine, folder, names)
        found["sets"] = {name: {way: got._asdict() for way, got in ways.items()} for name, ways in sets.items()}
    if "terms" in options.only:
        found["terms"] = measure_terms(engine, folder)
    if "noise" in options.only:
        noise = measure_noise(engine, folder)
        found["noise"] = {way: [fall._asdict() for fall in rows] for way, rows in noise.items()}
    if options.json:
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
