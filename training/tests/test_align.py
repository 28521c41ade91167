"""Word links: what both directions say, grown with care; the whole program on toy pairs with eflomal itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from training import align, files, words
from training.recipe import RecipeError
from training.tests import toy

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Réglementations", "regle"),
        ("règlement", "regle"),
        ("l’", "l'"),
        ("À", "à"),
        ("1 400", "1400"),
        ("1,4", "14"),
        ("covid19", "covid19"),
        ("État", "état"),
        ("!", "!"),
    ],
)
def test_words_are_aligned_by_stems(word: str, key: str) -> None:
    """Small letters, a start without accents of long words, digits alone of numbers."""
    assert align.key(word) == key


@pytest.mark.parametrize(
    ("forward", "backward", "links"),
    [
        ("0-0 1-1", "0-0 1-1", "0-0 1-1"),
        ("0-0 1-1", "0-0", "0-0 1-1"),
        ("0-0 2-2", "0-0", "0-0"),
        ("0-0 1-1 2-2", "0-0", "0-0 1-1 2-2"),
        ("0-0 1-0", "0-0", "0-0 1-0"),
        ("0-0 1-1 0-1", "0-0 1-1", "0-0 1-1"),
        ("", "3-3", ""),
        ("", "", ""),
    ],
    ids=["both", "beside", "alone", "step by step", "free word", "no free word", "one only", "none"],
)
def test_links_grow_from_those_of_both_directions(forward: str, backward: str, links: str) -> None:
    """One direction's link joins where it touches one of both and one of its words is free."""
    found = align.symmetrise(set(align.parse(forward)), set(align.parse(backward)))
    assert found == align.parse(links)


def test_signs_are_linked_to_signs_and_names_to_themselves() -> None:
    """A link between a comma and a word goes; a name that stands once on both sides is linked though nobody said so."""
    french, english = ["NSO", ",", "la", "Société", "25"], ["the", "company", "NSO", ".", "25"]
    assert align.plausible(french, english, [(1, 0), (1, 3), (2, 0), (3, 1)]) == [
        (0, 2),
        (1, 3),
        (2, 0),
        (3, 1),
        (4, 4),
    ]
    assert align.plausible(["A1", "A1"], ["A1", "a"], []) == []
    assert align.plausible(["Paris"], ["Paris"], [(0, 0)]) == [(0, 0)]


def test_news_are_drawn_before_law() -> None:
    """The draw favours press, is the same again, takes what is fit and no more than there is."""
    kinds, fit = ["law", "news"] * 500, [True] * 998 + [False] * 2
    some = align.draw(kinds, fit, 200, seed=1)
    assert some == align.draw(kinds, fit, 200, seed=1) == sorted(set(some))
    assert len(some) == 200
    assert sum(kinds[number] == "news" for number in some) > 150
    assert align.draw(kinds, fit, 5000, seed=1) == list(range(998))
    assert align.draw([], [], 5, seed=1) == []


def test_links_fit_or_are_refused() -> None:
    """Links beyond the words of a sentence are of another version of it."""
    assert align.fitting([(0, 1)], 1, 2) == [(0, 1)]
    assert align.fitting([], 0, 0) == []
    for french, english in ((1, 2), (2, 1)):
        with pytest.raises(RecipeError, match=r"align again"):
            align.fitting([(1, 1)], french, english)


MANY = 1500


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A work folder beside the toy recipe."""
    toy.corpora(tmp_path)
    toy.recipe(tmp_path)
    return toy.work(tmp_path / "work")


def run(work: Path, *more: str) -> int:
    """Runs the program."""
    return align.main([str(work.parent / "recipe.toml"), str(work), *more])


def test_program_links_most_words_of_the_toy_pairs_rightly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Line for line with the pairs; words of one translation are linked to it by an aligner that has no seed.

    With 200 pairs one run in many would go astray.
    """
    toy.corpora(tmp_path, MANY)
    toy.recipe(tmp_path)
    work = toy.work(tmp_path / "work", MANY)
    assert run(work) == 0
    assert f"{MANY} of {MANY} pairs aligned" in capsys.readouterr().out
    lines = list(files.lines(work / "links.txt"))
    assert len(lines) == MANY
    known = {"Parlement": "Parliament", "loi": "law", "juge": "judge", "tribunal": "court", "rapport": "report"}
    right = wrong = 0
    for (_, french, english), line in zip(align.read_pairs(work), lines, strict=True):
        here, there = words.split(french), words.split(english)
        for i, j in align.fitting(align.parse(line), len(here), len(there)):
            if here[i] in known:
                right += there[j] == known[here[i]]
                wrong += there[j] != known[here[i]]
    assert right >= MANY / 4
    assert wrong <= right / 10


def test_pairs_that_are_not_drawn_have_empty_lines(work: Path) -> None:
    """The option says how many are aligned; of none, none."""
    assert run(work, "--pairs", "50") == 0
    lines = list(files.lines(work / "links.txt"))
    assert len(lines) == 200
    assert 45 <= sum(map(bool, lines)) <= 50
    assert run(work, "--pairs", "0") == 0
    assert list(files.lines(work / "links.txt")) == [""] * 200


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "run training.prepare"), ("7\tun\tone\n", "prepare again"), ("0\tun\n", "line 1"), ("x\ta\tb\n", "line 1")],
)
def test_broken_pairs_are_named(work: Path, text: str | None, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The program ends in 2 and says what is wrong."""
    (work / "pairs.tsv").unlink()
    if text is not None:
        (work / "pairs.tsv").write_text(text, encoding="utf-8")
    assert run(work) == 2
    assert says in capsys.readouterr().err
