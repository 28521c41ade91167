"""Which blocks of a web page are its article: trafilatura's judgement, and the page's own structure."""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from lxml import etree
from trafilatura import bare_extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from bilingual.read.zones import Own
    from bilingual.types import Block, Reason

MOST_ELEMENTS = 20_000
"""Elements; in a larger page trafilatura's time is no longer bounded, and the page's structure alone decides."""

LEAST_SHARE = 0.25
"""Share of the characters outside navigation that trafilatura must have kept to be believed."""

MOST_OF_ARTICLE = 0.5
"""Share of the sentences trafilatura has kept that a zone holds only where it is none."""

_MOSTLY_LINK, _ALL_LINK = 0.5, 0.9
_STOPS = (".", "…", "!", "?", "»", "”", '"')
_WORD = re.compile(r"[^\W_]+")
_SOFT_HYPHEN = "\xad"
_RUN = 4
"""Words in a row: a block that shares this many with the article is of it."""
_TEASERS = 3
"""Paragraphs below linked headlines, and the heading of them all: fewer may be the end of the article."""
_TITLE_WORDS = 4
"""Words: fewer are the name of the site rather than a headline."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block of a page and where it stands in it."""

    block: Block
    zone: Reason | None
    """Why the structure of the page puts it outside the article."""
    link_share: float
    """Of its letters and digits, 0 to 1."""
    part: int = 0
    """Number of the part of the page that `zone` speaks of; 0 for none."""
    article: int = 0
    """Number of the outermost `article` element around it; 0 for none."""
    own: Own | None = None
    """What its name says that it is of the article, beside the text."""


def chosen(root: HtmlElement, stretches: Sequence[Stretch]) -> Iterator[Block]:
    """All blocks of the page, those outside the article with the reason."""
    runs = {run for line in _extracted(root) for run in _runs(_words(line))}
    stretches = _freed(stretches, runs)
    headline = _headline(stretches, _titles(root), runs)
    stretches = _headed(stretches, headline)
    inside = _judged(stretches, runs, headline)
    for place, (stretch, kept) in enumerate(zip(stretches, inside, strict=True)):
        if kept or place == headline:
            yield stretch.block
        else:
            yield replace(stretch.block, skip=stretch.zone or "boilerplate")


def _freed(stretches: Sequence[Stretch], runs: set[tuple[str, ...]]) -> Sequence[Stretch]:
    """The stretches, a zone that holds most of the article taken for what it is: a wrapper with an unlucky name."""
    sizes: Counter[int] = Counter()
    for stretch in stretches:
        words = _words(stretch.block.text)
        if len(words) >= 2 * _RUN and _is_in(words, runs):
            sizes[stretch.part] += len(stretch.block.text)
    part, size = max(sizes.items(), key=itemgetter(1), default=(0, 0))
    if not part or size < MOST_OF_ARTICLE * sizes.total():
        return stretches
    return [replace(stretch, zone=None, part=0) if stretch.part == part else stretch for stretch in stretches]


def _headed(stretches: Sequence[Stretch], headline: int | None) -> Sequence[Stretch]:
    """The stretches, what follows the headline in its zone taken for the `header` of the article itself."""
    part = 0 if headline is None else stretches[headline].part
    if headline is None or not part:
        return stretches
    rest = stretches[headline:]
    return [
        *stretches[:headline],
        *(replace(stretch, zone=None, part=0) if stretch.part == part else stretch for stretch in rest),
    ]


def _judged(stretches: Sequence[Stretch], runs: set[tuple[str, ...]], headline: int | None) -> list[bool]:
    """For each stretch whether it is of the article."""
    announced = list(_announced(stretches))
    matched = _within_prose(stretches, [_matches(stretch, runs) for stretch in stretches], announced)
    free = [stretch.zone is None for stretch in stretches]
    text = [
        is_free and (told or not _is_link(one)) for one, is_free, told in zip(stretches, free, announced, strict=True)
    ]
    size = [len(stretch.block.text) for stretch in stretches]
    outside_navigation = sum(n for n, is_text in zip(size, text, strict=True) if is_text)
    if sum(n for n, hit in zip(size, matched, strict=True) if hit) < LEAST_SHARE * outside_navigation:
        return text
    if not any(matched):
        return [stretch.zone in {None, "navigation"} and stretch.link_share < 1 for stretch in stretches]
    matched = _without_teasers(stretches, _in_one_article(stretches, matched, headline))
    first, last = matched.index(True), len(matched) - matched[::-1].index(True)
    between = [
        first < place < last or _is_lead(stretch, place, headline, first) or _is_own(stretch, place, headline, first)
        for place, stretch in enumerate(stretches)
    ]
    return [hit or (is_text and is_between) for hit, is_text, is_between in zip(matched, text, between, strict=True)]


def _announced(stretches: Sequence[Stretch]) -> Iterator[bool]:
    """For each stretch whether it is an entry of a list that a sentence with a colon announces: it may be a link."""
    announces = False
    for stretch in stretches:
        text, is_item = stretch.block.text, stretch.block.kind == "item"
        announces = announces if is_item else text.endswith(":") and text.count(" ") > _TITLE_WORDS
        yield announces and is_item


def _within_prose(stretches: Sequence[Stretch], matched: Sequence[bool], announced: Sequence[bool]) -> list[bool]:
    """What is matched, without the links before and behind all that is matched and is none: lists of other pages."""
    prose = [place for place, hit in enumerate(matched) if hit and not _is_link(stretches[place])]
    if not prose:
        return list(matched)
    return [
        hit and (is_announced or prose[0] <= place <= prose[-1] or not _is_link(stretches[place]))
        for place, (hit, is_announced) in enumerate(zip(matched, announced, strict=True))
    ]


def _without_teasers(stretches: Sequence[Stretch], matched: Sequence[bool]) -> list[bool]:
    """What is matched, without the paragraphs below linked headlines that end the page, each below one of its own."""
    kept = list(matched)
    ends = [place for place, hit in enumerate(matched) if hit]
    first, found = len(matched), 0
    while ends and ends[-1] and _is_linked_headline(stretches[ends[-1] - 1]):
        first, found = ends.pop() - 1, found + 1
        kept[first] = kept[first + 1] = False
        if ends and ends[-1] == first:
            ends.pop()
    if found and first and stretches[first - 1].block.level:
        kept[first - 1], found = False, found + 1
    return kept if found >= _TEASERS and any(kept) else list(matched)


def _is_linked_headline(stretch: Stretch) -> bool:
    if stretch.link_share <= _ALL_LINK or stretch.block.kind == "item":
        return False
    return len(_words(stretch.block.text)) >= _TITLE_WORDS


def _in_one_article(stretches: Sequence[Stretch], matched: Sequence[bool], headline: int | None) -> list[bool]:
    """What is matched, without what stands outside the `article` element that holds the headline and most of it."""
    article = 0 if headline is None else stretches[headline].article
    sizes: Counter[int] = Counter()
    for stretch, hit in zip(stretches, matched, strict=True):
        sizes[stretch.article] += hit * len(stretch.block.text)
    if not article or not sizes[article] or 2 * sizes[article] < sizes.total():
        return list(matched)
    return [hit and stretch.article == article for stretch, hit in zip(stretches, matched, strict=True)]


def _is_lead(stretch: Stretch, place: int, headline: int | None, first: int) -> bool:
    """Whether it stands between headline and text, and is a lead, a caption or a heading rather than date or name."""
    if headline is None or not headline < place < first:
        return False
    return stretch.block.kind != "paragraph" or stretch.block.text.endswith(_STOPS)


def _is_own(stretch: Stretch, place: int, headline: int | None, first: int) -> bool:
    """Whether its name says that it is the line above the headline, or a footnote, and it is where these stand."""
    if len(_words(stretch.block.text)) < _TITLE_WORDS:
        return False
    return place > first if stretch.own == "notes" else stretch.own == "kicker" and place + 1 == headline


def _matches(stretch: Stretch, runs: set[tuple[str, ...]]) -> bool:
    """Whether most of it stands in the extracted body; in a zone of navigation, only sentences are believed."""
    words = _words(stretch.block.text)
    if stretch.zone is not None and (len(words) < 2 * _RUN or stretch.zone != "navigation"):
        return False
    if stretch.block.kind == "paragraph" and _is_link(stretch) and not 0 < stretch.link_share < _ALL_LINK:
        return False
    return _is_in(words, runs)


def _is_link(stretch: Stretch) -> bool:
    """Whether it leads to another page, as headlines do that stand between paragraphs; they have no full stop."""
    if stretch.block.text.startswith(("http://", "https://", "www.")) and " " not in stretch.block.text:
        return True
    return stretch.link_share >= _MOSTLY_LINK and not stretch.block.text.endswith(".")


def _is_in(words: Sequence[str], runs: set[tuple[str, ...]]) -> bool:
    """Whether most of these words stand in the extracted body in the same order."""
    own = list(_runs(words))
    return bool(own) and 2 * sum(run in runs for run in own) > len(own)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace(_SOFT_HYPHEN, "").casefold())


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Its runs of words; for a short text, the whole of it, which no longer text has."""
    if len(words) < _RUN:
        return [tuple(words)] if words else []
    return (tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))


def _extracted(root: HtmlElement) -> list[str]:
    """The lines trafilatura takes for the article; none where the page is too large for it or breaks it."""
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        return []
    try:
        found = bare_extraction(
            deepcopy(root), include_comments=False, favor_recall=True, with_metadata=False, deduplicate=False
        )
    except (RecursionError, ValueError, TypeError, AttributeError, IndexError, etree.LxmlError):
        return []  # its own failure modes on broken trees; the page's structure still tells
    body = getattr(found, "text", None) or ""
    return str(body).split("\n")


def _titles(root: HtmlElement) -> tuple[str, str]:
    """The article's title, as those see it with whom the page is shared, and the page's, with the name of the site."""
    shared = root.find(".//meta[@property='og:title']")
    named = root.find(".//title")
    return "" if shared is None else shared.get("content", ""), "" if named is None else named.text or ""


def _headline(stretches: Sequence[Stretch], titles: tuple[str, str], runs: set[tuple[str, ...]]) -> int | None:
    """The place of the headline.

    The heading that is the article's title, however short; else the first one that a title repeats, those of level 1
    before others; else the only one of level 1; else the last one before the article's first sentence, of level 1 if
    there are such headings.
    """
    heads = [place for place, stretch in enumerate(stretches) if stretch.block.level and stretch.zone != "cookies"]
    heads.sort(key=lambda place: stretches[place].block.level > 1)
    words = {place: _words(stretches[place].block.text) for place in heads}
    own = _words(titles[0])
    heads = [place for place in heads if len(words[place]) >= _TITLE_WORDS or (own and words[place] == own)]
    wanted = f" {' '.join(_words(' '.join(titles)))} "
    titled = (place for place in heads if f" {' '.join(words[place])} " in wanted)
    if (found := next(titled, None)) is not None:
        return found
    first_level = [place for place in heads if stretches[place].block.level == 1]
    if len(first_level) == 1:
        return first_level[0]
    start = _start(stretches, runs)
    before = first_level or [place for place in heads if stretches[place].zone is None]
    return max((place for place in before if place < start), default=None)


def _start(stretches: Sequence[Stretch], runs: set[tuple[str, ...]]) -> int:
    """The place of the article's first sentence; 0 where it has none."""
    sentences = (
        place
        for place, stretch in enumerate(stretches)
        if not stretch.block.level and stretch.block.text.count(" ") >= 2 * _RUN and _matches(stretch, runs)
    )
    return next(sentences, 0)
