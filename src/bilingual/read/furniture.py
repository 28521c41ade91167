"""What printed pages have beside the article: headers, footers and numbers, told by their places."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.read.layout import Line

MARGIN = 0.1
"""Share of a page's height, at its top and at its bottom, where a lone number is that of the page."""

_OUTER = 2
"""Lines at the top and at the bottom of a page that may be repeated on the next one."""
_LONGEST_FURNITURE = 160
"""Characters."""

_NUMBER = re.compile(
    r"(?:page\s{0,3})?[-–—|\s]{0,5}\d{1,4}(?:\s{0,3}(?:/|sur|de|of|\|)\s{0,3}\d{1,4})?[-–—|\s]{0,5}", re.IGNORECASE
)
_PRINTED = re.compile(
    r"(?:https?|file)://\S+(?:\s\d+/\d+)?$|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}(?:\s?[AP]M)?(?:\s|$)"
)
"""What browsers print above and below a page: address, number, date and time."""
_DIGITS = re.compile(r"\d+")


def furniture(lines: Sequence[Line]) -> frozenset[Line]:
    """The lines that the pages repeat at their edges, and the pages' numbers."""
    outer: list[Line] = []
    pages = 0
    for _, group in groupby(lines, key=lambda line: line.page):
        pages += 1
        own = sorted(group, key=lambda line: line.y)
        rows = sorted({round(line.y) for line in own})
        edge = {*rows[:_OUTER], *rows[-_OUTER:]}
        outer += (line for line in own if round(line.y) in edge and len(line.text) <= _LONGEST_FURNITURE)
    count = Counter(_place(line) for line in {(line.page, *_place(line)): line for line in outer}.values())
    least = max(2, pages // 3)
    return frozenset(
        line
        for line in outer
        if count[_place(line)] >= least
        or (_in_margin(line) and (_NUMBER.fullmatch(line.text) or _PRINTED.match(line.text)))
    )


def _place(line: Line) -> tuple[int, str]:
    """What a line of a page's edge has in common with those of other pages."""
    return round(line.y / 4), _DIGITS.sub("0", line.text)


def _in_margin(line: Line) -> bool:
    return not MARGIN * line.height < line.y < (1 - MARGIN) * line.height
