"""Web pages: every visible text becomes a block; what is not the article is marked, not dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from bilingual.read import text, zones
from bilingual.read.article import Stretch, chosen
from bilingual.read.css import Looks
from bilingual.read.encoding import decode
from bilingual.read.hrefs import address, href
from bilingual.read.runs import PLAIN, TAGS, Marks, Runs, changed, linked
from bilingual.types import Block, Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from bilingual.read.marks import Mark

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quotation",
}
_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "svg", "iframe", "object", "video", "audio"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main menu nav ol option p pre section "
        "select summary table tbody td textarea tfoot th thead tr ul",
    )
)
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([a-z0-9_-]{1,40})", re.IGNORECASE)
_CODECS = {"iso-8859-15": "iso-8859-15", "latin-9": "iso-8859-15", "macintosh": "mac_roman"}
"""Labels that mean neither UTF-8 nor Windows-1252, of those French pages use."""
_OLD_REFERENCE = re.compile(r"&#(?:1[2-5]\d|[xX][89][0-9a-fA-F])(?:;|(?![0-9a-fA-F;]))")
"""To a character by its number in Windows-1252: wrong since 1997, and on old pages every apostrophe."""
_BOLD: Mark = ("bold", "")
UNSTYLED = Looks()
"""No style sheets."""
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]{0,19})?[^<>]*>")


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a page, those outside the article marked; raises InputError where it is no text."""
    label = _CHARSET.search(data, 0, 4096)
    content = decode(data, label and _CODECS.get(label[1].decode().lower()))
    root = _parsed(_OLD_REFERENCE.sub(lambda reference: unescape(reference[0]), content))
    if root is None:
        return iter(list(_flat(content)))
    return chosen(root, list(_stretches(root)))


def fragment(content: str, looks: Looks = UNSTYLED) -> Iterator[Block]:
    """The blocks of a piece of HTML inside another text, or of a page whose style sheets lie elsewhere."""
    root = _parsed(content)
    if root is None:
        yield from _flat(content)
    else:
        for stretch in _stretches(root, looks):
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


class _Place(NamedTuple):
    """What holds inside an element."""

    kind: Kind = "paragraph"
    level: int = 0
    zone: Reason | None = None
    part: int = 0
    """Number of the zone; 0 for none."""
    article: int = 0
    """Number of the outermost `article`; 0 for none."""
    in_main: bool = False
    seen: bool = True
    """False in a script and the like, which is no text."""
    hidden: bool = False
    """Whether it is text that a reader does not see, in a line that he does."""
    in_link: bool = False
    breaks: bool = False
    """Whether the element begins and ends a block."""
    own: zones.Own | None = None
    """What the name of an element says that it is of the article, beside the text."""
    heads_line: bool = False
    """Whether it is bold from the start of a line on."""
    marks: Marks = PLAIN


@dataclass(slots=True)
class _Walk:
    """Where we are in the page, the innermost place last, and what has been read since the last break."""

    holding: zones.Wrappers
    address: str
    """What the page says of its own; empty where it says nothing."""
    looks: Looks
    places: list[_Place] = field(default_factory=lambda: [_Place()])
    runs: Runs = field(default_factory=Runs)
    hidden: list[str] = field(default_factory=list)
    """Comes in a block of its own behind them."""
    linked: int = 0
    """Letters and digits of the runs inside links."""
    opened: int = 0
    """Zones and articles so far."""
    at_start: bool = True
    """Whether nothing but white space has been read since the last `<br>` or break."""

    def add(self, words: str | None) -> None:
        """Takes note of text; its line ends mean nothing in HTML."""
        here = self.places[-1]
        if words and here.hidden and here.seen:
            self.hidden.append(words)
        elif words and here.seen:
            self.runs.add(words.replace("\n", " ").replace("\r", " "), here.marks)
            self.linked += _letters(words) if here.in_link else 0
            self.at_start = self.at_start and words.isspace()

    def end_line(self) -> None:
        """Takes note of a `<br>`: two of them with nothing between are a break."""
        self.runs.end_line()
        self.at_start = True

    def flush(self) -> Iterator[Stretch]:
        """What has been noted since the last break."""
        here, runs = self.places[-1], self.runs
        share = self.linked / max(1, _letters(runs.text)) if self.linked else 0
        hidden = text.one_line("".join(self.hidden).replace("\n", " "))
        self.runs = Runs()
        self.hidden.clear()
        self.linked = 0
        self.at_start = True
        for block in runs.blocks(Block("", here.kind, here.level)) if runs else ():
            yield Stretch(block, here.zone, share, here.part, here.article, here.own)
        if hidden:
            yield Stretch(Block(hidden), here.zone or "boilerplate", 0, here.part or -1, here.article)


def _letters(words: str) -> int:
    return sum(map(str.isalnum, words))


def _stretches(root: HtmlElement, looks: Looks = UNSTYLED) -> Iterator[Stretch]:
    """The visible text in order; walks without recursion, and leaves nothing out but what a reader cannot see."""
    looks = looks.with_sheets(*(sheet.text or "" for sheet in root.iter("style")))
    walk = _Walk(zones.wrappers(root), address(root), looks)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            place = _place(walk, element)
            if place.breaks:
                yield from walk.flush()
            walk.places.append(place)
            if element.tag == "br":
                walk.end_line()
            walk.add(element.text)
        else:
            if walk.places[-1].breaks:
                yield from walk.flush()
            if walk.places.pop().heads_line and _ends_line(element) and not walk.at_start:
                walk.end_line()
            walk.add(element.tail)
    yield from walk.flush()


def _place(walk: _Walk, element: HtmlElement) -> _Place:
    """What holds inside an element, by what holds around it."""
    tag, outer = element.tag, walk.places[-1]
    if not outer.seen or outer.hidden or tag in _UNSEEN:
        return outer._replace(seen=outer.seen and tag not in _UNSEEN, breaks=False, heads_line=False)
    if tag not in _BLOCKS and not tag.startswith("amp-"):
        return _inline(walk, element)
    place = outer._replace(breaks=True, heads_line=False, own=zones.own(element) or outer.own)
    if outer.kind not in {"heading", "caption"} and zones.is_caption(element):
        place = place._replace(kind="caption")
    elif outer.kind != "heading" and tag in _KINDS:
        place = place._replace(kind=_KINDS[tag], level=_HEADINGS.get(tag, 0))
    elif outer.kind == "paragraph" and tag in {"p", "div"} and (level := zones.heading_level(element)):
        place = place._replace(kind="heading", level=level)
    if outer.zone in {None, "navigation", "boilerplate"}:
        in_article = outer.article > 0 or outer.in_main
        if zone := zones.zone(element, walk.holding, in_article=in_article):
            walk.opened += 1
            place = place._replace(zone=zone, part=walk.opened)
    if tag == "main":
        place = place._replace(in_main=True)
    if tag == "article" and not outer.article:
        walk.opened += 1
        place = place._replace(article=walk.opened)
    return place


def _inline(walk: _Walk, element: HtmlElement) -> _Place:
    """What holds inside an element that stands in a line."""
    outer = walk.places[-1]
    if zones.is_unseen(element):
        return outer._replace(hidden=True, breaks=False, heads_line=False)
    if (outer.kind == "caption" and zones.is_credit(element)) or zones.is_kicker(element):
        return outer._replace(breaks=True, heads_line=False)
    if outer.kind == "paragraph" and zones.is_caption(element):
        return outer._replace(kind="caption", breaks=True, heads_line=False)
    marks = _marked(walk, element, outer.marks)
    return outer._replace(
        in_link=outer.in_link or _leads_away(element),
        breaks=False,
        heads_line=walk.at_start and _BOLD in marks and _BOLD not in outer.marks,
        marks=marks,
    )


def _marked(walk: _Walk, element: HtmlElement, marks: Marks) -> Marks:
    """What is marked inside an element, by what is marked around it; looks go before what a tag means."""
    if element.tag in TAGS:
        marks = changed(marks, {TAGS[element.tag]: True})
    elif element.tag == "a":
        marks = linked(marks, href(element.get("href", ""), walk.address))
    return changed(marks, walk.looks.of(element))


def _ends_line(element: HtmlElement) -> bool:
    """Whether a `<br>` comes next."""
    after = element.getnext()
    return after is not None and after.tag == "br" and not (element.tail or "").strip()


def _leads_away(element: HtmlElement) -> bool:
    """Whether it is a link to another page; an address to write to is text."""
    return element.tag == "a" and not element.get("href", "").startswith("mailto:")
