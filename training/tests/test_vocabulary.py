"""Pieces: an extended model keeps its numbers, the signs of terms come from no text, asked characters are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sentencepiece

from training import files, recipe, vocabulary
from training.tests import toy

if TYPE_CHECKING:
    from pathlib import Path

_TEXT = "Pour 3 €, l’État « défend » la vie privée : <t> a <=> b </t> <s> </s> <pad> <unk> <unused0>"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A work folder within toy corpora."""
    toy.corpora(tmp_path / "corpora")
    toy.recipe(tmp_path / "corpora")
    return toy.work(tmp_path / "work")


def run(work: Path) -> int:
    """Runs the program on the toy pairs."""
    corpora = work.parent / "corpora"
    return vocabulary.main([str(corpora / "recipe.toml"), str(corpora), str(work)])


def loaded(path: Path) -> sentencepiece.SentencePieceProcessor:
    """The model of a file."""
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


@pytest.fixture
def trained(work: Path) -> Path:
    """A trained vocabulary."""
    assert run(work) == 0
    return work / "vocabulary.model"


@pytest.fixture
def extended(work: Path) -> tuple[Path, Path]:
    """A vocabulary as the interim model's is, with user-defined `<t>` and `</t>`, and what extends it."""
    old = work.parent / "old.model"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([side for pair in toy.pairs() for side in pair if "€" not in side]),
        model_prefix=str(old.with_suffix("")),
        vocab_size=120,
        user_defined_symbols=["<t>", "</t>"],
        normalization_rule_name="nmt_nfkc",
        pad_id=0,
        unk_id=1,
        bos_id=2,
        eos_id=3,
        minloglevel=2,
    )
    toy.recipe(
        work.parent / "corpora", size="0", extends='"old.model"', sha256=f'"{files.sha256(old)}"', characters='"œ€ é™<"'
    )
    assert run(work) == 0
    return old, work / "vocabulary.model"


def signs_are_safe(pieces: sentencepiece.SentencePieceProcessor) -> None:
    """Text that looks like signs is text; the numbers of the first four are those of the plan."""
    numbers = pieces.encode(_TEXT)
    assert not any(pieces.is_control(number) or pieces.is_unused(number) for number in numbers)
    assert all(pieces.is_control(pieces.piece_to_id(sign)) for sign in vocabulary.SIGNS)
    assert pieces.unk_id() not in {pieces.piece_to_id(sign) for sign in vocabulary.SIGNS}
    assert [pieces.id_to_piece(number) for number in range(4)] == ["<pad>", "<unk>", "<s>", "</s>"]


def test_a_trained_vocabulary(trained: Path, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has its size, the asked characters, and is the same when it is made again."""
    pieces = loaded(trained)
    assert pieces.get_piece_size() == 160
    assert all(pieces.piece_to_id(character) != pieces.unk_id() for character in "€«»")
    signs_are_safe(pieces)
    assert pieces.decode(pieces.encode("Le ministre défend la vie privée.")) == "Le ministre défend la vie privée."
    before = trained.read_bytes()
    assert run(work) == 0
    assert trained.read_bytes() == before
    assert "160 pieces" in capsys.readouterr().out


def test_an_extended_vocabulary_keeps_its_numbers(extended: tuple[Path, Path]) -> None:
    """Every old piece has its old number; what was cut well before is cut the same."""
    old, new = (loaded(path) for path in extended)
    assert new.get_piece_size() % 8 == 0
    assert [old.id_to_piece(n) for n in range(120)] == [new.id_to_piece(n) for n in range(120)]
    for french, english in toy.pairs():
        for side in (french, english):
            if "€" not in side:
                assert old.encode(side) == new.encode(side)


def test_an_extended_vocabulary_has_what_was_asked(extended: tuple[Path, Path]) -> None:
    """New characters once each, the frequent one of the pairs too; none that normalising takes away, none twice."""
    old, new = (loaded(path) for path in extended)
    assert old.piece_to_id("€") == old.unk_id()
    assert all(new.piece_to_id(character) >= 120 for character in "œ€<")
    assert new.piece_to_id("™") == new.unk_id()
    names = [new.id_to_piece(number) for number in range(new.get_piece_size())]
    assert len(set(names)) == len(names)
    assert new.decode(new.encode("3 € <œuvre>")).startswith("3 € <œuvre")
    assert new.piece_to_id("<t>") == old.piece_to_id("<t>")
    assert old.encode("<t>") != new.encode("<t>")
    signs_are_safe(new)


def test_extending_again_changes_nothing(extended: tuple[Path, Path]) -> None:
    """There is nothing left to add."""
    model = extended[1].read_bytes()
    assert vocabulary.extend(model, "€") == model


def test_a_changed_model_is_not_extended(
    extended: tuple[Path, Path], work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is named, and the vocabulary of before stays."""
    old, new = extended
    before = new.read_bytes()
    old.write_bytes(old.read_bytes() + b"\0")
    assert run(work) == 2
    assert "old.model is not the file of the recipe" in capsys.readouterr().err
    assert new.read_bytes() == before


def test_a_vocabulary_is_trained_on_a_sample(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of both languages, in the order of the file, the same for the same seed."""
    monkeypatch.setattr(vocabulary, "SENTENCES", 50)
    every = [side for pair in toy.pairs() for side in pair]
    some = vocabulary.sample(work / "pairs.tsv", 1)
    assert len(some) == 50
    assert some == vocabulary.sample(work / "pairs.tsv", 1) != vocabulary.sample(work / "pairs.tsv", 2)
    assert set(some) <= set(every)


def test_our_recipe_extends_the_interim_model() -> None:
    """Where the interim model is at hand: its 8,000 pieces keep their numbers, and € is a piece."""
    from pathlib import Path

    place = Path(recipe.__file__).parent
    plan = recipe.read(place / "recipe.toml").vocabulary
    old = place.parents[1] / "shared" / plan.extends
    if not old.is_file():
        pytest.skip("the interim model is not here")
    before = loaded(recipe.require(old, plan.sha256))
    model = vocabulary.extend(old.read_bytes(), [sign for sign in plan.characters if sign.strip()])
    after = sentencepiece.SentencePieceProcessor(model_proto=model)
    assert [before.id_to_piece(n) for n in range(8000)] == [after.id_to_piece(n) for n in range(8000)]
    assert after.piece_to_id("€") >= 8000
    signs_are_safe(after)
