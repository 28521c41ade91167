"""What must be known of English to set a term into a sentence: a or an, the plural, the words before a noun."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_WORD = re.compile(r"\W*(\w+)")
_INITIALS = re.compile(r"\W*((?:[A-Z]\.?)+)(?![A-Za-z])")
_SIBILANT = ("s", "x", "z", "ch", "sh")


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The data file, ready to be asked."""

    function_words: frozenset[str]
    pronouns: frozenset[str]
    determiners: frozenset[str]
    outer_words: frozenset[str]
    dividers: frozenset[str]
    uncountable: frozenset[str]
    without_article: frozenset[str]
    asked_by: frozenset[str]
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
        pronouns=frozenset(table["pronouns"]),
        determiners=frozenset(table["determiners"]),
        outer_words=frozenset(table["outer_words"]),
        dividers=frozenset(table["dividers"]),
        uncountable=frozenset(article["uncountable"]),
        without_article=frozenset(article["without"]),
        asked_by=frozenset(article["asked_by"]),
        beginnings={**dict.fromkeys(article["a"], False), **dict.fromkeys(article["an"], True)},
        an_words=frozenset(article["an_words"]),
        named_with_vowel=article["named_with_vowel"],
        read_as_words=frozenset(article["read_as_words"]),
    )


def is_function_word(word: str) -> bool:
    """Whether a word goes before a term rather than into it: an article, a preposition and the like."""
    return word.strip().casefold() in _grammar().function_words


def is_pronoun(word: str) -> bool:
    """Whether a word only stands for a thing that is named elsewhere."""
    return word.casefold() in _grammar().pronouns


def is_outer_word(word: str) -> bool:
    """Whether a word comes behind a term rather than into it: a function word, a verb, or no word but punctuation."""
    said = word.strip().casefold()
    return said in _grammar().outer_words or is_function_word(said) or not any(map(str.isalnum, said))


def divides(word: str) -> bool:
    """Whether a word stands between two things rather than inside a term: NSO is subject to legal proceedings."""
    return word.strip().casefold() in _grammar().dividers


def takes_no_indefinite(term: str) -> bool:
    """Whether a term cannot be counted: some spyware, never a spyware; shortness of breath, never a shortness."""
    noun = term.casefold().partition(" of ")[0]
    return noun.rpartition(" ")[2] in _grammar().uncountable


def asks_for_indefinite(french: str) -> bool:
    """Whether a French word before a noun is the indefinite article."""
    return french.casefold() in _grammar().asked_by


def lacks_determiner(words: Sequence[str]) -> bool:
    """Whether a noun cannot stand bare behind some words: a verb or a preposition with no article just before it.

    Where it is in doubt what the last word is (an adjective, a noun), the answer is no.
    """
    if not words or any(word.casefold() in _grammar().determiners for word in words):
        return False
    last = words[-1]
    return last.islower() and (last.endswith("ed") or is_outer_word(last))


def takes_no_article(term: str) -> bool:
    """Whether a term stands without `the`, as law enforcement does."""
    return term.casefold() in _grammar().without_article


def same_word(one: str, other: str) -> bool:
    """Whether two are the same word of four letters or more, be it that one is the plural."""
    one, other = one.casefold(), other.casefold()
    return min(len(one), len(other)) > 3 and (one == other or plural(one) == other or plural(other) == one)  # noqa: PLR2004  # the, for, law …


def repeats(word: str, term: str) -> bool:
    """Whether a word, without punctuation, is one of the longer words of a term, in the singular or the plural."""
    return any(same_word(word.strip(), other) for other in term.split())


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
