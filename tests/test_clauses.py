"""A long text is cut where a reader would pause; nothing is lost, and nothing that is cut is too long."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.clauses import cut
from clocks import timed

if TYPE_CHECKING:
    from bilingual.engines import Engine
    from bilingual.types import Span


def tokens(text: str, longest: int = 4) -> list[Span]:
    """A few letters each, with the space before them, as an engine would have it."""
    return [found.span() for found in re.finditer(rf"\s?\S{{1,{longest}}}|\s+", text)]


def pieces(text: str, limit: int) -> list[str]:
    """The text as it is cut."""
    return [text[start:end] for start, end in cut(text, tokens(text, 20), limit)]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Un mot.", 4, ["Un mot."]),
        ("", 4, []),
        ("   ", 1, []),
        ("Il dit oui. Elle dit non.", 4, ["Il dit oui.", "Elle dit non."]),
        ("Il dit « oui. » Elle dit non, non.", 6, ["Il dit « oui. »", "Elle dit non, non."]),
        ("Le juge a dit oui, sans attendre la suite", 6, ["Le juge a dit oui,", "sans attendre la suite"]),
        ("Voici ce que dit le juge : rien de rien", 8, ["Voici ce que dit le juge :", "rien de rien"]),
        ("Le juge a parlé et la salle a ri", 6, ["Le juge a parlé", "et la salle a ri"]),
        ("un deux trois quatre cinq six sept", 3, ["un deux trois", "quatre cinq six", "sept"]),
        ("un deux trois quatre", 1, ["un", "deux", "trois", "quatre"]),
    ],
)
def test_the_best_pause_in_the_second_half_is_taken(text: str, limit: int, expected: list[str]) -> None:
    """A sentence's end before a colon, that before a comma, that before a conjunction, that before any space."""
    assert pieces(text, limit) == expected


def test_a_word_that_is_too_long_is_cut_between_tokens() -> None:
    """As the last resort; its letters all come through."""
    text = "a" * 10
    assert [text[start:end] for start, end in cut(text, tokens(text, 4), 2)] == ["a" * 8, "a" * 2]


FRENCH = st.lists(
    st.sampled_from(["a", "mot", "l’homme", "et", "que", ",", ".", " ", "  ", ": ", "» ", "…", "\u00a0", "-" * 30])
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), FRENCH.map("".join), FRENCH.map(" ".join)), st.integers(1, 30))
def test_nothing_is_lost_and_no_piece_is_too_long(text: str, limit: int) -> None:
    """Between the pieces stands white space only; each holds at most as many tokens as fit, and something to say."""
    known = tokens(text)
    spans = list(cut(text, known, limit))
    ends = [(0, 0), *spans, (len(text), len(text))]
    assert all(one[1] <= other[0] and not text[one[1] : other[0]].strip() for one, other in pairwise(ends))
    for start, end in spans:
        assert text[start:end].strip()
        assert sum(1 for a, b in known if a < end and b > start and text[max(a, start) : min(b, end)].strip()) <= limit


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), limit=st.integers(1, 12))
def test_the_real_tokenizer_agrees(engine: Engine, text: str, limit: int) -> None:
    """Also where it rewrites a character as several tokens, or several as one."""
    spans = [(0, 0), *cut(text, engine.tokenize(text).spans, limit), (len(text), len(text))]
    assert all(one[1] <= other[0] and not text[one[1] : other[0]].strip() for one, other in pairwise(spans))


@pytest.mark.parametrize("limit", [8, 80, 160])
def test_pieces_fit_the_engine_when_tokenized_by_themselves(engine: Engine, limit: int) -> None:
    """A cut inside a word costs a token at the most: the mark of a beginning."""
    text = "L’immunité souveraine, dit-on, ne protège ni NSO ni personne : la Cour en a jugé ainsi. " * 20 + "x1" * 600
    for start, end in cut(text, engine.tokenize(text).spans, limit):
        assert len(engine.tokenize(text[start:end]).pieces) <= limit + 1


@pytest.mark.clock
@pytest.mark.parametrize("unit", ["a", "é", ".", '"', ". ", '."', " ;", ": ", ", ", "et ", "\u00a0", "a\u2028", "»"])
@pytest.mark.parametrize("limit", [10, 160])
def test_a_long_text_takes_time_in_proportion(unit: str, limit: int) -> None:
    """Without spaces, too, and whatever the signs are: never more than eight seconds for a million characters."""
    text = unit * (250_000 // len(unit))
    known = tokens(text)
    seconds, spans = timed(lambda: list(cut(text, known, limit)))
    assert seconds < 2
    assert not text[spans[-1][1] if spans else 0 :].strip()
