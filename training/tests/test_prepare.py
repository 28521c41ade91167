"""Preparation draws, checks and writes; the same recipe gives the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from training import files, prepare
from training.tests import toy

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The toy corpora with their recipe."""
    toy.corpora(tmp_path)
    toy.recipe(tmp_path)
    return tmp_path


def run(folder: Path, work: str = "work") -> int:
    """Runs the program on the toy corpora."""
    return prepare.main([str(folder / "recipe.toml"), str(folder), str(folder / work)])


def test_pairs_and_table_are_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One pair a line with the number of its text; the limit holds; what measures is left out; the figures agree."""
    assert run(folder) == 0
    rows = list(files.rows(folder / "work" / "pairs.tsv"))
    assert all(len(row) == 3 and all(row) for row in rows)
    assert [row[0] for row in rows] == ["0"] * 98 + ["1"] * 60
    heading, news, law = files.rows(folder / "work" / "texts.tsv")
    assert news[:4] == ["toy_news", "100", "2", "98"]
    assert law[:4] == ["toy_law", "100", "0", "60"]
    assert len(heading) == len(news)
    plain = set(toy.pairs())
    changed = [row for row in rows if (row[1], row[2]) not in plain]
    assert len(changed) == int(news[4]) + int(law[4])
    assert 20 < len(changed) < 110
    assert not {row[1] for row in rows} & {french for french, _ in toy.pairs()[:2]}
    assert "158 of 200 pairs from 2 texts" in capsys.readouterr().out


def test_the_same_recipe_gives_the_same_bytes(folder: Path) -> None:
    """And another seed other ones."""
    assert run(folder, "one") == run(folder, "two") == 0
    for name in ("pairs.tsv", "texts.tsv"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
    toy.recipe(folder, seed="2")
    assert run(folder, "three") == 0
    assert (folder / "one" / "pairs.tsv").read_bytes() != (folder / "three" / "pairs.tsv").read_bytes()


def test_no_share_is_no_noise(folder: Path) -> None:
    """The pairs come as they are."""
    toy.recipe(folder, share="0.0", captions="0", thousands="0")
    assert run(folder) == 0
    plain = set(toy.pairs())
    assert all((row[1], row[2]) in plain for row in files.rows(folder / "work" / "pairs.tsv"))


def test_captions_are_glued(folder: Path) -> None:
    """A pair may get the one before it; the one before it still stands on its own line."""
    toy.recipe(folder, share="0.0", captions="1", thousands="0", limit="0")
    assert run(folder) == 0
    rows = list(files.rows(folder / "work" / "pairs.tsv"))
    assert (rows[0][1], rows[0][2]) == toy.pairs()[2]
    assert rows[1][1] == "".join(french for french, _ in toy.pairs()[2:4])
    assert rows[1][2] == " ".join(english for _, english in toy.pairs()[2:4])


def test_a_changed_or_missing_corpus_stops_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file is named, the mend too, and nothing is written."""
    corpus = folder / "train" / "toy_law.tsv.xz"
    corpus.write_bytes(corpus.read_bytes() + b"\0")
    assert run(folder) == 2
    message = capsys.readouterr().err
    assert "toy_law.tsv.xz is not the file of the recipe" in message
    assert "fetch it again" in message
    corpus.unlink()
    assert run(folder) == 2
    assert "toy_law.tsv.xz is missing" in capsys.readouterr().err
    assert not (folder / "work" / "pairs.tsv").exists()


def test_back_translated_pairs_are_the_last_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where they are asked for they must be there, unless the model that makes them is what is prepared for."""
    toy.recipe(folder, sentences="50")
    assert run(folder) == 2
    assert "back.tsv is missing: run training.backtranslate first" in capsys.readouterr().err
    arguments = [str(folder / "recipe.toml"), str(folder), str(folder / "work")]
    assert prepare.main([*arguments, "--without-back"]) == 0
    assert {row[0] for row in files.rows(folder / "work" / "pairs.tsv")} == {"0", "1"}
    (folder / "work" / "back.tsv").write_text("La presse est libre.\tThe press is free.\n", encoding="utf-8")
    assert run(folder) == 0
    assert [row[0] for row in files.rows(folder / "work" / "pairs.tsv")] == ["0"] * 98 + ["1"] * 60 + ["2"]
    assert list(files.rows(folder / "work" / "texts.tsv"))[-1][:4] == ["back", "1", "0", "1"]


def test_an_unknown_kind_of_noise_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With those that there are."""
    recipe = folder / "recipe.toml"
    recipe.write_text(recipe.read_text(encoding="utf-8").replace("stop =", "stops ="), encoding="utf-8")
    assert run(folder) == 2
    message = capsys.readouterr().err
    assert "no kind stops" in message
    assert "apostrophes" in message


def test_sentences_are_compared_by_letters_and_digits() -> None:
    """Case, signs and spaces make no other sentence; accents do."""
    assert prepare.key("L’été : « 3 fois »!") == prepare.key("l'ÉTÉ, 3 fois.")
    assert prepare.key("pêche") != prepare.key("péché")


def test_short_sentences_may_be_trained_on(tmp_path: Path) -> None:
    """Greetings stand everywhere."""
    path = tmp_path / "held.tsv"
    path.write_text("Merci beaucoup !\tThanks!\nIl est venu hier.\tHe came yesterday.\n", encoding="utf-8")
    assert prepare.measured([path]) == {"ilestvenuhier"}
