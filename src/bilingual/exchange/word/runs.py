"""A text as the runs of a Word document: what is marked in it, links, and where comments hang on it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from bilingual.exchange.sent import coded, sent
from bilingual.read.hrefs import href

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.types import Inline

_SIGN = re.compile(r"([\n\t])")
_SIGNS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_LOOKS = {
    "code": '<w:rStyle w:val="Code"/>',
    "link": '<w:rStyle w:val="Hyperlink"/>',
    "bold": "<w:b/>",
    "italic": "<w:i/>",
    "superscript": '<w:vertAlign w:val="superscript"/>',
    "subscript": '<w:vertAlign w:val="subscript"/>',
}
"""Properties of a run in the order that the schema wants; of those that exclude each other the first holds."""
_BEFORE = (("code", "link"), ("superscript", "subscript"))
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_FIRST = 100
"""Number of the first link among the relations of the document; the fixed ones have smaller ones."""


class Anchor(NamedTuple):
    """Words on which a comment hangs; it may be none of them."""

    start: int
    end: int
    comment: int
    """Its number."""


class Links:
    """The links of a document, each once."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, target: str) -> str:
        """The name of the relation that leads there."""
        return self._names.setdefault(target, f"rId{_FIRST + len(self._names)}")

    def relations(self) -> Iterator[str]:
        """The elements of the relations."""
        for target, name in self._names.items():
            yield f'<Relationship Id="{name}" Type="{_RELATION}" Target={quoteattr(target)} TargetMode="External"/>'


def plain(text: str, *, has_tabs: bool = True) -> str:
    """A text without marks as one run; empty for an empty one.

    Args:
        text: any.
        has_tabs: whether tabs are kept as such, where it stands; else they are coded.
    """
    return f"<w:r>{_words(text, has_tabs=has_tabs)}</w:r>" if text else ""


def runs(text: str, marks: Sequence[Inline], links: Links, anchors: Sequence[Anchor] = ()) -> str:
    """A text as runs; its line ends and tabs become elements, what XML cannot hold is coded.

    Links lead to web and mail addresses only; others are left out, as are marks that do not fit the text. Where two
    links overlap, the earlier one goes on to its end.
    """
    if not marks and not anchors:
        return plain(text)
    turns = sorted({0, len(text), *_places(marks, text), *_places(anchors, text)})
    begins = _begins(marks, text)
    leads = list(_leads(marks, text))
    begun, ended = _ranges(anchors, text)
    looks: Counter[str] = Counter()
    parts = []
    for at, until in zip(turns, [*turns[1:], len(text)], strict=True):
        looks.update(begins.get(at, {}))
        while leads and leads[-1][1] <= at:
            leads.pop()
        where = leads[-1][2] if leads and leads[-1][0] <= at else ""
        parts += [*ended.get(at, ()), *begun.get(at, ())]
        if at < until:
            parts.append(_run(text[at:until], looks, links.name(where) if where else ""))
    return "".join(parts)


def _run(text: str, looks: Counter[str], link: str) -> str:
    holding = {look for look, count in looks.items() if count > 0} | ({"link"} if link else set())
    holding -= {second for first, second in _BEFORE if first in holding}
    properties = "".join(element for look, element in _LOOKS.items() if look in holding)
    run = f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{_words(text)}</w:r>"
    return f'<w:hyperlink r:id="{link}">{run}</w:hyperlink>' if link else run


def _words(text: str, *, has_tabs: bool = True) -> str:
    safe = sent(text)
    pieces = _SIGN.split(safe if has_tabs else safe.replace("\t", coded("\t")))
    return "".join(_SIGNS.get(one) or f'<w:t xml:space="preserve">{escape(one)}</w:t>' for one in pieces if one)


def _begins(marks: Iterable[Inline], text: str) -> dict[int, Counter[str]]:
    """By place, how many marks of a kind begin there less those that end; links aside."""
    found: dict[int, Counter[str]] = {}
    for one in marks:
        if one.kind != "link" and 0 <= one.start < one.end <= len(text):
            found.setdefault(one.start, Counter())[one.kind] += 1
            found.setdefault(one.end, Counter())[one.kind] -= 1
    return found


def _leads(marks: Iterable[Inline], text: str) -> Iterator[tuple[int, int, str]]:
    """Where links begin, end and lead to, the last one first, none upon another."""
    found: list[tuple[int, int, str]] = []
    for one in sorted((one for one in marks if one.kind == "link"), key=lambda one: (one.start, -one.end)):
        start = max(one.start, found[-1][1] if found else 0)
        if start < one.end <= len(text) and (target := href(one.href)):
            found.append((start, one.end, target))
    return reversed(found)


def _ranges(anchors: Iterable[Anchor], text: str) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """By place, what begins and what ends a comment's words; one on no words begins and ends at once."""
    begun: dict[int, list[str]] = {}
    ended: dict[int, list[str]] = {}
    for one in anchors:
        start, end = _fitting(one, text)
        begin = f'<w:commentRangeStart w:id="{one.comment}"/>'
        close = (
            f'<w:commentRangeEnd w:id="{one.comment}"/>'
            f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{one.comment}"/></w:r>'
        )
        begun.setdefault(start, []).append(begin if start < end else begin + close)
        if start < end:
            ended.setdefault(end, []).append(close)
    return begun, ended


def _fitting(anchor: Anchor, text: str) -> tuple[int, int]:
    start = min(max(anchor.start, 0), len(text))
    return start, min(max(anchor.end, start), len(text))


def _places(spans: Iterable[Inline | Anchor], text: str) -> Iterator[int]:
    """Where something begins or ends."""
    for one in spans:
        for place in (one.start, one.end):
            yield min(max(place, 0), len(text))
