"""What the checks flag, what they let pass, and that no text brings them down; the pairs are an editor's data."""

from __future__ import annotations

import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual import confidence
from bilingual.checks import CHECKS, content, findings
from bilingual.checks.about import ABOUT
from bilingual.checks.coverage import FEATURES, features, gaps, is_close, uncovered
from bilingual.dictionary import dictionary, fold_accents, key, likely
from bilingual.types import Block, Finding, Pair, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

GATES = tomllib.loads((Path(__file__).parent / "data" / "gates.toml").read_text(encoding="utf-8"))["gate"]
TEXTS = st.text(alphabet=st.sampled_from("ne pas not sans l'il. Paris (\"« @#/w:né’”A"), max_size=120) | st.text(
    max_size=80
)


def pair(source: str, target: str, **more: object) -> Pair:
    """A segment that is a block of its own."""
    return Pair(Segment(Block(source or " "), 0, len(source), "here"), target, **more)  # type: ignore[arg-type]


def _cases(side: str) -> Iterator[tuple[str, str, str]]:
    for gate in GATES:
        for line in gate[side].strip().splitlines():
            source, target = (text.strip() for text in line.split("|"))
            yield gate["check"], source, target


def _named(check: str, source: str, target: str) -> list[Finding]:
    return [finding for finding in findings(pair(source, target)) if finding.check == check]


@pytest.mark.parametrize(("check", "source", "target"), [*_cases("flagged")])
def test_what_is_wrong_is_flagged(check: str, source: str, target: str) -> None:
    """With a place that is inside the texts, and a sentence for the editor."""
    found = _named(check, source, target)
    assert found
    for finding in found:
        assert finding.message
        for span, text in ((finding.source, source), (finding.target, target)):
            assert span is None or (0 <= span[0] < span[1] <= len(text))


@pytest.mark.parametrize(("check", "source", "target"), [*_cases("passes")])
def test_what_is_right_passes(check: str, source: str, target: str) -> None:
    """Near misses: they look like the fault, and are none."""
    assert not _named(check, source, target)


def test_every_gate_has_pairs_of_both_kinds() -> None:
    """Eight of each at the least."""
    for gate in GATES:
        assert all(len(gate[side].strip().splitlines()) >= 8 for side in ("flagged", "passes")), gate["check"]


def test_every_finding_is_explained() -> None:
    """Title and reason stand in the table, for all that the checks can say."""
    said = {check for check, _, _ in _cases("flagged")} | {"empty", "doubtful", "figure", "term"}
    assert said <= ABOUT.keys()
    assert all(about.title and about.why for about in ABOUT.values())


def test_an_unsure_engine_is_doubted_and_a_person_is_not() -> None:
    """The score counts for a word; a person's text has none."""
    unsure = pair("La justice a rendu sa décision mardi.", "The court gave its decision on Tuesday.", score=-20.0)
    assert [finding.check for finding in content.doubtful(unsure)] == ["doubtful"]
    assert not list(content.doubtful(replace(unsure, score=-0.1)))
    assert not list(content.doubtful(replace(unsure, origin="editor")))
    assert not list(content.doubtful(replace(unsure, score=None)))
    assert not list(content.doubtful(pair("Octobre 2018.", "October 2018.", score=-20.0)))


def test_word_links_speak_against_a_gap() -> None:
    """A word that has a link is not missing, whatever the dictionary knows."""
    source, target = "Il faut absolument prendre le taureau par les cornes", "We must grasp the nettle at once, boldly"
    spans = [(at, at + len(word)) for at, word in _words(source)]
    linked = tuple(
        (one, other) for one, other in zip(spans, [(a, a + len(w)) for a, w in _words(target)], strict=False)
    )
    assert uncovered(pair(source, target, words=linked))[0] < uncovered(pair(source, target))[0]


def _words(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for word in text.split(" "):
        yield at, word
        at += len(word) + 1


def test_gaps_of_nothing_are_none() -> None:
    """No words, no gap, and features of all names."""
    assert all(gap.words == 0 for gap in gaps(pair("…", "")))
    assert all(len(side) == len(FEATURES) for side in features("Bonjour à tous.", "Hello everyone."))
    assert is_close(pair("Le ministre a signé le rapport.", "The minister signed the report."))


def test_the_dictionary_knows_what_words_stand_for() -> None:
    """By the first letters, in either direction."""
    assert "house" in dictionary().partners["maiso"]
    assert key("Élections") == "elect"
    assert fold_accents("ŒUVRE") == "oeuvre"
    assert "house" in likely(50)["maiso"]
    assert "maiso" in likely(50, backward=True)["house"]
    assert likely(50)["zzzzz"] == frozenset()
    assert "zzzzz" not in likely(50)  # words of untrusted texts are not kept


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_any_texts_can_be_checked(source: str, target: str) -> None:
    """Whatever they hold; spans stay inside."""
    for finding in findings(pair(source, target)):
        for span, text in ((finding.source, source), (finding.target, target)):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


@pytest.mark.clock
@pytest.mark.parametrize(
    "piece",
    [
        "ne ",
        "not ",
        "Paris ",
        "a@",
        "#a",
        '"',
        "(",
        "l'",
        "www.a.",
        "é",
        "in",
        "\u00ab ",
        "de la ",
        "A.",
        "x" * 30 + " ",
    ],
)
def test_the_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Eight times the text in less than twenty times the time."""
    assert _seconds(piece, 32_000) < 20 * max(_seconds(piece, 4_000), 0.02)


def _seconds(piece: str, size: int) -> float:
    """The time of all checks on so many characters, the best of three: the first one reads the dictionary."""
    text = piece * (size // len(piece))
    times = []
    for _ in range(3):
        begun = time.process_time()
        for check in CHECKS:
            list(check(pair(text, text[::-1] + text)))
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.clock
def test_many_names_take_no_longer_than_as_many_words() -> None:
    """Each is compared with a few only."""
    times = []
    for count in (500, 4_000):
        names = [
            f"{chr(65 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}{'xyz'[n % 3]}o" for n in range(count)
        ]
        begun = time.process_time()
        findings(pair(" et ".join(names), " and ".join(name[::-1].title() for name in names)))
        times.append(time.process_time() - begun)
    assert times[1] < 20 * max(times[0], 0.02)


def test_doubt_is_a_share_and_grows_with_what_speaks_for_it() -> None:
    """Only machine translations are doubted."""
    source, target = "La justice a rendu sa décision mardi.", "The court gave its decision on Tuesday."
    sure, unsure = pair(source, target, score=-0.5), pair(source, target, score=-15.0)
    low, high = confidence.doubt(sure), confidence.doubt(unsure)
    assert low is not None
    assert high is not None
    assert 0 <= low < high <= 1
    assert confidence.doubt(pair(source, target)) is None
