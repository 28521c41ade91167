"""Subtitles: cues become sentences and paragraphs; numbers and times never are text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.errors import InputError
from bilingual.read import subtitles
from test_read import cases, lines_of

CASES = cases("subtitles.txt")


@pytest.mark.parametrize(("source", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_cues_come_in_paragraphs(source: str, wanted: str) -> None:
    """Cues come in paragraphs, whatever ends their lines."""
    assert lines_of(list(subtitles.blocks(source.encode()))) == wanted
    assert lines_of(list(subtitles.blocks(source.replace("\n", "\r\n").encode("utf-16")))) == wanted


def test_a_long_talk_without_a_pause_is_cut_at_a_sentence() -> None:
    """A long talk without a pause is cut at a sentence."""
    cues = "".join(
        f"00:{n:02}:00 --> 00:{n + 1:02}:00\nVoici une phrase qui dit une chose sur dix.\n\n" for n in range(20)
    )
    found = list(subtitles.blocks(cues.encode()))
    assert len(found) == 2
    assert sum(block.text.count("Voici une phrase qui dit une chose sur dix.") for block in found) == 20


def test_a_text_without_cues_is_refused() -> None:
    """A text without cues is refused."""
    with pytest.raises(InputError, match="no subtitles") as caught:
        list(subtitles.blocks(b"Un texte --> et rien."))
    assert "00:00:01,000 -->" in caught.value.hint


PIECES = [
    "1",
    "2019",
    "mot ",
    "- mot",
    "[mot]",
    "<v Mot>",
    "<i>",
    "{\\an8}",
    "♪",
    "<00:01.000>",
    "&",
    " ",
    "…",
    "NOTE ",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.lists(st.sampled_from(PIECES), max_size=3).map("".join), max_size=3), min_size=1))
def test_no_word_is_lost_and_no_time_kept(cues: list[list[str]]) -> None:
    """No word is lost and no time kept, whatever stands where."""
    shown = ["\n".join(lines) for lines in cues]
    times = [f"00:{n // 30:02}:{2 * n % 60:02}" for n in range(len(cues))]
    content = "".join(f"{n}\n{times[n]},000 --> {times[n]},900\n{lines}\n\n" for n, lines in enumerate(shown))
    found = list(subtitles.blocks(content.encode()))
    kept = " ".join(block.text for block in found)
    assert kept.count("mot") == sum(lines.count("mot") for lines in shown)
    assert "00:" not in kept
    assert all(block.text == block.text.strip() for block in found)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_crash_it(data: bytes) -> None:
    """No bytes crash it."""
    for start in (b"", b"00:01.000 --> 00:02.000\n"):
        try:
            found = list(subtitles.blocks(start + data))
        except InputError:
            continue
        assert all(block.text for block in found)


@pytest.mark.parametrize("piece", ["<", "<v ", "{\\", "[", "00:", "- ", "&amp", "♪ "])
def test_hostile_lines_do_not_hang(piece: str) -> None:
    """Hostile lines do not hang."""
    assert list(subtitles.blocks(f"00:01.000 --> 00:02.000\n{piece * 80_000}\n".encode()))
