"""The report: figures that add up, and the question that the exit code goes by."""

from __future__ import annotations

from typing import Any

import pytest

from bilingual import report
from bilingual.consistency import Usage
from bilingual.types import (
    Block,
    Finding,
    Occurrence,
    Pair,
    Passage,
    Pin,
    Rule,
    Segment,
    Severity,
    Status,
    Term,
    Verdict,
)

NONE_RECUR = {name: {"terms": 0, "occurrences": 0, "consistent": 0} for name in ("glossary", "unlisted")}


def _entry(rule: Rule, verdict: Verdict) -> dict[str, Any]:
    """What the report says of an occurrence of `_occurrence`."""
    source = {"text": "U", "start": 0, "end": 1}
    return {"address": "a1", "term": "x", "rule": rule, "verdict": verdict, "source": source, "target": None}


def _court(address: str, french: str, english: str) -> Passage:
    """A sentence whose second word is a term, rendered by the second word."""
    place = tuple((text.index(" ") + 1, len(text)) for text in (french, english))
    found = Occurrence(Pin(Term("tribunal", "court", accepted=("bench",)), *place[0]), "right", *place[1])
    block = Block(french)
    return Passage(block, (Pair(Segment(block, 0, len(french), address), english, occurrences=(found,)),))


def _occurrence(rule: Rule, verdict: Verdict) -> Occurrence:
    return Occurrence(Pin(Term("x", "x", rule), 0, 1), verdict)


def _passage(*severities: Severity, occurrences: tuple[Occurrence, ...] = (), status: Status = "draft") -> Passage:
    block = Block("Un mot de trop.")
    findings = tuple(Finding("length", severity, "Long.", "a1", fix="Short.") for severity in severities)
    pair = Pair(Segment(block, 0, 6, "a1"), "A word", occurrences=occurrences, findings=findings, status=status)
    return Passage(block, (pair,))


def test_an_article_counts_what_its_passages_have() -> None:
    """An article counts what its passages have."""
    article = report.Article("press/x", "x.txt")
    asked = (_occurrence("pin", "forced"), _occurrence("read-only", "failed"), _occurrence("pin", "substituted"))
    article.add(
        _passage("error", occurrences=(*asked, _occurrence("suggest", "failed"), _occurrence("forbidden", "right")))
    )
    article.add(_passage(status="approved"))
    article.add(Passage(Block("Abonnez-vous", skip="promotion"), address="skip-1"))
    assert article.as_json() == {
        "name": "press/x",
        "source": "x.txt",
        "words": 4,  # of the segments, not of their blocks
        "segments": 2,
        "approved": 1,
        "mended": 0,
        "skipped": [{"reason": "promotion", "text": "Abonnez-vous"}],
        "terms": {"occurrences": 3, "honoured": 2, "inflected": 0, "extra": 0},
        "consistency": NONE_RECUR,
        "occurrences": [
            _entry("pin", "forced"),
            _entry("read-only", "failed"),
            _entry("pin", "substituted"),
            _entry("suggest", "failed"),
        ],
        "read_twice": {"segments": 0, "words": 0, "judged": 0, "places": []},
        "findings": [
            {"check": "length", "severity": "error", "message": "Long.", "address": "a1", "fix": "Short."},
        ],
    }


def test_a_run_adds_its_articles_up() -> None:
    """A run adds its articles up."""
    articles = []
    for name in ("a", "b"):
        article = report.Article(name, f"{name}.txt")
        article.add(_passage("info", occurrences=(_occurrence("pin", "right"),), status="approved"))
        articles.append(article.as_json())
    errors = [{"file": "c", "message": "c: gone", "hint": "look"}]
    whole = report.of_run({"model": "m"}, articles, errors)
    assert whole == {
        "signature": {"model": "m"},
        "totals": {
            "articles": 2,
            "words": 4,
            "segments": 2,
            "approved": 2,
            "mended": 0,
            "skipped": 0,
            "terms": {"occurrences": 2, "honoured": 2, "inflected": 0, "extra": 0},
            "consistency": NONE_RECUR,
            "read_twice": {"segments": 0, "words": 0, "judged": 0},
            "findings": 2,
        },
        "findings": [],
        "articles": articles,
        "errors": errors,
    }


def test_an_occurrence_is_listed_with_its_words_in_both_languages() -> None:
    """An occurrence is listed with its words in both languages."""
    article = report.Article("a", "a.txt")
    article.add(_court("p1", "Le tribunal", "The court"))
    assert article.as_json()["occurrences"] == [
        {
            "address": "p1",
            "term": "tribunal",
            "rule": "pin",
            "verdict": "right",
            "source": {"text": "tribunal", "start": 3, "end": 11},
            "target": {"text": "court", "start": 4, "end": 9},
        }
    ]


def test_two_renderings_in_an_article_are_a_finding_on_it() -> None:
    """With the places of each, and a figure."""
    article = report.Article("a", "a.txt")
    for number, said in enumerate(("court", "court", "bench")):
        article.add(_court(f"p{number}", "Le tribunal", f"The {said}"))
    entry = article.as_json()
    assert entry["consistency"]["glossary"] == {"terms": 1, "occurrences": 3, "consistent": 2}
    assert entry["findings"] == [
        {
            "check": "consistency",
            "severity": "info",  # the glossary accepts both
            "message": "“tribunal” has more than one rendering: “court” in 2 places, “bench” in 1 place.",
            "address": "",
            "fix": None,
            "term": "tribunal",
            "renderings": [
                {"text": "court", "count": 2, "places": [{"article": "a", "address": a} for a in ("p0", "p1")]},
                {"text": "bench", "count": 1, "places": [{"article": "a", "address": "p2"}]},
            ],
        }
    ]


def test_two_renderings_between_articles_are_a_finding_on_the_run() -> None:
    """That counts, and that the exit code goes by."""
    usage, entries = Usage(), []
    for name, said in (("a", "court"), ("b", "bench")):
        article = report.Article(name, f"{name}.txt")
        article.add(_court("p1", "Le tribunal", f"The {said}"))
        usage.merge(article.usage)
        entries.append(article.as_json())
    whole = report.of_run({}, entries, [], usage)
    assert [entry["findings"] for entry in entries] == [[], []]
    assert [finding["term"] for finding in whole["findings"]] == ["tribunal"]
    assert whole["totals"]["findings"] == 1
    assert whole["totals"]["consistency"]["glossary"] == {"terms": 1, "occurrences": 2, "consistent": 1}
    assert report.reaches(whole, "info")


def _machine(address: str, score: float | None, status: Status = "draft") -> Passage:
    """A sentence of four words as an engine wrote it, sure of it or not."""
    block = Block("Elle ne le sait.")
    segment = Segment(block, 0, len(block.text), address)
    return Passage(block, (Pair(segment, "She does not know it.", score=score, status=status),))


def test_what_should_be_read_twice_is_counted_and_listed() -> None:
    """The least certain first; not what is approved, nor what no engine has told its doubt of."""
    article = report.Article("a", "a.txt")
    for passage in (_machine("sure", -0.1), _machine("unsure", -4), _machine("worse", -9)):
        article.add(passage)
    for passage in (_machine("read", -9, "approved"), _machine("unknown", None)):
        article.add(passage)
    entry = article.as_json()
    places = entry["read_twice"].pop("places")
    assert [place["address"] for place in places] == ["worse", "unsure"]
    assert 1 >= places[0]["doubt"] > places[1]["doubt"] >= report.TWICE
    assert entry["read_twice"] == {"segments": 2, "words": 8, "judged": 4}
    older = {name: value for name, value in entry.items() if name != "read_twice"}
    assert report.of_run({}, [entry, older], [])["totals"]["read_twice"] == {"segments": 2, "words": 8, "judged": 4}
    for address, score in (("sure", -0.1), ("unsure", -4)):
        (pair,) = _machine(address, score).pairs
        assert report.doubt(pair) == next((p["doubt"] for p in places if p["address"] == address), None)


@pytest.mark.parametrize(
    ("found", "asked", "reached"),
    [
        ("warning", "info", True),
        ("warning", "warning", True),
        ("warning", "error", False),
        ("error", "info", True),
        ("error", "never", False),
        ("info", "warning", False),
    ],
)
def test_a_finding_reaches_its_own_severity_and_those_below(found: Severity, asked: str, *, reached: bool) -> None:
    """A finding reaches its own severity and those below."""
    article = report.Article("a", "a.txt")
    article.add(_passage(found))
    assert report.reaches(report.of_run({}, [article.as_json()], []), asked) is reached
    assert not report.reaches(report.of_run({}, [], []), asked)
