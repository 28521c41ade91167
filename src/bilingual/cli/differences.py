"""What changed in a segment, shown word by word: in colour on a terminal, as plain lines in a pipe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from bilingual.cli import plain
from bilingual.exchange.statuses import shown
from bilingual.messages import _, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.types import Inline, Pair

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST = 25_000_000
"""Words of one text times words of the other, where they differ; more are shown as replaced whole."""
_AROUND = 60
"""Characters of what is the same that are shown beside what is not."""
_QUOTED = 60
"""Characters of marked words."""
_KINDS = {
    "bold": marked("bold"),
    "italic": marked("italic"),
    "superscript": marked("superscript"),
    "subscript": marked("subscript"),
    "code": marked("code"),
    "link": marked("link"),
}


class Stretch(NamedTuple):
    """A part of two texts."""

    what: Literal["same", "gone", "new"]
    text: str


def lines(name: str, before: Pair | None, after: Pair) -> Iterator[str]:
    """The lines that tell how a segment of an article changed, styled for a terminal.

    Args:
        name: of the article.
        before: None where the segment is new, made by a cut.
        after: as it stands now.
    """
    yield click.style(plain(f"{name} {after.source.address}"), bold=True)
    old = before.target if before else ""
    if old != after.target:
        found = stretches(old, after.target)
        if old:
            yield _line("-", "gone", found)
        yield _line("+", "new", found)
    if before and before.status != after.status:
        yield "  " + _("status: {before} → {after}", before=shown(before.status), after=shown(after.status))
    if before and before.note != after.note:
        yield from _remark(before.note, after.note)
    if before and old == after.target and before.inlines != after.inlines:
        yield plain("  " + _("marked: {before} → {after}", before=_marked(before), after=_marked(after)))


def stretches(before: str, after: str) -> list[Stretch]:
    """Two texts cut into what they have in common and what they have not, word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    middle = _compared(old[first : len(old) - last], new[first : len(new) - last])
    found = [Stretch("same", "".join(old[:first])), *middle, Stretch("same", "".join(old[len(old) - last :]))]
    return [one for one in found if one.text]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many of the same words both begin."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _compared(old: list[str], new: list[str]) -> Iterator[Stretch]:
    if len(old) * len(new) > _MOST:
        yield Stretch("gone", "".join(old))
        yield Stretch("new", "".join(new))
        return
    from rapidfuzz.distance import Indel

    for step in Indel.opcodes(old, new):
        said, written = "".join(old[step.src_start : step.src_end]), "".join(new[step.dest_start : step.dest_end])
        if step.tag == "equal":
            yield Stretch("same", said)
        else:
            yield Stretch("gone", said)
            yield Stretch("new", written)


def _line(sign: str, side: Literal["gone", "new"], found: Sequence[Stretch]) -> str:
    """One of the two texts; what both have in common is shortened where there is much of it."""
    colour = {"gone": "red", "new": "green"}[side]
    parts = [click.style(f"{sign} ", fg=colour)]
    there = [one for one in found if one.what in {"same", side}]
    for number, one in enumerate(there):
        if one.what == "same":
            parts.append(_shortened(plain(one.text), is_first=number == 0, is_last=number == len(there) - 1))
        else:
            parts.append(click.style(plain(one.text), fg=colour, bold=True))
    return "".join(parts)


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    """A part that both texts have, as far as it stands beside what differs."""
    begin, end = ("" if is_first else f"{text[:_AROUND]} "), ("" if is_last else f" {text[-_AROUND:]}")
    return text if len(text) <= len(begin) + len(end) + _AROUND else f"{begin}…{end}"


def _remark(before: str, after: str) -> Iterator[str]:
    """What happened to a note: lines that are gone, and lines that are new."""
    old, new = before.split("\n"), after.split("\n")
    head = _("note:")
    for sign, some, others in (("-", old, set(new)), ("+", new, set(old))):
        for one in some:
            if one and one not in others:
                yield plain(f"  {head} {sign} {one}")


def _marked(pair: Pair) -> str:
    return ", ".join(_told(one, pair.target) for one in pair.inlines) or "–"


def _told(one: Inline, text: str) -> str:
    words = text[one.start : one.end]
    shortened = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    return _("{kind} “{words}”", kind=_(_KINDS[one.kind]), words=shortened)
