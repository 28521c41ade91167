"""Texts to renderings: what the memory knows is taken from it; the rest is decoded, pinned and remembered.

A text that is too long for the engine is cut at its clauses into units; a unit is what is decoded and remembered.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bilingual import clauses, endings, formulas, pinning, retries, spelling
from bilingual.accents import restored
from bilingual.capitals import calmed
from bilingual.datelines import dateline
from bilingual.engines import Job
from bilingual.figures import mend, signs
from bilingual.glossary import Glossary
from bilingual.memory import Approved, key
from bilingual.pinning import Draft, Rendering
from bilingual.renderings import ENFORCED, occurrences
from bilingual.units import BOUND, Unit, as_written, joined, pinned_entry, plain_entry, recalled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.engines import Engine
    from bilingual.figures.write import Style
    from bilingual.memory import Memory
    from bilingual.types import Match, Occurrence, Span

VERSION = "5"
"""Raised whenever the engine's own text may come out another way, so that remembered ones are not mistaken for it."""
CHUNK_TOKENS = 6_000
"""Tokens that are decoded, and then remembered, in one go: some two hundred sentences, a few seconds' work."""
LINES_AT_ONCE = 2_000
"""Texts that stand in no article are prepared together by so many; what else is in a batch can tip a close decision."""
STYLES: dict[str, tuple[bool, Style | None]] = {
    "english": (True, None),
    "us": (True, "us"),
    "uk": (True, "uk"),
    "as-decoded": (False, None),
}
"""How figures are written, as `--style` and signatures name it: whether they are mended, and whose style is written."""
_MEANS_SOMETHING = re.compile(r"[^\W_]")
_AS_IT_IS = re.compile(r"[^\s@]*@\S+|https?://\S+|www\.\S+|#\w+")
"""Addresses and tags; each way through the pattern reads a text once."""


class Translator:
    """An engine with a memory and a glossary.

    Args:
        engine: what decodes.
        memory: what it wrote before.
        glossary: the terms to pin.
        mends: whether figures, quotation marks and spacing that came out in French are written the English way, set
            lines of the press from their table, and what the engine left out or misspelt as the source has it; and
            whether another proposal of the engine is kept where checks object to the likeliest.
        style: whose way of writing dates and times, for those that are English already, too.
    """

    def __init__(
        self,
        engine: Engine,
        memory: Memory,
        glossary: Glossary | None = None,
        *,
        mends: bool = True,
        style: Style | None = None,
    ) -> None:
        self._engine = engine
        self._memory = memory
        self._glossary = glossary or Glossary(())
        self._mends = mends
        self._style = style

    @property
    def glossary(self) -> Glossary:
        """The terms that are pinned."""
        return self._glossary

    def bare(self) -> Translator:
        """The same engine and memory without terms."""
        return Translator(self._engine, self._memory, mends=self._mends, style=self._style)

    def written_as(self, house: str) -> Translator:
        """The same engine, memory and terms, with figures written as another run had them.

        Args:
            house: one of `STYLES`, as a run's signature names it; what it does not know is passed over.
        """
        if house not in STYLES:
            return self
        mends, style = STYLES[house]
        return Translator(self._engine, self._memory, self._glossary, mends=mends, style=style)

    def prepare(self, texts: Sequence[str]) -> Iterator[int]:
        """Sees to it that the memory holds a rendering of each of the texts; yields words as they are done, all in all.

        Units are sorted by length over all the texts. Batches depend on the texts alone, not on what is remembered
        already, so that a run that was broken off and one that was not decode the same texts side by side.
        """
        units = {unit.pinned: unit for text in texts for unit in self._units(text)}
        chunks = _chunks(list(units.values()))
        yield max(0, sum(map(_words, texts)) - sum(_words(unit.text) for unit in units.values()))  # repeated or copied
        yield from self._write_plain(chunks)
        yield from self._write_pinned(chunks)

    def rendering(self, text: str) -> Rendering:
        """The rendering of a text; at once where `prepare` has been run for it."""
        while (found := self.recalled(text)) is None:  # another process may have cleaned the memory since
            for _ in self.prepare([text]):
                pass
        return found

    def recalled(self, text: str) -> Rendering | None:
        """The rendering of a text, if the memory has all of it; nothing is decoded."""
        if (known_line := self._set_line(text)) is not None:
            return known_line
        spans = self._spans(text)
        units = [self._unit(text[start:end], text) for start, end in spans]
        known = self._memory.get([unit.pinned for unit in units])
        if any(unit.pinned not in known for unit in units):
            return None
        starts = [start for start, _ in spans]
        parts = [recalled(self._engine, unit, known[unit.pinned]) for unit in units]
        _end, label = self._label(text)
        if label:
            starts.insert(0, 0)
            parts.insert(0, label)
        if not parts:
            return Rendering(text, 0.0)
        whole = joined(starts, parts)
        return self._mended(text, whole) if self._mends else whole

    def _label(self, text: str) -> tuple[int, Rendering | None]:
        """Where a sentence begins behind a dateline, or a credit that is glued to it, and that; 0 without one."""
        end, label = dateline(text)
        if label:
            return end, Rendering(label, 0.0, self.judge(text[:end], label))
        end, line = formulas.glued(text, self._style) if self._mends else (0, None)
        return end, Rendering(line.text, 0.0, self.judge(text[:end], line.text), line.links) if line else None

    def _set_line(self, text: str) -> Rendering | None:
        """A set line of the press from its table, unless a term is lost in it; None for what is none."""
        found = formulas.line(text, self._style) if self._mends else None
        if found is None:
            return None
        terms = self.judge(text, found.text)
        lost = any(one.verdict == "failed" and one.pin.term.rule in ENFORCED for one in terms)
        return None if lost else Rendering(found.text, 0.0, terms, found.links)

    def _mended(self, source: str, made: Rendering) -> Rendering:
        """A rendering with figures, names and signs the English way; the memory keeps what the engine wrote."""
        _text, edits = mend.mended(source, made.text, self._style, _terms(made), slips=True)
        made = _edited(made, edits)
        made = _edited(made, tuple(spelling.respelt(source, made.text, _terms(made))))
        made = _edited(made, tuple(endings.ended(source, made.text)))
        return replace(made, text=signs.curled(source, made.text, _terms(made)))

    def judge(self, source: str, target: str) -> tuple[Occurrence, ...]:
        """The terms of a source text with what became of them in a target that a person wrote."""
        return occurrences(self._glossary.find(source), target)

    def approved(self, texts: Sequence[str]) -> dict[str, Match]:
        """What editors approved for exactly these texts, wherever they stood; nothing for the others."""
        return self._memory.exact(texts)

    def near(self, texts: Sequence[str]) -> list[tuple[Match, ...]]:
        """For each text, what editors approved for texts like it, the nearest first."""
        return self._memory.near(texts)

    def learn(self, article: str, pairs: Iterable[tuple[str, str, str]], forget: Iterable[str] = ()) -> None:
        """Remembers what an editor approved, `(address, source, target)`, and forgets what she no longer does."""
        self._memory.forget(article, forget)
        self._memory.learn(Approved(source, target, article, address) for address, source, target in pairs)

    def _units(self, text: str) -> list[Unit]:
        return [self._unit(text[start:end], text) for start, end in self._spans(text)]

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where the units of a text stand, behind its dateline; none where nothing in it can be translated."""
        if not _MEANS_SOMETHING.search(text) or _AS_IT_IS.fullmatch(text.strip()) or self._set_line(text):
            return []
        begin, _ = self._label(text)
        report = text[begin:]
        tokens = self._engine.tokenize(report)
        cuts = clauses.cut(report, tokens.spans, self._engine.max_tokens)
        return [(begin + start, begin + end) for start, end in cuts]

    def _unit(self, text: str, around: str) -> Unit:
        pins = self._glossary.find(text, around)
        text = restored(calmed(text, pins))
        how = "plain" if self._mends else "likeliest"
        plain = pinned = key(how, VERSION, self._engine.fingerprint, text)
        if any(pin.term.rule in ENFORCED for pin in pins):
            asked = [(pin.start, pin.end, replace(pin.term, note="")) for pin in pins if pin.term.rule in BOUND]
            pinned = key(f"pinned, {how}", pinning.VERSION, self._engine.fingerprint, text, repr(asked))
        return Unit(text, pins, plain, pinned, len(self._engine.tokenize(text).pieces))

    def _write_plain(self, chunks: Sequence[list[Unit]]) -> Iterator[int]:
        todo = []
        for chunk in chunks:
            known = self._memory.known([unit.plain for unit in chunk])
            yield sum(_words(unit.text) for unit in chunk if unit.plain in known)
            if missing := [unit for unit in chunk if unit.plain not in known]:
                todo.append(missing)
        batches = ([Job(unit.text) for unit in units] for units in todo)
        for units, written in zip(todo, self._engine.decode(batches), strict=True):
            best = retries.kept(self._engine, [unit.text for unit in units], written, chooses=self._mends)
            self._memory.put([plain_entry(unit.plain, unit.text, h) for unit, h in zip(units, best, strict=True)])
            yield sum(_words(unit.text) for unit in units)

    def _write_pinned(self, chunks: Sequence[list[Unit]]) -> Iterator[int]:
        for chunk in chunks:
            asking = [unit for unit in chunk if unit.pinned != unit.plain]
            known = self._memory.known([unit.pinned for unit in asking])
            todo = [unit for unit in asking if unit.pinned not in known]
            if not todo:
                continue
            plain = self._memory.get([unit.plain for unit in todo])
            drafts = [Draft(unit.text, unit.bound, as_written(plain[unit.plain])) for unit in todo]
            done = pinning.enforce(self._engine, drafts)
            self._memory.put([pinned_entry(unit, rendering) for unit, rendering in zip(todo, done, strict=True)])
            yield 0


def _chunks(units: list[Unit]) -> list[list[Unit]]:
    """The units, longest first, in stretches of some `CHUNK_TOKENS`."""
    chunks: list[list[Unit]] = []
    room = 0
    for unit in sorted(units, key=lambda unit: (-unit.size, unit.text)):
        if room <= 0:
            chunks.append([])
            room = CHUNK_TOKENS
        chunks[-1].append(unit)
        room -= unit.size
    return chunks


def _words(text: str) -> int:
    return len(text.split())


def _edited(made: Rendering, edits: Sequence[mend.Edit]) -> Rendering:
    """A rendering with edits made, its terms and links where they are then; what was taken out is told."""
    if not edits:
        return made
    told = tuple((made.text[start:end], said) for (start, end), said in edits if start < end)
    return replace(
        made,
        text=mend.applied(made.text, edits),
        occurrences=mend.moved(made.occurrences, edits),
        words=mend.relinked(made.words, edits),
        mended=(*made.mended, *told),
    )


def _terms(made: Rendering) -> list[Span]:
    """Where the terms of a rendering stand: they are written as the glossary has them."""
    return [(one.start, one.end) for one in made.occurrences if one.start >= 0]
