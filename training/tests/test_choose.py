"""Of many sentences those are chosen that read like some others."""

from __future__ import annotations

import lzma
from math import exp
from typing import TYPE_CHECKING

from training import choose
from training.tests import toy

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PRESS = [
    f"Police in {town} said on Monday that {n} people were hurt ." for n, town in enumerate(("Oslo", "Rome", "Kyiv"))
]
MANUAL = [f"Click on button {n} of the menu to open the window ." for n in range(30)]


def test_the_sentences_most_like_the_press_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    news = "Police in Lyon said on Tuesday that nobody was hurt ."
    toy.corpora(tmp_path)
    press = "".join(f"x\t{line}\n" for line in PRESS * 3)
    (tmp_path / "train" / "toy_news.tsv.xz").write_bytes(lzma.compress(press.encode()))
    short, tabbed = "Police said so .", "Police in Rome said\ton Monday that all is well ."
    mono = "\n".join([*MANUAL, short, tabbed, news, news])
    (tmp_path / "mono" / "toy_en.txt.xz").write_bytes(lzma.compress(mono.encode()))
    recipe = toy.recipe(tmp_path, sentences="3")
    assert choose.main([str(recipe), str(tmp_path), str(tmp_path / "work")]) == 0
    chosen = (tmp_path / "work" / "press.txt").read_text(encoding="utf-8").splitlines()
    assert chosen[0] == news
    assert len(chosen) == len(set(chosen)) == 3
    assert "3 of 31 sentences" in capsys.readouterr().out


def test_a_changed_text_stops_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toy.corpora(tmp_path)
    recipe = toy.recipe(tmp_path, sentences="3")
    (tmp_path / "mono" / "toy_en.txt.xz").write_bytes(b"")
    assert choose.main([str(recipe), str(tmp_path), str(tmp_path / "work")]) == 2
    assert "toy_en.txt.xz is not the file of the recipe" in capsys.readouterr().err
    assert not (tmp_path / "work").exists()


def test_figures_are_one_word_and_case_does_not_count() -> None:
    assert choose.words("In 1999, 20 % WON!") == ["in", "0", ",", "0", "%", "won", "!"]


def test_a_bigram_model_is_a_probability() -> None:
    model = choose.Bigrams([["a", "b"], ["a", "c"]])
    everything = [choose.EDGE, "a", "b", "c", "unseen"]
    for before in ("a", choose.EDGE, "unseen"):
        assert abs(sum(exp(model.log(before, word)) for word in everything) - 1) < 1e-9
