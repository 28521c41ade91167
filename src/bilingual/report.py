"""The report of a run: what `report.json` holds, the index shows, and the exit code goes by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bilingual import confidence
from bilingual.checks import terms
from bilingual.consistency import Usage
from bilingual.renderings import ENFORCED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilingual.consistency import Inconsistency
    from bilingual.types import Occurrence, Pair, Passage

_COUNTS = ("occurrences", "honoured", "inflected", "extra")
"""What is counted of terms, as `docs/manual/report.md` defines it."""
_READ = ("segments", "words", "judged")
"""What is added up of what should be read twice; an older report has none of it."""
SEVERITIES = ("info", "warning", "error")
"""From what an editor may know to what must not be published."""

TWICE = 0.7
"""The doubt from which an editor should read a machine translation twice (`confidence.doubt`, 0 to 1).

Of newstest2013 in the built-in model's translation that is a fifth (22 in 100 sentences, 16 in 100 words); 76 in 100
of them are of its worse half.
"""


@dataclass(slots=True)
class Article:
    """The figures of one article, gathered passage by passage."""

    name: str
    source: str
    words: int = 0
    """Of the source, in translated segments."""
    segments: int = 0
    approved: int = 0
    mended: int = 0
    """Places that were written anew without the engine, such as figures."""
    terms: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTS, 0))
    skipped: list[dict[str, str]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    occurrences: list[dict[str, Any]] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    judged: int = 0
    """Segments of which a doubt is known: the engine wrote them, and told how sure it was."""
    twice: list[dict[str, Any]] = field(default_factory=list)
    """Those that an editor should read twice, and nobody has approved."""
    twice_words: int = 0

    def add(self, passage: Passage) -> None:
        """Counts a passage in."""
        if not passage.pairs:
            self.skipped.append({"reason": str(passage.block.skip), "text": passage.block.text})
        for pair in passage.pairs:
            words = len(pair.source.text.split())
            self.words += words
            self.segments += 1
            self._add_doubt(pair, words)
            self.approved += pair.status == "approved"
            self.mended += len(pair.mended)
            self._add_terms(pair)
            self.findings += (
                {"check": f.check, "severity": f.severity, "message": f.message, "address": f.address, "fix": f.fix}
                for f in pair.findings
            )

    def _add_doubt(self, pair: Pair, words: int) -> None:
        known = confidence.doubt(pair)
        self.judged += known is not None
        if doubted := _twice(pair, known):
            self.twice.append({"address": pair.source.address, "doubt": doubted})
            self.twice_words += words

    def _add_terms(self, pair: Pair) -> None:
        asked = [o for o in pair.occurrences if o.pin.term.rule in ENFORCED]
        self.terms["occurrences"] += len(asked)
        self.terms["honoured"] += sum(o.verdict != "failed" for o in asked)
        self.terms["inflected"] += terms.inflected(pair)
        self.terms["extra"] += sum(len(places) for _, places in terms.surplus(pair))
        self.occurrences += (
            _occurrence(o, pair) for o in pair.occurrences if o.start >= 0 or o.pin.term.rule != "forbidden"
        )
        self.usage.add(self.name, pair)

    def as_json(self) -> dict[str, Any]:
        """The article's entry in the report."""
        return {
            "name": self.name,
            "source": self.source,
            "words": self.words,
            "segments": self.segments,
            "approved": self.approved,
            "mended": self.mended,
            "skipped": self.skipped,
            "terms": self.terms,
            "consistency": _consistency(self.usage),
            "occurrences": self.occurrences,
            "read_twice": {
                "segments": len(self.twice),
                "words": self.twice_words,
                "judged": self.judged,
                "places": sorted(self.twice, key=lambda place: -place["doubt"]),
            },
            "findings": [*self.findings, *map(_finding, self.usage.inconsistencies())],
        }


def doubt(pair: Pair) -> float | None:
    """How doubtful a translation is that an editor should read twice, 0 to 1; None for others, and approved ones."""
    return _twice(pair, confidence.doubt(pair))


def of_run(
    signature: Mapping[str, str],
    articles: Sequence[Mapping[str, Any]],
    errors: Sequence[Mapping[str, str]],
    usage: Usage | None = None,
) -> dict[str, Any]:
    """The whole report: signature, totals, articles, what is amiss between them, and the files that could not be read.

    Args:
        signature: what made it.
        articles: their entries.
        errors: of the files that gave none.
        usage: how terms were rendered in all of the articles.
    """
    usage = usage or Usage()
    findings = [_finding(one) for one in usage.inconsistencies(across=True)]
    return {
        "signature": dict(signature),
        "totals": _totals(articles, findings, _consistency(usage)),
        "findings": findings,
        "articles": list(articles),
        "errors": list(errors),
    }


def replaced(report: Mapping[str, Any], article: Mapping[str, Any]) -> dict[str, Any]:
    """A report with an article's entry in the place of an earlier one of its name, or behind the others.

    What was found between the articles stays that of the run.
    """
    names = [one["name"] for one in report["articles"]]
    place = names.index(article["name"]) if article["name"] in names else len(names)
    articles = [*report["articles"][:place], article, *report["articles"][place + 1 :]]
    consistency = report["totals"]["consistency"] if "totals" in report else article["consistency"]
    return {**report, "totals": _totals(articles, report["findings"], consistency), "articles": articles}


def _totals(
    articles: Sequence[Mapping[str, Any]], between: Sequence[Mapping[str, Any]], consistency: Mapping[str, Any]
) -> dict[str, Any]:
    """The figures of all articles together; `between` is what was found between them."""
    return {
        "articles": len(articles),
        "words": sum(article["words"] for article in articles),
        "segments": sum(article["segments"] for article in articles),
        "approved": sum(article["approved"] for article in articles),
        "mended": sum(article.get("mended", 0) for article in articles),  # an older report has none
        "skipped": sum(len(article["skipped"]) for article in articles),
        "terms": {name: sum(article["terms"][name] for article in articles) for name in _COUNTS},
        "consistency": consistency,
        "read_twice": {name: sum(one.get("read_twice", {}).get(name, 0) for one in articles) for name in _READ},
        "findings": sum(len(article["findings"]) for article in articles) + len(between),
    }


def reaches(report: Mapping[str, Any], severity: str) -> bool:
    """Whether any finding of the report is as grave as `severity`, or graver; none reaches `never`."""
    if severity not in SEVERITIES:
        return False
    grave = SEVERITIES[SEVERITIES.index(severity) :]
    return any(finding["severity"] in grave for part in (report, *report["articles"]) for finding in part["findings"])


def _twice(pair: Pair, known: float | None) -> float | None:
    return round(known, 2) if known is not None and known >= TWICE and pair.status != "approved" else None


def _consistency(usage: Usage) -> dict[str, dict[str, int]]:
    """The figures of the glossary's terms, and of those that recur without being in it."""
    return {name: usage.figures(listed=name == "glossary")._asdict() for name in ("glossary", "unlisted")}


def _finding(one: Inconsistency) -> dict[str, Any]:
    """An inconsistency as a finding on the whole, with its places."""
    renderings = [
        {"text": r.said, "count": r.count, "places": [{"article": name, "address": at} for name, at in r.places]}
        for r in one.renderings
    ]
    return {
        "check": "consistency",
        "severity": one.severity,
        "message": one.message,
        "address": "",
        "fix": None,
        "term": one.said,
        "renderings": renderings,
    }


def _occurrence(occurrence: Occurrence, pair: Pair) -> dict[str, Any]:
    """An occurrence of a term, with its words in both languages; no target where it failed."""
    pin = occurrence.pin
    return {
        "address": pair.source.address,
        "term": pin.term.source,
        "rule": pin.term.rule,
        "verdict": occurrence.verdict,
        "source": _said(pair.source.text, pin.start, pin.end),
        "target": _said(pair.target, occurrence.start, occurrence.end) if occurrence.start >= 0 else None,
    }


def _said(text: str, start: int, end: int) -> dict[str, Any]:
    return {"text": text[start:end], "start": start, "end": end}
