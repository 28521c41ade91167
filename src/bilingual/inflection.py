"""English phrases inflected: the plural of a noun and what belongs to it, the forms of a verb and what follows it."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from bilingual.grammar import plural, takes_no_indefinite

_FIRST = re.compile(r"[^\W_]+")
_CONSONANT_VOWEL_CONSONANT = re.compile(r"[^aeiou]*[aeiou][bdgklmnprtvz]")
_PLURAL_ALREADY = re.compile(r".*[^sui]s", re.DOTALL)
_ADJECTIVE = re.compile(r".*[^\W_]{3}[^\We]ed|.*[^\W_](?:less|ous)", re.DOTALL)
"""Encrypted, stateless, dangerous: no plural; but speeds, needs and sheds there are."""
_BE = ("am", "are", "were")


class Forms(NamedTuple):
    """A verb phrase in each of its forms."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("bilingual") / "data" / "inflection.en.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=5_000)
def conjugated(phrase: str) -> Forms:
    """The forms of a phrase that begins with a verb in the base form: file, filed, filing a complaint."""
    found = _FIRST.match(phrase)
    if not found:
        return Forms(*[phrase] * len(Forms._fields))
    word, rest = found[0], phrase[found.end() :]
    table = _table()
    past, _, participle = table["verbs"].get(word, _regular_past(word)).partition(" ")
    third = table["third"].get(word) or plural(word)
    gerund = _gerund(word)
    return Forms(*(form + rest for form in (word, third, past, participle or past, gerund)))


def all_forms(phrase: str) -> tuple[str, ...]:
    """Every form of a verb phrase, once."""
    rest = phrase.removeprefix("be ")
    more = [f"{form} {rest}" for form in _BE] if rest != phrase else []
    return tuple(dict.fromkeys((*conjugated(phrase), *more)))


@lru_cache(maxsize=20_000)
def pluralised(phrase: str) -> str:
    """The plural of a noun phrase: rules of procedure, spokesmen; as it is where it has none, or is one."""
    words = phrase.split(" ")
    behind = (n for n, word in enumerate(words) if n and word.casefold() in _table()["nouns"]["behind"])
    head = next(behind, len(words)) - 1
    last = words[head].casefold()
    fixed = _PLURAL_ALREADY.fullmatch(last) or _ADJECTIVE.fullmatch(last)
    if fixed or takes_no_indefinite(phrase) or last in _table()["nouns"]["plural"]:
        return phrase
    return " ".join((*words[:head], _plural(words[head]), *words[head + 1 :]))


def _plural(word: str) -> str:
    irregular: dict[str, str] = _table()["plurals"]
    said = word.casefold()
    fitting = [ending for ending in irregular if said.endswith(ending)]
    if not fitting or said in _table()["nouns"]["not_men"]:
        return plural(word)
    ending = max(fitting, key=len)
    kept = word[: len(word) - len(ending)]
    many = irregular[ending]
    return kept + (many if kept or word[0].islower() else many.capitalize())


def _regular_past(word: str) -> str:
    if word.endswith("e"):
        return f"{word}d"
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return f"{word[:-1]}ied"
    return f"{_doubled(word)}ed"


def _gerund(word: str) -> str:
    if word.endswith("ie"):
        return f"{word[:-2]}ying"
    return f"{word[:-1] if _loses_e(word) else _doubled(word)}ing"


def _loses_e(word: str) -> bool:
    return word.endswith("e") and not word.endswith(("ee", "oe", "ye")) and word != "be"


def _doubled(word: str) -> str:
    """A verb with its last letter doubled, if it is doubled before -ed and -ing."""
    spelling = _table()["spelling"]
    short = _CONSONANT_VOWEL_CONSONANT.fullmatch(word) and word not in spelling["single"]
    return word + word[-1] if short or word in spelling["doubled"] else word
