"""Figures and dates are found as values, compared as values, and written the English way; the data are an editor's."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.checks.figures import impossible, style, wrong
from bilingual.figures.language import language
from bilingual.figures.mend import applied, mended, moved, relinked
from bilingual.figures.reading import found
from bilingual.figures.words import counted
from bilingual.figures.write import ordinal, written
from bilingual.types import Block, Occurrence, Pair, Pin, Segment, Term
from clocks import timed

if TYPE_CHECKING:
    from bilingual.figures.figure import Figure
    from bilingual.figures.write import Style

DATA = tomllib.loads((Path(__file__).parent / "data" / "figures.toml").read_text(encoding="utf-8"))
BRACKETS = re.compile(r"\[([^\]]+)\]")
SPACES = re.compile(r"[\u00a0\u202f\u2009]")
DAYS = ("", " Mon", " Tue", " Wed", " Thu", " Fri", " Sat", " Sun")


def pair(source: str, target: str, *occurrences: Occurrence) -> Pair:
    """A segment that is a block of its own."""
    return Pair(Segment(Block(source), 0, len(source), "here"), target, occurrences=occurrences)


def rows(name: str, lines: str) -> list[list[str]]:
    """The lines of all tables of a name, cut at their bars."""
    return [
        [cell.strip() for cell in line.split(" |")] for table in DATA[name] for line in table[lines].strip().split("\n")
    ]


def shown(figure: Figure) -> str:
    """A figure's value as the data file writes it."""
    value = figure.value.quantize(Decimal(1)) if figure.scale > 1 else figure.value
    year, month, day, weekday = figure.day
    return {
        "date": f"{year or '?'}-{month or '?'}-{day or '?'}{DAYS[weekday]}",
        "time": f"{int(value) // 60}:{int(value) % 60:02}",
        "decade": f"{value}s",
        "century": f"c{value}",
        "about": f"about {value}",
        "fraction": str(Fraction(value).limit_denominator(10)),
    }.get(figure.kind, f"{value:f} {figure.unit}".strip())


@pytest.mark.parametrize("case", rows("group", "cases"), ids=lambda case: case[0])
def test_a_french_figure_has_its_value_and_its_english_writing(case: list[str]) -> None:
    """Exactly the figures in brackets are found, with the values and the writing of the data file."""
    sentence, values, american = case[:3]
    british = case[3] if len(case) > 3 else american
    text = BRACKETS.sub(r"\1", sentence)
    figures = found(text, "fr")
    assert [text[one.start : one.end].strip() for one in figures] == BRACKETS.findall(sentence)
    assert [shown(one) for one in figures] == values.split("; ")
    for said, house in ((american, "us"), (british, "uk")):
        english = [written(one, text[one.start : one.end], "uk" if house == "uk" else "us") for one in figures]
        assert english == said.split("; ")


def test_there_are_enough_examples() -> None:
    """Three hundred expressions, sixty pairs, forty that must be left alone."""
    assert sum(len(BRACKETS.findall(case[0])) for case in rows("group", "cases")) >= 300
    assert len(rows("agrees", "pairs")) + len(rows("wrong", "pairs")) >= 60
    assert len(rows("fine", "pairs")) >= 40


@pytest.mark.parametrize("case", rows("group", "cases"), ids=lambda case: case[0])
def test_the_english_writing_is_read_as_the_same_value(case: list[str]) -> None:
    """What is written agrees with what it was written for, and nothing is left to mend."""
    text = BRACKETS.sub(r"\1", case[0])
    for column, house in ((case[2], "us"), (case[-1], "uk")):
        target = f"There: {', then '.join(column.split('; '))}."
        assert not list(wrong(pair(text, target))), (target, house)
        assert not list(style(pair(text, target)))


@pytest.mark.parametrize("case", rows("agrees", "pairs"), ids=" = ".join)
def test_equal_values_agree_however_they_are_said(case: list[str]) -> None:
    """No finding."""
    assert list(wrong(pair(*case))) == []


@pytest.mark.parametrize("case", rows("wrong", "pairs"), ids=" = ".join)
def test_another_value_is_flagged_with_its_mend(case: list[str]) -> None:
    """The proposed target is the one of the data file, and has nothing wrong in it."""
    source, target, fixed = case
    findings = list(wrong(pair(source, target)))
    assert findings
    assert all(finding.check == "figure" and finding.severity in {"warning", "error"} for finding in findings)
    assert [finding.fix for finding in findings if finding.fix] == ([fixed] if fixed else [])
    assert not fixed or not list(wrong(pair(source, fixed)))


@pytest.mark.parametrize("case", rows("fine", "pairs"), ids=" = ".join)
def test_what_is_no_figure_is_left_alone(case: list[str]) -> None:
    """Nothing found, nothing changed, in no style."""
    tested = pair(*case)
    assert [*wrong(tested), *impossible(tested), *style(tested)] == []
    assert mended(*case) == (case[1], ())


@pytest.mark.parametrize("case", rows("mended", "pairs"), ids=" = ".join)
def test_french_forms_with_the_right_value_are_written_anew(case: list[str]) -> None:
    """In the house's style; doing it twice changes nothing more."""
    source, target, american = case[:3]
    for house, expected in (("us", american), ("uk", case[-1])):
        text, edits = mended(source, target, "uk" if house == "uk" else "us")
        assert text == expected
        assert applied(target, edits) == text
        assert mended(source, text, "uk" if house == "uk" else "us") == (text, ())


@pytest.mark.parametrize("case", rows("slips", "pairs"), ids=" = ".join)
def test_large_numbers_in_which_an_engine_lost_count_are_mended(case: list[str]) -> None:
    """Only where asked for: what a person wrote is told, not changed. What is mended has no finding."""
    source, target, expected = case
    text, edits = mended(source, target, slips=True)
    assert text == expected
    assert applied(target, edits) == text
    assert mended(source, text, slips=True) == (text, ())
    assert expected == target or not list(wrong(pair(source, text)))
    assert expected == target or list(wrong(pair(source, mended(source, target)[0])))


@pytest.mark.parametrize("case", rows("impossible", "sources"), ids=" : ".join)
def test_what_cannot_be_in_a_source_is_told(case: list[str]) -> None:
    """With its words, as a warning."""
    findings = list(impossible(pair(case[0], "")))
    assert [(f.check, f.severity) for f in findings] == [("figure-source", "warning")]
    assert f"“{case[1]}”" in findings[0].message


@pytest.mark.parametrize("source", [case[0] for case in rows("possible", "sources")])
def test_what_can_be_in_a_source_is_not_told(source: str) -> None:
    """No finding."""
    assert list(impossible(pair(source, ""))) == []


def test_english_that_is_right_stays_as_it_is_without_a_style() -> None:
    """No date is turned round unless a house asks for it."""
    source, target = "Le 29 octobre 2019, à 14 h 30.", "On 29 October 2019, at 14:30."
    assert mended(source, target) == (target, ())


def mended_pair(one: Pair, house: Style) -> Pair:
    """A pair as the translator mends it."""
    terms = [(o.start, o.end) for o in one.occurrences if o.start >= 0]
    text, edits = mended(one.source.text, one.target, house, terms)
    return replace(one, target=text, occurrences=moved(one.occurrences, edits), words=relinked(one.words, edits))


def test_a_term_is_never_written_anew() -> None:
    """What is pinned is the house's own writing, and no figure of it is looked for."""
    pin = Pin(Term("Loi 1.400", "Act 1.400"), 3, 12)
    tested = pair("La Loi 1.400 et 1.500 cas", "The Act 1.400 and 1.500 cases", Occurrence(pin, "right", 4, 13))
    assert mended_pair(tested, "us").target == "The Act 1.400 and 1,500 cases"
    assert list(wrong(tested)) == []
    assert [finding.fix for finding in style(tested)] == ["The Act 1.400 and 1,500 cases"]


def test_terms_and_word_links_move_with_the_figures() -> None:
    """What stands behind an edit is shifted; a figure that is written anew keeps its link."""
    pin, lost = Pin(Term("cour", "court"), 24, 28), Occurrence(Pin(Term("a", "b"), 0, 1), "failed")
    tested = pair(
        "Il est 14 h 30 : « oui » cour", "It is 14h30 : « yes » court", Occurrence(pin, "right", 22, 27), lost
    )
    tested = replace(
        tested, words=(((7, 11), (6, 11)), ((12, 14), (6, 11)), ((17, 20), (16, 19)), ((24, 28), (22, 27)))
    )
    after = mended_pair(tested, "us")
    assert after.target == "It is 2:30 p.m.: “yes” court"
    assert [after.target[o.start : o.end] for o in after.occurrences[:1]] == ["court"]
    assert after.occurrences[1] == lost
    assert [after.target[start:end] for _, (start, end) in after.words] == ["2:30 p.m.", "yes", "court"]
    assert mended_pair(after, "us") == after


def test_a_placeholder_in_the_target_is_an_error() -> None:
    """A tool has lost a figure there."""
    assert any("XNUMX" in finding.message for finding in wrong(pair("En octobre 2019.", "In October XNUMX.")))


def test_nothing_is_said_of_an_empty_target() -> None:
    """That it is empty is another check's to say."""
    assert list(wrong(pair("En 2019.", ""))) == []
    assert mended("En 2019.", "") == ("", ())


def test_a_comma_that_may_be_english_is_not_decided() -> None:
    """`1,400` in French is 1.4, and in a hurry 1,400: neither is flagged, and no mend is proposed for a third value."""
    assert list(wrong(pair("Il a 1,400 abonnés.", "He has 1,400 subscribers."))) == []
    assert mended("Il a 1,400 abonnés.", "He has 1,400 subscribers.")[1] == ()
    assert [finding.fix for finding in wrong(pair("Il a 1,400 abonnés.", "He has 1,700 subscribers."))] == [None]


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (112, "112th"), (121, "121st")]
)
def test_ordinals(number: int, said: str) -> None:
    """The teens are regular."""
    assert ordinal(number) == said


@pytest.mark.parametrize(
    ("text", "value", "left"),
    [
        ("deux trois", 2, " trois"),
        ("trois et deux", 3, " et deux"),
        ("vingt dix", 20, " dix"),
        ("cent mille", 100_000, ""),
    ],
)
def test_words_that_make_no_number_are_several(text: str, value: int, left: str) -> None:
    """The first one ends where the next cannot go on."""
    count = counted(text, language("fr"))
    assert count
    assert (count.value, text[count.end :]) == (value, left)


def test_what_is_no_number_word_has_no_number() -> None:
    """Not even a word between two."""
    assert counted("chat", language("fr")) is None


def test_a_day_that_does_not_exist_cannot_be_written() -> None:
    """No mend is made up for it."""
    text = "le 31 février 2019"
    assert [written(one, text) for one in found(text, "fr")] == [None]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**12))
def test_any_whole_number_survives_the_way_to_english(number: int) -> None:
    """Written with French spaces, written anew with English commas, read again."""
    source = f"Il y en a {number:,}.".replace(",", "\u202f")
    (one,) = found(source, "fr")
    target = f"There are {written(one, source[one.start : one.end])}."
    assert one.value == number
    assert list(wrong(pair(source, target))) == []
    assert mended(source, target)[1] == ()


@settings(max_examples=200, deadline=None)
@given(
    st.text("0123456789 .,hHe%€/-:«»aMdàoctbr' \u00a0", max_size=60),
    st.text("0123456789 .,hHe%€/-:«»apmto' \u00a0", max_size=60),
)
def test_any_text_is_read_and_mended_without_harm(source: str, target: str) -> None:
    """Figures do not overlap, edits do not either, and all lies inside the text."""
    for text, lang in ((source, "fr"), (target, "en")):
        places = [(one.start, one.end) for one in found(text, lang)]
        assert places == sorted(places)
        assert all(end <= start for (_, end), (start, _) in pairwise(places))
        assert all(0 <= start < end <= len(text) for start, end in places)
    text, edits = mended(source, target, "us")
    assert applied(target, edits) == text
    list(wrong(pair(source or " ", target)))
    list(impossible(pair(source or " ", target)))


@pytest.mark.clock
@pytest.mark.parametrize(
    "piece",
    ["1.000", "111 ", "1,1,", "a-1", "un ", "vingt et ", "a@", "a.", "1:", "01 ", "« ", " !", "1er", "deux-", "12-"],
)
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    """Whatever it is made of; the limit is ten times what it takes."""
    text = piece * (40_000 // len(piece))

    def work() -> None:
        mended(text, text + ".")
        assert len(list(wrong(pair(text, "12")))) < len(text)
        list(impossible(pair(text, "")))

    assert timed(work)[0] < 15
