"""One French term, one English rendering: what counts as a term, what counts as the same, and what it costs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual import consistency, links, mending, rendered
from bilingual.consistency import Usage
from bilingual.engines import Hypothesis
from bilingual.recurring import candidates
from bilingual.types import Block, Link, Occurrence, Pair, Pin, Rule, Segment, Term
from clocks import compared

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "data" / "consistency.toml").read_text(encoding="utf-8")
)


def _pair(source: str, target: str, linked: str = "", address: str = "a1", **more: Any) -> Pair:  # noqa: ANN401  # handed on
    """A pair with links given by words: `tribunal=court grande=high`."""
    block = Block(source)
    words: list[Link] = []
    for link in linked.split():
        french, english = link.split("=")
        a, b = source.index(french), target.index(english)
        words.append(((a, a + len(french)), (b, b + len(english))))
    words.sort(key=lambda link: link[1])
    return Pair(Segment(block, 0, len(source), address), target, words=tuple(words), **more)


def _found(pair: Pair, term: Term) -> Pair:
    """The pair with a term of the glossary in it, right where its rendering stands as it is."""
    at, there = pair.source.text.index(term.source), pair.target.find(term.target)
    pin = Pin(term, at, at + len(term.source))
    one = Occurrence(pin, "right", there, there + len(term.target)) if there >= 0 else Occurrence(pin, "failed")
    return Pair(pair.source, pair.target, occurrences=(one,), words=pair.words)


def _usage(*pairs: Pair, article: str = "a") -> Usage:
    usage = Usage()
    for pair in pairs:
        usage.add(article, pair)
    return usage


@pytest.mark.parametrize("case", CASES["candidates"], ids=lambda case: case["text"])
def test_what_may_be_a_term(case: dict[str, Any]) -> None:
    """Names inside sentences, and words of content with what joins them."""
    taken = [(case["text"].index(one), case["text"].index(one) + len(one)) for one in case.get("taken", ())]
    assert [case["text"][c.start : c.end] for c in candidates(case["text"], taken)] == case["found"]


@pytest.mark.parametrize("case", CASES["renderings"], ids=lambda case: "/".join(case["texts"]))
def test_what_counts_as_one_rendering(case: dict[str, Any]) -> None:
    """Inflection, case, articles and hyphens do not make another; of what no glossary has neither do words too many."""
    one, other = map(rendered.form, case["texts"])
    assert (rendered.same(one, other), rendered.alike(one, other)) == (case["same"], case["alike"])


def test_inflections_are_one_candidate() -> None:
    """By their lemmas."""
    keys = {c.key for text in ("les logiciels espions", "UN LOGICIEL ESPION") for c in candidates(text, ())}
    assert keys == {"logiciel espion"}


def test_a_term_that_no_glossary_has_is_followed_by_its_links() -> None:
    """The finding names what, how, and where."""
    linked = "tribunal={} militaire=military"
    pairs = [
        _pair("Le tribunal militaire siège.", "The military court sits.", linked.format("court"), "p1"),
        _pair("Un tribunal militaire a jugé.", "A military court judged.", linked.format("court"), "p2"),
        _pair(
            "Des tribunaux militaires, donc.", "Military courts, then.", "tribunaux=courts militaires=Military", "p3"
        ),
        _pair("Ce tribunal militaire tranche.", "This military bench decides.", linked.format("bench"), "p4"),
    ]
    usage = _usage(*pairs)
    assert usage.figures(listed=False) == (1, 4, 3)
    assert usage.figures(listed=True) == (0, 0, 0)
    (one,) = usage.inconsistencies()
    assert one.severity == "info"
    assert one.message == (
        "“tribunal militaire” has more than one rendering: “military court” in 3 places, “military bench” in 1 place."
    )
    assert [r.places for r in one.renderings] == [[("a", "p1"), ("a", "p2"), ("a", "p3")], [("a", "p4")]]


def test_a_candidate_that_hardly_recurs_is_no_term() -> None:
    """One wrong link among two would be a finding."""
    pairs = [_pair("la ville de Brest", f"the city of {name}", f"Brest={name}") for name in ("Brest", "Best")]
    assert _usage(*pairs).figures(listed=False) == (0, 0, 0)


def test_a_part_that_never_stands_alone_is_not_counted_again() -> None:
    """`grande instance` occurs in `tribunal de grande instance` only."""
    linked = "tribunal=court grande=high instance=high"
    pairs = [_pair("le tribunal de grande instance", "the high court", linked, f"p{n}") for n in range(4)]
    assert _usage(*pairs).figures(listed=False) == (1, 4, 4)


def test_a_name_that_stands_there_needs_no_link() -> None:
    """Links may be wrong; letters are not."""
    pairs = [_pair("Puis Pegasus est venu.", "Then Pegasus came.", "Pegasus=came") for _ in range(3)]
    assert _usage(*pairs).figures(listed=False) == (1, 3, 3)


def test_a_pronoun_is_no_other_rendering() -> None:
    """English names less often."""
    pairs = [_pair("la société espion", "the spy firm", "société=firm espion=spy", f"p{n}") for n in range(3)]
    usage = _usage(*pairs, _pair("la société espion", "it", "société=it"))
    assert usage.figures(listed=False) == (1, 3, 3)


@pytest.mark.parametrize(
    ("rule", "accepted", "others", "severity"),
    [
        ("pin", (), ("the courts",), None),
        ("pin", (), ("the bench",), "warning"),
        ("pin", ("bench",), ("the bench",), "info"),
        ("suggest", (), ("the bench",), "info"),
        ("forbidden", (), ("the bench",), None),
    ],
)
def test_two_renderings_of_a_glossarys_term(
    rule: Rule, accepted: tuple[str, ...], others: tuple[str, ...], severity: str | None
) -> None:
    """A warning where the glossary promised one; information where it accepts both or merely suggests."""
    term = Term("tribunal", "court", rule, accepted=accepted)
    pairs = [_found(_pair("le tribunal", "the court", "tribunal=court"), term) for _ in range(2)]
    pairs += [_found(_pair("le tribunal", other, f"tribunal={other.split()[-1]}"), term) for other in others]
    found = [one.severity for one in _usage(*pairs).inconsistencies()]
    assert found == ([severity] if severity else [])


def test_homonyms_are_two_terms() -> None:
    """The glossary has an entry for each."""
    terms = Term("cour", "court"), Term("cour", "yard")
    pairs = [_found(_pair("la cour", f"the {term.target}", ""), term) for term in terms for _ in range(2)]
    assert _usage(*pairs).figures(listed=True) == (2, 4, 4)


def test_what_has_no_links_is_not_guessed_at() -> None:
    """A person's translation: only what the glossary's own eyes find."""
    failed = _found(_pair("le tribunal militaire", "the bench"), Term("tribunal", "court"))
    usage = _usage(failed, failed, failed)
    assert usage.figures(listed=True) == usage.figures(listed=False) == (0, 0, 0)


def test_tables_of_articles_make_that_of_the_run() -> None:
    """What recurs between articles, though in none of them."""
    term = Term("tribunal", "court")
    one = _usage(_found(_pair("le tribunal", "the court", "tribunal=court"), term), article="a")
    other = _usage(_found(_pair("le tribunal", "the bench", "tribunal=bench"), term), article="b")
    whole = Usage()
    for usage in (one, other, _usage(_found(_pair("le tribunal", "the court"), term), article="b")):
        assert list(usage.inconsistencies()) == []
        whole.merge(usage)
    (found,) = whole.inconsistencies(across=True)
    assert [(r.said, r.count, r.places) for r in found.renderings] == [
        ("court", 2, [("a", "a1"), ("b", "a1")]),
        ("bench", 1, [("b", "a1")]),
    ]
    assert list(_usage(_found(_pair("le tribunal", "a court"), term)).inconsistencies(across=True)) == []


def test_no_more_places_are_kept_than_are_named() -> None:
    """Ten of each rendering, and the count of all."""
    pairs = [_pair("à Brest même", "in Brest itself", "Brest=Brest", f"p{n}") for n in range(25)]
    usage = _usage(*pairs, *[_pair("à Brest même", "in Best itself", "Brest=Best", "q") for _ in range(12)])
    (one,) = usage.inconsistencies()
    assert [(r.count, len(r.places)) for r in one.renderings] == [(25, 10), (12, 10)]


def test_memory_is_bounded_and_what_recurs_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rarer half of the candidates gives way."""
    monkeypatch.setattr(consistency, "ROOM", 50)
    usage = Usage()
    for n in range(500):
        usage.add("a", _pair(f"chez Nom{n}x", f"at Nom{n}x", f"Nom{n}x=Nom{n}x"))
        usage.add("a", _pair("chez Pegasus", "at Pegasus", "Pegasus=Pegasus"))
    assert len(usage._uses) <= 51
    assert usage.figures(listed=False) == (1, 500, 500)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.lists(st.tuples(*[st.integers(0, 90)] * 4), max_size=12))
def test_no_text_and_no_link_breaks_the_count(source: str, target: str, numbers: list[tuple[int, ...]]) -> None:
    """Links may lie anywhere; a share is never above one."""
    words = tuple(((min(a, b), max(a, b)), (min(c, d), max(c, d))) for a, b, c, d in numbers)
    pair = Pair(Segment(Block(source or "x"), 0, len(source), "a"), target, words=words)
    usage = _usage(*[pair] * 3)
    figures = usage.figures(listed=False)
    assert figures.consistent <= figures.occurrences
    list(usage.inconsistencies())


@pytest.mark.clock
@pytest.mark.parametrize("sentences", [1, 400])
def test_time_is_linear_in_the_text(sentences: int) -> None:
    """Be it one sentence or many: four times the text, at most some six times the time."""

    def pairs(count: int) -> list[Pair]:
        text = " ".join(f"le juge{n % 900} militaire de Brest{n % 700}" for n in range(count // sentences))
        found = links.word_spans(text)
        pair = Pair(Segment(Block(text), 0, len(text), "a"), text, words=tuple((span, span) for span in found))
        return [pair] * sentences

    short, long = pairs(1_000), pairs(4_000)
    quarter, whole = compared(lambda: _usage(*short), lambda: _usage(*long))
    assert whole < 6.5 * max(quarter, 0.01)


def test_links_move_with_the_last_touches() -> None:
    """What stands behind an edit moves with it; what is written over has no link any more."""
    words: list[Link] = [((0, 1), (0, 3)), ((2, 3), (4, 8)), ((4, 5), (9, 12))]
    edits: list[mending.Edit] = [((4, 8), "amicus brief"), ((3, 6), "x")]
    assert mending.edited("the memo was", edits) == "the amicus brief was"
    assert mending.relinked(words, edits) == (words[0], ((4, 5), (17, 20)))
    assert mending.relinked(words, []) == tuple(words)


def test_links_join_whole_words() -> None:
    """An English word goes with the French word of its first piece; signs have none, abbreviations are one word."""
    source, target = "L'immunité des Etats-Unis.", "U.S. immunity."
    pieces = [(0, 2), (2, 10), (10, 14), (14, 20), (20, 25), (25, 26)]
    spans = [(0, 4), (4, 10), (10, 13), (13, 14)]
    written = Hypothesis(target, ("",) * 4, tuple(spans), (3, 1, 2, 5), 0.0)
    found = links.of(source, pieces, written)
    assert [(source[slice(*a)], target[slice(*b)]) for a, b in found] == [
        ("Etats-Unis", "U.S."),
        ("immunité", "immunity"),
    ]
    assert next(links.moved(found, 10, 100)) == ((25, 35), (100, 104))
    assert links.of(source, pieces, Hypothesis(target, ("",) * 4, tuple(spans), (99, 5, 5, 5), 0.0)) == ()
