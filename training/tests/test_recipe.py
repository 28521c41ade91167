"""A recipe is read as it is meant, or refused with the place named."""

from __future__ import annotations

from pathlib import Path

import pytest

from training import invented, noise, recipe
from training.tests import toy

_OURS = Path(recipe.__file__).with_name("recipe.toml")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The toy recipe."""
    toy.corpora(tmp_path)
    return toy.recipe(tmp_path)


def test_the_toy_recipe_is_read(path: Path) -> None:
    """Values come with their types, defaults where nothing is said."""
    read = recipe.read(path)
    assert [text.name for text in read.texts] == ["toy_news", "toy_law"]
    assert (read.texts[0].limit, read.texts[1].limit) == (0, 60)
    assert read.weights() == (2.0, 0.5)
    assert read.weights(late=True) == (2.0, 0.25)
    assert read.schedule.buckets == (16, 32, 64)
    assert read.omitted[0].reason
    assert isinstance(read.noise.weights["stop"], float)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seed = 1", "seed = 'one'", "seed should be of type int"),
        ("seed = 1", "", "seed is missing"),
        ("seed = 1", "seed =", "cannot be read as TOML"),
        ("seed = 1", "seed = 1\nsead = 2", "sead means nothing here"),
        ("share = 0.3", "share = 1.5", "noise.share is a share from 0 to 1"),
        ("thousands = 0.5", "thousands = -1", "noise.rare.thousands is a share"),
        ('kind = "law"', 'kind = "laws"', "there is no kind 'laws'"),
        ("late = 0.5", "late = -0.5", "limit, weight and late are at least 0"),
        ("limit = 60", "limit = true", "text 2: limit should be of type int"),
        ('source = "training/tests/toy.py"', "", "text 1: missing 1 required"),
        ("toy_law.tsv.xz", "toy_news.tsv.xz", "two texts have the name"),
        ("heads = 2", "heads = 3", "a multiple of model.heads"),
        ("size = 160", "size = 0", "either a size"),
        ("[profile.cpu.model]", "[profile.cpu.modle]", "modle means nothing here"),
        ("buckets = [16, 32, 64]", "buckets = [16, 0.5]", "buckets should be of type int"),
        ("buckets = [16, 32, 64]", "buckets = 16", "buckets should be of type tuple"),
        ("[tags]\nshare = 0.3", "tags = 3", "[tags] is missing or no table"),
        ("[[omitted]]", "[omitted]", "write [[omitted]]"),
        ("sentences = 0", "", "back: missing 1 required"),
        ("sentences = 0\ntokens = 20000", "sentences = 1\ntokens = 0", "tokens to train its model on"),
    ],
)
def test_what_makes_no_sense_is_refused(path: Path, old: str, new: str, message: str) -> None:
    """The error says where, and what would do."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(recipe.RecipeError) as error:
        recipe.read(path)
    assert message in str(error.value)


def test_a_missing_recipe_or_profile_is_named(path: Path) -> None:
    """And the profiles that there are."""
    with pytest.raises(recipe.RecipeError, match="no profile 'tpu'; it has cpu"):
        recipe.read(path, "tpu")
    with pytest.raises(recipe.RecipeError, match=r"none\.toml cannot be read"):
        recipe.read(path.with_name("none.toml"))


def test_a_changed_file_is_refused(path: Path) -> None:
    """Both sums are named, and the mend; a missing file as well."""
    file = path.with_name("some.tsv")
    with pytest.raises(recipe.RecipeError, match="is missing"):
        recipe.require(file, "0" * 64)
    file.write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(recipe.RecipeError, match="fetch it again"):
        recipe.require(file, "0" * 64)


@pytest.mark.parametrize("profile", ["cpu", "gpu"])
def test_our_recipe_is_sound(profile: str) -> None:
    """It is read; licences and sources stand with every text; none is doubtful; its kinds of noise exist."""
    ours = recipe.read(_OURS, profile)
    assert all(text.licence and "@" in text.source for text in ours.texts if text.file.startswith("train/"))
    assert not any("none" in text.licence or "GPL" in text.licence.split(",")[0] for text in ours.texts)
    used = {text.file for text in ours.texts}
    assert not used & ({entry.file for entry in ours.omitted} | {entry.file for entry in ours.measure})
    assert all(text.file.startswith(("train/", "dev/tune/")) for text in ours.corpora)
    assert {*ours.noise.weights, *ours.noise.rare} == set(noise.KINDS)
    assert ours.back.sentences
    assert all(text.licence and "@" in text.source for text in ours.mono)
    covered = set(invented.parts()["emoji"]) & set(ours.vocabulary.characters)
    assert 0 < len(covered) < len(invented.parts()["emoji"])


def test_our_recipe_names_the_corpora_that_there_are() -> None:
    """Every file of `corpora/train` is either used or left out with a reason, where the corpora are at hand."""
    corpora = _OURS.parents[2] / "shared" / "corpora"
    if not corpora.is_dir():
        pytest.skip("the corpora are not here")
    ours = recipe.read(_OURS)
    named = {text.file for text in (*ours.corpora, *ours.mono)} | {entry.file for entry in ours.omitted}
    there = {path.relative_to(corpora).as_posix() for path in corpora.glob("train/*")}
    there |= {path.relative_to(corpora).as_posix() for path in corpora.glob("dev/tune/*")}
    there |= {path.relative_to(corpora).as_posix() for path in corpora.glob("mono/en_*")}
    assert named == there
