"""Renderings are found in English as it is written, and each counts for one occurrence of its term, no more."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.grammar import indefinite, is_function_word, plural
from bilingual.renderings import missing, occurrences, overlap, recased, spans, surplus, wanted
from bilingual.types import Pin, Rule, Term
from clocks import timed

TABLE = tomllib.loads((Path(__file__).parent / "data" / "renderings.toml").read_text(encoding="utf-8"))

NSO = Term("NSO", "NSO", "read-only")
GROUP = Term("groupe NSO", "NSO Group")
BRIEF = Term("mémoire amicus", "amicus brief", accepted=("amicus briefs",), variants=("mémoires amicus",))
COURT = Term("Cour suprême", "Supreme Court")
NO_MEMORY = Term("mémoire amicus", "amicus memory", "forbidden")
NO_BRIEF = Term("mémoire amicus", "brief", "forbidden")
IMMUNITY = Term("immunité souveraine", "sovereign immunity")
REVERSED = Term("souveraine immunité", "sovereign immunity")
LAWSUIT = Term("plainte", "lawsuit", "suggest")


def pins(*terms: Term) -> list[Pin]:
    """The terms as if found one behind the other."""
    return [Pin(term, 10 * n, 10 * n + 5) for n, term in enumerate(terms)]


def said(text: str, *terms: Term, loosely: bool = False) -> list[str]:
    """What stands in a text for each of the terms; a dash where one failed."""
    found = occurrences(pins(*terms), text, loosely=loosely)
    return [text[o.start : o.end] if o.verdict == "right" else "-" for o in found]


@pytest.mark.parametrize("term", TABLE["article"]["a"])
def test_a_stands_before_the_sound_of_a_consonant(term: str) -> None:
    """It is the sound that counts, not the letter; the article keeps its capital."""
    assert indefinite(term, "an") == "a"
    assert indefinite(term, "A") == "A"


@pytest.mark.parametrize("term", TABLE["article"]["an"])
def test_an_stands_before_the_sound_of_a_vowel(term: str) -> None:
    """Initialisms are spelt out."""
    assert indefinite(term, "a") == "an"
    assert indefinite(term, "An") == "An"


@pytest.mark.parametrize(("one", "many"), TABLE["plural"].items())
def test_the_plural_of_a_phrase_is_that_of_its_last_word(one: str, many: str) -> None:
    """Only regular ones; others stand in the glossary."""
    assert plural(one) == many


def test_function_words_go_before_a_term() -> None:
    """However they are written."""
    assert is_function_word(" The")
    assert not is_function_word("court")
    assert not is_function_word("")


@pytest.mark.parametrize("case", TABLE["find"], ids=lambda case: case["target"])
def test_renderings_are_found_as_the_table_says(case: dict[str, str]) -> None:
    """Whole words, any hyphen, any apostrophe, the regular plural; names with their capitals."""
    rule: Rule = "read-only" if case.get("rule") else "pin"
    term = Term("terme", case["target"], rule, tuple(case.get("accepted", ())))
    assert [case["text"][start:end] for start, end in spans(term, case["text"])] == list(case["found"])


def test_what_belongs_to_a_longer_term_does_not_count_for_a_shorter_one() -> None:
    """NSO is not honoured by NSO Group where the source has both."""
    assert said("NSO Group and others", NSO, GROUP) == ["-", "NSO Group"]
    assert said("NSO Group and NSO", NSO, GROUP) == ["NSO", "NSO Group"]
    assert said("NSO Group", NSO) == ["NSO"]


def test_each_rendering_counts_once() -> None:
    """A term said twice must be rendered twice, and two terms of one rendering are told apart by number."""
    assert said("an amicus brief", BRIEF, BRIEF) == ["amicus brief", "-"]
    assert said("amicus briefs and an amicus brief", BRIEF, BRIEF) == ["amicus briefs", "amicus brief"]
    assert said("sovereign immunity", IMMUNITY, REVERSED).count("-") == 1
    assert missing(pins(BRIEF, BRIEF, LAWSUIT), "an amicus brief") == [1]


def test_capitals_of_names_matter_unless_one_looks_loosely() -> None:
    """What is merely in the wrong case is no reason to ask the engine again."""
    assert said("the supreme court", COURT) == ["-"]
    assert said("the supreme court", COURT, loosely=True) == ["supreme court"]
    assert missing(pins(COURT, NSO), "nso at the SUPREME COURT") == []


def test_a_forbidden_rendering_is_found_unless_it_is_part_of_the_right_one() -> None:
    """Forbidding `brief` does not forbid `amicus brief`."""
    assert said("an amicus memory", BRIEF, NO_MEMORY) == ["-", "amicus memory"]
    assert said("an amicus brief", NO_BRIEF, BRIEF) == ["-", "amicus brief"]
    assert said("a brief, an amicus brief", NO_BRIEF, BRIEF) == ["brief", "amicus brief"]


def test_a_suggestion_is_looked_for_and_never_missing() -> None:
    """It is the editor's choice."""
    assert said("two lawsuits", LAWSUIT) == ["lawsuits"]
    assert missing(pins(LAWSUIT, NO_BRIEF), "nothing") == []


@pytest.mark.parametrize(
    ("text", "terms", "count"),
    [
        ("NSO Group and NSO", (GROUP, NSO), 0),
        ("NSO Group and NSO", (GROUP,), 0),
        ("NSO and NSO Group", (NSO,), 1),
        ("NSO and nso", (NSO,), 1),
        ("sovereign immunity, sovereign immunity", (IMMUNITY, REVERSED), 0),
        ("sovereign immunity, sovereign immunity", (IMMUNITY,), 1),
        ("a lawsuit, a lawsuit", (LAWSUIT,), 0),
        ("nothing", (NSO, BRIEF), 0),
    ],
)
def test_surplus_counts_renderings_that_no_term_asks_for(text: str, terms: tuple[Term, ...], count: int) -> None:
    """Terms of one rendering, or one inside another, do not count twice."""
    assert surplus(pins(*terms), text) == count


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("un mémoire amicus", "amicus brief"),
        ("des mémoires amicus", "amicus briefs"),
        ("DES MÉMOIRES AMICUS", "amicus briefs"),
        ("des mémoires-amicus", "amicus briefs"),
    ],
)
def test_the_plural_is_written_where_the_source_has_it(source: str, target: str) -> None:
    """Which the entry names."""
    assert wanted(Pin(BRIEF, source.index(" ") + 1, len(source)), source) == target


def test_a_plural_with_hyphen_or_apostrophe_is_recognised() -> None:
    """On both sides alike."""
    speaker = Term("porte-parole d'État", "spokesman", accepted=("spokesmen",), variants=("porte-paroles d'État",))
    source = "porte paroles d’État"
    assert wanted(Pin(speaker, 0, len(source)), source) == "spokesmen"
    assert wanted(Pin(COURT, 3, 15), "La Cour suprême") == "Supreme Court"


def test_mended_capitals_keep_the_number() -> None:
    """The form that was said is the one that gets its capitals."""
    assert recased(COURT, "supreme courts") == "Supreme Courts"
    assert recased(COURT, "supreme-court") == "Supreme Court"
    assert recased(COURT, "high court") == "Supreme Court"


def test_spans_overlap_where_they_share_a_character() -> None:
    """An end is exclusive."""
    assert overlap((0, 2), (1, 3))
    assert not overlap((0, 2), (2, 3))


ANY_TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12)
NEAR_REGEX = st.text(r"ab \-'’.*+?[](){}|^$#&~" + "\\", min_size=1, max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(ANY_TEXT, NEAR_REGEX), st.one_of(ANY_TEXT, NEAR_REGEX), st.sampled_from(["pin", "read-only", "forbidden"])
)
def test_any_term_can_be_looked_for(target: str, text: str, rule: Rule) -> None:
    """Signs that mean something in a pattern stand for themselves; places are in bounds, in order and apart."""
    term = Term("terme", target, rule, accepted=(text,))
    whole = f"{text} {target} {text}"
    for loosely in (False, True):
        places = spans(term, whole, loosely=loosely)
        assert all(0 <= start < end <= len(whole) for start, end in places)
        assert all(one[1] <= other[0] for one, other in pairwise(places))
        found = occurrences(pins(term, BRIEF), whole, loosely=loosely)
        assert [o.pin.term for o in found] == [term, BRIEF]
    assert surplus(pins(term), whole) >= 0


@pytest.mark.clock
def test_a_million_characters_take_time_in_proportion() -> None:
    """Neither many renderings nor many pins are compared with each other."""
    text, many = "NSO Group, NSO " * 66_000, pins(*[NSO, GROUP] * 30_000)
    finding, found = timed(lambda: occurrences(many, text))
    counting, extra = timed(lambda: surplus(many, text))
    looking, _ = timed(lambda: spans(Term("terme", "a a"), "a" * 500_000 + " -" * 250_000))
    assert (len(found), extra) == (60_000, 72_000)
    assert finding + counting + looking < 8
