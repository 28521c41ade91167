"""Segments to pairs: by the engine, from the memory, or as the file of record has them; judged and checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bilingual import inlines
from bilingual.address import digest
from bilingual.checks import all_checks, findings
from bilingual.types import Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.pinning import Rendering
    from bilingual.publish.catalogue import Kept
    from bilingual.translate import Translator
    from bilingual.types import Inline, Match, Origin, Segment


class Pairs:
    """Makes the pairs of articles."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._checks = all_checks()

    def made(self, segment: Segment, kept: Kept | None = None) -> Pair:
        """A pair with what the engine writes, for which the translator has been prepared.

        Args:
            segment: the source.
            kept: what a person did to the segment, without a text of her own.
        """
        made = self._translator.rendering(segment.text)
        return self._with(_by_engine(segment, made), kept)

    def remembered(self, segment: Segment, match: Match, kept: Kept | None = None) -> Pair:
        """A pair with what an editor approved elsewhere for the same source."""
        judged = self._translator.judge(segment.text, match.target)
        pair = Pair(segment, match.target, "memory", None, judged)
        return self._with(self._marked(pair, kept.inlines if kept and kept.target == pair.target else ()), kept)

    def standing(self, segment: Segment, kept: Kept, *, remembered: bool = False) -> Pair:
        """A pair with the text that stands in the file of record, whoever wrote it.

        Where it is what the engine wrote, word links and verdicts are the engine's, if its memory still has them.

        Args:
            segment: the source.
            kept: with the text.
            remembered: whether the memory gave the text, if no person has changed it since.
        """
        engine = self._translator.recalled(segment.text)
        if engine and engine.text == kept.target:
            pair = _by_engine(segment, engine)
        else:
            judged = self._translator.judge(segment.text, kept.target)
            origin: Origin = "editor" if kept.by_editor else "memory" if remembered else "machine"
            pair = Pair(segment, kept.target, origin, None, judged)
        if pair.origin == "editor":
            machine = kept.machine or (engine.text if engine else "")
            pair = replace(pair, machine=machine, alternatives=engine.others if engine else ())
        pair = replace(pair, status=kept.status, note=kept.note, recut=kept.recut)
        return self._checked(self._marked(pair, kept.inlines))

    def matched(self, pairs: Sequence[Pair]) -> list[Pair]:
        """The pairs, each that no editor has approved with what the memory has for sources like its own."""
        open_ones = [pair for pair in pairs if pair.status != "approved"]
        near = dict(zip(map(id, open_ones), self._translator.near([p.source.text for p in open_ones]), strict=True))
        return [
            replace(pair, matches=tuple(match for match in near.get(id(pair), ()) if match.target != pair.target))
            for pair in pairs
        ]

    def _with(self, pair: Pair, kept: Kept | None) -> Pair:
        """A pair as a person has remarked upon it; that she refused it counts as long as it is the same text."""
        if kept:
            refused = kept.status == "rejected" and kept.digest == digest(pair.target)
            pair = replace(pair, note=kept.note, recut=kept.recut, status="rejected" if refused else "draft")
        return self._checked(pair)

    def _marked(self, pair: Pair, marked: Sequence[Inline]) -> Pair:
        """A pair with the marks of its source: those that its target has, the others as the engine's text has them.

        Args:
            pair: whoever wrote its target.
            marked: what the target is known to have.
        """
        segment, target = pair.source, pair.target
        standing = inlines.known(segment.inlines, marked)
        if left := inlines.missing(segment.inlines, standing):
            engine = self._translator.recalled(segment.text)
            if engine:
                there = inlines.placed(left, segment.text, engine.text, engine.words)
                standing += inlines.carried(there, engine.text, target)
                left = inlines.missing(left, standing)
            standing += inlines.placed(left, segment.text, target, ())
        return replace(pair, inlines=inlines.ordered(standing))

    def _checked(self, pair: Pair) -> Pair:
        return replace(pair, findings=findings(pair, self._checks))


def _by_engine(segment: Segment, made: Rendering) -> Pair:
    occurrences, words = made.occurrences, made.words
    pair = Pair(segment, made.text, "machine", made.score, occurrences, words=words)
    marked = inlines.placed(segment.inlines, segment.text, made.text, words)
    return replace(pair, alternatives=made.others, mended=made.mended, inlines=marked, instead=made.instead)
