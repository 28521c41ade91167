"""From corpora to package: every program in turn on toy pairs, and a package that translates them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import torch

from bilingual import engines
from bilingual.engines import Job, reads_terms
from training import align, backtranslate, choose, encode, export, files, prepare, tag, train, vocabulary
from training.tests import toy

pytestmark = [pytest.mark.torch, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
PLAN = {
    "tokens": "250_000",
    "batch": "2_000",
    "warm_up": "30",
    "learning_rate": "4e-3",
    "limit": "700",
    "sentences": "100",
}
SHAPE = {"width": "64", "heads": "4", "feed_forward": "128", "encoder_layers": "2", "decoder_layers": "2"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package made by the programs, one after the other."""
    torch.set_num_threads(1)  # more would wait for each other where other work runs
    folder = tmp_path_factory.mktemp("whole")
    toy.corpora(folder / "corpora", 1400)
    recipe, work = str(toy.recipe(folder / "corpora", **PLAN, **SHAPE)), str(folder / "work")
    back_translation(recipe, folder)
    prepare.main([recipe, str(folder / "corpora"), work])
    vocabulary.main([recipe, str(folder / "corpora"), work])
    for program in (align, tag, encode, train):
        assert program.main([recipe, work]) == 0
    made = folder / "toy.argosmodel"
    export.main([recipe, work, str(made), "--version", "1"])
    return made


def back_translation(recipe: str, folder: Path) -> None:
    """Makes `work/back.tsv`, with a model that learnt little."""
    corpora, reverse = str(folder / "corpora"), str(folder / "reverse")
    package = folder / "reverse" / "en_fr.argosmodel"
    assert prepare.main([recipe, corpora, reverse, "--without-back"]) == 0
    vocabulary.main([recipe, corpora, reverse])
    assert encode.main([recipe, reverse, "--reverse", reverse]) == 0
    assert train.main([recipe, reverse, "--reverse"]) == 0
    export.main([recipe, reverse, str(package), "--version", "0", "--reverse"])
    assert choose.main([recipe, corpora, reverse]) == 0
    (folder / "work").mkdir()
    backtranslate.main([str(package), str(folder / "work" / "back.tsv"), str(folder / "reverse" / "press.txt")])


def test_pairs_were_made_by_back_translation(package: Path) -> None:
    """Their English is of the texts that have English alone."""
    made = list(files.rows(package.parent / "work" / "back.tsv"))
    english = set(files.lines(package.parent / "corpora" / "mono" / "toy_en.txt.xz"))
    assert made
    assert all(row[0] and row[1] in english for row in made)


def test_the_package_translates(package: Path) -> None:
    """Sentences of the grammar that it was trained on, most of them to the letter."""
    engine = engines.find(str(package))
    pairs = toy.pairs(60, seed=7)
    written = next(iter(engine.decode([[Job(french) for french, _ in pairs]])))
    right = sum(hypothesis.text == english for hypothesis, (_, english) in zip(written, pairs, strict=True))
    assert right > 40


def test_the_package_reads_terms(package: Path) -> None:
    """Told what it would say anyway, it says so; the tags do not come through."""
    engine = engines.find(str(package))
    assert reads_terms(engine)
    text = "Le ministre défend la vie privée."
    start = text.index("vie privée")
    job = Job(text, terms=((start, start + len("vie privée"), "privacy"),))
    (told,) = next(iter(engine.decode([[job]])))
    assert told.text == "The minister defends privacy."


def test_make_knows_the_steps() -> None:
    """`make model` would run them all, in this order."""
    assert shutil.which("make")
    command = ["make", "--dry-run", "--always-make", "model", "WORK=.train/nowhere"]
    plan = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our Makefile
    steps = re.findall(r"-m training\.(\w+)", plan)
    reverse, made = ["prepare", "vocabulary", "encode", "train", "export"], ["choose", "backtranslate"]
    forth = ["prepare", "vocabulary", "align", "tag", "encode", "train", "export"]
    assert sorted(steps) == sorted([*reverse, *made, *forth])
    back = steps.index("backtranslate")
    assert [step for step in steps[:back] if step != "choose"] == reverse
    steps = steps[back:]
    for before, after in (("prepare", "vocabulary"), ("prepare", "align"), ("align", "tag"), ("tag", "encode")):
        assert steps.index(before) < steps.index(after)
    assert steps.index("vocabulary") < steps.index("encode") < steps.index("train") < steps.index("export")
