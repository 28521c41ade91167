"""Which blocks of a web page are its article: trafilatura's judgement, and the page's own structure."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree
from trafilatura import bare_extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from bilingual.types import Block, Reason

MOST_ELEMENTS = 20_000
"""Elements; in a larger page trafilatura's time is no longer bounded, and the page's structure alone decides."""

LEAST_SHARE = 0.25
"""Share of the characters outside navigation that trafilatura must have kept to be believed."""

_WORD = re.compile(r"[^\W_]+")
_RUN = 4
"""Words in a row: a block that shares this many with the article is of it."""
_TITLE_WORDS = 4
"""Words: fewer are the name of the site rather than a headline."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block of a page and where it stands in it."""

    block: Block
    zone: Reason | None
    """Why the structure of the page puts it outside the article."""
    link_share: float
    """Of its characters, 0 to 1."""


def chosen(root: HtmlElement, stretches: Sequence[Stretch]) -> Iterator[Block]:
    """All blocks of the page, those outside the article with the reason."""
    inside = _judged(stretches, _extracted(root))
    headline = _headline(stretches, _title(root))
    for place, (stretch, kept) in enumerate(zip(stretches, inside, strict=True)):
        if kept or place == headline:
            yield stretch.block
        else:
            yield replace(stretch.block, skip=stretch.zone or "boilerplate")


def _judged(stretches: Sequence[Stretch], body: Sequence[str]) -> list[bool]:
    """For each stretch whether it is of the article."""
    runs = {run for line in body for run in _runs(_words(line))}
    matched = [_matches(stretch, runs) for stretch in stretches]
    free = [stretch.zone is None for stretch in stretches]
    size = [len(stretch.block.text) for stretch in stretches]
    outside_navigation = sum(n for n, is_free in zip(size, free, strict=True) if is_free)
    if sum(n for n, hit in zip(size, matched, strict=True) if hit) < LEAST_SHARE * outside_navigation:
        return free
    if not any(matched):
        return [stretch.zone in {None, "navigation"} and stretch.link_share < 1 for stretch in stretches]
    first, last = matched.index(True), len(matched) - matched[::-1].index(True)
    return [
        hit or (is_free and first < place < last and stretch.link_share < 0.5)  # noqa: PLR2004  # mostly not links
        for place, (stretch, hit, is_free) in enumerate(zip(stretches, matched, free, strict=True))
    ]


def _matches(stretch: Stretch, runs: set[tuple[str, ...]]) -> bool:
    """Whether most of it stands in the extracted body; in a zone of navigation, only sentences are believed."""
    words = _words(stretch.block.text)
    if stretch.zone is not None and (len(words) < 2 * _RUN or stretch.zone in {"comments", "cookies"}):
        return False
    own = list(_runs(words))
    return bool(own) and 2 * sum(run in runs for run in own) > len(own)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


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


def _title(root: HtmlElement) -> str:
    """The page's title, the site's name included."""
    shared = root.find(".//meta[@property='og:title']")
    named = root.find(".//title")
    parts = ("" if shared is None else shared.get("content", ""), "" if named is None else named.text or "")
    return " ".join(parts)


def _headline(stretches: Sequence[Stretch], title: str) -> int | None:
    """The place of the headline: the first level-1 heading that the page's title repeats, else the only one."""
    heads = [place for place, stretch in enumerate(stretches) if stretch.block.level == 1]
    wanted = f" {' '.join(_words(title))} "
    for place in heads:
        words = _words(stretches[place].block.text)
        if len(words) >= _TITLE_WORDS and f" {' '.join(words)} " in wanted:
            return place
    return heads[0] if len(heads) == 1 and len(_words(stretches[heads[0]].block.text)) >= _TITLE_WORDS else None
