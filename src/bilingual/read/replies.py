"""Plain text as mail programs write it: who is quoted, where the signature begins, what was forwarded."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from bilingual.read import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.types import Block, Reason

QUOTED: Reason = "quoted"
"""Why a quoted reply is set aside: it repeats an earlier message."""

ASIDE: Reason = "boilerplate"
"""Why senders, dates, signatures and the names of attachments are set aside."""

_LONGEST = 300
"""Characters of a line that introduces a quotation."""

_SIGNATURE = "--"
_DEPTH = re.compile(r"(?:>[ \t]?)+")
_WROTE = re.compile(
    r"(?:Le|On|Am|El|Il|De|From)\s.{3,}(?:a\s[ée]crit|wrote|schrieb|escribió|ha scritto)\s{0,3}:$"
    r"|.{3,}<[^<>\s]+@[^<>\s]+>\s(?:a\s[ée]crit|wrote)\s{0,3}:$",
    re.IGNORECASE,
)
_WROTE_STARTS = ("le ", "on ")
_RULE = "[-_ ]{3,40}"
_ORIGINAL = re.compile(rf"{_RULE}(?:message d['’]origine|original message|message original){_RULE}", re.IGNORECASE)
_FORWARD = re.compile(
    rf"{_RULE}(?:message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|forwarded message)(?: by .{{1,80}})?{_RULE}"
    "|(?:d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|begin forwarded message)\\s?:",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\*?(?:de|from|date|envoy[ée]|sent|[àa]|to|cc|copie [àa]|objet|sujet|subject|r[ée]pondre [àa]|reply-to)\*?\s?:",
    re.IGNORECASE,
)


_SENDER = re.compile(r"\*?(?:de|from|von)\*?\s?:\*?\s.{1,200}", re.IGNORECASE)
_SENT = re.compile(r"(?:^|\s)\*?(?:envoy[ée]|sent|date)\*?\s?:\*?\s", re.IGNORECASE)
_FIELDS = 4
"""Lines at the head of a quoted message, of which one says when it was sent."""
_LONGEST_SIGNATURE = 25
"""Lines: what is longer is text below a rule."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    skip: Reason | None


def parse(content: str, *, flowed: bool = False, delsp: bool = False) -> list[Block]:
    """The blocks of the text of a mail: what is quoted, signed or said of another message is marked.

    Args:
        content: its characters.
        flowed: whether a space at the end of a line means that it goes on (RFC 3676).
        delsp: whether that space is no part of the text.
    """
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if flowed:
        lines = list(_unflowed(lines, "" if delsp else " "))
    found: list[Block] = []
    for skip, run in groupby(_judged(lines), key=lambda line: line.skip):
        parsed = text.parse("\n".join(line.text for line in run))
        found += (replace(block, skip=skip, kind="paragraph", level=0) for block in parsed) if skip else parsed
    return found


def kept(found: Sequence[Block], *, forwarded: bool) -> list[Block]:
    """The blocks of a mail, what is quoted among them taken for its text if it was forwarded or is all there is."""
    if not forwarded and any(block.skip is None for block in found):
        return list(found)
    return [replace(block, skip=None) if block.skip == QUOTED else block for block in found]


def marked(found: Iterable[Block]) -> Iterator[Block]:
    """The blocks of a mail in HTML, with the marks that the words alone give: who wrote, what was forwarded."""
    state: Reason | None = None
    for block in found:
        if block.skip is not None:
            yield block
        elif block.text == _SIGNATURE or _FORWARD.fullmatch(block.text) or _is_introduction(block.text):
            state = ASIDE if block.text == _SIGNATURE else state
            yield replace(block, skip=ASIDE)
        elif _ORIGINAL.fullmatch(block.text) or _is_head([block.text]):
            state = QUOTED
            yield replace(block, skip=ASIDE)
        else:
            yield replace(block, skip=state)


def _is_introduction(line: str) -> bool:
    """Whether it says that somebody wrote what follows."""
    return len(line) <= _LONGEST and bool(_WROTE.fullmatch(line))


def _is_head(lines: Sequence[str]) -> bool:
    """Whether a message begins here that is quoted with its sender and date but without a mark."""
    head = " ".join(lines[:_FIELDS])[:_LONGEST]
    return bool(_SENDER.match(head)) and bool(_SENT.search(head))


def _judged(lines: Sequence[str]) -> Iterator[_Line]:
    """The lines with the reason for setting them aside, the marks of quotation taken off."""
    state: Reason | None = None
    in_head = False
    aside = _introductions(lines) | _signatures(lines)
    for number, line in enumerate(lines):
        bare = text.one_line(line)
        if _FORWARD.fullmatch(bare):
            state, in_head = None, True
        elif _ORIGINAL.fullmatch(bare) or (not in_head and _is_head(lines[number : number + _FIELDS])):
            state, in_head = QUOTED, True
        elif bare:
            in_head = in_head and bool(_FIELD.match(bare))
        quote = None if in_head else _DEPTH.match(line)
        if quote:
            rest = line[quote.end() :]
            yield _Line(rest if rest.strip() or not quote[0].strip() else "", QUOTED)
        else:
            yield _Line(line, ASIDE if in_head or number in aside else state)


def _introductions(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that say who wrote what follows; a program may have wrapped them into three."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if not line.rstrip().endswith(":"):
            continue
        for first in range(number, max(-1, number - 3), -1):
            begins = first == number or lines[first].lower().startswith(_WROTE_STARTS)
            if begins and _is_introduction(text.one_line(" ".join(lines[first : number + 1]))):
                found.update(range(first, number + 1))
                break
    return found


def _signatures(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines below the mark of a signature, itself among them, up to the next quotation."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if line.rstrip() == _SIGNATURE:
            below = list(takewhile(lambda place: not _DEPTH.match(lines[place]), range(number, _end(lines, number))))
            if sum(bool(lines[place].strip()) for place in below) <= _LONGEST_SIGNATURE:
                found.update(below)
    return found


def _end(lines: Sequence[str], number: int) -> int:
    """Where a signature that begins at a line must have ended; looks no farther, so that many marks cost little."""
    return min(len(lines), number + 4 * _LONGEST_SIGNATURE)


def _unflowed(lines: Iterable[str], space: str) -> Iterator[str]:
    """The paragraphs of lines that flow, each on one line, those of other depth apart."""
    parts: list[str] = []
    depth = ""
    for line in lines:
        rest = line.lstrip(">")
        marks = line[: len(line) - len(rest)]
        rest = rest.removeprefix(" ")
        if parts and (marks != depth or rest == "-- "):
            yield _quoted(depth, "".join(parts))
            parts = []
        depth = marks
        flows = rest.endswith(" ") and rest != "-- "
        parts.append(rest[:-1] + space if flows else rest)
        if not flows:
            yield _quoted(depth, "".join(parts))
            parts = []
    if parts:
        yield _quoted(depth, "".join(parts))


def _quoted(depth: str, line: str) -> str:
    return f"{depth} {line}" if depth else line
