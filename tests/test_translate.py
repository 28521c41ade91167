"""Texts to renderings: nothing is decoded twice, nothing depends on what is remembered, nothing is cut off."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual import links
from bilingual.capitals import calmed
from bilingual.datelines import dateline
from bilingual.engines.echo import Echo
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.read import read, sources
from bilingual.segment import load_rules, segments
from bilingual.translate import Translator
from bilingual.types import Term
from running import SOURCES, Counting, Saying, Stammering

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bilingual.engines import Engine
    from bilingual.pinning import Rendering

TERMS = Glossary(
    [
        Term("logiciel espion", "spyware", note="Never “spy software”."),
        Term("immunité souveraine", "sovereign immunity"),
        Term("société de surveillance", "surveillance vendor"),
        Term("tribunal", "tribunal", rule="suggest"),
        Term("logiciel espion", "spy software", rule="forbidden"),
        Term("WhatsApp", "WhatsApp", rule="read-only"),
    ]
)


@pytest.fixture
def memory() -> Iterator[Memory]:
    """A memory of its own for each test."""
    with closing(Memory(None)) as store:
        yield store


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """The sentences of one article."""
    (source,) = sources([str(SOURCES / "whatsapp-poursuit-nso.txt")])
    return [segment.text for segment in segments(read(source).blocks, load_rules("fr"))]


def _all(translator: Translator, texts: Sequence[str]) -> list[Rendering]:
    for _ in translator.prepare(texts):
        pass
    return [translator.rendering(text) for text in texts]


def test_a_second_run_decodes_nothing(engine: Engine, memory: Memory, texts: list[str]) -> None:
    """A second run decodes nothing."""
    first = _all(Translator(engine, memory, TERMS), texts)
    counting = Counting(engine)
    assert _all(Translator(counting, memory, TERMS), texts) == first
    assert not counting.decoded
    assert not counting.forced


def test_word_links_lie_in_both_texts_and_name_most_words(engine: Engine, memory: Memory, texts: list[str]) -> None:
    """In pinned and in plain renderings; each target word once, in order, and names beside themselves."""
    names = 0
    for text, made in zip(texts, _all(Translator(engine, memory, TERMS), texts), strict=True):
        found, said = links.word_spans(text), links.word_spans(made.text)
        targets = [target for _, target in made.words]
        assert targets == sorted(set(targets))
        assert {source for source, _ in made.words} <= set(found)
        # what the last touch wrote over its words has no link, and may begin elsewhere than a word does
        assert len(set(targets) - set(said)) <= 1
        assert len(targets) >= 0.6 * len(said) or len(said) < 6
        pairs = [(text[slice(*source)], made.text[slice(*target)]) for source, target in made.words]
        names += sum(one == other == "WhatsApp" for one, other in pairs)
    assert names > 2


def test_word_links_of_units_are_counted_from_the_beginning_of_the_text(memory: Memory) -> None:
    """Behind a dateline, and behind a clause that was cut off."""
    text = "PARIS (AFP) – " + "le juge a dit, " * 60 + "et la cour."
    (made,) = _all(Translator(Echo(), memory), [text])
    assert made.words
    assert all(text[slice(*source)] == made.text[slice(*target)] for source, target in made.words)


def test_a_text_that_is_repeated_is_decoded_once(memory: Memory) -> None:
    """A text that is repeated is decoded once."""
    counting = Counting(Echo())
    _all(Translator(counting, memory), ["La cour.", "Le juge.", "La cour.", "La cour."])
    assert counting.decoded == {"La cour.": 1, "Le juge.": 1}


def test_what_is_remembered_makes_no_difference_to_the_result(engine: Engine, memory: Memory, texts: list[str]) -> None:
    """Be the memory empty, full, or full of other articles in other batches."""
    with closing(Memory(None)) as other:
        translator = Translator(engine, other, TERMS)
        for start in range(0, len(texts), 7):
            _all(translator, texts[start : start + 7])
        in_parts = _all(translator, texts)
    assert [one.text for one in in_parts] == [one.text for one in _all(Translator(engine, memory, TERMS), texts)]


def test_a_changed_glossary_forces_anew_but_decodes_nothing_anew(
    engine: Engine, memory: Memory, texts: list[str]
) -> None:
    """A changed glossary forces anew but decodes nothing anew."""
    _all(Translator(engine, memory, TERMS), texts)
    counting = Counting(engine)
    changed = Glossary([*TERMS.terms, Term("chiffrement", "encipherment")])
    rendered = _all(Translator(counting, memory, changed), texts)
    assert not counting.decoded
    assert 0 < counting.forced <= 8
    assert any("encipherment" in one.text for one in rendered)


def test_a_changed_note_or_suggestion_costs_nothing(engine: Engine, memory: Memory) -> None:
    """A changed note or suggestion costs nothing."""
    text = "WhatsApp accuse le logiciel espion devant le tribunal."
    (before,) = _all(Translator(engine, memory, TERMS), [text])
    counting = Counting(engine)
    told = Glossary(
        [*TERMS.terms[1:], Term("logiciel espion", "spyware", note="other"), Term("accuse", "x", "suggest")]
    )
    (after,) = _all(Translator(counting, memory, told), [text])
    assert after.text == before.text
    assert not counting.decoded
    assert not counting.forced
    assert {o.pin.term.source for o in after.occurrences} > {o.pin.term.source for o in before.occurrences}


def test_verdicts_are_remembered_and_point_at_the_words(engine: Engine, memory: Memory, texts: list[str]) -> None:
    """Verdicts are remembered and point at the words."""
    first = _all(Translator(engine, memory, TERMS), texts)
    again = _all(Translator(engine, memory, TERMS), texts)
    assert first == again
    placed = [
        (one.text[o.start : o.end], o.pin.term) for one in first for o in one.occurrences if o.verdict != "failed"
    ]
    assert len(placed) > 5
    assert all(said.casefold().startswith(term.target[:7].casefold()) for said, term in placed)


def test_words_done_add_up_to_the_words_given(engine: Engine, memory: Memory, texts: list[str]) -> None:
    """Words done add up to the words given."""
    given_texts = [*texts, "12", "redaction@example.fr", texts[0], "…", ""]
    words = sum(len(text.split()) for text in given_texts)
    assert sum(Translator(engine, memory, TERMS).prepare(given_texts)) == words
    assert sum(Translator(engine, memory, TERMS).prepare(given_texts)) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "…",
        "* * *",
        "—",
        "redaction@example.fr",
        "@NSO",
        "#Pegasus",
        "https://example.fr/a?b=c",
        "www.example.fr",
    ],
)
def test_what_cannot_be_translated_is_copied(memory: Memory, text: str) -> None:
    """What cannot be translated is copied."""
    counting = Counting(Echo())
    (rendering,) = _all(Translator(counting, memory, TERMS), [text])
    assert rendering.text == text
    assert not counting.decoded


def test_copying_is_linear_in_the_length_of_the_text(memory: Memory) -> None:
    """A pattern that tries every @ against the rest of the text would take minutes here."""
    (rendering,) = _all(Translator(Echo(), memory), ["a@" * 100_000 + " b"])
    assert rendering.text.replace(" ", "") == "a@" * 100_000 + "b"


def test_an_over_long_text_is_cut_at_clauses_and_nothing_is_lost(engine: Engine, memory: Memory) -> None:
    """An over long text is cut at clauses and nothing is lost."""
    clauses = [f"le juge numéro {number} a rejeté la demande de la société de surveillance" for number in range(40)]
    text = "Selon la cour, " + ", et ".join(clauses) + "."
    assert len(engine.tokenize(text).pieces) > 5 * engine.max_tokens
    counting = Counting(engine)
    (rendering,) = _all(Translator(counting, memory, TERMS), [text])
    assert len(counting.decoded) > 5
    assert all(len(engine.tokenize(unit).pieces) <= engine.max_tokens for unit in counting.decoded)
    assert {word for unit in counting.decoded for word in unit.split()} == set(text.split())
    assert sum(str(number) in rendering.text for number in range(40)) > 30
    assert len(rendering.occurrences) == 40
    assert all(text[o.pin.start : o.pin.end] == "société de surveillance" for o in rendering.occurrences)
    placed = [rendering.text[o.start : o.end].casefold() for o in rendering.occurrences if o.verdict != "failed"]
    assert len(placed) > 30
    assert {said.removesuffix("s") for said in placed} == {"surveillance vendor"}


def test_a_loop_is_decoded_again_with_care(memory: Memory) -> None:
    """A loop is decoded again with care."""
    text = " ".join(f"mot{n}" for n in range(20))
    (rendering,) = _all(Translator(Stammering(10, mends=True), memory), [text])
    assert rendering.text == text


def test_a_loop_that_care_does_not_mend_is_decoded_in_pieces(memory: Memory) -> None:
    """A loop that care does not mend is decoded in pieces."""
    text = ", ".join(f"mot{n} et mot{n}b" for n in range(20))
    (rendering,) = _all(Translator(Stammering(16), memory, Glossary([Term("mot7b", "mot7b", "read-only")])), [text])
    assert rendering.text == text
    (occurrence,) = rendering.occurrences
    assert (occurrence.verdict, rendering.text[occurrence.start : occurrence.end]) == ("right", "mot7b")


def test_a_loop_that_nothing_mends_is_kept_for_the_checks_to_find(memory: Memory) -> None:
    """A loop that nothing mends is kept for the checks to find."""
    text = " ".join(f"mot{n}" for n in range(20))
    (rendering,) = _all(Translator(Stammering(1), memory), [text])
    assert rendering.text == " ".join(["mot0"] * 9)


def test_a_person_s_words_are_judged_as_they_stand(engine: Engine, memory: Memory) -> None:
    """A person’s words are judged as they stand."""
    translator = Translator(engine, memory, TERMS)
    source = "WhatsApp parle d’un logiciel espion."
    judged = translator.judge(source, "WhatsApp talks of spy software.")
    assert {(o.pin.term.target, o.verdict) for o in judged} == {
        ("WhatsApp", "right"),
        ("spyware", "failed"),
        ("spy software", "right"),  # stands there, which it must not
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_texts_come_through_an_echo_word_for_word(given_texts: list[str]) -> None:
    """Any texts come through an echo word for word."""
    with closing(Memory(None)) as store:
        rendered = _all(Translator(Echo(), store, TERMS, mends=False), given_texts)
    # forced terms and headlines in capitals apart, an echo changes nothing
    spoken = [calmed(text, ()) for text in given_texts if not dateline(text)[1]]
    assert [one.text.split() for one, text in zip(rendered, given_texts, strict=True) if not dateline(text)[1]] == [
        text.split() for text in spoken
    ]


def test_another_engine_has_its_own_memories(tmp_path: Path) -> None:
    """Another engine has its own memories."""
    with closing(Memory(tmp_path / "m")) as store:
        _all(Translator(Echo(), store), ["La cour."])
        counting = Counting(Stammering(50))
        _all(Translator(counting, store), ["La cour."])
    assert counting.decoded == {"La cour.": 1}


@pytest.mark.parametrize(
    ("house", "text"),
    [
        ("english", "The firm paid €1.5 million on October 29, 2019 to “some” 1,400 people."),
        ("us", "The firm paid €1.5 million on October 29, 2019, to “some” 1,400 people."),
        ("uk", "The firm paid €1.5 million on 29 October 2019 to “some” 1,400 people."),
        ("as-decoded", "The firm paid 1,5 million € on October 29, 2019 to « some » 1.400 people."),
    ],
)
def test_figures_are_written_as_the_house_wants_them(house: str, text: str) -> None:
    """Terms and word links stay where they stand; what was mended is told, and the memory keeps the engine's text."""
    source = "La société a payé 1,5 million d'euros le 29 octobre 2019 à « certaines » 1.400 personnes."
    said = "The firm paid 1,5 million € on October 29, 2019 to « some » 1.400 people."
    terms = Glossary((Term("société", "firm"), Term("personnes", "people")))
    with closing(Memory(None)) as memory:
        (made,) = _all(Translator(Saying({source: said}), memory, terms).written_as(house), [source])
    assert made.text == text
    assert [made.text[one.start : one.end] for one in made.occurrences] == ["firm", "people"]
    assert bool(made.mended) == (house != "as-decoded")
    if made.mended:
        assert ("1.400", "1,400") in made.mended
