"""Blocks that are English already: told by their function words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bilingual.types import Block, Document

LEAST_WORDS = 2
"""English function words a block must have."""

LEAST_SHARE = 0.2
"""Of its words, that are English function words; running English has about 0.4."""

FEWER_FRENCH = 5
"""Times as many English function words as French ones: an English paragraph may name a French title."""

WORD = re.compile(r"[^\W\d_]+")
QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
_COOKIE = re.compile(r"\bcookies?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """What the words of a text are."""

    words: int
    english: int
    french: int

    @property
    def is_english(self) -> bool:
        """Whether the text is English beyond doubt."""
        return self.english >= max(LEAST_WORDS, LEAST_SHARE * self.words, FEWER_FRENCH * self.french)


def mark_english(document: Document) -> Document:
    """Sets aside what is English, as `cookies` where that is its matter; a document in English is left alone."""
    if document.lang != "fr":
        return document
    return replace(document, blocks=tuple(map(_marked, document.blocks)))


def count(text: str) -> Count:
    """How many words a text has, and how many of them are function words of either language."""
    english, french = function_words()
    words = in_english = in_french = 0
    for match in WORD.finditer(text):
        word = match[0].lower()
        words += 1
        in_english += word in english
        in_french += word in french
    return Count(words, in_english, in_french)


def _marked(block: Block) -> Block:
    if block.skip not in {None, "boilerplate"} or not count(block.text).is_english or _quotes_english(block.text):
        return block
    return replace(block, skip="cookies" if _COOKIE.search(block.text) else "english")


def _quotes_english(text: str) -> bool:
    """Whether it is the quotation that is English, and not the sentence around it."""
    around = count(QUOTED.sub(" ", text))
    if not around.words or around.words == count(text).words:
        return False
    return around.english < FEWER_FRENCH * around.french or ("«" in text and not around.english)


@cache
def function_words() -> tuple[frozenset[str], frozenset[str]]:
    """English function words that are not French, and French ones that are not English."""
    table = tomllib.loads(files("bilingual").joinpath("data/english.fr.toml").read_text("utf-8"))
    return frozenset(table["english"]), frozenset(table["french"])
