"""Parts of a page that are not the article, told by what an element is and what the site calls it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.html import HtmlElement

    from bilingual.types import Reason

Own = Literal["kicker", "notes"]
_TAGS: dict[str, Reason] = {
    **dict.fromkeys(("nav", "header", "footer", "aside", "menu", "form", "dialog"), "navigation"),
    **dict.fromkeys(("button", "select", "textarea", "label", "amp-sidebar"), "navigation"),
    "amp-consent": "cookies",
    **dict.fromkeys(("amp-ad", "amp-embed"), "promotion"),
}
_SURE = frozenset({"nav", "header", "footer", "aside"})
_NEVER = frozenset({"html", "body", "main"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu", "menubar"})
_NOT_REASONS = frozenset({"caption", "credit", "title", "subtitle", "box", "kicker", "notes", "unseen"})
_MOST_NAMES = 500
"""Characters of classes and id that are looked at."""

_LONGEST_CAPTION, _LONGEST_HEADING = 600, 200
"""Characters."""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEPARATORS = re.compile(r"[-_:]+")
_TOPIC = re.compile(
    r"^(?:tag(?!-list)|category|categorie|cat|rubrique|topic)-|(?:^|-)(?:has|with|without|no|avec|sans)-|-(?:open|closed)$"
)
"""Names that speak of the article's topic, or of something beside the element rather than of the element itself."""


@dataclass(frozen=True, slots=True)
class Wrappers:
    """The elements of a page that hold its article, whatever they are called: pages stand in a form."""

    of_headline: frozenset[HtmlElement]
    """An `h1` or `main` is inside, or they are one."""
    of_article: frozenset[HtmlElement]
    """An `article` is inside, or they are one."""


def wrappers(root: HtmlElement) -> Wrappers:
    """What holds headline and article; takes time by the size of the page, since no way up is gone twice."""
    return Wrappers(_upwards(root.iter("h1", "main")), _upwards(root.iter("article")))


def _upwards(elements: Iterable[HtmlElement]) -> frozenset[HtmlElement]:
    found: set[HtmlElement] = set()
    for element in elements:
        holder: HtmlElement | None = element
        while holder is not None and holder not in found:
            found.add(holder)
            holder = holder.getparent()
    return frozenset(found)


def zone(element: HtmlElement, holding: Wrappers, *, in_article: bool) -> Reason | None:
    """Why what the element holds is not the article, if its name says so.

    Args:
        element: one that begins a block.
        holding: what holds the article of the page.
        in_article: whether it stands in an `article` or `main`; a `header` there has the headline, not the site's name.
    """
    tag = element.tag
    if tag in _NEVER or (tag == "header" and in_article) or (tag not in _SURE and element in holding.of_headline):
        return None
    names = _named(element)
    if tag in {"aside", "footer"} and (names & {"box", "notes"} or _is_note(element)):
        return None
    if tag == "blockquote" and element.get("type") == "cite":  # how mail programs mark what is answered
        return "quoted"
    told = next((name for name in _tables() if name in names and name not in _NOT_REASONS), None)
    if told is not None:
        return cast("Reason", told)
    if tag not in _SURE and element in holding.of_article:
        return None
    hidden = _hidden(element) or element.get("aria-hidden") == "true"
    by_role: Reason | None = "navigation" if element.get("role", "").lower() in _ROLES else None
    return by_role or _TAGS.get(tag) or ("boilerplate" if hidden else None)


def is_unseen(element: HtmlElement) -> bool:
    """Whether an element inside a line is hidden; one hidden from listeners alone, such as a drop cap, is seen."""
    return _hidden(element) or "unseen" in _named(element)


def is_caption(element: HtmlElement) -> bool:
    """Whether it is called a caption and is as short as one."""
    return "caption" in _named(element) and _is_within(element, _LONGEST_CAPTION)


def heading_level(element: HtmlElement) -> int:
    """Of a line that is called a heading, is as short as one and holds none: 1 or 2; 0 for what is no heading."""
    names = _named(element)
    if not names & {"title", "subtitle"} or not _is_within(element, _LONGEST_HEADING):
        return 0
    if next(element.iterdescendants("h1", "h2", "h3", "h4", "p", "li"), None) is not None:
        return 0
    return 1 if "title" in names else 2


def _is_note(element: HtmlElement) -> bool:
    """Whether it is a note of an e-book."""
    return "note" in f"{element.get('role', '')} {element.get('epub:type', '')}"[:_MOST_NAMES]


def _is_within(element: HtmlElement, most: int) -> bool:
    return sum(map(len, islice(element.itertext(), most))) <= most


def is_kicker(element: HtmlElement) -> bool:
    """Whether it is called a word above the headline, and is glued to what follows."""
    return (element.tail or "")[:1].isalnum() and "kicker" in _named(element)


def own(element: HtmlElement) -> Own | None:
    """Which part of the article its name says that it is, of those that stand before or behind the text."""
    names = _named(element)
    return "notes" if "notes" in names else "kicker" if "kicker" in names else None


def is_credit(element: HtmlElement) -> bool:
    """Whether it is called the credit of a picture."""
    return "credit" in _named(element)


def _hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style", "")[:_MOST_NAMES]
    return "display:none" in style.replace(" ", "").lower()


def _named(element: HtmlElement) -> frozenset[str]:
    """The tables that have one of the element's names."""
    classes, own = element.get("class"), element.get("id")
    if not (classes or own):
        return frozenset()
    return _found(f"{classes or ''} {own or ''}"[:_MOST_NAMES])


@lru_cache(1024)
def _found(names: str) -> frozenset[str]:
    found: set[str] = set()
    for name in names.split():
        even = _SEPARATORS.sub("-", _HUMP.sub("-", name)).lower()
        if not _TOPIC.search(even):
            found |= {table for table, pattern in _tables().items() if pattern.search(even)}
    return frozenset(found)


@cache
def _tables() -> Mapping[str, re.Pattern[str]]:
    data = tomllib.loads(files("bilingual").joinpath("data/zones.toml").read_text("utf-8"))
    return {
        table: re.compile(rf"(?:^|-)(?:{'|'.join(map(re.escape, entry['names']))})(?:$|-)")
        for table, entry in data.items()
    }
