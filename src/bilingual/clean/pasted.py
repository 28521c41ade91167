"""An article that was pasted as one line, or that an export glued, is taken apart where the text itself tells.

Each rule asks for evidence of its own, and what is uncertain is left as it is. Those of `_ANYWHERE` are sure in any
paragraph; those of `_PASTED` need one that is most of its document: nobody writes an article in one paragraph.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING

from bilingual.clean.evidence import Evidence
from bilingual.clean.phrases import phrases, reason
from bilingual.datelines import dateline
from bilingual.read.marks import cut
from bilingual.segment import spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bilingual.types import Block, Document, Kind

    Rule = Callable[[Block, Evidence], Iterator[Block]]

LONGEST_HEADING = 140
"""Characters."""

LEAST_REPEATED = 20
"""Characters of a headline that stands twice in a row."""

SHORTEST_PASTED = 500
"""Characters: a shorter text may be one paragraph."""

LONGEST_PASTED = 300_000
"""Characters: a longer text is a book or a dump, and no article."""

PASTED_SHARE = 0.7
"""Of a document's text, that a pasted block is."""

LEAST_GLUED = 2
"""Stops without a space behind them, before a word that begins a sentence for sure, that show a whole block glued."""

NEAR_SIGNATURE = 3
"""Sentences behind a mere list of names in which the site must begin to speak."""

LONGEST_SENTENCE = 600
"""Characters that are looked at for each of them."""

_BYLINE_WITHIN = 400
"""Characters at a block's start in which the author's name may stand."""

_HEADING_WORDS = 2
_STOPS = tuple('.…!?:;,»”")]')
_DATELINE = re.compile(r"(?<![A-ZÀ-Þ’'/,-])[A-ZÀ-Þ][A-ZÀ-Þ’' /,-]{2,60}(?=[ \u00a0\u202f]\([^()\n]{1,40}\))")
_BRACKETS = re.compile(r"\([^()]{12,300}\)")
_SIGNED = re.compile(r"\([A-ZÀ-Þ][\w’'-]{1,20}(?: [A-ZÀ-Þ][\w’'-]{1,20}){1,3},? (?:à|avec|et|pour)\b")
_ENDED = re.compile(r"[.!?…»”\"][ \u00a0\u202f]{0,2}$")
_GLUED = re.compile(r"[\w»”\"%)’][.!?…]{1,3}(?:[ \u00a0\u202f]?»|[”)])?(?=[«“(]|\"?[A-ZÀ-Þ])")


def split_pasted(document: Document) -> Document:
    """Makes blocks of the headline, the credits, the byline, the intertitles and the site's own words in a glued text.

    Not a character is lost: the blocks hold the text in its order, and only white space stands between them.
    """
    if not phrases(document.lang):
        return document
    evidence = Evidence(document)
    blocks: list[Block] = []
    for block in document.blocks:
        blocks += _apart(block, evidence) if block.skip is None and block.kind == "paragraph" else [block]
    return replace(document, blocks=tuple(blocks))


def _apart(block: Block, evidence: Evidence) -> list[Block]:
    """The parts of a paragraph."""
    rules = _ANYWHERE
    if max(SHORTEST_PASTED, PASTED_SHARE * evidence.size) <= len(block.text) <= LONGEST_PASTED:
        rules += _PASTED
    parts = [block]
    for rule in rules:
        parts = [made for part in parts for made in (rule(part, evidence) if part.kind == "paragraph" else [part])]
    return list(_headed(parts, evidence, first=evidence.is_first(block)))


def _repeated(block: Block, _evidence: Evidence) -> Iterator[Block]:
    """A headline that stands twice in a row at the start."""
    text = block.text
    again = text.find(text[:LEAST_REPEATED], LEAST_REPEATED, LONGEST_HEADING + LEAST_REPEATED + 1)
    headline = text[:again].rstrip() if again > 0 else ""
    end = again + len(headline)
    follows = text[end : end + 2].lstrip()[:1]
    whole = headline and text.startswith(headline, again) and not headline.endswith(_STOPS)
    if whole and len(headline.split()) > _HEADING_WORDS and (not follows or not follows.islower()):
        yield from _cut(block, [(0, "heading"), (again, "heading"), (end, "paragraph")])
    else:
        yield block


def _credits(block: Block, evidence: Evidence) -> Iterator[Block]:
    """Photographers' credits between two sentences."""
    places: list[tuple[int, Kind]] = []
    for start, end in evidence.credits(block.text):
        places += [(start, "caption"), (end, "paragraph")]
    parts = list(_cut(block, places))
    if len(parts) > 1 and evidence.is_first(block) and parts[1].kind == "caption" and _is_sentence(parts[0], evidence):
        parts[0] = replace(parts[0], kind="caption")
    yield from parts


def _bylines(block: Block, evidence: Evidence) -> Iterator[Block]:
    """The author's name and the date between headline and lead."""
    places: list[tuple[int, Kind]] = []
    for start, end in evidence.bylines(block.text[:_BYLINE_WITHIN]):
        places += [(start, "paragraph"), (end, "paragraph")]
    return _cut(block, places)


def _datelines(block: Block, evidence: Evidence) -> Iterator[Block]:
    """`PARIS (Reuters) –` begins the report, whatever stands before it."""
    places: list[tuple[int, Kind]] = []
    for found in _DATELINE.finditer(block.text):
        start = found.start() + evidence.names_before(found[0])
        if start and dateline(block.text[start : start + 2 * LONGEST_HEADING])[0]:
            places.append((start, "paragraph"))
    return _cut(block, places)


def _signature(block: Block, evidence: Evidence) -> Iterator[Block]:
    """An agency's signature, and behind it the site: each sentence of its own, since it may be any notice."""
    text = block.text
    for found in _BRACKETS.finditer(text):
        if found.start() and not _ENDED.search(text, max(0, found.start() - 4), found.start()):
            continue
        if not evidence.signs(found[0]):
            continue
        if evidence.signs_surely(found[0]) or (_SIGNED.match(found[0]) and _site_follows(text, found.end(), evidence)):
            tail = (start for start, _ in _sentences(text, found.end(), evidence))
            yield from _cut(block, [(place, "paragraph") for place in (found.start(), found.end(), *tail)])
            return
    yield block


def _site_follows(text: str, place: int, evidence: Evidence) -> bool:
    behind = text[place : place + NEAR_SIGNATURE * LONGEST_SENTENCE]
    near = islice(_sentences(behind, 0, evidence), NEAR_SIGNATURE)
    return any(evidence.is_site(behind[start:end]) for start, end in near)


def _glued(block: Block, evidence: Evidence) -> Iterator[Block]:
    """Paragraphs whose stop has no space behind it, in a block with several of them."""
    text = block.text
    found = list(_closed(text, (match.end() for match in _GLUED.finditer(text))))
    sure = {place for place, word in found if evidence.begins(text, word)}
    if len(sure) < LEAST_GLUED:
        return iter([block])
    return _cut(
        block, [(place, "paragraph") for place, word in found if place in sure or evidence.is_known(text, word)]
    )


def _closed(text: str, places: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Each place behind a stop and where the word begins there; a straight quote closes after an odd number of them."""
    quotes = seen = 0
    for place in places:
        if text[place] != '"':
            yield place, place
            continue
        quotes += text.count('"', seen, place)
        seen = place
        yield place + quotes % 2, place + 1


def _intertitles(block: Block, evidence: Evidence) -> Iterator[Block]:
    """Short sentences without a stop inside a pasted text."""
    places: list[tuple[int, Kind]] = []
    for start, end in _sentences(block.text, 0, evidence):
        if _could_head(block.text[start:end]) and end < len(block.text):
            places += [(start, "heading"), (end, "paragraph")]
    return _cut(block, places)


def _site(block: Block, evidence: Evidence) -> Iterator[Block]:
    """Sentences in which the site speaks for itself, each run of one reason as a block."""
    found = [
        (start, reason(block.text[start:end], evidence.lang)) for start, end in _sentences(block.text, 0, evidence)
    ]
    runs = [list(run) for _, run in groupby(found, key=lambda one: one[1])]
    return _cut(block, [(run[0][0], "paragraph") for run in runs])


def _headed(parts: list[Block], evidence: Evidence, *, first: bool) -> Iterator[Block]:
    """What a cut left without a stop before a paragraph is a heading, unless it names author and date."""
    for place, part in enumerate(parts):
        titles = part.kind == "paragraph" and place + 1 < len(parts) and _could_head(part.text)
        if part.kind == "heading" or (titles and not evidence.is_byline(part.text)):
            yield replace(part, kind="heading", level=1 if first else 2)
        else:
            yield part
        first = first and part.kind == "caption"


def _could_head(text: str) -> bool:
    short = len(text) <= LONGEST_HEADING and text.count(" ") + 1 >= _HEADING_WORDS
    return short and not text.endswith(_STOPS) and (text[0].isupper() or text[0] in '«“"')


def _is_sentence(block: Block, evidence: Evidence) -> bool:
    return sum(1 for _ in _sentences(block.text, 0, evidence)) == 1


def _sentences(text: str, start: int, evidence: Evidence) -> Iterator[tuple[int, int]]:
    """Where the sentences from a place on begin and end."""
    return ((start + first, start + last) for first, last in spans(text[start:], evidence.rules))


def _cut(block: Block, places: list[tuple[int, Kind]]) -> Iterator[Block]:
    """The block cut at the places, each with the kind of what begins there; white space at the cuts falls away."""
    if not places:
        yield block
        return
    kinds = [block.kind, *(kind for _, kind in places)]
    borders = [0, *(place for place, _ in places), len(block.text)]
    for part, kind in zip(cut(block, pairwise(borders)), kinds, strict=True):
        if part.text:
            yield replace(part, kind=kind)


_ANYWHERE: tuple[Rule, ...] = (_repeated, _credits, _datelines, _signature)
_PASTED: tuple[Rule, ...] = (_glued, _bylines, _intertitles, _site)
