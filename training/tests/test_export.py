"""Export: CTranslate2 computes what PyTorch computes, the package is the same each time, and can be trained on."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import ctranslate2
import numpy as np
import pytest
import sentencepiece
import torch

from training import export, weights
from training import vocabulary as vocabularies
from training.model import Transformer
from training.recipe import Model
from training.tests import small

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.torch

SHAPE = Model(width=64, heads=2, feed_forward=96, encoder_layers=2, decoder_layers=2, dropout=0.0)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A work folder with weights made by chance, and a vocabulary."""
    lines = ["le conseil examine la loi", "la presse libre", "the council examines the law", "free press"] * 5
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(tmp_path / "vocabulary"),
        vocab_size=30,
        pad_id=0,
        unk_id=1,
        bos_id=2,
        eos_id=3,
        pad_piece="<pad>",
        control_symbols=list(vocabularies.SIGNS),
        minloglevel=2,
    )
    torch.manual_seed(1)
    size = sentencepiece.SentencePieceProcessor(model_file=str(tmp_path / "vocabulary.model")).get_piece_size()
    model = Transformer(SHAPE, size)
    weights.write(
        tmp_path / "weights.npz", {name: value.numpy() for name, value in model.state_dict().items()}, SHAPE, {}
    )
    return tmp_path


def test_the_package_scores_as_the_model_does(work: Path) -> None:
    """Log-probabilities agree but for eight-bit rounding, and so does the attention of the linked head."""
    export.export(SHAPE, work, work / "p.argosmodel", (export.about("9.1"), "a card"))
    with zipfile.ZipFile(work / "p.argosmodel") as archive:
        archive.extractall(work / "x")
    folder = work / "x" / export.FOLDER
    vocabulary = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    source, target = vocabulary.encode("le conseil examine"), vocabulary.encode("the council examines")
    pieces = [[vocabulary.id_to_piece(number) for number in side] for side in (source, target)]
    translator = ctranslate2.Translator(str(folder / "model"), compute_type="int8")
    said = translator.score_batch([pieces[0]], [pieces[1]])[0].log_probs
    model = Transformer(SHAPE, len(vocabulary)).eval()
    weights.load(work / "weights.npz", model)
    wanted = torch.tensor([[*target, 3]])
    with torch.no_grad():
        states, _ = model(torch.tensor([[*source, 3]]), torch.tensor([[2, *target]]), torch.full_like(wanted, -1))
        logits = (states @ model.embedding.weight.T).log_softmax(-1)
    right = logits.gather(-1, wanted[..., None])[0, :, 0].tolist()
    assert np.allclose(said, right, atol=0.08)
    metadata = json.loads((folder / "metadata.json").read_text())
    assert (metadata["package_version"], metadata["inline_terms"]) == ("9.1", ["<t>", "<=>", "</t>"])


def test_the_same_weights_give_the_same_bytes(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.recipe(work, width="64", heads="2", feed_forward="96", encoder_layers="2", decoder_layers="2")
    recipe, card = str(work / "corpora" / "recipe.toml"), work / "card.md"
    card.write_text("what it is")
    for name in ("a", "b"):
        export.main([recipe, str(work), str(work / f"{name}.argosmodel"), "--version", "1", "--card", str(card)])
    assert (work / "a.argosmodel").read_bytes() == (work / "b.argosmodel").read_bytes()
    assert "SHA-256" in capsys.readouterr().out


def test_training_can_go_on_from_a_package(work: Path) -> None:
    export.export(SHAPE, work, work / "p.argosmodel", (export.about("1"), ""))
    before, after = weights.read(work / "weights.npz"), weights.read(work / "p.argosmodel")
    assert before.keys() == after.keys()
    for name, value in before.items():
        assert after[name].shape == value.shape
        assert np.allclose(after[name], value, atol=np.abs(value).max() / 100 + 1e-6), name
