"""How well an engine does on texts that have a reference translation: sacreBLEU's figures, speed, and broken output.

The texts go the way of `bilingual translate --lines`, or to the engine alone. Nothing is remembered of an earlier run,
so that the seconds are those of the work.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from bilingual.checks import form
from bilingual.engines import Job
from bilingual.errors import InputError
from bilingual.memory import Memory
from bilingual.messages import _, counted
from bilingual.translate import LINES_AT_ONCE, Translator
from bilingual.types import Block, Pair, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bilingual.engines import Engine
    from bilingual.glossary import Glossary
    from bilingual.sample import Sample

    Show = Callable[[int, int], object]
    """Is told of words done and of words newly known of."""

BATCH = 200
"""Lines that the engine alone is given at once."""
LONGEST = 480
"""Pieces of a line that the engine alone is given, at the most: models are usually made for 512, and fail beyond."""


@dataclass(frozen=True, slots=True)
class Scores:
    """sacreBLEU's figures for a corpus, each with the signature that says how it was counted."""

    bleu: float
    """0 to 100."""
    chrf: float
    """0 to 100."""
    bleu_signature: str
    chrf_signature: str


@dataclass(frozen=True, slots=True)
class Faults:
    """Lines whose translation has not the form of one, as `checks/form.py` sees it."""

    empty: int
    looping: int
    long: int
    """Far longer than the source."""
    short: int
    """Far shorter than the source, but not empty."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an engine made of a sample."""

    model: str
    """Name and version; untrusted text."""
    engine: str
    """Fingerprint of model and settings."""
    scores: Scores
    faults: Faults
    lines: int
    words: int
    """Of the source."""
    seconds: float
    """From the first text to the last translation; the loading of the model is not in it."""
    outputs: tuple[str, ...]
    """One for each line of the sample, on one line; that of a blank line is blank."""

    @property
    def speed(self) -> float:
        """Source words a second."""
        return self.words / self.seconds


def evaluate(
    engine: Engine,
    sample: Sample,
    glossary: Glossary | None = None,
    *,
    bare: bool = False,
    show: Show = lambda _done, _more: None,
) -> Evaluation:
    """The figures of an engine on a sample.

    Args:
        engine: what translates.
        sample: what is translated, and compared with.
        glossary: terms to pin; not with `bare`.
        bare: give whole lines to the engine alone, so that nothing is cut, calmed, decoded again or pinned.
        show: is told of the words of the sample, then of those that are done.

    Raises:
        InputError: with `bare`, a line is too long for any model.
        BilingualError: the engine or the temporary memory fails.
    """
    show(0, sample.words)
    _load(engine)
    start = perf_counter()
    written = _alone(engine, sample.sources, show) if bare else _translated(engine, sample.sources, glossary, show)
    outputs = tuple(" ".join(text.split()) for text in written)
    seconds = perf_counter() - start
    scores, faults = score(outputs, sample.references), find_faults(sample.sources, outputs)
    return Evaluation(engine.name, engine.fingerprint, scores, faults, sample.lines, sample.words, seconds, outputs)


def score(outputs: Sequence[str], references: Sequence[str]) -> Scores:
    """BLEU and chrF of translations, one reference each, by sacreBLEU with its own settings."""
    from sacrebleu import BLEU, CHRF

    bleu, chrf = BLEU(), CHRF()
    return Scores(
        bleu.corpus_score(outputs, [references]).score,
        chrf.corpus_score(outputs, [references]).score,
        str(bleu.get_signature()),  # only now: it counts the references
        str(chrf.get_signature()),
    )


def find_faults(sources: Sequence[str], outputs: Sequence[str]) -> Faults:
    """How many translations are empty, go in circles, or are far off in length; a line may count under several."""
    found: Counter[str] = Counter()
    for source, output in zip(sources, outputs, strict=True):
        pair = Pair(Segment(Block(source), 0, len(source), ""), output)
        found["empty"] += any(form.empty(pair))
        found["looping"] += any(form.repeated(pair))
        if any(form.length(pair)):
            found["long" if len(form.words(output)) > len(form.words(source)) else "short"] += 1
    return Faults(found["empty"], found["looping"], found["long"], found["short"])


def _load(engine: Engine) -> None:
    """Has the engine load its model, which it does for the first text."""
    for batch in engine.decode([[Job("Oui.")]]):
        del batch


def _translated(engine: Engine, texts: Sequence[str], glossary: Glossary | None, show: Show) -> Iterator[str]:
    with closing(Memory(None)) as memory:
        translator = Translator(engine, memory, glossary)
        for start in range(0, len(texts), LINES_AT_ONCE):
            some = texts[start : start + LINES_AT_ONCE]
            for words in translator.prepare(some):
                show(words, 0)
            for text in some:
                yield translator.rendering(text).text


def _alone(engine: Engine, texts: Sequence[str], show: Show) -> list[str]:
    sizes = {text: len(engine.tokenize(text).pieces) for text in texts if text}
    longest = max(sizes.values())
    if longest > LONGEST:
        what = counted(
            "a line of {n} piece is more than a model can take at once",
            "a line of {n} pieces is more than a model can take at once",
            longest,
        )
        raise InputError(what, _("leave out --bare, and long lines are cut; or leave out the line"))
    words = Counter(texts)
    ordered = sorted(sizes, key=lambda text: (-sizes[text], text))
    batches = [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]
    written = {"": ""}
    for batch, made in zip(batches, engine.decode([Job(text) for text in batch] for batch in batches), strict=True):
        written.update((text, hypothesis.text) for text, hypothesis in zip(batch, made, strict=True))
        show(sum(words[text] * len(text.split()) for text in batch), 0)
    return [written[text] for text in texts]
