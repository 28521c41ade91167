"""Three-way merge: what stands there afterwards, and what is left to people."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.review.merge import merged
from bilingual.types import State

CASES: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "data" / "merge.toml").read_text("utf-8"))
STATES = st.builds(
    State, st.sampled_from("ab"), st.sampled_from(["draft", "approved", "rejected"]), st.sampled_from("xy")
)


@pytest.mark.parametrize("title", CASES)
def test_merge(title: str) -> None:
    """As the table says."""
    case = CASES[title]
    state, clashes = merged(State(*case["now"]), State(*case["before"]), State(*case["after"]))
    assert (state, list(clashes)) == (State(*case["gives"]), case["clashes"])


@given(STATES, STATES)
def test_nobody_else_there_means_no_clash(before: State, after: State) -> None:
    """What an editor makes of a segment that nobody touched is what stands there."""
    assert merged(before, before, after) == (after, ())


@given(STATES, STATES, STATES)
def test_what_others_wrote_is_overwritten_only_by_who_saw_it(now: State, before: State, after: State) -> None:
    """A field changes only to what the editor wanted, and only where she had seen what stood there."""
    state, clashes = merged(now, before, after)
    for field in ("target", "note"):
        if getattr(state, field) != getattr(now, field):
            assert getattr(now, field) == getattr(before, field)
            assert getattr(state, field) == getattr(after, field)
            assert field not in clashes
    if state.status == "approved" != now.status:
        assert state.target == after.target
