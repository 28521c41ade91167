"""The report: figures that add up, and the question that the exit code goes by."""

from __future__ import annotations

import pytest

from bilingual import report
from bilingual.types import Block, Finding, Occurrence, Pair, Passage, Pin, Rule, Segment, Severity, Term, Verdict


def _occurrence(rule: Rule, verdict: Verdict) -> Occurrence:
    return Occurrence(Pin(Term("x", "x", rule), 0, 1), verdict)


def _passage(*severities: Severity, occurrences: tuple[Occurrence, ...] = (), approved: bool = False) -> Passage:
    block = Block("Un mot de trop.")
    findings = tuple(Finding("length", severity, "Long.", "a1", fix="Short.") for severity in severities)
    pair = Pair(Segment(block, 0, 6, "a1"), "A word", occurrences=occurrences, findings=findings, approved=approved)
    return Passage(block, (pair,))


def test_an_article_counts_what_its_passages_have() -> None:
    """An article counts what its passages have."""
    article = report.Article("press/x", "x.txt")
    asked = (_occurrence("pin", "forced"), _occurrence("read-only", "failed"), _occurrence("pin", "substituted"))
    article.add(
        _passage("error", occurrences=(*asked, _occurrence("suggest", "failed"), _occurrence("forbidden", "right")))
    )
    article.add(_passage(approved=True))
    article.add(Passage(Block("Abonnez-vous", skip="promotion"), address="skip-1"))
    assert article.as_json() == {
        "name": "press/x",
        "source": "x.txt",
        "words": 4,  # of the segments, not of their blocks
        "segments": 2,
        "approved": 1,
        "skipped": [{"reason": "promotion", "text": "Abonnez-vous"}],
        "terms": {"occurrences": 3, "honoured": 2},
        "findings": [
            {"check": "length", "severity": "error", "message": "Long.", "address": "a1", "fix": "Short."},
        ],
    }


def test_a_run_adds_its_articles_up() -> None:
    """A run adds its articles up."""
    articles = []
    for name in ("a", "b"):
        article = report.Article(name, f"{name}.txt")
        article.add(_passage("info", occurrences=(_occurrence("pin", "right"),), approved=True))
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
            "skipped": 0,
            "terms": {"occurrences": 2, "honoured": 2},
            "findings": 2,
        },
        "articles": articles,
        "errors": errors,
    }


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
