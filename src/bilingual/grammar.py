"""What must be known of English to set a term into a sentence: a or an, the plural, the words before a noun."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_FIRST_WORD = re.compile(r"\W*(\w+)")
_INITIALS = re.compile(r"\W*((?:[A-Z]\.?)+)(?![A-Za-z])")
_SIBILANT = ("s", "x", "z", "ch", "sh")


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The data file, ready to be asked."""

    function_words: frozenset[str]
    beginnings: dict[str, bool]
    """Whether `an` stands before words that begin so."""
    an_words: frozenset[str]
    named_with_vowel: str
    read_as_words: frozenset[str]


@cache
def _grammar() -> _Grammar:
    table = tomllib.loads((files("bilingual") / "data" / "grammar.en.toml").read_text(encoding="utf-8"))
    article = table["article"]
    return _Grammar(
        function_words=frozenset(table["function_words"]),
        beginnings={**dict.fromkeys(article["a"], False), **dict.fromkeys(article["an"], True)},
        an_words=frozenset(article["an_words"]),
        named_with_vowel=article["named_with_vowel"],
        read_as_words=frozenset(article["read_as_words"]),
    )


def is_function_word(word: str) -> bool:
    """Whether a word goes before a term rather than into it: an article, a preposition and the like."""
    return word.strip().casefold() in _grammar().function_words


def indefinite(term: str, article: str) -> str:
    """`a` or `an`, with the capital of the article given, as the sound that a term begins with asks."""
    return article[0] + ("n" if _begins_with_vowel(term) else "")


def plural(word: str) -> str:
    """The regular English plural of a word or of a phrase's last word."""
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(_SIBILANT) else "s")


def _begins_with_vowel(term: str) -> bool:
    grammar = _grammar()
    initials = _INITIALS.match(term)
    if initials and initials[1] not in grammar.read_as_words:
        return initials[1][0] in grammar.named_with_vowel
    found = _FIRST_WORD.match(term)
    word = found[1].casefold() if found else ""
    fitting = [beginning for beginning in grammar.beginnings if word.startswith(beginning)]
    if fitting:
        return grammar.beginnings[max(fitting, key=len)]
    return word in grammar.an_words or word[:1] in set("aeiou")
