"""Which of an engine's texts is kept, by the rule of `bilingual.retries`, and that the page is told."""

from __future__ import annotations

import tomllib
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bilingual import links
from bilingual.checks import content
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.pairs import Pairs
from bilingual.retries import kept
from bilingual.translate import Translator
from bilingual.types import Block, Pair, Segment, Term
from running import Saying, Stammering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.engines import Engine, Hypothesis, Job

CASES = tomllib.loads((Path(__file__).parent / "data" / "retries.toml").read_text(encoding="utf-8"))["case"]
SPOILT, MENDED = (CASES[1]["texts"][n] for n in (0, 1))
SOURCE = CASES[1]["source"]


class Proposing(Saying):
    """Says what it was told to say, and has other proposals."""

    fingerprint = "proposing"

    def __init__(self, texts: dict[str, list[str]]) -> None:
        super().__init__({source: said[0] for source, said in texts.items()})
        self._others = {source: tuple(said[1:]) for source, said in texts.items()}

    def _one(self, job: Job) -> Hypothesis:
        written = super()._one(job)
        return written if job.prefix else replace(written, others=self._others.get(job.source, ()))


@pytest.fixture
def memory() -> Iterator[Memory]:
    """A memory of its own for each test."""
    with closing(Memory(None)) as store:
        yield store


def segment(text: str) -> Segment:
    """A block of its own."""
    return Segment(Block(text), 0, len(text), "here")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_rule_keeps_the_better_text(case: dict[str, Any], memory: Memory) -> None:
    """With the links of its own words, and with all the others for alternatives, the first one foremost."""
    source, texts, number = case["source"], case["texts"], case["kept"]
    translator = Translator(Proposing({source: texts}), memory, mends=True)
    for _ in translator.prepare([source]):
        pass
    made = translator.rendering(source)
    assert made.instead == (texts[0] if number else None)
    if number:
        assert made.text == texts[number]
        assert made.others == tuple(text for text in texts if text != texts[number])
        assert made.words
        assert {there for _, there in made.words} <= set(links.word_spans(made.text))


def test_what_was_put_aside_is_told(memory: Memory) -> None:
    """As a remark, with the first text; one that was empty is told of as well."""
    pair = Pairs(Translator(Proposing({SOURCE: [SPOILT, MENDED]}), memory)).made(segment(SOURCE))
    (told,) = (finding for finding in pair.findings if finding.check == "second-choice")
    assert told.severity == "info"
    assert SPOILT in told.message
    (empty,) = content.second(replace(pair, instead=""))
    assert empty.message != told.message
    assert not list(content.second(Pair(segment(SOURCE), MENDED)))


def test_a_careful_try_is_told_as_well(memory: Memory) -> None:
    """What looped stands in the record of what was put aside; in a text of several units, all of it."""
    engine = Stammering(bears=3, mends=True)
    engine.max_tokens = 8
    long = "la cour et le juge parlent, le greffier note tout cela, dit le juge"
    made = Translator(engine, memory).rendering(long)
    assert made.text == long
    assert made.instead is not None
    assert "la la la" in made.instead


def test_as_decoded_is_the_likeliest_text(memory: Memory) -> None:
    """Without mends the engine's first text stands, also where the memory holds the other one."""
    engine = Proposing({SOURCE: [SPOILT, MENDED]})
    assert Translator(engine, memory).rendering(SOURCE).text == MENDED
    assert Translator(engine, memory, mends=False).rendering(SOURCE).text == SPOILT


def test_a_term_is_pinned_in_the_second_choice(memory: Memory) -> None:
    """And the record of the first one goes with it."""
    terms = Glossary([Term("fonds", "fund")])
    made = Translator(Proposing({SOURCE: [SPOILT, MENDED]}), memory, terms).rendering(SOURCE)
    assert made.text == MENDED
    assert made.instead == SPOILT
    assert [one.verdict for one in made.occurrences] == ["right"]


def test_a_proposal_that_does_not_come_again_is_not_kept() -> None:
    """An engine that goes on behind the text it is given writes another one, of which nothing is known."""

    class GoesOn(Proposing):
        def _one(self, job: Job) -> Hypothesis:
            written = super()._one(job)
            return replace(written, text=f"{written.text} And more.") if job.prefix else written

    engine = GoesOn({SOURCE: [SPOILT, MENDED]})
    assert [one.text for one in kept(engine, [SOURCE], _written(engine))] == [SPOILT]


def _written(engine: Engine) -> list[Hypothesis]:
    from bilingual.engines import Job

    return next(iter(engine.decode([[Job(SOURCE)]])))
