"""The history of an article: only ever added to, whole on disk, and readable whatever a crash has left in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bilingual import read
from bilingual.review.history import NOTHING, Change, History, Recut, now
from bilingual.types import State

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXTS = st.text(max_size=20)
STATES = st.builds(State, TEXTS, st.sampled_from(["draft", "approved", "rejected"]), TEXTS)
NAMES = st.lists(TEXTS, min_size=1, max_size=3).map(tuple)
LINES = st.one_of(
    st.builds(Change, st.integers(0), st.just("2026-11-22T20:00:00Z"), TEXTS, TEXTS, STATES, STATES),
    st.builds(Recut, st.integers(0), st.just("2026-11-22T20:00:00Z"), TEXTS, NAMES, NAMES),
)


def change(revision: int, address: str, before: str, after: str) -> Change:
    """A change of a target."""
    return Change(revision, now(), "one", address, State(before), State(after))


@given(st.lists(st.lists(LINES, max_size=3), max_size=3))
def test_what_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[Change | Recut]]
) -> None:
    """Any text, line breaks and all, in order, over any number of writes."""
    history = History(tmp_path_factory.mktemp("history") / "press" / "x.jsonl")
    for batch in batches:
        history.add(batch)
    assert list(history.lines()) == [line for batch in batches for line in batch]


def test_without_a_file_there_is_none(tmp_path: Path) -> None:
    """And nothing is made by asking, or by writing nothing."""
    history = History(tmp_path / "history" / "x.jsonl")
    history.add([])
    assert list(history.lines()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_torn_line_is_passed_over_and_the_next_one_is_whole(tmp_path: Path) -> None:
    """As where the machine went down in the middle of a write."""
    path = tmp_path / "x.jsonl"
    history = History(path)
    history.add([change(1, "a", "", "one"), change(2, "a", "one", "two")])
    path.write_bytes(path.read_bytes()[:-20])
    history.add([change(3, "a", "one", "three")])
    assert [entry.after.target for entry in history.entries("a")] == ["three", "one"]


def test_what_others_wrote_into_it_is_passed_over(tmp_path: Path) -> None:
    """Lines that are no JSON, or other JSON, or have a status that is none."""
    path = tmp_path / "x.jsonl"
    good = [change(1, "a", "", "one")]
    History(path).add(good)
    state = '{"target": "", "status": "burnt", "note": ""}'
    bad = f'{{"revision": 1, "time": "", "by": "", "address": "a", "before": {state}, "after": {state}}}'
    deep = "[" * 100_000
    path.write_text(f"nothing\n[]\n1\n{{}}\n{bad}\n{deep}\n\n{path.read_text()}", encoding="utf-8")
    assert list(History(path).lines()) == good


def test_the_history_of_a_segment_goes_back_through_cuts(tmp_path: Path) -> None:
    """To those that it was made of, as long as they were its parts, and not into what became of the others."""
    history = History(tmp_path / "x.jsonl")
    history.add([change(1, "a", "", "A"), change(2, "b", "", "B"), change(3, "c", "", "C")])
    history.add([Recut(4, now(), "one", ("a", "b"), ("ab",)), Change(4, now(), "one", "ab", NOTHING, State("A B"))])
    history.add([change(5, "a", "", "another a")])
    assert [entry.after.target for entry in history.entries("ab")] == ["A B", "B", "A"]
    assert [entry.after.target for entry in history.entries("c")] == ["C"]


def test_another_program_that_moves_rows_mixes_no_histories(tmp_path: Path) -> None:
    """Where a translation is run again, what takes whose place is not known."""
    history = History(tmp_path / "x.jsonl")
    history.add([change(1, "a", "", "A"), Recut(2, now(), "", ("a", "b"), ("c", "d")), change(3, "d", "", "D")])
    assert [entry.after.target for entry in history.entries("d")] == ["D"]


def test_cuts_are_told_from_a_revision_on(tmp_path: Path) -> None:
    """For a page of an earlier desk."""
    history = History(tmp_path / "x.jsonl")
    history.add([Recut(n, now(), "one", (f"{n}",), (f"{n + 1}",)) for n in (1, 2, 3)])
    assert list(history.cuts(1)) == [(("2",), ("3",)), (("3",), ("4",))]


def test_times_are_utc_to_the_second() -> None:
    """As the page reads them."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", now())


def test_a_folder_of_articles_has_none_in_its_history(tmp_path: Path) -> None:
    """Readers pass hidden folders over."""
    (tmp_path / "x.txt").write_text("Le juge a parlé.", encoding="utf-8")
    History(tmp_path / ".bilingual" / "history" / "y.jsonl").add([change(1, "a", "", "A")])
    assert [source.name for source in read.sources([str(tmp_path)])] == ["x"]
