"""Subtitles (SubRip, WebVTT): cues put together to sentences and paragraphs; numbers and times are no text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.messages import _
from bilingual.read.encoding import decode
from bilingual.read.marks import joined, rewritten
from bilingual.read.runs import PLAIN, TAGS, Runs, changed
from bilingual.read.text import one_line
from bilingual.types import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAUSE = 2.0
"""Seconds of silence behind a full sentence: a new paragraph."""

LONG_PAUSE = 8.0
"""Seconds of silence that end even a sentence without a stop, if the next cue begins with a capital."""

LONGEST = 500
"""Characters; a paragraph of so many ends with its sentence."""

_AT_ONCE = 0.1
"""Seconds: nobody reads a cue in less, or notices such a pause."""
_MOST_LINES = 4
"""Lines of a cue that can be those of the last one."""

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"\s{{0,9}}{_TIME}[ \t]{{0,9}}-->[ \t]{{0,9}}{_TIME}(?=\s|$)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<\d[\d:.]{0,15}>|\{\\[^{}\n]{0,200}\}|\{[yY]:[^{}\n]{0,9}\}")
_NAME = re.compile(r"<(/?)([a-zA-Z]{1,9})\b")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]([^<>\n]{1,200})>")
_DASH = re.compile(r"[-–—‐‑]\s{0,9}(?=\S)")
_SOUND = re.compile(r"[\[(][^\[\]()]{1,200}[\])]|[♪♫\s]{1,20}")
_STOP = re.compile(r"[.!?…][»”\"’')\]]{0,3}(?:\s?»)?$")
_HIDDEN = ("STYLE", "REGION")
"""Blocks of WebVTT that are no text, as a style sheet is none."""


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of subtitles; sound descriptions, speakers' names and notes are kept, marked.

    Raises InputError where the file is no text or has no cue.
    """
    lines = decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places = [number for number, line in enumerate(lines) if _TIMES.match(line)]
    if not places:
        mend = _("a cue has a line of times such as {example}", example="00:00:01,000 --> 00:00:02,500")
        raise InputError(_("there are no subtitles in it"), mend)
    yield from _preface(list(_own(lines[: places[0]], last=False)))
    talk = _Talk()
    for place, after in pairwise([*places, len(lines)]):
        yield from _cue(talk, lines[place], list(_own(lines[place + 1 : after], last=after == len(lines))))
    yield from talk.close()


def _preface(lines: Sequence[str]) -> Iterator[Block]:
    """What stands before the first cue: the title of the file, notes; styles are no text."""
    for chunk in "\n".join(lines).lstrip("\ufeff").split("\n\n"):
        content = chunk.strip().removeprefix("WEBVTT").strip()
        if not content.startswith(_HIDDEN) and not content.isdecimal():
            yield from (
                Block(reduced, skip="boilerplate") for line in content.split("\n") if (reduced := one_line(line))
            )


def _own(lines: Sequence[str], *, last: bool) -> Iterator[str]:
    """The lines of a cue, without the number or the name of the next one, which stands right above its times."""
    end = len(lines)
    if not last and end and lines[-1].strip():
        is_name = end == 1 or not lines[-2].strip()
        end -= is_name or lines[-1].strip().isdecimal()
    return iter(lines[:end])


def _cue(talk: _Talk, times: str, lines: Sequence[str]) -> Iterator[Block]:
    """What a cue brings to an end."""
    found = _TIMES.match(times)
    start, end = (_seconds(found.groups()[at : at + 4]) for at in (0, 4)) if found else (0.0, 0.0)
    talk.pause, talk.until = start - talk.until, end
    note = next((place for place, line in enumerate(lines) if line.split(maxsplit=1)[:1] == ["NOTE"]), len(lines))
    spoken = _spoken(lines[:note])
    shown = [line.text for line in spoken if line.text]
    again = _rolled(talk.shown, shown) if talk.pause < _AT_ONCE else 0
    if again == len(shown) == len(talk.shown) and end - start > _AT_ONCE:
        again = 0  # said twice
    talk.shown = shown
    for raw, line in zip(lines, spoken, strict=False):
        for name in _VOICE.findall(raw):
            yield from talk.speaker(one_line(unescape(name)))
        if line.text:
            again -= 1
            if again < 0:
                yield from talk.say(line)
    for line in _spoken(lines[note:]):
        talk.aside(line.text)


def _spoken(lines: Sequence[str]) -> list[Block]:
    """The lines of a cue as viewers see them, empty ones among them; a tag may end on another line than it began."""
    found: list[Block] = []
    marks = PLAIN
    for raw in lines:
        tags = list(_TAG.finditer(raw))
        if not (tags or marks):
            found.append(Block(one_line(unescape(raw))))
            continue
        runs = Runs()
        start = 0
        for tag in tags:
            runs.add(raw[start : tag.start()], marks)
            start = tag.end()
            name = _NAME.match(tag[0])
            if name and (kind := TAGS.get(name[2].lower())):
                marks = changed(marks, {kind: not name[1]})
        runs.add(raw[start:], marks)
        line = runs.line(Block(""))
        found.append(rewritten(line, unescape) if "&" in line.text else line)
    return found


def _rolled(before: Sequence[str], after: Sequence[str]) -> int:
    """The lines at the start of a cue that are those at the end of the last one: live subtitles roll."""
    most = min(len(before), len(after), _MOST_LINES)
    return next((count for count in range(most, 0, -1) if before[-count:] == after[:count]), 0)


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


@dataclass(slots=True)
class _Talk:
    """What has been said since the last paragraph ended."""

    parts: list[Block] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    """What goes behind the paragraph, so that no sentence is cut by a noise."""
    size: int = 0
    voice: str = ""
    pause: float = 0.0
    """Seconds between the last cue and this one."""
    until: float = 0.0
    """When the last cue went, in seconds."""
    shown: list[str] = field(default_factory=list)
    """The lines of the last cue."""

    def say(self, line: Block) -> Iterator[Block]:
        """Takes note of a line; gives the paragraph that it ends."""
        if _SOUND.fullmatch(line.text):
            self.aside(line.text)
            return
        dash = _DASH.match(line.text)
        said = line.part(dash.end(), len(line.text)) if dash else line
        if (dash and not self._goes_on(said.text)) or self._ends_before(said.text):
            yield from self.close()
        self.parts.append(said)
        self.size += len(said.text)
        self.pause = 0.0

    def aside(self, line: str) -> None:
        """Takes note of what nobody says."""
        if line:
            self.asides.append(line)

    def speaker(self, name: str) -> Iterator[Block]:
        """Takes note of who speaks; gives the paragraph of the one before."""
        if name != self.voice:
            yield from self.close()
            yield Block(name, skip="boilerplate")
            self.voice = name

    def close(self) -> Iterator[Block]:
        """The paragraph so far, and what was heard meanwhile."""
        if self.parts:
            yield joined(self.parts)
        for line in self.asides:
            yield Block(line, skip="boilerplate")
        self.parts, self.asides, self.size = [], [], 0

    def _ends_before(self, words: str) -> bool:
        if not self.parts:
            return bool(self.asides)
        if _STOP.search(self.parts[-1].text) and not _continues(words):
            return self.pause >= PAUSE or self.size >= LONGEST
        return self.pause >= LONG_PAUSE and not _continues(words)

    def _goes_on(self, words: str) -> bool:
        """Whether a dash at the start of a line is one inside a sentence."""
        return bool(self.parts) and not _STOP.search(self.parts[-1].text) and words[0].islower()


def _continues(words: str) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    return words.lstrip(".… ")[:1].islower()
