"""Sentences end where an editor says they do, nothing is lost, and no input takes long."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.address import Addresses, digest
from bilingual.segment import load_rules, segments, spans
from bilingual.segment.heads import head_of
from bilingual.types import Block
from clocks import compared, timed

CASES = Path(__file__).parent / "data" / "segment.fr.txt"
RULES = load_rules("fr")


class Case(NamedTuple):
    """A text with its sentences."""

    title: str
    text: str
    sentences: list[str]


def read_cases() -> list[Case]:
    """The table of cases that editors keep."""
    cases = []
    for part in CASES.read_text("utf-8").split("\n=== ")[1:]:
        title, text, *lines = part.split("\n")
        cases.append(Case(title, text, [line[2:] for line in lines if line.startswith("> ")]))
    return cases


def sentences(text: str) -> list[str]:
    """The sentences of a French text."""
    return [text[start:end] for start, end in spans(text, RULES)]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.title)
def test_sentences_end_where_the_table_says(case: Case) -> None:
    """Every line of `data/segment.fr.txt` holds."""
    assert sentences(case.text) == case.sentences


def test_the_table_names_each_rule_once() -> None:
    """No two cases share a title."""
    titles = [case.title for case in read_cases()]
    assert len(titles) == len(set(titles)) > 100


MARKS = ".!?…«»“”\"'’()[]-–•;:, \u00a0\u202f\n\t\x00\x1c\ufeff\ud800\u0300"
WORDS = (
    "M.",
    "etc.",
    "J.-P.",
    "art.",
    "12",
    "1.400",
    "Le",
    "le",
    "Il",
    "C’",
    "à",
    "mot",
    "Yahoo!",
    "www.a.fr",
    "🙏",
    "日本",
)
FRAGMENTS = st.sampled_from([*MARKS, *WORDS])
ANY_TEXT = st.one_of(
    st.lists(FRAGMENTS, max_size=60).map("".join),
    st.lists(FRAGMENTS, max_size=60).map(" ".join),
    st.text(st.characters(exclude_categories=[])),
)


@given(ANY_TEXT)
def test_no_character_is_lost_or_altered(text: str) -> None:
    """Sentences and the white space between them give the text back; none is empty or has space at its ends."""
    end = 0
    for start, stop in spans(text, RULES):
        assert not text[end:start].strip()
        assert text[start:stop].strip() == text[start:stop] != ""
        end = stop
    assert not text[end:].strip()


@given(ANY_TEXT)
def test_a_sentence_has_a_word_if_its_text_has_one(text: str) -> None:
    """Marks alone are no sentence, unless there is nothing else."""
    found = sentences(text)
    assert len(found) <= 1 or all(any(letter.isalnum() for letter in sentence) for sentence in found)


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0\u2009"])
def test_white_space_has_no_sentence(text: str) -> None:
    """Nothing comes of nothing."""
    assert sentences(text) == []


def test_a_stop_far_behind_its_word_ends_the_sentence() -> None:
    """More spaces before the stop than a judgement looks at do no harm."""
    assert sentences(f"Fin{' ' * 100}. Le mot.") == [f"Fin{' ' * 100}.", "Le mot."]


TRAPS = [
    *(".", "« ", "a. a. a. ", " ", '"', "' ", ". ", '." ', "? » ", "(", "). ", "a.(b.) ", "… ", "A.", "M. ", "1. "),
    *("12. 5. ", "Le Le le ", 'mot Le "', "• a ", "; - ", "[1].", ".\u00a0»", "à. à ", "\u0300", "(a Le b ", "L'", "-"),
]


@pytest.mark.clock
@pytest.mark.parametrize("trap", TRAPS, ids=repr)
def test_much_of_anything_is_quick(trap: str) -> None:
    """What would make a segmenter backtrack takes no longer than a few seconds a megabyte, and loses nothing."""
    text = (trap * (250_000 // len(trap) + 1))[:250_000]
    seconds, found = timed(lambda: sentences(text))
    assert seconds < 5
    assert sum(len("".join(sentence.split())) for sentence in found) == len("".join(text.split()))


@pytest.mark.clock
@pytest.mark.parametrize("trap", [". ", '" ', "a. ", "« Le mot Le "])
def test_time_grows_with_length_alone(trap: str) -> None:
    """Eight times the text takes at most about eight times the time."""
    short, long = compared(lambda: list(spans(trap * 5_000, RULES)), lambda: list(spans(trap * 40_000, RULES)))
    assert long < 8 * 3 * short


def test_segments_leave_out_skipped_blocks_and_keep_the_order() -> None:
    """Only blocks without a reason to skip are segmented; the text of a segment is that of its block."""
    blocks = [Block("Un. Deux."), Block("Publicité. Cliquez.", skip="promotion"), Block("Trois.", kind="heading")]
    found = list(segments(blocks, RULES))
    assert [segment.text for segment in found] == ["Un.", "Deux.", "Trois."]
    assert [segment.block for segment in found] == [blocks[0], blocks[0], blocks[2]]


def test_segments_carry_stable_addresses() -> None:
    """A repeated sentence gets a suffix; addresses that were passed in go on counting."""
    found = [segment.address for segment in segments([Block("Oui. Non. Oui.")], RULES)]
    assert found == [digest("Oui."), digest("Non."), digest("Oui.") + "-2"]
    addresses = Addresses()
    addresses.of("Oui.")
    assert next(segments([Block("Oui.")], RULES, addresses)).address == digest("Oui.") + "-2"


def test_rules_are_read_once() -> None:
    """The data file is parsed on the first call only; a language without one is an error."""
    assert load_rules("fr") is load_rules("fr")
    with pytest.raises(FileNotFoundError):
        load_rules("tlh")


def test_abbreviations_are_in_one_class_each() -> None:
    """No entry of the data file hides another."""
    classes = [RULES.never, RULES.number, RULES.names, RULES.closing]
    assert sum(map(len, classes)) == len(frozenset().union(*classes))
    assert not any(entry.endswith(".") for entries in classes for entry in entries)


@pytest.mark.parametrize(
    ("after", "capital"), [("Le", True), ("le", False), ("12", False), ("日本", True), ("#le", True)]
)
def test_a_first_word_looks_like_one(after: str, *, capital: bool) -> None:
    """Capitals, scripts without case and hashtags begin sentences."""
    head = head_of(after)
    assert head is not None
    assert head.capital is capital


BENCHMARK = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "segment.py"))


def test_boundaries_inside_paragraphs_count() -> None:
    """A boundary right, one missed, one too many; a letter that is another is told."""
    paragraphs = [BENCHMARK["Paragraph"]("Un. Deux ou trois.", ["Un.", "Deux ou", "trois."])]
    paragraphs += [BENCHMARK["Paragraph"]("Un. Deux.", ["Un. Deux."])] * 2
    found = [["Un.", "Deux ou trois."], ["Un.", "Deux."], ["Un. Deus."]]
    assert BENCHMARK["score"](paragraphs, found) == (1, 1, 1, 1)


def test_the_press_set_is_what_its_head_says() -> None:
    """Two hundred paragraphs of ours; lines without a space between them are marked, remarks are none of it."""
    paragraphs = BENCHMARK["read_paragraphs"](BENCHMARK["PRESS"])
    assert len(paragraphs) >= 200
    assert sum(len(paragraph.sentences) for paragraph in paragraphs) > 650
    for text, lines in paragraphs:
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(lines)
    assert "fermé.Les bus" in " ".join(text for text, _ in paragraphs)
    assert not any(line.startswith(("# ", "+")) for _, lines in paragraphs for line in lines)


RECUT = (
    ("nothing of hers", (), ("Le juge parle.", "Il dit oui.", "Le juge parle bien.")),
    ("merged", ("Le juge parle. Il dit oui.",), ("Le juge parle. Il dit oui.", "Le juge parle bien.")),
    ("split", ("Le juge", "parle."), ("Le juge", "parle.", "Il dit oui.", "Le juge parle bien.")),
    ("half a split", ("Le juge",), ("Le juge parle.", "Il dit oui.", "Le juge parle bien.")),
    (
        "merged across a bound",
        ("Le juge parle. Il", "dit oui."),
        ("Le juge parle. Il", "dit oui.", "Le juge parle bien."),
    ),
    (
        "all in one",
        ("Le juge parle. Il dit oui. Le juge parle bien.",),
        ("Le juge parle. Il dit oui. Le juge parle bien.",),
    ),
    ("of another text", ("Rien.", "", "  "), ("Le juge parle.", "Il dit oui.", "Le juge parle bien.")),
)


@pytest.mark.parametrize(("title", "cuts", "found"), RECUT, ids=[case[0] for case in RECUT])
def test_an_editor_s_cuts_stand(title: str, cuts: tuple[str, ...], found: tuple[str, ...]) -> None:  # noqa: ARG001
    """Where they begin with a segment and end with one; elsewhere the rules decide."""
    block = Block("Le juge parle. Il dit oui. Le juge parle bien.")
    assert tuple(s.text for s in segments([block], load_rules(), cuts=frozenset(cuts))) == found


@given(st.lists(st.sampled_from(["Oui.", "Non !", "Le juge", "parle", "…"]), max_size=12), st.data())
def test_any_cuts_leave_every_letter(words: list[str], data: st.DataObject) -> None:
    """In order, each in one segment."""
    text = " ".join(words)
    cuts = data.draw(st.frozensets(st.sampled_from([text, *words, " ".join(words[:3]), " ".join(words[2:5])])))
    found = [s.text for s in segments([Block(text)] if text else [], load_rules(), cuts=cuts)]
    assert " ".join(found).split() == text.split()
