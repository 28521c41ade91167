"""Texts as Markdown that means nothing but the text: whatever stands in them is escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bilingual.edition.book import Line
from bilingual.edition.runs import ELEMENTS, Event, nested

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.types import Inline

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$^@]|&(?=[#A-Za-z])|:(?=//|[a-z+-][a-z0-9_+-]{0,40}:)|(?<=[wW]{3})\.")
"""What CommonMark, GitHub's tables, links and emoji, and pandoc's mathematics, notes and citations begin with."""
_BEGINS = re.compile(r"[-+=:%]|\(?(?:[0-9]{1,9}|[A-Za-z]|[IVXLCDMivxlcdm]{1,9})(?=[.)](?:\s|$))")
"""What makes a line at its beginning something else than a paragraph: a rule, a list."""
_BEHIND = frozenset(",.;:")
_SIGNS = {"bold": "**", "italic": "*"}
_IN_ADDRESS = str.maketrans({"|": "%7C", "`": "%60", "&": "&amp;"})


def escaped(text: str) -> str:
    """A text as it stands, inside a line."""
    return _MARKUP.sub(lambda match: f"\\{match[0]}", text.strip(" "))


def begun(text: str) -> str:
    """Markdown of a line, so that it can begin a block."""
    match = _BEGINS.match(text)
    if not match:
        return text
    at = match.end() - (match[0] in "-+=:%")
    return f"{text[:at]}\\{text[at:]}"


def emphasised(text: str) -> str:
    """A text in italics, without the marks inside it."""
    is_plain = text[:1].isalnum() and text[-1:].isalnum()
    return f"*{escaped(text)}*" if is_plain else f"<em>{escaped(text)}</em>"


def written(line: Line) -> str:
    """A line with its marks: signs where Markdown takes them for such, elements of HTML elsewhere."""
    events = list(nested(Line(line.text, tuple(_trimmed(line)))))
    with_signs = set(_signed(events))
    return "".join(_said(event, is_sign=at in with_signs) for at, event in enumerate(events)).strip(" ")


def _trimmed(line: Line) -> Iterator[Inline]:
    """The marks without the spaces at their ends, inside which signs are no signs."""
    for mark in line.inlines:
        start, end = mark.start, min(mark.end, len(line.text))
        while 0 <= start < end and line.text[start].isspace():
            start += 1
        while 0 <= start < end and line.text[end - 1].isspace():
            end -= 1
        if start < end:
            yield replace(mark, start=start, end=end)


def _said(event: Event, *, is_sign: bool) -> str:
    if event.what == "text":
        text = _MARKUP.sub(lambda match: f"\\{match[0]}", event.text)
        return f"{text[:-1]}\\!" if text.endswith("!") else text  # before a link, it would make a picture of it
    if event.mark.href:
        return "[" if event.what == "open" else f"](<{event.mark.href.translate(_IN_ADDRESS)}>)"
    if is_sign:
        return _SIGNS[event.mark.kind]
    return f"<{'/' if event.what == 'close' else ''}{ELEMENTS[event.mark.kind]}>"


def _signed(events: Sequence[Event]) -> Iterator[int]:
    """The places of the events that signs can stand for: around words, with spaces or the line's ends outside."""
    opened: list[int] = []
    for at, event in enumerate(events):
        if event.what == "open":
            opened.append(at)
        elif event.what == "close" and _is_plain(events, start := opened.pop(), at):
            yield from (start, at)


def _is_plain(events: Sequence[Event], start: int, end: int) -> bool:
    before = events[start - 1].text[-1:] if start else " "
    after = events[end + 1].text[:1] if end + 1 < len(events) else " "
    first, last = events[start + 1].text[:1], events[end - 1].text[-1:]
    is_closed = after == " " or (after in _BEHIND and last.isalnum())
    return events[start].mark.kind in _SIGNS and before == " " and is_closed and bool(first.strip() and last.strip())
