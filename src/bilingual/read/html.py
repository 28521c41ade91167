"""Web pages: every visible text becomes a block; what is not the article is marked, not dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from bilingual.read import text
from bilingual.read.article import Stretch, chosen
from bilingual.read.encoding import decode
from bilingual.types import Block, Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quotation",
}
_ZONES: dict[str, Reason] = {
    **dict.fromkeys(("nav", "header", "footer", "aside", "menu", "form", "dialog"), "navigation"),
    **dict.fromkeys(("button", "select", "textarea", "label"), "navigation"),
}
_SURE_ZONES = frozenset({"nav", "header", "footer", "aside"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu", "menubar"})
_NAMED_ZONES: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (re.compile(r"(?:^|[\s_-])(?:comments?|commentaires?|disqus|respond)(?:$|[\s_-])"), "comments"),
    (re.compile(r"(?:^|[\s_-])(?:cookies?|consent|rgpd|gdpr)(?:$|[\s_-])"), "cookies"),
    (re.compile(r"(?:^|[\s_-])(?:breadcrumbs?|navbar|navigation|menu|sidebar)(?:$|[\s_-])"), "navigation"),
)
_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "svg", "iframe", "object", "video", "audio"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section select "
        "summary table tbody td textarea tfoot th thead tr ul",
    )
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([a-z0-9_-]{1,40})", re.IGNORECASE)
_CODECS = {"iso-8859-15": "iso-8859-15", "latin-9": "iso-8859-15", "macintosh": "mac_roman"}
"""Labels that mean neither UTF-8 nor Windows-1252, of those French pages use."""
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]{0,19})?[^<>]*>")


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a page, those outside the article marked; raises InputError where it is no text."""
    label = _CHARSET.search(data, 0, 4096)
    content = decode(data, label and _CODECS.get(label[1].decode().lower()))
    root = _parsed(content)
    if root is None:
        return iter(list(_flat(content)))
    return chosen(root, list(_stretches(root)))


def fragment(content: str) -> Iterator[Block]:
    """The blocks of a piece of HTML inside another text."""
    root = _parsed(content)
    if root is None:
        yield from _flat(content)
    else:
        for stretch in _stretches(root):
            yield replace(stretch.block, skip=stretch.zone)


def _parsed(content: str) -> HtmlElement | None:
    """The tree; None where the page is empty, or nested so deeply that the parser gave up half way."""
    parser = HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = document_fromstring(content.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except etree.ParserError:
        return None
    gave_up = any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)
    return None if gave_up else root


def _flat(content: str) -> Iterator[Block]:
    """The text of a page that no tree can be made of: without its tags."""
    parts: list[str] = []
    end = 0
    for tag in _TAG.finditer(content):
        parts.append(content[end : tag.start()])
        if (tag[1] or "").lower().removeprefix("/") in _BLOCKS:
            parts.append("\n\n")
        end = tag.end()
    parts.append(content[end:])
    return text.parse(unescape("".join(parts)))


@dataclass(slots=True)
class _Walk:
    """What holds at a place of the page: the innermost last."""

    kinds: list[tuple[Kind, int]] = field(default_factory=lambda: [("paragraph", 0)])
    zones: list[Reason | None] = field(default_factory=lambda: [None])
    links: int = 0
    """How many links we are inside of."""
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    """Characters of `parts` inside links."""

    def add(self, words: str | None, *, seen: bool) -> None:
        """Takes note of text; its line ends mean nothing in HTML."""
        if words and seen:
            self.parts.append(words.replace("\n", " ").replace("\r", " "))
            self.linked += len(words.strip()) if self.links else 0

    def flush(self) -> Iterator[Stretch]:
        """What has been noted since the last break."""
        kind, level = self.kinds[-1]
        content = "".join(self.parts)
        share = self.linked / max(1, len(content.strip()))
        self.parts.clear()
        self.linked = 0
        for paragraph in _BLANK_LINE.split(content):
            if reduced := text.one_line(paragraph):
                yield Stretch(Block(reduced, kind, level), self.zones[-1], share)


def _stretches(root: HtmlElement) -> Iterator[Stretch]:
    """The visible text in order; walks without recursion, and leaves nothing out but what a reader cannot see."""
    walk = _Walk()
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if tag in _BLOCKS:
            yield from walk.flush()
        if event == "start":
            unseen += tag in _UNSEEN
            _enter(walk, element)
            walk.add(element.text, seen=not unseen)
        else:
            unseen -= tag in _UNSEEN
            _leave(walk, element)
            walk.add(element.tail, seen=not unseen)
    yield from walk.flush()


def _enter(walk: _Walk, element: HtmlElement) -> None:
    tag = element.tag
    if tag == "br":
        walk.parts.append("\n")
    if tag in _KINDS:
        outer = walk.kinds[-1]
        walk.kinds.append(outer if outer[0] == "heading" else (_KINDS[tag], _HEADINGS.get(tag, 0)))
    if tag in _BLOCKS or tag == "label":
        walk.zones.append(walk.zones[-1] or _zone(element))
    walk.links += tag == "a"


def _leave(walk: _Walk, element: HtmlElement) -> None:
    tag = element.tag
    if tag in _KINDS:
        walk.kinds.pop()
    if tag in _BLOCKS or tag == "label":
        walk.zones.pop()
    walk.links -= tag == "a"


def _zone(element: HtmlElement) -> Reason | None:
    """Why what the element holds is not the article, if its name says so."""
    tag = element.tag
    if tag in {"html", "body", "main", "article"} or _heads_article(element):
        return None
    if tag not in _SURE_ZONES and _holds_article(element):
        return None
    names = f"{element.get('class', '')} {element.get('id', '')}"[:500].lower()
    for pattern, reason in _NAMED_ZONES:
        if pattern.search(names):
            return reason
    if element.get("role", "").lower() in _ROLES:
        return "navigation"
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return _ZONES.get(tag) or ("boilerplate" if hidden else None)


def _holds_article(element: HtmlElement) -> bool:
    """Whether the article is inside, whatever the element is called: pages stand in a form, or `with-sidebar`."""
    return next(element.iter("h1", "article", "main"), None) is not None


def _heads_article(element: HtmlElement) -> bool:
    """Whether it is the `header` of an article, where headline and lead stand, not that of the site."""
    if element.tag != "header":
        return False
    return any(ancestor.tag in {"article", "main"} for ancestor in element.iterancestors())
