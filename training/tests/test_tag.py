"""Terms: nouns with their English, written as a glossary would have them, and read again as they were written."""

from __future__ import annotations

import random
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from training import files, phrases, tag, terms
from training.align import parse, read_pairs
from training.lexicon import Lexicon
from training.recipe import RecipeError
from training.tests import toy

CASES = tomllib.loads((Path(__file__).parent / "data" / "terms.toml").read_text(encoding="utf-8"))["pair"]


def lexicon(*pairs: tuple[str, str, str]) -> Lexicon:
    """Counts of pairs that came twice each."""
    return Lexicon([(french, english, parse(links)) for french, english, links in pairs] * 2)


class Plain(random.Random):
    """Chance that never changes anything, or always."""

    def __init__(self, value: float) -> None:
        super().__init__()
        self.value = value

    def random(self) -> float:
        """The same each time."""
        return self.value


def given(french: str, english: str, links: str, words: tuple[int, int, int, int], *, change: bool = True) -> str:
    """What the tag of a phrase has where all changes are drawn that fit."""
    pair = terms.Pair(french, english, parse(links))
    small = ("les variantes sont", "variants are herd immunity", "")
    return terms.given(
        pair, phrases.Phrase(*words), lexicon((french, english, links), small), Plain(0 if change else 1)
    )


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_terms_are_nouns_with_all_that_is_linked(case: dict[str, Any]) -> None:
    """Each table case has just the phrases that an editor would pin."""
    pair = terms.Pair(case["french"], case["english"], parse(case["links"]))
    known = lexicon((case["french"], case["english"], case["links"]))
    found = [pair.tag(phrase, "") for phrase in pair.linked.phrases() if terms.likelihood(pair, phrase, known)]
    said = [f"{case['french'][slice(*each.french)]} = {case['english'][slice(*each.english)]}" for each in found]
    assert said == case["terms"]


def test_rare_links_are_no_terms() -> None:
    """A pair of words that was linked once among many is a slip, unless both are the same."""
    pair = "la banque tient", "the hands hold", "0-0 1-1 2-2"
    often = [("la banque", "the bank", "1-1"), ("des mains", "the hands", "1-1")] * 60
    side = terms.Pair(pair[0], pair[1], parse(pair[2]))
    assert list(side.linked.phrases())
    assert not [p for p in side.linked.phrases() if terms.likelihood(side, p, lexicon(*often, pair)) and p.french == 1]


@pytest.mark.parametrize(
    ("french", "english", "links", "words", "text"),
    [
        ("Les variantes circulent", "Many variants circulate", "1-1 2-2", (1, 2, 1, 2), "variant"),
        ("Les variantes circulent", "Variants circulate", "1-0 2-1", (1, 2, 0, 1), "variant"),
        ("Les virus circulent", "Many viruses circulate", "1-1 2-2", (1, 2, 1, 2), "viruses"),
        ("La politique change", "The politics change", "1-1 2-2", (1, 2, 1, 2), "politics"),
        ("Selon NSO, tout va", "NSO is fine", "1-0", (1, 2, 0, 1), "NSO"),
        ("Camille Orvault ment", "Camille lies", "0-0 2-1", (0, 1, 0, 1), "Camille"),
        ("LES VARIANTES CIRCULENT", "THE VARIANTS CIRCULATE", "1-1 2-2", (1, 2, 1, 2), "variants"),
        ("Selon Paris", "Paris says", "1-0", (1, 2, 0, 1), "Paris"),
    ],
)
def test_what_a_glossary_would_have(
    french: str, english: str, links: str, words: tuple[int, int, int, int], text: str
) -> None:
    """Plain plurals lose their s where the French shows one; capitals go that only the place brought."""
    assert given(french, english, links, words) == text
    unchanged = given(french, english, links, words, change=False)
    assert unchanged in english


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Toy pairs whose words are linked in order where both sides have as many."""
    toy.corpora(tmp_path)
    toy.recipe(tmp_path)
    work = toy.work(tmp_path / "work")
    lines = []
    for _, french, english in read_pairs(work):
        count = [len(each) for each in terms.Pair(french, english, []).words]
        lines.append(" ".join(f"{i}-{i}" for i in range(count[0])) if count[0] == count[1] else "")
    (work / "links.txt").write_text("\n".join(lines) + "\n", encoding="ascii")
    return work


def run(work: Path) -> int:
    """Runs the program."""
    return tag.main([str(work.parent / "recipe.toml"), str(work)])


def test_program_writes_tags_that_are_read_again(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The share of the recipe at most, sorted, one to three terms each, apart, of aligned pairs; twice the same."""
    assert run(work) == 0
    first = (work / "tags.tsv").read_bytes()
    assert run(work) == 0
    assert (work / "tags.tsv").read_bytes() == first
    assert "pairs have" in capsys.readouterr().out
    pairs, aligned = list(read_pairs(work)), list(files.lines(work / "links.txt"))
    found = list(tag.read_tags(work))
    assert 0 < len(found) <= 60
    assert [number for number, _ in found] == sorted({number for number, _ in found})
    for number, tags in found:
        assert aligned[number]
        assert 1 <= len(tags) <= 3
        for one, other in pairwise(tags):
            assert one.french[1] <= other.french[0]
        for each in tags:
            said = pairs[number][2][slice(*each.english)]
            assert said.strip() == said != ""
            assert said.lower().startswith(each.text.lower())


def test_text_of_a_tag_may_have_commas() -> None:
    """What is written is read."""
    one = terms.Tag((0, 4), (2, 9), "a, b,c")
    assert tag.parse_tag(tag.format_tag(one)) == one


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("links.txt", "0-0\n", "does not fit"),
        ("links.txt", None, "run training.align"),
        ("pairs.tsv", None, "run training.prepare"),
        ("pairs.tsv", "nothing\n", "line 1"),
    ],
)
def test_broken_files_are_named(
    work: Path, name: str, text: str | None, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program ends in 2 and says which file to make again."""
    if text is None:
        (work / name).unlink()
    else:
        (work / name).write_text(text, encoding="utf-8")
    assert run(work) == 2
    assert says in capsys.readouterr().err


def test_links_beyond_the_words_do_not_fit(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Links of another version of the pairs are refused."""
    (work / "links.txt").write_text("99-0\n" * 200, encoding="ascii")
    assert run(work) == 2
    assert "does not fit" in capsys.readouterr().err


def test_missing_tags_are_named(tmp_path: Path) -> None:
    """Reading them says which program writes them."""
    with pytest.raises(RecipeError, match=r"training\.tag"):
        list(tag.read_tags(tmp_path))
