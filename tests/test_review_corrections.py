"""Corrections as the page saves them: read as they are, and refused with the field that is wrong."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.errors import InputError
from bilingual.review import corrections
from bilingual.types import Cut, Decision, State

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = {"target": "One.", "status": "draft", "note": ""}
AFTER = {"target": "1.", "status": "approved", "note": "See <script>."}
DECISION = {"address": "a1", "source": "Un.", "before": BEFORE, "after": AFTER}
CUT = {"old": ["a1", "a2"], "new": [{"source": "Un. Deux.", **AFTER}]}


def whole(**more: object) -> dict[str, Any]:
    """A file's content, with other fields."""
    given = {"decisions": [DECISION], "cuts": [CUT]}
    return {"format": "bilingual-corrections", "version": 1, "article": "press/x", **given, **more}


def test_what_was_saved_is_read(tmp_path: Path) -> None:
    """Decisions and cuts come out as they went in."""
    path = tmp_path / "x.corrections.json"
    path.write_text(json.dumps(whole(editor="Anne")), encoding="utf-8")
    after = State("1.", "approved", "See <script>.")
    assert corrections.read(path) == corrections.Corrections(
        "press/x",
        "Anne",
        (Decision("a1", "Un.", State("One."), after),),
        (Cut(("a1", "a2"), (("Un. Deux.", after),)),),
    )


def test_a_target_is_one_line_and_a_note_may_have_several() -> None:
    """Line breaks in a target become spaces; what no file can hold becomes a replacement sign."""
    said = {"target": "One\r\n and\u2028two. ", "status": "draft", "note": "a\r\nb\ud800"}
    (decision,) = corrections.parse(whole(decisions=[DECISION | {"after": said}], cuts=[])).decisions
    assert decision.after == State("One and two.", "draft", "a\nb\ufffd")


WRONG: dict[str, tuple[object, str]] = {
    "no object": ([], "no corrections"),
    "another format": (whole(format="xliff"), "no corrections"),
    "a newer version": (whole(version=2), "another version"),
    "no article": ({k: v for k, v in whole().items() if k != "article"}, "article is missing"),
    "an article that is a number": (whole(article=3), "article is missing"),
    "decisions of another kind": (whole(decisions={}), "decisions is no list"),
    "a decision of another kind": (whole(decisions=["x"]), r"decisions\[0\] is no object"),
    "no address": (whole(decisions=[DECISION, {"source": "x"}]), r"decisions\[1\].address is missing"),
    "no state": (whole(decisions=[DECISION | {"after": None}]), r"decisions\[0\].after is no object"),
    "no such status": (
        whole(decisions=[DECISION | {"before": BEFORE | {"status": "fine"}}]),
        r"decisions\[0\].before.status is no status",
    ),
    "old segments of another kind": (whole(cuts=[CUT | {"old": [1]}]), r"cuts\[0\].old is no list of texts"),
    "a cut of nothing": (whole(cuts=[CUT | {"new": []}]), "a cut has no segments"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, what: str) -> None:
    """The file, the field, and what to do."""
    data, message = WRONG[what]
    path = tmp_path / "x.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match=rf"x\.json: .*{message}") as caught:
        corrections.read(path)
    assert caught.value.hint


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{", b"[" * 100_000, b"<html>"])
def test_what_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    """Whatever the file holds."""
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(InputError, match="no corrections"):
        corrections.read(tmp_path / "x.json")


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path) -> None:
    """Is named, too."""
    with pytest.raises(InputError, match=r"none\.json"):
        corrections.read(tmp_path / "none.json")
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(corrections.LARGEST + 1)
    with pytest.raises(InputError, match="larger than 64 MB"):
        corrections.read(tmp_path / "large.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*whole(), *DECISION, *CUT]), inner),
    max_leaves=12,
)


@given(JSON)
def test_anything_is_read_or_refused(data: object) -> None:
    """Never another exception."""
    with suppress(InputError):
        assert isinstance(corrections.parse(data), corrections.Corrections)
