"""A term stands in a target text as an English editor would have set it, and of several ways the best is taken."""

from __future__ import annotations

import tomllib
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from bilingual import attention, engines
from bilingual.engines import Hypothesis
from bilingual.grammar import asks_for_indefinite, is_outer_word, lacks_determiner, same_word, takes_no_indefinite
from bilingual.types import Pin, Rule, Term
from bilingual.weighing import BESIDE, LOST, REPEATED, cost, repetitions
from bilingual.writing import dressed, over, prefix, unglued

TABLE = tomllib.loads((Path(__file__).parent / "data" / "pinning.toml").read_text(encoding="utf-8"))


def hypothesis(text: str, links: list[int]) -> Hypothesis:
    """A text of whole words, each linked to a word of the source."""
    tokens = engines.find("echo").tokenize(text)
    return Hypothesis(text, tuple(f" {word}" for word in text.split()), tuple(tokens.spans), tuple(links), 0.0)


@pytest.mark.parametrize("case", TABLE["dressed"], ids=lambda case: case["said"])
def test_a_term_is_dressed_as_the_table_says(case: dict[str, Any]) -> None:
    """Articles, capitals, quotation marks, and words that it would only repeat."""
    plural = case.get("plural", "")
    rule: Rule = "read-only" if case.get("read_only") else "pin"
    term = Term("terme", case["term"], rule, (plural,) if plural else (), plural=plural)
    said_there = "termes" if plural else "terme"
    source = f"{case.get('source', 'le')} {said_there}"
    pin = Pin(term, len(source) - len(said_there), len(source))
    before = case["before"]
    kept, said = dressed(before, pin, source, glued=case.get("glued", False), capital=case.get("capital", False))
    space = " " if before[:kept] and not before[:kept].endswith(" ") else ""
    assert before[:kept] + space + said == case["said"]


def test_text_is_replaced_piece_by_piece() -> None:
    """Places and links are those of the new text."""
    engine = engines.find("echo")
    source = "le truc ici"
    written = over(engine, source, hypothesis("the thing here", [0, 1, 2]), Pin(Term("truc", "new tool"), 3, 7), (1, 2))
    assert written.text == "the new tool here"
    assert written.pieces == (" the", " new", " tool", " here")
    assert written.links == (0, 1, 1, 2)
    assert [written.text[slice(*span)] for span in written.spans] == ["the", "new tool", "", " here"]


def test_the_prefix_ends_with_the_term() -> None:
    """Wherever it is to stand, behind everything, too."""
    engine = engines.find("echo")
    pin = Pin(Term("truc", "tool"), 3, 7)
    written = hypothesis("the thing", [0, 1])
    assert prefix(engine, "le truc", written, pin, 1).prefix == (" the", " tool")
    assert prefix(engine, "le truc", written, pin, 2).prefix == (" the", " thing", " tool")
    assert prefix(engine, "le truc", written, pin, 0).prefix == (" Tool",)


@pytest.mark.parametrize(
    ("pieces", "at", "left"),
    [
        (["a", " human", " live", "s", " today"], 3, "a human live today"),
        (["a", " live", "ly", "ish", "."], 2, "a live."),
        (["a", " live", "'s", " end"], 2, "a live's end"),
        (["a", " live", " on"], 2, "a live on"),
        (["a", " live"], 2, "a live"),
    ],
)
def test_a_term_stays_whole(pieces: list[str], at: int, left: str) -> None:
    """Letters that the engine glues to it go; a possessive, a sign and the next word stay."""
    ends = list(accumulate(map(len, pieces)))
    spans = tuple((end - len(piece.lstrip()), end) for piece, end in zip(pieces, ends, strict=True))
    written = unglued(Hypothesis("".join(pieces), tuple(pieces), spans, tuple(range(len(pieces))), 0.0), at)
    assert written.text == left
    assert [written.text[slice(*span)] for span in written.spans] == [piece.strip() for piece in written.pieces]
    assert len(written.links) == len(written.pieces)


def test_a_reader_comes_to_a_term_beside_its_neighbours() -> None:
    """Behind what stands before it in the source, or else before what follows, or else before the full stop."""
    sources = [(n, n + 1) for n in range(40)]
    pin = Pin(Term("x", "y"), 20, 21)
    assert attention.reading_place(sources, hypothesis("one two three", [18, 19, 22]), pin) == 2
    assert attention.reading_place(sources, hypothesis("one two three", [22, 23, 24]), pin) == 0
    assert attention.reading_place(sources, hypothesis("one two .", [0, 1, 1]), pin) == 2
    assert attention.reading_place(sources, hypothesis("one two three", [39, 39, 39]), pin) == 0


def test_a_word_that_a_term_repeats_is_looked_for_before_it() -> None:
    """Against Israeli NSO firms: the Israeli surveillance firm begins where Israeli stands."""
    written = hypothesis("against Israeli NSO firms", [0, 0, 0, 0])
    assert attention.earlier(written, 3, "Israeli surveillance firm") == 1
    assert attention.earlier(written, 3, "voice call") == 3
    assert attention.earlier(written, 0, "Israeli surveillance firm") == 0


def test_words_at_the_ends_are_no_part_of_a_term() -> None:
    """The possessive neither: the company's is the company, and 's."""
    pin = Pin(Term("x", "y"), 0, 1)
    assert attention.place([(0, 1)], hypothesis("was filed for", [0, 0, 0]), pin) == (1, 2)
    pieces = Hypothesis("NSO's tool", (" NSO", "'", "s", " tool"), ((0, 3), (3, 4), (4, 5), (5, 10)), (1, 0, 0, 0), 0.0)
    assert attention.place([(0, 1), (1, 2)], pieces, pin) == (3, 4)


def test_faults_cost_what_the_table_says() -> None:
    """A word of the source that is lost, one said beside the term, one said twice."""
    pins = [Pin(Term("b", "tool"), 1, 2)]
    inside = frozenset({1})
    old = hypothesis("one thing two", [0, 1, 2])
    assert cost(old, hypothesis("one tool two", [0, 1, 2]), pins, -3.0, inside) == pytest.approx(3.0)
    assert cost(old, hypothesis("one tool", [0, 1]), pins, -2.0, inside) == pytest.approx(3.0 + LOST)
    assert cost(old, hypothesis("one tool thing two", [0, 1, 1, 2]), pins, -4.0, inside) == pytest.approx(3.0 + BESIDE)
    assert cost(old, hypothesis("one tool tool two", [0, 1, 0, 2]), pins, -4.0, inside) == pytest.approx(3.0 + REPEATED)


def test_repetitions_are_counted() -> None:
    """Short words may be said again soon."""
    assert repetitions("the disease disease") == 1
    assert repetitions("journalist and journalist") == 1
    assert repetitions("the one the other, in and in") == 0
    assert repetitions("") == 0


def test_what_is_known_of_words() -> None:
    """Plurals are the same word; what cannot be counted; what leaves a noun bare."""
    assert same_word("Journalists", "journalist")
    assert same_word("agency", "agencies")
    assert not same_word("the", "the")
    assert takes_no_indefinite("sovereign immunity")
    assert not takes_no_indefinite("lawsuit")
    assert is_outer_word(" was")
    assert is_outer_word(",")
    assert not is_outer_word("court")
    assert asks_for_indefinite("Une")
    assert not lacks_determiner([])
    assert not lacks_determiner(["the", "firm", "filed"])
    assert lacks_determiner(["firm", "has", "filed"])
    assert not lacks_determiner(["Federal"])
