"""What catalogues, shops and libraries are told of a book, in the forms that they know."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bilingual.edition.book import Book, Layout

NAMELESS = "…"
"""What stands for a title that shows nothing."""

_ISBN = re.compile(r"(?:urn:)?(?:isbn(?:1[03](?=:))?)?:?((?:97[89])?[0-9]{9}[0-9Xx])", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_MONTH = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?")


def shown(text: str) -> str:
    """A title on one line; three dots where nothing of it would be seen."""
    return " ".join(text.split()) or NAMELESS


def identifier(written: str) -> str:
    """The name of a book as a URN or `doi:`, where it is an ISBN or a DOI; any other as it stands."""
    told = written.strip()
    if isbn := _ISBN.fullmatch(told.replace("-", "").replace("\u2010", "").replace(" ", "")):
        return f"urn:isbn:{isbn[1].upper()}"
    doi = _DOI.fullmatch(told)
    return f"doi:{doi[1]}" if doi else told


def tag(language: str) -> str:
    """A language by BCP 47; `und` where what is written is no language."""
    return language if _TAG.fullmatch(language) else "und"


def tags(book: Book, layout: Layout) -> list[str]:
    """The languages in which a book can be read, each once."""
    written = (book.target_lang,) if layout == "english" else (book.source_lang, book.target_lang)
    return list(dict.fromkeys(tag(language) for language in written))


def day(printed: str) -> str:
    """A date by ISO 8601, which may lack day and month; empty where it is printed in another way."""
    told = printed.strip()
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError:
        return told if _MONTH.fullmatch(told) else ""
