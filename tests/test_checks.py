"""What is no translation is told from what is one; what became of the terms is told to the editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.checks import CHECKS, all_checks, findings
from bilingual.checks.form import STRETCH, broken, loop, variety, words
from bilingual.checks.terms import inflected, surplus
from bilingual.types import Block, Occurrence, Pair, Pin, Segment, Term
from clocks import timed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Finding, Verdict

SHARED = Path(__file__).parents[2] / "shared" / "corpora" / "dev"
SENTENCE = (
    "La justice a rendu mardi sa décision dans l'affaire qui oppose la messagerie à l'éditeur de logiciels espions."
)
BABBLE = "a sy, and sy, a sy, a creword, a sy, a sy and a creword, sy, a sy, and a sy, a sy, a sy and sy, a creword, "


def pair(source: str, target: str, *occurrences: Occurrence) -> Pair:
    """A segment that is a block of its own."""
    return Pair(Segment(Block(source or " "), 0, len(source), "here"), target, occurrences=occurrences)


def names(source: str, target: str) -> list[str]:
    """What the checks find."""
    return [finding.check for finding in findings(pair(source, target))]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (SENTENCE, ""),
        (SENTENCE, " … "),
        ("Oui.", "no no no no"),
        (SENTENCE, "the justice of the justice of the justice of the justice"),
        (SENTENCE, "The court " + "said on Tuesday that the " * 3),
        (SENTENCE, BABBLE * 2),
        (
            SENTENCE,
            "It said that the cat, the dog, the cat and the dog, a cat, a dog, the dog, the cat, dog and cat " * 2,
        ),
        ("Non.", "word " + " ".join(f"more{n}" for n in range(13))),
        (" ".join(f"mot{n}" for n in range(30)), "Yes."),
    ],
)
def test_the_engine_must_not_get_away_with(source: str, target: str) -> None:
    """What is empty, goes in circles, or is far off in length; an editor is told of it, too."""
    assert broken(source, target)
    assert names(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            SENTENCE,
            "The court gave its decision on Tuesday in the case of the messaging service against the spyware maker.",
        ),
        ("Non, non, non et non !", "No, no, no and no!"),
        ("« Oui, oui, oui, oui »", "“Yes, yes, yes, yes”"),
        ("…", ""),
        ("", ""),
        ("Le chat, le chien, le chat, le chien, le chat. " * 4, "The cat, the dog, the cat, the dog, the cat. " * 4),
        ("Très, très bien.", "Very, very well."),
        ("Il dit ce qu'il dit que dit celui qui dit.", "He says what he says that he who says says."),
    ],
)
def test_what_is_a_translation_passes(source: str, target: str) -> None:
    """A source that repeats itself may be translated so."""
    assert not broken(source, target)
    assert names(source, target) == []


@pytest.mark.skipif(not SHARED.exists(), reason="the corpora lie beside the project")
@pytest.mark.parametrize(("name", "misaligned"), [("tune/newstest2010.tsv", 3), ("newstest2012.tsv", 0)])
def test_human_translations_pass(name: str, misaligned: int) -> None:
    """Three lines of newstest2010 stand beside a sentence that is not theirs; no other one is taken for broken."""
    pairs = [line.split("\t")[:2] for line in (SHARED / name).read_text(encoding="utf-8").splitlines()]
    assert sum(broken(source, target) for source, target in pairs) == misaligned
    assert min(variety(said) for _, target in pairs if len(said := words(target)) >= STRETCH) > 0.55


def test_a_loop_is_named_from_its_beginning() -> None:
    """The words, and how many of them go round."""
    assert loop(["well", *["the", "end"] * 3]) == (1, 2)
    assert loop(["no"] * 4) == (0, 1)
    assert loop(["no"] * 3) is None
    assert loop([]) is None
    (found,) = (f for f in findings(pair(SENTENCE, "It is the end the end the end of it, it is said")))
    assert found.message == "The translation repeats “the end”."


def test_the_variety_is_that_of_the_poorest_stretch() -> None:
    """Good words before and behind do not make up for babble."""
    rich = [f"word{n}" for n in range(STRETCH)]
    assert variety(rich) == 1
    assert variety([*rich, *["a", "b"] * (STRETCH // 2), *rich]) == 2 / STRETCH
    assert variety(["a", "a"]) == 0.5
    assert variety([]) == 1


def test_a_text_that_was_not_translated_is_told() -> None:
    """Names alone are no reason."""
    assert names(SENTENCE, SENTENCE) == ["copied"]
    assert names("Jean Dupont, Paris", "Jean Dupont, Paris") == []


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text())
def test_any_pair_can_be_checked(source: str, target: str) -> None:
    """Findings carry the segment's address; a broken target is never without one."""
    found = findings(pair(source, target))
    assert all(finding.address == "here" and finding.message for finding in found)
    assert bool(found) >= (broken(source, target) and bool(words(source)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=60))
def test_a_loop_that_is_named_is_one(said: list[str]) -> None:
    """Three times the same words in a row; and none is overlooked."""
    naive = [
        (i, size)
        for size in range(1, 13)
        for i in range(len(said))
        if (times := 4 if size == 1 else 3) and said[i : i + size] * times == said[i : i + size * times]
    ]
    assert bool(naive) == (loop(said) is not None)
    if found := loop(said):
        assert found in naive


@pytest.mark.clock
@pytest.mark.parametrize("word", ["a ", "a b ", "le chat le chien ", "aaaaaaaaaa", ". "])
def test_a_million_characters_take_time_in_proportion(word: str) -> None:
    """Loops and variety are each found in one walk."""
    text = word * (1_000_000 // len(word))
    assert timed(lambda: (broken(SENTENCE, text), broken(text, SENTENCE)))[0] < 8


PIN = Pin(Term("amicus", "amicus brief"), 3, 9)
FORBIDDEN = Pin(Term("amicus", "friend", "forbidden"), 3, 9)
SUGGESTED = Pin(Term("amicus", "brief", "suggest"), 3, 9)


def test_a_missing_term_is_an_error_and_a_forbidden_one_a_warning() -> None:
    """In the words of the source; what is only suggested is neither."""
    found = findings(
        pair(
            "Un amicus.",
            "A friend.",
            Occurrence(PIN, "failed"),
            Occurrence(FORBIDDEN, "right", 2, 8),
            Occurrence(SUGGESTED, "failed"),
        )
    )
    assert [(f.check, f.severity, f.message) for f in found] == [
        ("term", "error", "“amicus” must be rendered “amicus brief”, which is missing."),
        ("term-forbidden", "warning", "“amicus” must not be rendered “friend”."),
    ]


def test_terms_that_came_through_are_no_findings() -> None:
    """However they did."""
    fine = (Occurrence(PIN, "substituted", 2, 14), Occurrence(FORBIDDEN, "failed"))
    assert findings(pair("Un amicus.", "A amicus brief.", *fine)) == ()


@pytest.mark.parametrize(
    ("verdict", "target", "told"),
    [
        ("right", "The amicus brief.", []),
        (
            "right",
            "The amicus brief, two amicus briefs.",
            [("info", "“amicus briefs” stands twice in the translation, “amicus” once in the source.")],
        ),
        (
            "forced",
            "The amicus brief amicus brief, amicus brief.",
            [("warning", "“amicus brief” stands 3 times in the translation, “amicus” once in the source.")],
        ),
    ],
)
def test_a_term_that_stands_too_often_is_told(verdict: Verdict, target: str, told: list[tuple[str, str]]) -> None:
    """A warning where it was not the model's own doing."""
    found = findings(pair("Un amicus.", target, Occurrence(PIN, verdict, 4, 16)))
    assert [(f.severity, f.message) for f in found if f.check == "term-extra"] == told


def test_a_rendering_inside_another_term_is_not_too_many() -> None:
    """`NSO` in `NSO Group`, where the source has both; what only forbids or suggests is not counted."""
    group, name = (Pin(Term(one, one, "read-only"), 0, 1) for one in ("NSO Group", "NSO"))
    found = pair("xy", "NSO Group, NSO", Occurrence(group, "right", 0, 9), Occurrence(name, "right", 11, 14))
    assert surplus(found) == []
    assert surplus(pair("xy", "brief, brief", Occurrence(SUGGESTED, "right", 0, 5))) == []


@pytest.mark.parametrize(
    ("target", "count"),
    [
        ("She spies on us.", 1),
        ("A SPYING man spied.", 2),
        ("A friend.", 0),
        ("It is spyware.", 0),
        ("", 0),
    ],
)
def test_another_inflection_of_a_term_that_failed_is_counted(target: str, count: int) -> None:
    """Each once."""
    failed = Occurrence(Pin(Term("espionner", "spy"), 0, 2), "failed")
    assert inflected(pair("xy", target, failed, failed)) == count


def test_what_stands_for_one_term_is_no_inflection_of_another() -> None:
    """Nor is what only suggests looked for."""
    there, failed = (
        Occurrence(Pin(Term("a", "court"), 0, 1), "right", 4, 9),
        Occurrence(Pin(Term("b", "Court"), 1, 2), "failed"),
    )
    assert inflected(pair("ab", "The court", there, failed)) == 0
    assert inflected(pair("ab", "The courts", failed)) == 1
    assert inflected(pair("ab", "The briefs", Occurrence(SUGGESTED, "failed"))) == 0


def test_a_plug_in_is_one_more_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by its entry point, and run behind ours."""
    (tmp_path / "shouting.py").write_text(
        "from bilingual.types import Finding\n"
        "def shouting(pair):\n"
        "    if pair.target.isupper():\n"
        "        yield Finding('shouting', 'info', 'It shouts.', pair.source.address)\n"
    )
    meta = tmp_path / "shouting-1.dist-info"
    meta.mkdir()
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1\n")
    (meta / "entry_points.txt").write_text("[bilingual.checks]\nshouting = shouting:shouting\n")
    monkeypatch.syspath_prepend(tmp_path)
    checks = all_checks()
    assert checks[: len(CHECKS)] == CHECKS
    assert [f.check for f in findings(pair("Oui.", "YES."), checks)] == ["shouting"]


def test_a_check_is_any_callable() -> None:
    """From a pair to findings."""

    def none(_: Pair) -> Iterator[Finding]:
        yield from ()

    assert findings(pair("Oui.", ""), (none,)) == ()
