"""The house's terms come through the real model: each where the source has it, none twice, and nothing else changes."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilingual import engines
from bilingual.engines import Hypothesis, Job
from bilingual.engines.echo import Echo
from bilingual.glossary import Glossary, load
from bilingual.memory import Memory
from bilingual.pinning import Draft, Rendering, enforce
from bilingual.renderings import ENFORCED, spans, surplus
from bilingual.translate import Translator
from bilingual.types import Pin, Term
from bilingual.weighing import repetitions
from running import Counting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.engines import Engine

TABLE = tomllib.loads((Path(__file__).parent / "data" / "pinning.toml").read_text(encoding="utf-8"))
OURS = Path(__file__).parents[1] / "glossary.po"

COURT = Term("Cour suprême", "Supreme Court")
BRIEF = Term("mémoire amicus", "amicus brief", accepted=("amicus briefs",), variants=("mémoires amicus",))
NO_MEMORY = Term("mémoire amicus", "amicus memory", "forbidden")
NSO = Term("NSO", "NSO", "read-only")


@pytest.fixture(scope="module")
def memory() -> Iterator[Memory]:
    """A private one; what the engine writes by itself is written once for all the tests."""
    made = Memory(None)
    yield made
    made.close()


def translated(engine: Engine, memory: Memory, glossary: Glossary, *texts: str) -> list[Rendering]:
    """The renderings of some texts."""
    translator = Translator(engine, memory, glossary)
    list(translator.prepare(texts))
    return [translator.rendering(text) for text in texts]


def written(engine: Engine, source: str, target: str, *terms: Term, links: tuple[int, ...] = ()) -> Rendering:
    """What becomes of a target, as if the engine had written it, with each word linked to the one of its place."""
    pieces = engine.tokenize_target(target)
    tokens = engines.find("echo").tokenize(target)
    assert len(tokens.pieces) == len(pieces), "made for the engine of whole words"
    linked = links or tuple(min(n, len(source.split()) - 1) for n in range(len(pieces)))
    pins = tuple(pin for pin in Glossary(terms).find(source))
    draft = Draft(source, pins, Hypothesis(target, tuple(pieces), tuple(tokens.spans), linked, -1.0))
    return enforce(engine, [draft])[0]


def said(rendering: Rendering) -> list[str]:
    """The words of each occurrence that came through."""
    return [rendering.text[o.start : o.end] for o in rendering.occurrences if o.verdict != "failed"]


def test_every_term_of_ours_comes_through(engine: Engine, memory: Memory) -> None:
    """Nested, repeated, two of one rendering, in capitals: all are there, and none more often than in the source."""
    renderings = translated(engine, memory, load([OURS]), *TABLE["pinned"])
    plain = translated(engine, memory, Glossary(()), *TABLE["pinned"])
    for source, mine, theirs in zip(TABLE["pinned"], renderings, plain, strict=True):
        enforced = [o for o in mine.occurrences if o.pin.term.rule in ENFORCED]
        pins = [o.pin for o in enforced]
        assert len(enforced) >= 2, source
        assert [o.verdict for o in enforced if o.verdict == "failed"] == [], f"{source} → {mine.text}"
        assert surplus(pins, mine.text) <= surplus(pins, theirs.text), f"{source} → {mine.text}"
        assert repetitions(mine.text) <= repetitions(theirs.text), f"{source} → {mine.text}"
        assert not re.search(TABLE["never"], mine.text), f"{source} → {mine.text}"
        for o in enforced:
            assert (o.start, o.end) in spans(o.pin.term, mine.text)
        places = sorted((o.start, o.end) for o in enforced)
        assert all(one[1] <= other[0] for one, other in pairwise(places))


def test_sentences_without_terms_are_what_the_engine_writes(engine: Engine, memory: Memory) -> None:
    """So are those whose terms it wrote by itself."""
    with_terms = translated(engine, memory, load([OURS]), *TABLE["plain"], *TABLE["pinned"])
    without = translated(engine, memory, Glossary(()), *TABLE["plain"], *TABLE["pinned"])
    assert [r.text for r in with_terms[: len(TABLE["plain"])]] == [r.text for r in without[: len(TABLE["plain"])]]
    for mine, theirs in zip(with_terms, without, strict=True):
        asked = [o for o in mine.occurrences if o.pin.term.rule in ENFORCED]
        if all(o.verdict == "right" for o in asked):
            assert (mine.text, mine.score) == (theirs.text, theirs.score)


def test_a_forced_term_is_what_the_verdict_says(engine: Engine, memory: Memory) -> None:
    """The engine would not write it, was made to, and went on."""
    deaf = Counting(engine)  # whatever the built-in one reads
    (rendering,) = translated(deaf, memory, Glossary([Term("mardi", "Doomsday")]), "La justice a parlé mardi.")
    assert [o.verdict for o in rendering.occurrences] == ["forced"]
    assert said(rendering) == ["Doomsday"]
    assert rendering.text.endswith(".")


@pytest.mark.parametrize(
    ("source", "target", "terms", "expected", "verdicts"),
    [
        ("la Cour suprême", "the supreme court", [COURT], "the Supreme Court", ["substituted"]),
        ("les Cours suprêmes", "the supreme courts", [COURT], "the Supreme Courts", ["substituted"]),
        ("la Cour suprême", "the Supreme Court", [COURT], "the Supreme Court", ["right"]),
        (
            "Cour suprême et Cour suprême",
            "supreme court and Supreme Court",
            [COURT],
            "Supreme Court and Supreme Court",
            ["right", "substituted"],
        ),
        (
            "la Cour suprême",
            "the supreme court or Supreme Court",
            [COURT],
            "the supreme court or Supreme Court",
            ["right"],
        ),
        ("un terme", "an term", [Term("terme", "amicus brief")], "an amicus brief", ["forced"]),
        ("nso", "nso", [NSO], "nso", []),
    ],
)
def test_capitals_and_articles_are_mended(
    source: str, target: str, terms: list[Term], expected: str, verdicts: list[str]
) -> None:
    """And what is right is left alone."""
    rendering = written(engines.find("echo"), source, target, *terms)
    assert rendering.text == expected
    assert [o.verdict for o in rendering.occurrences] == verdicts


class Stubborn(Echo):
    """An engine that does not heed prefixes, as a model may that babbles behind them."""

    def decode(self, batches: Iterable[Sequence[Job]], *, careful: bool = False) -> Iterator[list[Hypothesis]]:  # noqa: ARG002  # the protocol's signature
        """Nothing, whatever was asked."""
        for batch in batches:
            yield [Hypothesis("", (), (), (), 0.0) for _ in batch]


@pytest.mark.parametrize(
    ("source", "target", "terms", "expected", "verdicts"),
    [
        ("un truc ici", "a thing here", [Term("truc", "amicus brief")], "an amicus brief here", ["substituted"]),
        ("un truc ici", "an item here", [Term("truc", "gadget")], "a gadget here", ["substituted"]),
        ("truc ici", "thing here", [Term("truc", "spyware")], "Spyware here", ["substituted"]),
        ("NSO ici", "thing here", [NSO], "NSO here", ["substituted"]),
        (
            "un truc un machin",
            "a thing an apple",
            [Term("truc", "gadget"), Term("machin", "brief")],
            "a gadget a brief",
            ["substituted", "substituted"],
        ),
        (
            "un mémoire amicus",
            "an amicus memory",
            [BRIEF, NO_MEMORY],
            "an amicus brief",
            ["substituted", "failed"],
        ),
        (
            "mémoire amicus oui",
            "amicus brief amicus memory",
            [BRIEF, NO_MEMORY],
            "amicus brief amicus memory",
            ["right", "right"],
        ),
        (
            "truc machin",
            "forces of order",
            [
                Term("truc", "police"),
                Term("truc", "forces of", "forbidden"),
                Term("machin", "discipline"),
                Term("machin", "of order", "forbidden"),
            ],
            "Police discipline",
            ["substituted", "failed", "substituted", "failed"],
        ),
        ("la NSO", "the", [NSO], "the", ["failed"]),
        ("la NSO", "", [NSO], "", ["failed"]),
    ],
)
def test_what_cannot_be_forced_is_substituted_or_fails(
    source: str, target: str, terms: list[Term], expected: str, verdicts: list[str]
) -> None:
    """The article fits the new word; what stands for nothing is left as it is; a forbidden rendering gives way once."""
    rendering = written(Stubborn(), source, target, *terms)
    assert rendering.text == expected
    assert [o.verdict for o in rendering.occurrences] == verdicts


@pytest.mark.parametrize("case", TABLE["over"], ids=lambda case: case["said"])
def test_a_term_takes_the_place_that_the_table_says(case: dict[str, Any]) -> None:
    """Its neighbours stay: verbs and prepositions, other terms; a word that it repeats goes."""
    terms = [Term(source, target) for source, target in case["terms"].items()]
    assert written(Stubborn(), case["source"], case["target"], *terms, links=tuple(case["links"])).text == case["said"]


def test_two_terms_do_not_take_the_same_words() -> None:
    """Where one word stands for both, the second fails."""
    terms = [Term("truc", "spyware"), Term("machin", "brief")]
    rendering = written(Stubborn(), "truc machin", "thing", *terms, links=(0,))
    assert rendering.text == "Spyware"
    assert [o.verdict for o in rendering.occurrences] == ["substituted", "failed"]
    rendering = written(Stubborn(), "truc machin", "thing here", *terms, links=(1, 1))
    assert rendering.text == "Brief"
    assert [o.verdict for o in rendering.occurrences] == ["failed", "substituted"]


def test_an_incomplete_prefix_is_no_progress(bpe_package: Path) -> None:
    """With a model of random weights every output is babble: the text stays, whatever the verdicts."""
    engine = engines.find(str(bpe_package), threads=1)
    source = "la justice dit l'immunité"
    (plain,) = next(iter(engine.decode([[Job(source)]])))
    terms = [Term("justice", "tice"), Term("immunité", "le ju")]
    (rendering,) = enforce(engine, [Draft(source, Glossary(terms).find(source), plain)])
    for o in rendering.occurrences:
        assert o.verdict == "failed" or (o.start, o.end) in spans(o.pin.term, rendering.text)


def test_of_two_pins_the_one_is_mended_that_the_attention_says() -> None:
    """The second came out right; the rendering found is not taken for the first one's."""
    rendering = written(Stubborn(), "un truc un truc", "a thing a gadget", Term("truc", "gadget"))
    assert rendering.text == "a gadget a gadget"
    assert [o.verdict for o in rendering.occurrences] == ["substituted", "right"]
    rendering = written(Stubborn(), "un truc un truc", "a gadget a thing", Term("truc", "gadget"))
    assert rendering.text == "a gadget a gadget"
    assert [o.verdict for o in rendering.occurrences] == ["right", "substituted"]


def test_nothing_to_enforce_costs_nothing() -> None:
    """No draft, no pins."""
    echo = engines.find("echo")
    assert enforce(echo, []) == []
    assert written(echo, "un mot", "un mot").occurrences == ()


ODD = st.sampled_from(
    [
        "NSO",
        "NSO Group",
        "mémoires amicus",
        "amicus",
        "la",
        "L’",
        ",",
        ". ",
        "Cour suprême",
        "COUR SUPREME",
        "«",
        "»",
        "x" * 90,
    ]
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=40), st.lists(ODD, max_size=120).map(" ".join)))
@pytest.mark.parametrize("name", ["echo", "builtin"])
def test_occurrences_quote_what_they_say(request: pytest.FixtureRequest, memory: Memory, name: str, text: str) -> None:
    """In long texts, too, which are decoded in units: offsets are those of the whole, on both sides."""
    engine = engines.find("echo") if name == "echo" else request.getfixturevalue("engine")
    if name == "builtin":
        text = text[:120]
    rendering = translated(engine, memory, load([OURS]), text)[0]
    for o in rendering.occurrences:
        assert 0 <= o.pin.start < o.pin.end <= len(text)
        assert (o.start, o.end) == (-1, -1) or o.verdict != "failed"
        if o.verdict != "failed":
            whole = Pin(o.pin.term, 0, 1)
            assert spans(whole.term, rendering.text[o.start : o.end]) == [(0, o.end - o.start)]
