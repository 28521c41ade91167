"""Find what has digits in it and is no figure: addresses, telephone numbers, versions, names such as F-35."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from bilingual.figures.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESSES = (
    r"(?:https?://|www\.)[^\s<>«»“”\"]+"
    r"|(?<![\w.+-])[\w.+-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,80}){1,6}"  # a mailbox
    r"|(?<![\w.-])(?:[a-z][\w-]{0,60}\.){1,4}(?:fr|com|org|net|eu|uk|io)(?:/[^\s<>«»“”\"]{0,400})?(?!\w)"
    r"|(?<![\w&])[@#]\w+"
)
_CODES = (
    r"(?=[\d+(v])(?:(?<!\d)(?:\+\d{1,3}[ \u00a0\u202f.-]?)?(?:\(0\)[ \u00a0\u202f]?)?"  # a telephone
    r"\d{1,2}(?:[ \u00a0\u202f.-]\d{2}){4}(?!\d)"
    r"|(?<![\d-])\d{1,13}(?:-\d{1,13}){3,6}[-X]{0,2}(?![\d-])"  # ISBN
    r"|(?<![\d.])(?P<ip>\d{1,3}(?:\.\d{1,3}){3})(?!\.?\d)"
    r"|(?<![\d.])v?\d{1,2}\.\d{1,2}\.\d{1,4}(?!\.?\d))"  # a version
    # F-35, Covid-19, H1N1; mid-2019 is no name
    r"|(?<!\w)(?!(?:mi|mid|pre|pré|post|anti|early|late|non|ex|inter|de|d|l|to|and|plus)[-‑])"
    r"[^\W\d_]{1,20}+[-‑]?\d[\w-]{0,20}"
)
_LITERAL, _CODE = re.compile(f"{_ADDRESSES}|{_CODES}"), re.compile(_CODES)
_ADDRESSED = re.compile(r"[@#]|://|www\.|\.(?:fr|com|org|net|eu|uk|io)(?!\w)")
"""What every address has."""
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}$")
_DIGITS = re.compile(r"\d{1,30}")
_MOST = 20
"""Numbers in a literal that are compared."""
_BYTE = 255


def literals(text: str) -> Iterator[Figure]:
    """The literals of a text, in its order."""
    if _DIGIT.search(text) or "@" in text or "://" in text:
        for match in (_LITERAL if _ADDRESSED.search(text) else _CODE).finditer(text):
            if not _DATE.match(match[0]) and not _is_grouped(match["ip"]):
                yield literal(text, *match.span())


def literal(text: str, start: int, end: int) -> Figure:
    """A stretch of a text as a literal, with the numbers in it."""
    digits = tuple(Decimal(run) for run in _DIGITS.findall(text[start:end])[:_MOST])
    return Figure(start, end, "literal", digits=digits)


def _is_grouped(ip: str | None) -> bool:
    """Whether what looks like the address of a machine is a number with points: 1.234.567.890."""
    return ip is not None and any(int(part) > _BYTE for part in ip.split("."))
