"""Words are cut where the other language has a word of its own."""

from __future__ import annotations

import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import words

_CASES = tomllib.loads((Path(__file__).parent / "data" / "words.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["text"])
def test_words_of_the_table(case: dict[str, str]) -> None:
    """Each sentence of the table is cut as it says."""
    expected = case["words"].split(" ")
    assert [word if word == "_" else word.replace(" ", "_") for word in words.split(case["text"])] == expected


@given(st.text(alphabet=st.sampled_from("aé'’-_ 1234.,t\u00a0 sl@€\n"), max_size=60))
def test_words_cover_all_but_white_space_once(text: str) -> None:
    """Nothing but white space lies between words, and words do not overlap."""
    found = words.spans(text)
    assert all(start < end for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    covered = {place for start, end in found for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in covered)
    assert [text[start:end] for start, end in found] == words.split(text)


@pytest.mark.clock
@pytest.mark.parametrize("part", ["a'", "a-", "-t-", "1 ", "111 ", "1.", "l'", "a", "1", "-il"])
def test_time_grows_with_length_only(part: str) -> None:
    """Hostile repeats are cut at once."""
    start = time.process_time()
    words.spans(part * 50_000)
    assert time.process_time() - start < 2
