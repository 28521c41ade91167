"""Blocks in a language that is neither French nor English: told by their function words, or by their letters."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bilingual.clean.english import QUOTED, WORD, function_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bilingual.types import Block, Document

LEAST_WORDS = 8
"""Of a block: shorter ones are names, titles, mottos."""

LEAST_SHARE = 0.25
"""Of its words, that are function words of the language; running text has 0.35 and more."""

LEAST_TELLING = 2
"""Different words that no French sentence has."""

FEWER_FRENCH = 4
"""Times as many function words of the language as French ones that it has not."""

LEAST_LETTERS = 20
"""Not of the Latin alphabet: more than a name in brackets."""

MOST_LOOKED_AT = 20_000
"""Characters: a longer block is no paragraph and may hold several languages."""

_LATIN = re.compile("[A-Za-zªºÀ-ɏḀ-ỿ]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Words:
    """The function words of a language."""

    own: frozenset[str]
    """Those that are not French."""
    tell: frozenset[str]
    """Those that no French sentence has."""
    french: frozenset[str]
    """The French ones that it has not."""

    def fits(self, words: Counter[str]) -> bool:
        """Whether a text with these words is in the language beyond doubt."""
        own = _sum(words, self.own)
        least = max(LEAST_SHARE * words.total(), FEWER_FRENCH * _sum(words, self.french))
        return own >= least and len(words.keys() & self.tell) >= LEAST_TELLING


def mark_foreign(document: Document) -> Document:
    """Sets aside what is in another language than French; a document in another one is left alone."""
    if document.lang != "fr":
        return document
    return replace(document, blocks=tuple(map(_marked, document.blocks)))


def language(text: str) -> str | None:
    """The language of a text that is surely neither French nor English; `und` where its letters alone tell."""
    if _is_written_otherwise(text):
        return "und"
    words = Counter(word[0].lower() for word in WORD.finditer(text))
    if words.total() < LEAST_WORDS or FEWER_FRENCH * _sum(words, _french_alone()) > words.total():
        return None  # the latter only says sooner what no table would fit
    fitting = {name: table for name, table in _tables().items() if table.fits(words)}
    return max(fitting, key=lambda name: _sum(words, fitting[name].own), default=None)


def _marked(block: Block) -> Block:
    if block.skip not in {None, "boilerplate"} or len(block.text) > MOST_LOOKED_AT:
        return block
    if language(block.text) is None or _only_quotes(block.text):
        return block
    return replace(block, skip="foreign")


def _only_quotes(text: str) -> bool:
    """Whether it is the quotation that is foreign, and not the sentence around it."""
    around = QUOTED.sub(" ", text)
    return around != text and bool(_LETTER.search(around)) and language(around) is None and _says(around)


def _says(text: str) -> bool:
    """Whether it has a French function word: a name behind the quotation has none."""
    french = function_words()[1]
    return any(word[0].lower() in french for word in WORD.finditer(text))


def _is_written_otherwise(text: str) -> bool:
    letters = len(_LETTER.findall(text))
    others = letters - len(_LATIN.findall(text))
    return others >= LEAST_LETTERS and 2 * others > letters


def _sum(words: Counter[str], wanted: frozenset[str]) -> int:
    return sum(words[word] for word in words.keys() & wanted)


@cache
def _french_alone() -> frozenset[str]:
    """French function words that none of the languages has."""
    return frozenset.intersection(*(table.french for table in _tables().values()))


@cache
def _tables() -> Mapping[str, _Words]:
    found = tomllib.loads(files("bilingual").joinpath("data/languages.toml").read_text("utf-8"))
    words = {name: frozenset(table["words"]) for name, table in found.items()}
    french = words.pop("fr") | function_words()[1]
    return {
        name: _Words(own - french, frozenset(found[name]["tell"]) - french, french - own) for name, own in words.items()
    }
