"""The checks' dictionary: what is linked often enough stands in it, and it is read as it was written."""

from __future__ import annotations

import lzma
import sys
from typing import TYPE_CHECKING

from training import dictionary

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAIRS = [
    ("la maison brûle", "the house burns", "0-0 1-1 2-2"),
    ("la maison dort", "the house sleeps", "0-0 1-1 2-2"),
    ("une maison", "a home", "0-0 1-1"),
    ("la forêt brûle", "the forest burns", "0-0 1-1 2-2"),
] * 4


def test_words_that_are_linked_often_are_kept_with_their_weight() -> None:
    """A partner's letter says how tellingly it stands there; a line for each French key."""
    lines = dict(line.split("\t", 1) for line in dictionary.lines(dictionary.Counts(PAIRS)) if line[0] != "\t")
    partners = lines["maiso"].split("\t")[1].split()
    assert [one[:-1] for one in partners] == ["home", "house"]
    assert all("a" < one[-1] <= "p" for one in partners)


def test_a_word_that_is_often_left_alone_says_so() -> None:
    """The digit is the share of its places without a link, in ninths; unknown where it is too rare."""
    alone = [("déjà parti", "gone", "1-0")] * 12
    counts = dictionary.Counts([*PAIRS, *alone])
    assert counts.alone(0, "deja") == 9
    assert counts.alone(0, "maiso") == 0
    assert counts.alone(0, "xylop") == dictionary.UNKNOWN


def test_the_command_writes_what_the_checks_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs without links are left out."""
    pairs = [*PAIRS, ("pas de lien", "no link", "")]
    (tmp_path / "pairs.tsv").write_text("".join(f"0\t{one}\t{other}\n" for one, other, _ in pairs), encoding="utf-8")
    (tmp_path / "links.txt").write_text("".join(f"{links}\n" for _, _, links in pairs), encoding="utf-8")
    out = tmp_path / "dictionary.xz"
    monkeypatch.setattr(sys, "argv", ["dictionary", str(tmp_path), str(out)])
    dictionary.main()
    text = lzma.decompress(out.read_bytes()).decode()
    assert "maiso" in text
    assert "lien" not in text
