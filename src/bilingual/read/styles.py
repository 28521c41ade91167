"""What a paragraph is, and what is marked in a line, told by what a word processor calls the style."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bilingual.types import InlineKind, Kind, Reason

DEEPEST_HEADING = 6
"""Level; blocks know no deeper ones."""

_LONGEST_NAME = 100
"""Characters."""
_SIGNS = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"(\d{0,9})$")


@dataclass(frozen=True, slots=True)
class Style:
    """What the blocks of a paragraph will be."""

    kind: Kind = "paragraph"
    level: int = 0
    """Depth of a heading, 1 to 6; 0 for the other kinds."""
    skip: Reason | None = None


def heading(level: int) -> Style:
    """A heading of a level that may lie outside of 1 to 6."""
    return Style("heading", max(1, min(level, DEEPEST_HEADING)))


@lru_cache(1024)
def named(name: str) -> Style | None:
    """The style of this name in French or English; None where the name tells nothing."""
    plain = _evened(name)
    number = cast("re.Match[str]", _NUMBER.search(plain))[1]
    found = _table().get(plain.removesuffix(number))
    if found is None or found.kind != "heading" or found.level:
        return found
    return heading(int(number or 1))


@lru_cache(1024)
def marking(name: str) -> InlineKind | None:
    """What a style of words marks that has this name in French or English; None where the name tells nothing."""
    return _table_of_words().get(_evened(name))


def _evened(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name[:_LONGEST_NAME].casefold())
    return _SIGNS.sub("", "".join(char for char in plain if not unicodedata.combining(char)))


@cache
def _table() -> Mapping[str, Style]:
    """Style by name; a numbered heading has level 0 here."""
    return {
        _SIGNS.sub("", name): Style(entry["kind"], entry.get("level", 0), entry.get("skip"))
        for entry in _data()["style"]
        for name in entry["names"]
    }


@cache
def _table_of_words() -> Mapping[str, InlineKind]:
    return {_SIGNS.sub("", name): entry["mark"] for entry in _data()["words"] for name in entry["names"]}


def _data() -> dict[str, Any]:
    return tomllib.loads(files("bilingual").joinpath("data/styles.toml").read_text("utf-8"))
