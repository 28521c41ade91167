"""Datelines: `LONDRES/PARIS (Reuters) –` before a report is a label, which an engine would take for a sentence."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from bilingual.dictionary import fold_accents

_DATELINE = re.compile(
    r"(?P<places>[A-ZÀ-Þ][A-ZÀ-Þ’' /,-]{2,60}?)"  # one or more places in capitals
    r"[ \u00a0\u202f](?P<agency>\([^()\n]{1,40}\))"
    r"[ \u00a0\u202f]?[-–—][ \u00a0\u202f]+(?=\S)"
)
_PLACE = re.compile(r"[^/,]+")


def dateline(text: str) -> tuple[int, str]:
    """Where the report begins behind its dateline, and the dateline in English; 0 and nothing without one.

    The places get their English names, still in capitals; the agency stays as it is.
    """
    found = _DATELINE.match(text)
    if not found:
        return 0, ""
    places = _PLACE.sub(lambda place: _english(place.group()), found["places"])
    return found.end(), f"{places} {found['agency']} –"


def english_place(place: str) -> str:
    """A place as English calls it; as it is where it has one name in both."""
    return _names().get(fold_accents(place).replace("’", "'"), place)


def _english(place: str) -> str:
    """A place in capitals, white space around it kept."""
    decomposed = unicodedata.normalize("NFD", place)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    name = _names().get(bare.strip().lower().replace("’", "'"), bare.strip())
    return bare.replace(bare.strip(), name.upper())


@cache
def _names() -> dict[str, str]:
    table = files("bilingual").joinpath("data/places.fr.toml").read_text(encoding="utf-8")
    names: dict[str, str] = tomllib.loads(table)["names"]
    return names
