"""Texts to renderings: what the memory knows is taken from it; the rest is decoded, pinned and remembered.

A text that is too long for the engine is cut at its clauses into units; a unit is what is decoded and remembered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilingual import clauses, links, pinning
from bilingual.capitals import calmed
from bilingual.checks import form
from bilingual.datelines import dateline
from bilingual.engines import Hypothesis, Job
from bilingual.figures import mend
from bilingual.glossary import Glossary
from bilingual.memory import Approved, Entry, Memory, key
from bilingual.pinning import Draft, Rendering
from bilingual.renderings import ENFORCED, missing, occurrences
from bilingual.types import Occurrence, Pin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.engines import Engine, Tokens
    from bilingual.figures.write import Style
    from bilingual.types import Link, Match

VERSION = "3"
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
_BOUND = ENFORCED | {"forbidden"}
"""The rules that decide what the target may be; the others only tell the editor something."""
_MEANS_SOMETHING = re.compile(r"[^\W_]")
_AS_IT_IS = re.compile(r"[^\s@]*@\S+|https?://\S+|www\.\S+|#\w+")
"""Addresses and tags; each way through the pattern reads a text once."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is decoded as one: a text with its pins, and the names of its results in the memory."""

    text: str
    pins: tuple[Pin, ...]
    plain: bytes
    """Key of what the engine writes by itself."""
    pinned: bytes
    """Key of the rendering with the terms in place; the plain one where nothing is to be enforced."""
    size: int
    """Tokens."""


class Translator:
    """An engine with a memory and a glossary.

    Args:
        engine: what decodes.
        memory: what it wrote before.
        glossary: the terms to pin.
        mends: whether figures, quotation marks and spacing that came out in French are written the English way.
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
        spans = self._spans(text)
        units = [self._unit(text[start:end], text) for start, end in spans]
        known = self._memory.get([unit.pinned for unit in units])
        if any(unit.pinned not in known for unit in units):
            return None
        starts = [start for start, _ in spans]
        parts = [self._recall(unit, known[unit.pinned]) for unit in units]
        end, label = dateline(text)
        if label:
            starts.insert(0, 0)
            parts.insert(0, Rendering(label, 0.0, self.judge(text[:end], label)))
        if not parts:
            return Rendering(text, 0.0)
        whole = _joined(starts, parts)
        return self._mended(text, whole) if self._mends else whole

    def _mended(self, source: str, made: Rendering) -> Rendering:
        """A rendering with its figures the English way; the memory keeps what the engine wrote."""
        terms = [(o.start, o.end) for o in made.occurrences if o.start >= 0]
        text, edits = mend.mended(source, made.text, self._style, terms)
        if not edits:
            return made
        return replace(
            made,
            text=text,
            occurrences=mend.moved(made.occurrences, edits),
            words=mend.relinked(made.words, edits),
            mended=tuple((made.text[start:end], said) for (start, end), said in edits),
        )

    def _recall(self, unit: Unit, entry: Entry) -> Rendering:
        """A unit's rendering as remembered."""
        if "words" in entry.detail:
            words = tuple(((a, b), (c, d)) for a, b, c, d in entry.detail["words"])
        else:
            words = links.of(unit.text, self._engine.tokenize(unit.text).spans, _hypothesis(entry))
        others = tuple(other for other in entry.detail["others"] if not missing(unit.pins, other))
        return Rendering(entry.target, entry.score, _judged(unit, entry), words, others)

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
        if not _MEANS_SOMETHING.search(text) or _AS_IT_IS.fullmatch(text.strip()):
            return []
        begin, _ = dateline(text)
        report = text[begin:]
        tokens = self._engine.tokenize(report)
        cuts = clauses.cut(report, tokens.spans, self._engine.max_tokens)
        return [(begin + start, begin + end) for start, end in cuts]

    def _unit(self, text: str, around: str) -> Unit:
        pins = self._glossary.find(text, around)
        text = calmed(text, pins)
        plain = pinned = key("plain", VERSION, self._engine.fingerprint, text)
        if any(pin.term.rule in ENFORCED for pin in pins):
            asked = [(pin.start, pin.end, replace(pin.term, note="")) for pin in pins if pin.term.rule in _BOUND]
            pinned = key("pinned", pinning.VERSION, self._engine.fingerprint, text, repr(asked))
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
            mended = self._decode_again(units, written)
            self._memory.put([_entry(unit.plain, unit.text, h) for unit, h in zip(units, mended, strict=True)])
            yield sum(_words(unit.text) for unit in units)

    def _decode_again(self, units: Sequence[Unit], written: Sequence[Hypothesis]) -> list[Hypothesis]:
        """What was written, with the broken ones (empty, looping, cut off) replaced by a careful try that is not."""
        best = list(written)
        bad = [i for i, (unit, h) in enumerate(zip(units, written, strict=True)) if _broken(unit.text, h)]
        if bad:
            again = next(iter(self._engine.decode([[Job(units[i].text) for i in bad]], careful=True)))
            for i, hypothesis in zip(bad, again, strict=True):
                if not _broken(units[i].text, hypothesis):
                    best[i] = hypothesis
                else:
                    best[i] = self._in_pieces(units[i]) or best[i]
        return best

    def _in_pieces(self, unit: Unit) -> Hypothesis | None:
        """The unit decoded in halves, halves of halves …, joined; None where that does not help."""
        limit = unit.size // 2
        while limit >= 8:  # noqa: PLR2004  # shorter pieces are no clauses
            tokens = self._engine.tokenize(unit.text)
            spans = list(clauses.cut(unit.text, tokens.spans, limit))
            parts = next(iter(self._engine.decode([[Job(unit.text[s:e]) for s, e in spans]], careful=True)))
            whole = _glued(tokens, spans, parts)
            if not _broken(unit.text, whole):
                return whole
            limit //= 2
        return None

    def _write_pinned(self, chunks: Sequence[list[Unit]]) -> Iterator[int]:
        for chunk in chunks:
            asking = [unit for unit in chunk if unit.pinned != unit.plain]
            known = self._memory.known([unit.pinned for unit in asking])
            todo = [unit for unit in asking if unit.pinned not in known]
            if not todo:
                continue
            plain = self._memory.get([unit.plain for unit in todo])
            drafts = [Draft(unit.text, _bound(unit), _hypothesis(plain[unit.plain])) for unit in todo]
            done = pinning.enforce(self._engine, drafts)
            self._memory.put([_pinned_entry(unit, rendering) for unit, rendering in zip(todo, done, strict=True)])
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


def _bound(unit: Unit) -> tuple[Pin, ...]:
    return tuple(pin for pin in unit.pins if pin.term.rule in _BOUND)


def _broken(source: str, hypothesis: Hypothesis) -> bool:
    return not hypothesis.complete or form.broken(source, hypothesis.text)


def _glued(tokens: Tokens, spans: Sequence[tuple[int, int]], parts: Sequence[Hypothesis]) -> Hypothesis:
    """One hypothesis of those of consecutive pieces, its places those in the whole text."""
    text = ""
    placed: list[tuple[int, int]] = []
    links: list[int] = []
    for (start, _), part in zip(spans, parts, strict=True):
        text += " " if text and part.text else ""
        placed += [(len(text) + a, len(text) + b) for a, b in part.spans]
        before = sum(1 for span in tokens.spans if span[1] <= start)
        links += [before + link for link in part.links]
        text += part.text
    score = sum(part.score for part in parts) / len(parts)
    pieces = tuple(piece for part in parts for piece in part.pieces)
    return Hypothesis(text, pieces, tuple(placed), tuple(links), score, all(part.complete for part in parts))


def _entry(name: bytes, source: str, h: Hypothesis) -> Entry:
    detail = {"pieces": h.pieces, "spans": h.spans, "links": h.links, "complete": h.complete, "others": h.others}
    return Entry(name, source, h.text, h.score, detail)


def _hypothesis(entry: Entry) -> Hypothesis:
    detail = entry.detail
    spans = tuple((start, end) for start, end in detail["spans"])
    pieces, links = tuple(detail["pieces"]), tuple(detail["links"])
    return Hypothesis(entry.target, pieces, spans, links, entry.score, detail["complete"], tuple(detail["others"]))


def _pinned_entry(unit: Unit, rendering: Rendering) -> Entry:
    verdicts = [(o.verdict, o.start, o.end) for o in rendering.occurrences]
    words = [(*source, *target) for source, target in rendering.words]
    detail = {"verdicts": verdicts, "words": words, "others": rendering.others}
    return Entry(unit.pinned, unit.text, rendering.text, rendering.score, detail)


def _judged(unit: Unit, entry: Entry) -> tuple[Occurrence, ...]:
    """What became of a unit's terms, as remembered; what these do not decide is looked for now."""
    remembered = iter(entry.detail.get("verdicts", ()))
    looked_for = iter(occurrences(unit.pins, entry.target))
    decided = "verdicts" in entry.detail
    judged = []
    for pin, found in zip(unit.pins, looked_for, strict=True):
        judged.append(Occurrence(pin, *next(remembered)) if decided and pin.term.rule in _BOUND else found)
    return tuple(judged)


def _joined(starts: Sequence[int], parts: Sequence[Rendering]) -> Rendering:
    """The renderings of a text's units as one, with places counted from its beginning."""
    text = ""
    moved: list[Occurrence] = []
    words: list[Link] = []
    for offset, part in zip(starts, parts, strict=True):
        text += " " if text and part.text else ""
        for o in part.occurrences:
            pin = replace(o.pin, start=o.pin.start + offset, end=o.pin.end + offset)
            start, end = (o.start + len(text), o.end + len(text)) if o.start >= 0 else (-1, -1)
            moved.append(replace(o, pin=pin, start=start, end=end))
        words += links.moved(part.words, offset, len(text))
        text += part.text
    others = parts[0].others if len(parts) == 1 else ()
    return Rendering(text, sum(part.score for part in parts) / len(parts), tuple(moved), tuple(words), others)
