"""Of many sentences those are chosen that read like some others."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from training import choose

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PRESS = [
    f"Police in {town} said on Monday that {n} people were hurt ." for n, town in enumerate(("Oslo", "Rome", "Kyiv"))
]
MANUAL = [f"Click on button {n} of the menu to open the window ." for n in range(30)]


def test_the_sentences_most_like_the_press_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    news = "Police in Lyon said on Tuesday that nobody was hurt ."
    (tmp_path / "like.tsv").write_text("".join(f"x\t{line}\n" for line in PRESS * 3), encoding="utf-8")
    short, tabbed = "Police said so .", "Police in Rome said\ton Monday that all is well ."
    (tmp_path / "mono.txt").write_text("\n".join([*MANUAL, short, tabbed, news, news]), encoding="utf-8")
    choose.main(
        [str(tmp_path / "o.txt"), str(tmp_path / "mono.txt"), "--like", str(tmp_path / "like.tsv"), "--count", "3"]
    )
    chosen = (tmp_path / "o.txt").read_text(encoding="utf-8").splitlines()
    assert chosen[0] == news
    assert len(chosen) == len(set(chosen)) == 3
    assert "3 of 31 sentences" in capsys.readouterr().out


def test_figures_are_one_word_and_case_does_not_count() -> None:
    assert choose.words("In 1999, 20 % WON!") == ["in", "0", ",", "0", "%", "won", "!"]


def test_a_bigram_model_is_a_probability() -> None:
    model = choose.Bigrams([["a", "b"], ["a", "c"]])
    everything = [choose.EDGE, "a", "b", "c", "unseen"]
    for before in ("a", choose.EDGE, "unseen"):
        assert abs(sum(exp(model.log(before, word)) for word in everything) - 1) < 1e-9
