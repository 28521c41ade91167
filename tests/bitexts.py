"""Bitexts for the tests of the publishers: a realistic one, a hostile one, and one as long as you like."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilingual.address import Addresses
from bilingual.types import Bitext, Block, Finding, Occurrence, Pair, Passage, Pin, Segment, Term, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bilingual.types import Kind, Reason, Verdict

DATA = Path(__file__).parent / "data" / "page_article.toml"

SIGNATURE = {
    "bilingual": "0.1.0",
    "model": "builtin fr→en, sha256 9f2c4be1d0a7",
    "glossary": "glossary.po, 38 terms, sha256 51ce07aa93b2",
    "settings": "beam 4, batch 4096 tokens",
}

CONSISTENCY = {
    "glossary": {"terms": 3, "occurrences": 8, "consistent": 8},
    "unlisted": {"terms": 1, "occurrences": 4, "consistent": 3},
}

GLOSSARY = (
    Term("logiciel espion", "spyware", note="Never “spy software”."),
    Term("mémoire amicus", "amicus brief"),
    Term("immunité souveraine", "sovereign immunity", accepted=("sovereign immunities",)),
    Term("société de surveillance", "surveillance company"),
    Term("WhatsApp", "WhatsApp", rule="read-only"),
    Term("Pegasus", "Pegasus", rule="read-only"),
)


def marked(segment: Segment, block: Block) -> Segment:
    """A segment as it stands in another block, with what is marked there."""
    return replace(segment, block=block, inlines=within(block.inlines, segment.start, segment.end))


@dataclass
class Article:
    """Builds a bitext sentence by sentence."""

    name: str = "press/whatsapp"

    def __post_init__(self) -> None:
        self.passages: list[Passage] = []
        self._addresses = Addresses()

    def add(self, kind: Kind, *sides: tuple[str, str], level: int = 0, **more: object) -> Article:
        """Append a block of sentence pairs."""
        block = Block(" ".join(source for source, _ in sides), kind, level)
        self.passages.append(Passage(block, tuple(self._pairs(block, sides, more))))
        return self

    def skip(self, reason: Reason, text: str) -> Article:
        """Append a block that is not translated."""
        self.passages.append(Passage(Block(text, skip=reason), address=self._addresses.of(text)))
        return self

    def done(self) -> Bitext:
        """The bitext so far."""
        return Bitext(self.name, f"source_fr/{self.name}.txt", tuple(self.passages), signature=SIGNATURE)

    def _pairs(self, block: Block, sides: tuple[tuple[str, str], ...], more: dict[str, Any]) -> Iterator[Pair]:
        start = 0
        for source, target in sides:
            end = start + len(source)
            address = self._addresses.of(source)
            segment = Segment(block, start, end, address)
            fields = more | {"findings": tuple(Finding(*given, address) for given in more.get("findings", ()))}
            yield Pair(segment, target, **({"occurrences": tuple(occurrences(source, target))} | fields))
            start = end + 1


def occurrences(source: str, target: str) -> Iterator[Occurrence]:
    """The glossary's terms in a pair of sentences, found letter by letter."""
    verdicts: tuple[Verdict, ...] = ("right", "inline", "forced", "substituted")
    for term in GLOSSARY:
        at, there = source.find(term.source), target.find(term.target)
        if at < 0:
            continue
        pin = Pin(term, at, at + len(term.source))
        if there < 0:
            yield Occurrence(pin, "failed")
        else:
            yield Occurrence(pin, verdicts[at % 4], there, there + len(term.target))


def summary_of(bitext: Bitext, **changes: object) -> dict[str, Any]:
    """The entry of `report.json` that fits a bitext."""
    passages = list(bitext.passages)
    pairs = [pair for passage in passages for pair in passage.pairs]
    found = [occurrence for pair in pairs for occurrence in pair.occurrences]
    return {
        "name": bitext.name,
        "source": bitext.path,
        "words": sum(len(pair.source.text.split()) for pair in pairs),
        "segments": len(pairs),
        "approved": sum(pair.status == "approved" for pair in pairs),
        "skipped": [{"reason": p.block.skip, "text": p.block.text} for p in passages if p.block.skip],
        "terms": {
            "occurrences": len(found),
            "honoured": sum(o.verdict != "failed" for o in found),
            "inflected": 0,
            "extra": 0,
        },
        "consistency": CONSISTENCY,
        "read_twice": {"segments": 0, "words": 0, "judged": 0, "places": []},
        "findings": [
            {"check": f.check, "severity": f.severity, "message": f.message, "address": f.address}
            for pair in pairs
            for f in pair.findings
        ],
    } | changes


def report_of(*summaries: dict[str, Any], errors: tuple[dict[str, str], ...] = ()) -> dict[str, Any]:
    """A report over several articles."""
    return {
        "signature": SIGNATURE,
        "articles": list(summaries),
        "totals": {
            "words": sum(s["words"] for s in summaries),
            "segments": sum(s["segments"] for s in summaries),
            "approved": sum(s["approved"] for s in summaries),
            "skipped": sum(len(s["skipped"]) for s in summaries),
            "terms": {key: sum(s["terms"][key] for s in summaries) for key in ("occurrences", "honoured")},
            "consistency": CONSISTENCY,
            "read_twice": {name: sum(s["read_twice"][name] for s in summaries) for name in ("segments", "judged")},
            "findings": sum(len(s["findings"]) for s in summaries),
        },
        "findings": [],
        "errors": list(errors),
    }


def realistic() -> Bitext:
    """The article of `data/page_article.toml`: every kind of block, every verdict, every severity."""
    article = Article()
    for entry in tomllib.loads(DATA.read_text(encoding="utf-8"))["block"]:
        if "skip" in entry:
            article.skip(entry["skip"], entry["text"])
        else:
            article.add(entry.pop("kind"), *entry.pop("pairs"), **entry)
    return article.done()


@dataclass(frozen=True)
class Lazy:
    """Passages that are made anew on each walk."""

    count: int
    make: Callable[[int], Passage]

    def __iter__(self) -> Iterator[Passage]:
        """One passage after the other."""
        return map(self.make, range(self.count))
